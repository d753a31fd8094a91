namespace LiveDesk.Domain.Sla;

/// <summary>What the badge says; whether the clock is paused is said beside it.</summary>
public enum SlaState
{
    OnTrack,
    /// <summary>The at-risk share of the target is used up.</summary>
    AtRisk,
    /// <summary>The whole target is used up; stays, also when it was met later.</summary>
    Breached,
    /// <summary>In time.</summary>
    Met,
    /// <summary>Ended without a result; counts in no report.</summary>
    Cancelled,
}

public enum SlaOutcome { Met, MetLate, Cancelled }

public enum SlaWarning { AtRisk, Breached }

/// <summary>A stretch of a clock's life, in which it ran or was paused.</summary>
/// <param name="To">Null while it lasts.</param>
/// <param name="Why">Of a pause: its reason.</param>
public sealed record SlaSegment(DateTimeOffset From, DateTimeOffset? To, bool Running, string? Why = null);

/// <param name="Used">Work time from start to end, as it was judged then.</param>
public sealed record SlaFinish(SlaOutcome Outcome, DateTimeOffset At, TimeSpan Used);

/// <summary>What a clock measures by, as the policy said when it was started or recalculated.</summary>
/// <param name="Target">Work time.</param>
public sealed record SlaTerms(Guid PolicyId, string PolicyName, TimeSpan Target, double AtRiskShare, ResponseStop ResponseStopsAt, Guid CalendarId, string CalendarName, int CalendarRevision = 1)
{
    /// <summary>The work time after which a ticket is at risk.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TimeSpan AtRisk => TimeSpan.FromTicks((long)(Target.Ticks * (decimal)AtRiskShare));

    /// <exception cref="RuleViolation">The policy promises nothing of this kind.</exception>
    /// <exception cref="ArgumentException">The calendar is not the policy's.</exception>
    public static SlaTerms Of(SlaKind kind, SlaPolicy policy, WorkCalendar calendar)
    {
        if (policy.CalendarId != calendar.Id) throw new ArgumentException($"Policy {policy.Id} is measured by calendar {policy.CalendarId}, not {calendar.Id}.", nameof(calendar));
        var target = policy.TargetFor(kind) ?? throw new RuleViolation($"The policy “{policy.Name}” has no target for {Words(kind)}. Give it one, or choose another policy.", "policy");
        return new SlaTerms(policy.Id, policy.Name, target, policy.AtRiskShare, policy.ResponseStopsAt, calendar.Id, calendar.Name, calendar.Revision);
    }

    private static string Words(SlaKind kind) => kind switch
    {
        SlaKind.Response => "the first response",
        SlaKind.NextResponse => "the next response",
        _ => "the resolution",
    };
}

/// <summary>The record of a change of policy or calendar.</summary>
public sealed record SlaRecalculation(DateTimeOffset At, SlaTerms Before, SlaTerms After, string Why);

/// <summary>An earlier, finished run of a clock that was started again.</summary>
public sealed record SlaRun(DateTimeOffset StartedAt, SlaTerms Terms, IReadOnlyList<SlaSegment> Segments, SlaFinish Finish);
