namespace LiveDesk.Domain.Sla;

/// <summary>What is kept of a clock. The calendar is not: it is the desk's, and a thousand holidays need not lie in every ticket.</summary>
public record SlaRecord
{
    public required SlaKind Kind { get; init; }
    public required SlaTerms Terms { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    /// <summary>Without gaps from <see cref="StartedAt"/> on; none has no length. The last one is open until the clock is finished.</summary>
    public required IReadOnlyList<SlaSegment> Segments { get; init; }
    /// <summary>Nothing can happen to the clock before this moment.</summary>
    public required DateTimeOffset LastChangeAt { get; init; }
    public SlaFinish? Finish { get; init; }
    /// <summary>The warnings that were given in this run.</summary>
    public IReadOnlyList<SlaWarning> Told { get; init; } = [];
    public IReadOnlyList<SlaRecalculation> Recalculations { get; init; } = [];
    /// <summary>Earlier runs, oldest first: of a clock for the next response one for each answer.</summary>
    public IReadOnlyList<SlaRun> Earlier { get; init; } = [];

    public static SlaRecord Of(SlaClock clock) => new(clock);

    /// <summary>The clock, in the calendar by which it measures.</summary>
    public SlaClock In(WorkCalendar calendar) => new(this, calendar);
}
