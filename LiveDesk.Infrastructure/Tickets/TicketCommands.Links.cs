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
        if (kind is LinkKind.Child) await MasterCircles.DemandNoneAsync(db, ticketId, otherId, ct);
        ticket.LinkTo(me, other, kind, clock.GetUtcNow());
    }, ct);

    public Task UnlinkAsync(Actor me, Guid ticketId, Guid otherId, LinkKind kind, CancellationToken ct = default) =>
        OnceMoreOnCollisionAsync(me, async db => (await LinkedAsync(db, ticketId, ct)).Unlink(me, otherId, kind, clock.GetUtcNow()), ct);

    private static async Task<Ticket> LinkedAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        await db.Tickets.Include(t => t.ExtraDepartments).Include(t => t.Links).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");

    /// <summary>The first ticket's number leads to the other from now on. What somebody was writing on it goes along.</summary>
    public Task MergeAsync(Actor me, Guid ticketId, Guid intoId, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var (ticket, into) = (await LinkedAsync(db, ticketId, ct), await LinkedAsync(db, intoId, ct));
        await MasterCircles.DemandNoneAfterMergeAsync(db, ticketId, intoId, ct);
        var now = clock.GetUtcNow();
        ticket.MergeInto(me, into, await catalogue.DeskAsync(ticket.DeskId, ct), now);
        await MergedDrafts.CarryAllAsync(db, ticketId, intoId, now, ct);
    }, ct);

    /// <summary>The ticket that was merged away stands for itself again. What was written since, drafts too, stays with the one it was written on.</summary>
    public Task UnmergeAsync(Actor me, Guid ticketId, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var ticket = await LinkedAsync(db, ticketId, ct);
        var over = new List<Ticket>();
        for (var next = ticket.Merged; next is not null; next = over[^1].Merged) over.Add(await LinkedAsync(db, next.IntoTicketId, ct));
        ticket.Unmerge(me, over, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
    }, ct);

    /// <summary>For what takes more than one ticket. When somebody decides on one of them at the same moment, or strikes a key in its draft, it is done anew on what is there then.</summary>
    private async Task OnceMoreOnCollisionAsync(Actor me, Func<DeskDb, Task> act, CancellationToken ct)
    {
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await act(db);
            await db.CommitAsync(ct);
        });
    }
}
