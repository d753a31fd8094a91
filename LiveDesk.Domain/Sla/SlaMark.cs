namespace LiveDesk.Domain.Sla;

/// <summary>What a badge needs: the promise of a ticket that is broken first, reckoned once, when something happens, so that lists only compare moments.</summary>
/// <param name="AtRiskAt">When it is at risk, or since when; null while it is paused before that.</param>
/// <param name="DueAt">When it is breached, or since when; null while it is paused before that.</param>
/// <param name="PausedLeft">Of a paused clock: the work time that is left, below zero when it was breached before.</param>
/// <param name="Outcome">Of a finished one.</param>
public sealed record SlaMark(SlaKind Kind, DateTimeOffset? AtRiskAt, DateTimeOffset? DueAt, TimeSpan? PausedLeft, SlaOutcome? Outcome)
{
    public bool IsPaused => PausedLeft is not null;

    public SlaState StateAt(DateTimeOffset now) => Outcome switch
    {
        SlaOutcome.Met => SlaState.Met,
        SlaOutcome.MetLate => SlaState.Breached,
        SlaOutcome.Cancelled => SlaState.Cancelled,
        _ => DueAt <= now ? SlaState.Breached : AtRiskAt <= now ? SlaState.AtRisk : SlaState.OnTrack,
    };

    /// <summary>
    /// Of several clocks: of those that run, the one that is due first; then one that is paused; of finished ones, one that was too late. Null
    /// when nothing is promised.
    /// </summary>
    public static SlaMark? Of(IReadOnlyCollection<SlaClock> clocks, DateTimeOffset now)
    {
        var open = clocks.Where(c => c.Finish is null).ToList();
        var first = open.Where(c => c.IsRunning).MinBy(c => c.DueAt ?? DateTimeOffset.MaxValue) ?? open.MinBy(c => c.Remaining(now))
            ?? clocks.Where(c => c.Finish is { Outcome: not SlaOutcome.Cancelled }).OrderByDescending(c => c.Finish!.Outcome).ThenByDescending(c => c.Kind).FirstOrDefault();
        return first is null ? null : Of(first, now);
    }

    public static SlaMark Of(SlaClock clock, DateTimeOffset now) => clock switch
    {
        { Finish: { } finish } => new SlaMark(clock.Kind, null, null, null, finish.Outcome),
        { IsPaused: true } => new SlaMark(clock.Kind, clock.RiskedAt, clock.BreachedAt(now), clock.Remaining(now), null),
        _ => new SlaMark(clock.Kind, clock.RiskedAt, clock.DueAt, null, null),
    };
}
