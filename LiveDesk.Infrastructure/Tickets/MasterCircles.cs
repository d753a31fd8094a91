using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// A master is not, over however many steps, a child of its own child. Tickets that were merged are one ticket here. Asked of all tickets: a
/// circle of which one sees a part is a circle.
/// </summary>
internal static class MasterCircles
{
    /// <summary>Before the one becomes the other's child.</summary>
    public static async Task DemandNoneAsync(DeskDb db, Guid child, Guid master, CancellationToken ct)
    {
        var below = await AsOneAsync(db, [child], ct);
        if (await ReachesAsync(db, await AsOneAsync(db, [master], ct), below, ct)) throw new RuleViolation("These tickets would be each other's master. Unlink one of them first.", "kind");
    }

    /// <summary>Before both become one ticket. That one is the other's child is no circle: it ends with the merge.</summary>
    public static async Task DemandNoneAfterMergeAsync(DeskDb db, Guid one, Guid other, CancellationToken ct)
    {
        var both = await AsOneAsync(db, [one, other], ct);
        var masters = await MastersAsync(db, both, ct);
        masters.ExceptWith(both);
        if (await ReachesAsync(db, masters, both, ct)) throw new RuleViolation("A ticket between these two would be its own master. Unlink it first.");
    }

    private static async Task<bool> ReachesAsync(DeskDb db, HashSet<Guid> from, HashSet<Guid> those, CancellationToken ct)
    {
        var seen = new HashSet<Guid>();
        for (var level = from; level.Count > 0; level = await MastersAsync(db, level, ct))
        {
            if (level.Overlaps(those)) return true;
            level.ExceptWith(seen);
            seen.UnionWith(level);
        }
        return false;
    }

    private static async Task<HashSet<Guid>> MastersAsync(DeskDb db, IReadOnlyCollection<Guid> of, CancellationToken ct) =>
        await AsOneAsync(db, await db.Set<TicketLink>().Where(l => of.Contains(l.TicketId) && l.Kind == LinkKind.Child).Select(l => l.OtherId).Distinct().ToListAsync(ct), ct);

    /// <summary>With all that they were merged with.</summary>
    private static async Task<HashSet<Guid>> AsOneAsync(DeskDb db, IReadOnlyCollection<Guid> tickets, CancellationToken ct)
    {
        if (tickets.Count == 0) return [];
        var merged = MergedTickets.Links(db);
        HashSet<Guid> all = [.. tickets, .. await merged.Where(l => tickets.Contains(l.OtherId)).Select(l => l.TicketId).ToListAsync(ct)];
        all.UnionWith(await merged.Where(l => all.Contains(l.TicketId)).Select(l => l.OtherId).ToListAsync(ct));
        return all;
    }
}
