namespace LiveDesk.Domain.Sla;

/// <summary>What is kept of a clock. The calendar is not: it is the desk's, and a thousand holidays need not lie in every ticket.</summary>
public sealed record SlaRecord
{
    public required SlaKind Kind { get; init; }
    public required SlaTerms Terms { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required IReadOnlyList<SlaSegment> Segments { get; init; }
    public required DateTimeOffset LastChangeAt { get; init; }
    public SlaFinish? Finish { get; init; }
    public IReadOnlyList<SlaWarning> Told { get; init; } = [];
    public IReadOnlyList<SlaRecalculation> Recalculations { get; init; } = [];
    public IReadOnlyList<SlaRun> Earlier { get; init; } = [];

    public static SlaRecord Of(SlaClock clock) => new()
    {
        Kind = clock.Kind, Terms = clock.Terms, StartedAt = clock.StartedAt, Segments = clock.Segments, LastChangeAt = clock.LastChangeAt,
        Finish = clock.Finish, Told = clock.Told, Recalculations = clock.Recalculations, Earlier = clock.Earlier,
    };

    /// <summary>The clock, in the calendar by which it measures.</summary>
    public SlaClock In(WorkCalendar calendar) => new()
    {
        Kind = Kind, Terms = Terms, Calendar = calendar, StartedAt = StartedAt, Segments = Segments, LastChangeAt = LastChangeAt,
        Finish = Finish, Told = Told, Recalculations = Recalculations, Earlier = Earlier,
    };
}
