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
    /// <summary>The ticket and those merged into it, over however many steps.</summary>
    public static async Task<List<Guid>> WithHeldAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        [ticketId, .. await db.Set<TicketLink>().Where(l => l.TicketId == ticketId && l.Kind == LinkKind.MergedFrom && l.EndedAt == null).Select(l => l.OtherId).ToListAsync(ct)];

    /// <summary>The ticket that this one leads to, over as many merges as there were; itself when it stands for itself.</summary>
    public static async Task<Guid> EndOfAsync(DeskDb db, Guid ticketId, CancellationToken ct)
    {
        var last = ticketId;
        while (await db.Tickets.Where(t => t.Id == last && t.Merged != null).Select(t => (Guid?)t.Merged!.IntoTicketId).SingleOrDefaultAsync(ct) is { } into) last = into;
        return last;
    }
}
