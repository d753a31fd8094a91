using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Domain.Tickets;

/// <summary>What the desk promised for this ticket. Clocks follow from how the ticket stands; no verb starts or stops one by itself.</summary>
public sealed partial class Ticket
{
    /// <summary>Reasons of pauses that are no status of the desk.</summary>
    public const string PausedByEnd = "finished", PausedUncounted = "not counted";

    /// <summary>One of each kind at most, finished ones too. <see cref="ClocksIn"/> makes them go.</summary>
    public IReadOnlyList<SlaRecord> Clocks { get; private set; } = [];

    /// <summary>When <see cref="LetTimePass"/> has somebody to warn; null: never. As <see cref="NextTimerAt"/>, part of the ticket's own row.</summary>
    public DateTimeOffset? NextWarningAt { get; private set; }

    // The mark lies in columns of its own, for lists sort and filter by it.
    public SlaKind? SlaKindShown { get; private set; }
    public DateTimeOffset? SlaAtRiskAt { get; private set; }
    public DateTimeOffset? SlaDueAt { get; private set; }
    public TimeSpan? SlaPausedLeft { get; private set; }
    public SlaOutcome? SlaOutcome { get; private set; }

    public SlaMark? Sla => SlaKindShown is { } kind ? new SlaMark(kind, SlaAtRiskAt, SlaDueAt, SlaPausedLeft, SlaOutcome) : null;

    public IReadOnlyList<SlaClock> ClocksIn(Desk desk) => desk.ClocksOf(Clocks);

    /// <summary>
    /// Makes clocks and timers follow from how the ticket stands now, by the desk's policies. Every verb ends here, so none forgets it; called
    /// once more it changes nothing.
    /// </summary>
    public void Settle(Desk desk, DateTimeOffset now)
    {
        if (desk.SlaPolicies.Count > 0 || Clocks.Count > 0) KeepClocks(ClocksIn(desk), clocks => Followed(clocks, desk, now), desk, now);
        SetTimer(desk);
        SetReminder();
        SetSending(desk);
    }

    /// <summary>Who must know is told of what became due, of each thing once.</summary>
    private void Warn(Desk desk, DateTimeOffset now)
    {
        if (NextWarningAt <= now) KeepClocks(ClocksIn(desk), clocks => [.. clocks.Select(c => Told(c, now))], desk, now);
    }

    private SlaClock Told(SlaClock clock, DateTimeOffset now)
    {
        foreach (var warning in clock.DueWarnings(now))
        {
            var due = clock.BreachedAt(now) ?? clock.DueAt ?? now;
            Record(warning is SlaWarning.AtRisk ? new TargetIsAtRisk(Id, Place, clock.Kind, due) : new TargetWasBreached(Id, Place, clock.Kind, due), Actor.System, now);
            clock = clock.MarkTold(warning);
        }
        return clock;
    }

    /// <summary>Of two who change a clock at the same moment one looks again: it counts as a decision.</summary>
    private void KeepClocks(IReadOnlyList<SlaClock> before, Func<IReadOnlyList<SlaClock>, IReadOnlyList<SlaClock>> change, Desk desk, DateTimeOffset now)
    {
        var after = change(before);
        // A contract that begins or ends may change the promise: time looks again then, too.
        NextWarningAt = after.Select(c => c.NextWarningAt).Append(NextTermAt(desk, now)).Min();
        if (after.SequenceEqual(before, ReferenceEqualityComparer.Instance)) return;
        Version++;
        Clocks = [.. after.Select(SlaRecord.Of)];
        var mark = SlaMark.Of(after, now);
        (SlaKindShown, SlaAtRiskAt, SlaDueAt, SlaPausedLeft, SlaOutcome) = (mark?.Kind, mark?.AtRiskAt, mark?.DueAt, mark?.PausedLeft, mark?.Outcome);
    }

    private List<SlaClock> Followed(IReadOnlyList<SlaClock> clocks, Desk desk, DateTimeOffset now)
    {
        var policy = Merged is null && Aside is null ? SlaPolicies.Match(desk.SlaPolicies, policy => SlaTraits.Of(this, desk.Calendar(policy.CalendarId).DayAt(now)))?.Policy : null;
        return [.. Enum.GetValues<SlaKind>().Select(kind => Followed(clocks.FirstOrDefault(c => c.Kind == kind), kind, policy, desk, now)).OfType<SlaClock>()];
    }

    private SlaClock? Followed(SlaClock? clock, SlaKind kind, SlaPolicy? policy, Desk desk, DateTimeOffset now)
    {
        // Two nodes' times of day may differ by a little; what happened keeps its order.
        var at = clock is not null && clock.LastChangeAt > now ? clock.LastChangeAt : now;
        if (policy?.TargetFor(kind) is null) return clock is { Finish: null } ? Void(clock, at) : clock;
        var calendar = desk.Calendar(policy.CalendarId);
        var need = Need(kind, policy, desk);
        if (clock is { Finish: null } && need is not ClockNeed.None && SlaTerms.Of(kind, policy, calendar) != clock.Terms) clock = clock.Recalculated(at, policy, calendar, policy.Name);
        return need switch
        {
            ClockNeed.Met => clock is { Finish: null } ? clock.Met(at) : clock,
            ClockNeed.None => clock is { Finish: null } ? Void(clock, at) : clock,
            _ => PausedOrNot(clock is null ? SlaClock.Started(kind, at, policy, calendar) : GoingAgain(clock, at, policy, calendar), need, desk, at),
        };
    }

    private enum ClockNeed { None, Runs, Pauses, Met }

    /// <summary>What a clock of this kind should do, as the ticket stands.</summary>
    private ClockNeed Need(SlaKind kind, SlaPolicy policy, Desk desk) => kind switch
    {
        SlaKind.Response when IsResponded(policy.ResponseStopsAt) => ClockNeed.Met,
        SlaKind.NextResponse when LastAnsweredAt is null => ClockNeed.None,
        SlaKind.NextResponse when IsAnswered => ClockNeed.Met,
        SlaKind.Resolution when !IsOpen => ClockNeed.Met,
        SlaKind.Resolution when desk.Status(StatusId).Is(StatusFlags.PausesResolution) => ClockNeed.Pauses,
        // Nobody waits for an answer to what is done.
        _ => IsOpen ? ClockNeed.Runs : ClockNeed.None,
    };

    private bool IsResponded(ResponseStop stops) =>
        (FirstAnsweredAt is not null && stops is not ResponseStop.Acknowledged) || (Acknowledged is not null && stops is not ResponseStop.FirstReply);

    /// <summary>It counts no longer; what was too late by then stays too late. Nobody is late with spam; brought back, it is reckoned again.</summary>
    private SlaClock Void(SlaClock clock, DateTimeOffset at) => Aside is null && clock.StateAt(at) is SlaState.Breached ? clock.Met(at) : clock.Cancelled(at);

    private static SlaClock GoingAgain(SlaClock clock, DateTimeOffset at, SlaPolicy policy, WorkCalendar calendar)
    {
        if (clock.Finish is not { } finish) return clock;
        if (finish.Outcome is not Domain.Sla.SlaOutcome.Cancelled && clock.Kind is SlaKind.NextResponse) return clock.StartedAgain(at, policy, calendar);
        if (finish.Outcome is not Domain.Sla.SlaOutcome.Cancelled && clock.Kind is SlaKind.Response) return clock;
        var again = clock.Reopened(at, finish.Outcome is Domain.Sla.SlaOutcome.Cancelled ? PausedUncounted : PausedByEnd);
        return SlaTerms.Of(clock.Kind, policy, calendar) == again.Terms ? again : again.Recalculated(at, policy, calendar, policy.Name);
    }

    private SlaClock PausedOrNot(SlaClock clock, ClockNeed need, Desk desk, DateTimeOffset at)
    {
        if (clock.Finish is not null) return clock;
        var why = desk.Status(StatusId).Name;
        if (need is ClockNeed.Runs) return clock.IsPaused ? clock.Resumed(at) : clock;
        return clock.Segments is [.., { Running: false } last] && last.Why == why ? clock : clock.Paused(at, why);
    }
}
