namespace LiveDesk.Domain.Sla;

/// <summary>What can be asked of a clock. All moments are instants, in UTC when given back; all are about the current run.</summary>
public sealed partial record SlaClock
{
    public bool IsPaused => Finish is null && Segments is [.., { Running: false }];
    public bool IsRunning => Finish is null && Segments is [.., { Running: true }];

    /// <summary>Does this stop the clock? <see cref="ResponseStop.FirstReply"/> stands for any public reply; a resolution is neither.</summary>
    public bool IsMetBy(ResponseStop what) => Kind switch
    {
        SlaKind.Response => Terms.ResponseStopsAt is ResponseStop.Either || Terms.ResponseStopsAt == what,
        SlaKind.NextResponse => what is ResponseStop.FirstReply,
        _ => false,
    };

    /// <summary>Work time until <paramref name="now"/>, which may lie in the past: then what was used by then. Of a finished clock it is what it was judged by.</summary>
    public TimeSpan Used(DateTimeOffset now) =>
        Finish is { } finish && now >= finish.At ? finish.Used
        : Segments.Aggregate(TimeSpan.Zero, (sum, segment) => sum + UsedIn(segment, now));

    /// <summary>Work time of one segment until <paramref name="now"/>; a pause has none.</summary>
    public TimeSpan UsedIn(SlaSegment segment, DateTimeOffset now)
    {
        var to = segment.To is { } end && end < now ? end : now;
        return segment.Running && segment.From < to ? Calendar.WorkBetween(segment.From, to) : TimeSpan.Zero;
    }

    /// <summary>Work time until the target; below zero when it has passed.</summary>
    public TimeSpan Remaining(DateTimeOffset now) => Terms.Target - Used(now);

    /// <summary>The moment of the breach, also when it has passed. Null unless the clock runs, and when it is more than ten years away.</summary>
    public DateTimeOffset? DueAt => IsRunning ? Reached(Terms.Target) : null;

    /// <summary>The moment from which on the ticket is at risk. Null unless the clock runs, and from that moment on.</summary>
    public DateTimeOffset? AtRiskAt(DateTimeOffset now) => IsRunning && RiskedAt is { } at && at > now ? at : null;

    /// <summary>The same moment, also when it has passed and of a paused clock; null when it is not reached as things are.</summary>
    public DateTimeOffset? RiskedAt => Reached(Terms.AtRisk);

    /// <summary>The moment at which it was breached, paused and finished clocks too. Null when it was not by <paramref name="now"/>.</summary>
    public DateTimeOffset? BreachedAt(DateTimeOffset now) =>
        Finish is null or { Outcome: SlaOutcome.MetLate } && Reached(Terms.Target) is { } at && at <= now ? at : null;

    public SlaState StateAt(DateTimeOffset now)
    {
        if (Finish is { } finish && now >= finish.At)
            return finish.Outcome switch { SlaOutcome.Met => SlaState.Met, SlaOutcome.MetLate => SlaState.Breached, _ => SlaState.Cancelled };
        var used = Used(now);
        return used >= Terms.Target ? SlaState.Breached : used >= Terms.AtRisk ? SlaState.AtRisk : SlaState.OnTrack;
    }

    /// <summary>
    /// The warnings to give now: each is due until it is marked as told. A breach that nobody was warned of takes the place of the
    /// warning before it, so at most one is due at a time. A finished clock warns nobody.
    /// </summary>
    public IReadOnlyList<SlaWarning> DueWarnings(DateTimeOffset now) => Finish is null ? StateAt(now) switch
    {
        SlaState.Breached when !Told.Contains(SlaWarning.Breached) => [SlaWarning.Breached],
        SlaState.AtRisk when !Told.Contains(SlaWarning.AtRisk) => [SlaWarning.AtRisk],
        _ => [],
    } : [];

    /// <summary>When to ask for <see cref="DueWarnings"/> next; it may have passed. Null when no warning will come unless something else happens first.</summary>
    public DateTimeOffset? NextWarningAt =>
        Finish is not null || Told.Contains(SlaWarning.Breached) ? null
        : Reached(UsedAt(Told.Contains(SlaWarning.AtRisk) ? SlaWarning.Breached : SlaWarning.AtRisk));

    private TimeSpan UsedAt(SlaWarning warning) => warning is SlaWarning.AtRisk ? Terms.AtRisk : Terms.Target;

    /// <summary>The first moment at which that much work time has been used, if all goes on as it is; null when there is none within ten years.</summary>
    private DateTimeOffset? Reached(TimeSpan used)
    {
        foreach (var segment in Segments.Where(s => s.Running))
        {
            if (segment.To is not { } end) return Calendar.AfterOrNever(segment.From, used);
            var work = Calendar.WorkBetween(segment.From, end);
            if (used <= work) return Calendar.AfterOrNever(segment.From, used);
            used -= work;
        }
        return null;
    }
}
