using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>Changes that name a ticket which is not there for whoever reads: that there is a link tells that there is a ticket.</summary>
internal static class LinksOutOfSight
{
    private static readonly List<string> NamesAnother = [nameof(TicketWasLinked), nameof(TicketWasUnlinked), nameof(TicketWasSplit)];

    /// <summary>Of the history of these tickets, which are read together.</summary>
    public static async Task<List<long>> OfAsync(DeskDb db, Actor me, List<Guid> tickets, CancellationToken ct) =>
        me.Sight.IsStaff ? await AmongAsync(db, await db.Activities.AsNoTracking().Where(a => tickets.Contains(a.SubjectId) && NamesAnother.Contains(a.Kind)).ToListAsync(ct), tickets, ct) : [];

    /// <param name="read">Tickets that are read in any case, as those that were merged.</param>
    public static async Task<List<long>> AmongAsync(DeskDb db, IEnumerable<Activity> changes, IReadOnlyCollection<Guid> read, CancellationToken ct)
    {
        var links = changes.Where(a => NamesAnother.Contains(a.Kind)).Select(a => (a.Id, Other: OtherIn(a))).Where(l => !read.Contains(l.Other)).ToList();
        var others = links.Select(l => l.Other).Distinct().ToList();
        if (others.Count == 0) return [];
        var seen = await db.Tickets.Where(t => others.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct);
        return [.. links.Where(l => !seen.Contains(l.Other)).Select(l => l.Id)];
    }

    private static Guid OtherIn(Activity change) =>
        FactTypes.Read(change.Kind, change.Data) switch { TicketWasLinked linked => linked.OtherId, TicketWasUnlinked unlinked => unlinked.OtherId, TicketWasSplit split => split.Into, _ => Guid.Empty };
}
