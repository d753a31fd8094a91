using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What ends a master ends those of its children that were chosen: as a change of many tickets, each through its own guards, with its progress, its refusals and its undo.</summary>
internal static class ChildMoves
{
    /// <summary>In the same save as the master's own move: after it nothing can lose the children's.</summary>
    /// <param name="details">Of the master's move. Chosen children that are not its own, not this person's to see or done already are left alone.</param>
    public static async Task BeginAsync(DeskDb db, Actor me, Ticket master, MoveDetails? details, DateTimeOffset now, CancellationToken ct)
    {
        if (master.IsOpen || details?.Children is not { Count: > 0 } chosen) return;
        var change = new BulkChange(BulkKind.Status, master.StatusId, Resolution: details.Resolution, Fields: details.Fields);
        var children = await BulkCommands.BeforeAsync(TicketPageQueries.OpenChildren(db, [master.Id]).Where(t => chosen.Contains(t.Id)), change, [], ct);
        if (children.Count > 0) db.Add(BulkAction.Start(me, master.DeskId, change, children, now));
    }
}
