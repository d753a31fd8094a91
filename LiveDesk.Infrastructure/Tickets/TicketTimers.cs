using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Lets time pass for the tickets whose timer, warning or reminder is due. All are columns of the ticket (<see cref="Ticket.NextTimerAt"/>): two nodes that
/// ring the same one, or a customer who writes at that moment, collide on the ticket's version, and one of them looks again.
/// </summary>
public sealed class TicketTimers(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock, ILogger<TicketTimers> log) : BackgroundService
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
        List<Guid> due;
        await using (var db = desk.OpenForSystem())
        {
            var now = clock.GetUtcNow();
            due = await db.Tickets.AsNoTracking().Where(t => t.NextTimerAt != null && t.NextTimerAt <= now).OrderBy(t => t.NextTimerAt).Select(t => t.Id).Take(AtOnce).ToListAsync(ct);
            due = [.. due.Union(await db.Tickets.AsNoTracking().Where(t => t.NextWarningAt != null && t.NextWarningAt <= now).OrderBy(t => t.NextWarningAt).Select(t => t.Id).Take(AtOnce).ToListAsync(ct))];
            due = [.. due.Union(await db.Tickets.AsNoTracking().Where(t => t.NextReminderAt != null && t.NextReminderAt <= now).OrderBy(t => t.NextReminderAt).Select(t => t.Id).Take(AtOnce).ToListAsync(ct))];
        }
        var rung = 0;
        foreach (var id in due)
            if (await RingAsync(id, ct)) rung++;
        return rung;
    }

    /// <summary>One ticket that cannot be changed does not keep the others waiting; its timer stays and is tried again.</summary>
    private async Task<bool> RingAsync(Guid ticketId, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var ticket = await TicketCommands.WithTodosAsync(db, ticketId, ct);
        try
        {
            ticket.LetTimePass(await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
            await db.CommitAsync(ct);
            return true;
        }
        catch (DbUpdateException e) when (e.IsCollision()) { return false; /* somebody acts on it at this moment: look again */ }
        catch (RuleViolation e)
        {
            log.LogWarning(e, "The timer of ticket {Number} could not be rung", ticket.Number);
            return false;
        }
    }
}

/// <summary>A desk's times, rules or promises were changed: the timers and clocks of its tickets follow, those that became due ring next.</summary>
public sealed class SetTimersOfDesk(DeskDatabase desk, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "set-timers-of-desk";
    private const int AtOnce = 500;

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var deskId = Guid.Parse(payload, CultureInfo.InvariantCulture);
        if (await DeskCatalogue.NowAsync(desk, deskId, ct) is not { } rules) return null;
        var (closesResolved, closesSilent, promises) = (rules.Settings.CloseResolvedAfter is not null, rules.Settings.CloseSilentAfter is not null, rules.SlaPolicies.Count > 0);
        for (var last = Guid.Empty; ;)
        {
            await using var db = desk.OpenForSystem();
            var from = last;
            // Those that have a timer or a clock that goes, and those that may have one now: on a desk that closes nothing by itself, resolved tickets are most of all there are.
            var tickets = await db.Tickets.Include(t => t.ExtraDepartments)
                .Where(t => t.DeskId == deskId && t.Id > from && t.Merged == null && t.Aside == null
                    && (t.NextTimerAt != null || t.NextWarningAt != null || t.StatusCategory == StatusCategory.OnHold
                        || ((promises || t.SlaKindShown != null) && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed)
                        || (closesSilent && t.StatusCategory == StatusCategory.WaitingCustomer) || (closesResolved && t.StatusCategory == StatusCategory.Resolved)))
                .OrderBy(t => t.Id).Take(AtOnce).ToListAsync(ct);
            if (tickets.Count == 0) return null;
            foreach (var ticket in tickets) ticket.Settle(rules, clock.GetUtcNow());
            try
            {
                await db.CommitAsync(ct);
                last = tickets[^1].Id;
            }
            catch (DbUpdateException e) when (e.IsCollision()) { /* somebody acts on one of them: these once more */ }
        }
    }
}
