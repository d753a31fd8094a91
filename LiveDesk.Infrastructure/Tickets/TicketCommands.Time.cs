using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// How long somebody worked.
public sealed partial class TicketCommands
{
    /// <param name="endsTimer">It was counted by the person's timer, which ends in the same save.</param>
    /// <param name="senderMadeId">The same one again writes nothing more down.</param>
    public Task LogTimeAsync(Actor me, Guid ticketId, TimeForm form, bool endsTimer = false, string? senderMadeId = null, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        if (await Receipts.OfAsync(db, me, senderMadeId, ct) is not null) return;
        var ticket = await FindAsync(db, ticketId, ct);
        var now = clock.GetUtcNow();
        var entry = ticket.LogTime(me, form, await catalogue.DeskAsync(ticket.DeskId, ct), Today(now), now);
        Receipts.Add(db, me, senderMadeId, entry.Id, now);
        if (!endsTimer) return;
        db.Remove(await db.Set<WorkTimer>().SingleOrDefaultAsync(t => t.PersonId == me.Id && t.TicketId == ticketId, ct)
            ?? throw new RuleViolation("This timer was stopped in another window already. Look whether its time is written down."));
    }, ct);

    /// <param name="entryId">The version that the person saw.</param>
    public Task CorrectTimeAsync(Actor me, Guid ticketId, Guid entryId, TimeForm form, string? reason, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var ticket = await db.Tickets.Include(t => t.ExtraDepartments).Include(t => t.TimeEntries.Where(e => e.Id == entryId)).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        var now = clock.GetUtcNow();
        ticket.CorrectTime(me, entryId, form, reason, Today(now), now);
    }, ct);

    private DateOnly Today(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone).DateTime);
}
