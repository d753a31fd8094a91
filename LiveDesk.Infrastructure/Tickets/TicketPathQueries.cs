using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A ticket as one finds it from anywhere.</summary>
public sealed record TicketHit(long Number, string Subject, string RequesterName, Guid DeskId);

/// <param name="Asks">For the resolution, for a reason, or about what ends with it: not without a question to the person.</param>
/// <param name="Why">It is forbidden, because of this; null: it may be chosen.</param>
public sealed record StatusToFollow(Guid Id, string Name, bool Asks, string? Why);

/// <param name="Seen">The status that the choice is made from.</param>
/// <param name="Written">The status that the words alone bring the ticket to.</param>
public sealed record StatusesToFollow(Guid Seen, Guid Written, IReadOnlyList<StatusToFollow> Statuses);

/// <summary>The ways from where somebody is to the next ticket: by its number or words, by the order of a list, or by sending.</summary>
public sealed class TicketPathQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    public const int MostHits = 8;
    private const int MostInOrder = 200;

    /// <summary>On every desk that the person sees: a number in either form, or words. The latest activity first; the number itself before all.</summary>
    public async Task<IReadOnlyList<TicketHit>> FindAsync(Actor me, string words, CancellationToken ct = default)
    {
        if (words.Trim() is not { Length: > 0 and <= 200 } asked) return [];
        await using var db = desk.OpenFor(me);
        var number = TicketNumber.Read(asked) ?? 0;
        var living = TicketQueries.Living(db.Tickets);
        var found = (await TicketSearch.FindAsync(db, living, asked, ct)).Texts.Keys.ToList();
        return await living.Where(t => found.Contains(t.Id)).OrderByDescending(t => t.Number == number).ThenByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id).Take(MostHits)
            .Select(t => new TicketHit(t.Number, t.Subject, t.Requester.Name, t.DeskId)).ToListAsync(ct);
    }

    /// <summary>The first open one of these; when there is none, the oldest open ticket of the same desk. Null when that is none either.</summary>
    /// <param name="inOrder">Numbers, as they came after the ticket in the list that the person was in.</param>
    public async Task<long?> NextAsync(Actor me, Guid ticketId, IReadOnlyList<long> inOrder, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var open = TicketQueries.Living(db.Tickets).Where(t => t.Id != ticketId && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed);
        var asked = inOrder.Take(MostInOrder).ToList();
        var there = asked.Count == 0 ? [] : (await open.Where(t => asked.Contains(t.Number)).Select(t => t.Number).ToListAsync(ct)).ToHashSet();
        foreach (var number in asked) if (there.Contains(number)) return number;
        var deskId = await db.Tickets.Where(t => t.Id == ticketId).Select(t => (Guid?)t.DeskId).SingleOrDefaultAsync(ct);
        return await open.Where(t => t.DeskId == deskId).OrderBy(t => t.CreatedAt).Select(t => (long?)t.Number).FirstOrDefaultAsync(ct);
    }

    /// <summary>Where the ticket may go together with what is being written, and where not, and why. Statuses that are set by themselves are not among them.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<StatusesToFollow> AfterWritingAsync(Actor me, DraftPlace place, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var stands = await db.Tickets.Where(t => t.Id == place.SubjectId).Select(t => new { t.DeskId, t.StatusId, t.StatusCategory }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("ticket");
        var rules = await catalogue.DeskAsync(stands.DeskId, ct);
        var written = rules.After(place.Audience is Audience.Note ? TicketEvent.NoteLeft : TicketEvent.AgentReplied, stands.StatusCategory)?.Id ?? stands.StatusId;
        var all = rules.Statuses.Where(s => s.Enabled && s.Id != written && !s.Is(StatusFlags.SystemOnly)).OrderBy(s => s.Order);
        return new StatusesToFollow(stands.StatusId, written, [.. all.Select(s => Judged(rules, written, s))]);
    }

    private static StatusToFollow Judged(Desk rules, Guid from, Status to)
    {
        var verdict = rules.MayMove(from, to.Id, hasResolution: false);
        return new StatusToFollow(to.Id, to.Name, Asks: verdict.Answer is not MoveAnswer.Refused && (verdict.Answer is not MoveAnswer.Allowed || !to.IsOpen), verdict.Answer is MoveAnswer.Refused ? verdict.Reason : null);
    }
}
