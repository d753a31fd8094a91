using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Infrastructure.TimeTracking;

/// <summary>A person's timer was started, paused or stopped: their windows look again. Told and never kept.</summary>
public sealed record TimerChanged(Guid PersonId) : Fact
{
    // Nobody's sight: a window takes what is its person's.
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <summary>The one timer that each person has. What it counted becomes time on its ticket through <see cref="TicketCommands.LogTimeAsync"/>.</summary>
public sealed class TimerCommands(DeskDatabase desk, DeskCatalogue catalogue, TicketCommands tickets, ILiveFeed feed, TimeProvider clock)
{
    /// <summary>On the ticket on which it runs already, nothing changes; there it goes on when it is paused.</summary>
    public Task StartAsync(Actor me, Guid ticketId, CancellationToken ct = default) => ChangeAsync(me, async (db, timer) =>
    {
        me.Demand(Right.WorkTickets);
        var person = me.Id ?? throw new RuleViolation("A timer is somebody's.");
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        if (!(await catalogue.DeskAsync(ticket.DeskId, ct)).Settings.TracksTime) throw new RuleViolation("This desk writes down no time. A supervisor switches it on in the desk's settings.");
        if (timer is null) db.Add(new WorkTimer(person, ticketId, clock.GetUtcNow()));
        else if (timer.TicketId == ticketId) timer.Resume(clock.GetUtcNow());
        else throw new RuleViolation("Your timer counts for another ticket. Stop it there first, so that its time is written down.");
    }, ct);

    public Task PauseAsync(Actor me, CancellationToken ct = default) => ChangeAsync(me, (_, timer) => { Needed(timer).Pause(clock.GetUtcNow()); return Task.CompletedTask; }, ct);

    public Task ResumeAsync(Actor me, CancellationToken ct = default) => ChangeAsync(me, (_, timer) => { Needed(timer).Resume(clock.GetUtcNow()); return Task.CompletedTask; }, ct);

    /// <summary>Its time is written down on its ticket, as the person says, and the timer ends: both or neither.</summary>
    public async Task StopAsync(Actor me, Guid ticketId, TimeForm form, CancellationToken ct = default)
    {
        await tickets.LogTimeAsync(me, ticketId, form, endsTimer: true, ct: ct);
        Tell(me);
    }

    /// <summary>Ends it without writing anything down.</summary>
    public Task DiscardAsync(Actor me, CancellationToken ct = default) => ChangeAsync(me, (db, timer) => { if (timer is not null) db.Remove(timer); return Task.CompletedTask; }, ct);

    private static WorkTimer Needed(WorkTimer? timer) => timer ?? throw new RuleViolation("Your timer was stopped in another window.");

    private async Task ChangeAsync(Actor me, Func<DeskDb, WorkTimer?, Task> act, CancellationToken ct)
    {
        // In another window of theirs, at this moment: look again.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await act(db, await db.Set<WorkTimer>().SingleOrDefaultAsync(t => t.PersonId == me.Id, ct));
            await db.CommitAsync(ct);
        });
        Tell(me);
    }

    private void Tell(Actor me)
    {
        if (me.Id is { } person) feed.Whisper(new TimerChanged(person), new LiveActor(me.Kind, person, me.Name));
    }
}

public static class TimeServices
{
    public static void AddTimeTracking(this IServiceCollection services)
    {
        services.AddSingleton<TimerCommands>();
        services.AddSingleton<TimeQueries>();
    }
}
