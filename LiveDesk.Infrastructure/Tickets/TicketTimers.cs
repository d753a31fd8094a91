using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Finds the tickets whose timer, warning or reminder is due, and those with a reply whose time has come. All are columns of the ticket
/// (<see cref="Domain.Tickets.Ticket.NextTimerAt"/>). One with which something is wrong becomes a piece of work (<see cref="RingTroubled"/>), so that it is not met
/// first again and again, before all others.
/// </summary>
public sealed class TicketTimers(DeskDatabase desk, TicketRinging ringing, TimeProvider clock, ILogger<TicketTimers> log) : BackgroundService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterTrouble = TimeSpan.FromSeconds(15);
    private const int AtOnce = 50;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever waits for the first page after a start comes before what fell due meanwhile.
        var sleep = AfterStart;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(sleep, clock, stoppingToken);
                sleep = await RingDueAsync(stoppingToken) == 0 ? LongestSleep : TimeSpan.Zero;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                log.LogError(e, "Timers of tickets could not be rung; trying again");
                sleep = AfterTrouble;
            }
        }
    }

    /// <returns>How many tickets time did something to.</returns>
    public async Task<int> RingDueAsync(CancellationToken ct)
    {
        var rung = 0;
        foreach (var due in await DueAsync(ct))
            if (await TryAsync(due, ct)) rung++;
        return rung;
    }

    /// <summary>Replies first: what is written comes before what time does to the ticket.</summary>
    private async Task<List<DueTicket>> DueAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var now = clock.GetUtcNow();
        var troubled = (await db.Work.AsNoTracking().Where(w => w.Kind == RingTroubled.WorkKind).Select(w => w.Payload).ToListAsync(ct)).ConvertAll(Json.Read<DueTicket>);
        List<Guid> replies = [.. troubled.Where(t => t.IsReply).Select(t => t.TicketId)], others = [.. troubled.Where(t => !t.IsReply).Select(t => t.TicketId)];
        var toSend = db.Tickets.AsNoTracking().Where(t => t.NextSendAt != null && t.NextSendAt <= now && !replies.Contains(t.Id)).OrderBy(t => t.NextSendAt);
        var toRing = db.Tickets.AsNoTracking().Where(t => !others.Contains(t.Id));
        List<Guid> ring =
        [
            .. await toRing.Where(t => t.NextTimerAt != null && t.NextTimerAt <= now).OrderBy(t => t.NextTimerAt).Select(t => t.Id).Take(AtOnce).ToListAsync(ct),
            .. await toRing.Where(t => t.NextWarningAt != null && t.NextWarningAt <= now).OrderBy(t => t.NextWarningAt).Select(t => t.Id).Take(AtOnce).ToListAsync(ct),
            .. await toRing.Where(t => t.NextReminderAt != null && t.NextReminderAt <= now).OrderBy(t => t.NextReminderAt).Select(t => t.Id).Take(AtOnce).ToListAsync(ct),
        ];
        return [.. (await toSend.Select(t => t.Id).Take(AtOnce).ToListAsync(ct)).Select(id => new DueTicket(id, IsReply: true)), .. ring.Distinct().Select(id => new DueTicket(id, IsReply: false))];
    }

    private async Task<bool> TryAsync(DueTicket due, CancellationToken ct)
    {
        try { return await ringing.RingAsync(due, ct); }
        catch (DbUpdateException e) when (e.IsCollision()) { return false; /* somebody acts on it at this moment: look again */ }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogError(e, "What is due on ticket {Ticket} could not be done; it is tried again, and listed with the work that failed when it goes on", due.TicketId);
            await RingTroubled.WriteDownAsync(desk, due, clock.GetUtcNow(), ct);
            return false;
        }
    }
}
