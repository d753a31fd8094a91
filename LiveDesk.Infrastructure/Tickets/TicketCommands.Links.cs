using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// What takes two tickets.
public sealed partial class TicketCommands
{
    /// <summary>The ticket is related to another one, its duplicate, or its child.</summary>
    public Task LinkAsync(Actor me, Guid ticketId, Guid otherId, LinkKind kind, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var (ticket, other) = (await LinkedAsync(db, ticketId, ct), await FindAsync(db, otherId, ct));
        if (kind is LinkKind.Child) await DemandNoCircleAsync(db, ticketId, otherId, ct);
        ticket.LinkTo(me, other, kind, clock.GetUtcNow());
    }, ct);

    public Task UnlinkAsync(Actor me, Guid ticketId, Guid otherId, LinkKind kind, CancellationToken ct = default) =>
        OnceMoreOnCollisionAsync(me, async db => (await LinkedAsync(db, ticketId, ct)).Unlink(me, otherId, kind, clock.GetUtcNow()), ct);

    private static async Task<Ticket> LinkedAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        await db.Tickets.Include(t => t.ExtraDepartments).Include(t => t.Links).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");

    /// <summary>A master is not, over however many steps, a child of its own child. Asked of all tickets: a circle of which one sees a part is a circle.</summary>
    private static async Task DemandNoCircleAsync(DeskDb db, Guid child, Guid master, CancellationToken ct)
    {
        for (var level = new List<Guid> { master }; level.Count > 0;)
        {
            if (level.Contains(child)) throw new RuleViolation("These tickets would be each other's master. Unlink one of them first.", "kind");
            var now = level;
            level = await db.Set<TicketLink>().Where(l => now.Contains(l.TicketId) && l.Kind == LinkKind.Child).Select(l => l.OtherId).Distinct().ToListAsync(ct);
        }
    }

    /// <summary>The first ticket ends, and its number leads to the other from now on. What somebody was writing on it goes along.</summary>
    public Task MergeAsync(Actor me, Guid ticketId, Guid intoId, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var (ticket, into) = (await FindAsync(db, ticketId, ct), await FindAsync(db, intoId, ct));
        var now = clock.GetUtcNow();
        ticket.MergeInto(me, into, await catalogue.DeskAsync(ticket.DeskId, ct), now);
        await MergedDrafts.CarryAllAsync(db, ticketId, intoId, now, ct);
    }, ct);

    /// <summary>For what takes more than one ticket. When somebody decides on one of them at the same moment, or strikes a key in its draft, it is done anew on what is there then.</summary>
    private async Task OnceMoreOnCollisionAsync(Actor me, Func<DeskDb, Task> act, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = desk.OpenFor(me);
            await act(db);
            try
            {
                await db.CommitAsync(ct);
                return;
            }
            catch (DbUpdateException e) when (attempt < Attempts && e.IsCollision()) { /* look again */ }
        }
    }
}
