using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// What merges made of tickets. Entries are never moved: the thread of the ticket that stays is read through its links to those that were
/// merged into it. Its sight is the one that counts there; whoever may see it reads all of its thread.
/// </summary>
internal static class MergedTickets
{
    /// <summary>
    /// From each ticket that stays to those that are read through it. To a customer only those of their own: that two people's tickets were
    /// merged shows neither of them the other's words.
    /// </summary>
    public static IQueryable<TicketLink> Links(DeskDb db)
    {
        var merged = db.Set<TicketLink>().Where(l => l.Kind == LinkKind.MergedFrom && l.EndedAt == null);
        return db.SightContact is null ? merged : merged.Where(l => db.Tickets.Any(t => t.Id == l.OtherId));
    }

    /// <summary>The ticket and those merged into it, over however many steps.</summary>
    public static async Task<List<Guid>> WithHeldAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        [ticketId, .. await Links(db).Where(l => l.TicketId == ticketId).Select(l => l.OtherId).ToListAsync(ct)];

    /// <summary>Those merged into a ticket that this person sees, with their numbers: its sight is the one that counts.</summary>
    public static async Task<IReadOnlyDictionary<Guid, long>> NumbersAsync(DeskDb db, DeskDatabase desk, Guid ticketId, CancellationToken ct)
    {
        var ids = await Links(db).Where(l => l.TicketId == ticketId && db.Tickets.Any(t => t.Id == ticketId)).Select(l => l.OtherId).ToListAsync(ct);
        if (ids.Count == 0) return new Dictionary<Guid, long>();
        await using var all = desk.OpenForSystem();
        return await all.Tickets.Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.Number }).ToDictionaryAsync(t => t.Id, t => t.Number, ct);
    }

    /// <summary>The ticket that this one leads to, over as many merges as there were; itself when it stands for itself.</summary>
    public static async Task<Guid> EndOfAsync(DeskDb db, Guid ticketId, CancellationToken ct)
    {
        var last = ticketId;
        while (await db.Tickets.Where(t => t.Id == last && t.Merged != null).Select(t => (Guid?)t.Merged!.IntoTicketId).SingleOrDefaultAsync(ct) is { } into) last = into;
        return last;
    }
}
