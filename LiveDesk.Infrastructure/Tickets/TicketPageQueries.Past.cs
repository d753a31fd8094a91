using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>All that a ticket's history tells of it.</summary>
/// <param name="Lines">One for each fact, in the same order.</param>
public sealed record TicketHistory(Guid Id, long Number, Guid DeskId, string? Description, Requester Requester, DateTimeOffset CreatedAt, TicketPast Past, IReadOnlyList<HistoryLine> Lines)
{
    /// <summary>The one that it is for now.</summary>
    public Guid? OrganisationId { get; init; }
}

// A ticket as it was.
public sealed partial class TicketPageQueries
{
    /// <summary>Every moment at which a ticket changed, and what it was then. Read whole: this is for the few who go back.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TicketHistory> HistoryAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("ticket");
        while (true)
        {
            await using var db = desk.OpenFor(me);
            var ticket = await db.Tickets.AsNoTracking().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
            var rows = await db.Activities.AsNoTracking().Where(a => a.SubjectId == ticketId).OrderBy(a => a.Id).ToListAsync(ct);
            var outOfSight = await LinksOutOfSight.OfAsync(db, me, [ticketId], ct);
            rows.RemoveAll(a => outOfSight.Contains(a.Id));
            // Somebody decided between the two reads: one of them knows of it, the other does not.
            if (!await db.Tickets.AnyAsync(t => t.Id == ticketId && t.Version == ticket.Version, ct)) continue;
            var past = new TicketPast(TicketThen.Of(ticket), rows.ConvertAll(a => a.ToPast()));
            return new TicketHistory(ticket.Id, ticket.Number, ticket.DeskId, ticket.Description, ticket.Requester, ticket.CreatedAt, past, rows.ConvertAll(a => LineOf(a))) { OrganisationId = ticket.OrganisationId };
        }
    }

    /// <summary>The thread as it stood at a moment: of tickets merged into this one only while they were. What became of sending an entry is not part of it.</summary>
    public async Task<StoryView> ThreadThenAsync(Actor me, Guid ticketId, DateTimeOffset at, int last = 100, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!me.Sight.IsStaff || !await db.Tickets.AnyAsync(t => t.Id == ticketId, ct)) return new StoryView([], 0, [], StoryShow.Conversation);
        var links = await db.Set<TicketLink>().Where(l => l.TicketId == ticketId && l.Kind == LinkKind.MergedFrom && l.At <= at && (l.EndedAt == null || l.EndedAt > at)).Select(l => new { l.OtherId, l.EndedAt }).ToListAsync(ct);
        var held = await HeldAsync(db, ticketId, [.. links.Where(l => l.EndedAt is null).Select(l => l.OtherId)], ct);
        var numbers = held.ToDictionary(h => h.Id, h => (long?)h.Number);
        // What was given back by undoing its merge has its own sight again.
        var given = links.Where(l => l.EndedAt is not null).Select(l => l.OtherId).ToList();
        foreach (var one in await db.Tickets.Where(t => given.Contains(t.Id)).Select(t => new { t.Id, t.Number }).ToListAsync(ct)) numbers[one.Id] = one.Number;
        List<Guid> tickets = [ticketId, .. numbers.Keys];
        var entries = db.Set<Entry>().AsNoTracking().Where(e => tickets.Contains(e.TicketId) && e.At <= at);
        var shown = await ViewsAsync(db, entries.OrderByDescending(e => e.Id).Take(last), numbers, ct);
        return new StoryView([.. shown.Select(e => new StoryItem(e with { Delivery = Delivery.None, DeliveryProblem = null }, null))], await entries.CountAsync(ct) - shown.Count, held, StoryShow.Conversation);
    }
}
