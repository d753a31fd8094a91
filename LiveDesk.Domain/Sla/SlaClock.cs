using System.Diagnostics.CodeAnalysis;

namespace LiveDesk.Domain.Sla;

/// <summary>
/// One promise to one customer, measured. It stores what happened and when, and works everything else out, so it never ticks: a
/// restart loses nothing and a pause costs nothing. Used time is the work time of the running segments in the calendar. It is
/// breached from the moment on at which the used time is the whole target: a target of four hours is met in less than four hours.
/// Verbs give a new clock. This file holds what happens to a clock; what can be asked of it stands in <c>SlaClock.Questions.cs</c>.
/// </summary>
public sealed partial record SlaClock : SlaRecord
{
    private SlaClock() { }

    [SetsRequiredMembers]
    internal SlaClock(SlaRecord kept, WorkCalendar calendar) : base(kept) => Calendar = calendar;

    /// <summary>As it was when the clock was started or recalculated.</summary>
    public required WorkCalendar Calendar { get; init; }

    /// <exception cref="RuleViolation">The policy promises nothing of this kind.</exception>
    public static SlaClock Started(SlaKind kind, DateTimeOffset at, SlaPolicy policy, WorkCalendar calendar) => new()
    {
        Kind = kind,
        Terms = SlaTerms.Of(kind, policy, calendar),
        Calendar = calendar,
        StartedAt = at.ToUniversalTime(),
        LastChangeAt = at.ToUniversalTime(),
        Segments = [new SlaSegment(at.ToUniversalTime(), null, Running: true)],
    };

    /// <summary>The next run of a finished clock for the next response: the customer wrote again. Warnings may be given anew.</summary>
    /// <exception cref="RuleViolation">The clock is of another kind or still goes, or the time is before the last one.</exception>
    public SlaClock StartedAgain(DateTimeOffset at, SlaPolicy policy, WorkCalendar calendar)
    {
        if (Kind is not SlaKind.NextResponse) throw new RuleViolation("Only the clock for the next response starts again. Reopen the ticket instead.");
        if (Finish is null) throw new RuleViolation("The clock for the next response still goes: the customer waits since the first unanswered message.");
        Ordered(at);
        var run = new SlaRun(StartedAt, Terms, Segments, Finish);
        return Started(Kind, at, policy, calendar) with { Recalculations = Recalculations, Earlier = [.. Earlier, run] };
    }

    /// <summary>The last run never was: nobody was owed what it measured. Null when it was the only one.</summary>
    public SlaClock? WithoutLastRun() => Earlier is not [.., var before] ? null
        : this with { StartedAt = before.StartedAt, Terms = before.Terms, Segments = before.Segments, Finish = before.Finish, Earlier = [.. Earlier.SkipLast(1)], Told = [] };

    /// <summary>Pausing a paused clock begins a new segment when the reason is another one.</summary>
    /// <exception cref="RuleViolation">The clock is finished, there is no reason, or the time is before the last one.</exception>
    public SlaClock Paused(DateTimeOffset at, string why) => Continued(at, running: false, Text.Line(why, "reason of the pause"));

    /// <exception cref="RuleViolation">The clock is finished or not paused, or the time is before the last one.</exception>
    public SlaClock Resumed(DateTimeOffset at)
    {
        CheckGoes();
        return IsPaused ? Continued(at, running: true, null) : throw new RuleViolation("The clock already runs, so there is nothing to resume.");
    }

    /// <summary>What was promised has been done. Also a paused clock can be met.</summary>
    /// <exception cref="RuleViolation">The clock is finished, or the time is before the last one.</exception>
    public SlaClock Met(DateTimeOffset at) => Finished(at, Used(at) < Terms.Target ? SlaOutcome.Met : SlaOutcome.MetLate);

    /// <summary>Nobody waits any more: the ticket is spam, was merged, or nothing is promised to it now.</summary>
    /// <exception cref="RuleViolation">The clock is finished, or the time is before the last one.</exception>
    public SlaClock Cancelled(DateTimeOffset at) => Finished(at, SlaOutcome.Cancelled);

    /// <summary>The end did not last: a resolved ticket came back, or what was cancelled counts again. The time between is a pause.</summary>
    /// <exception cref="RuleViolation">The clock is not finished, or an answer stopped it, or the time is before the last one.</exception>
    public SlaClock Reopened(DateTimeOffset at, string why)
    {
        if (Finish is null) throw new RuleViolation("The clock still goes, so there is nothing to reopen.");
        if (Kind is not SlaKind.Resolution && Finish.Outcome is not SlaOutcome.Cancelled) throw new RuleViolation("A customer who was answered stays answered. This clock cannot be reopened.");
        var now = Ordered(at);
        var asleep = Append(Segments, Finish.At, running: false, Text.Line(why, "reason of the pause"));
        return this with { Finish = null, Segments = Append(asleep, now, running: true, null), LastChangeAt = now };
    }

    /// <summary>
    /// Measured by another policy or calendar from its beginning: what ran and what was paused stays. The change is recorded.
    /// A warning that the new terms no longer justify may be given again, once.
    /// </summary>
    /// <exception cref="RuleViolation">The clock is finished, the policy promises nothing of this kind, or the time is before the last one.</exception>
    public SlaClock Recalculated(DateTimeOffset at, SlaPolicy policy, WorkCalendar calendar, string why)
    {
        CheckGoes();
        var now = Ordered(at);
        var terms = SlaTerms.Of(Kind, policy, calendar);
        var record = new SlaRecalculation(now, Terms, terms, Text.Line(why, "reason of the change"));
        var changed = this with { Terms = terms, Calendar = calendar, Recalculations = [.. Recalculations, record], LastChangeAt = now };
        return changed with { Told = [.. Told.Where(w => changed.Used(now) >= changed.UsedAt(w))] };
    }

    /// <summary>A warning reached people: it is not due again. Who was told of the breach need not hear of the risk.</summary>
    public SlaClock MarkTold(SlaWarning warning) => this with { Told = [.. Enum.GetValues<SlaWarning>().Where(w => w <= warning || Told.Contains(w))] };

    private SlaClock Continued(DateTimeOffset at, bool running, string? why)
    {
        CheckGoes();
        var now = Ordered(at);
        return this with { Segments = Append(Segments, now, running, why), LastChangeAt = now };
    }

    private SlaClock Finished(DateTimeOffset at, SlaOutcome outcome)
    {
        CheckGoes();
        var now = Ordered(at);
        return this with { Segments = Ended(Segments, now), Finish = new SlaFinish(outcome, now, Used(now)), LastChangeAt = now };
    }

    private static List<SlaSegment> Append(IReadOnlyList<SlaSegment> segments, DateTimeOffset at, bool running, string? why)
    {
        var list = Ended(segments, at);
        if (list.LastOrDefault() is { } last && (last.Running, last.Why) == (running, why)) list[^1] = last with { To = null };
        else list.Add(new SlaSegment(at, null, running, why));
        return list;
    }

    /// <summary>The last segment ends; one without length vanishes.</summary>
    private static List<SlaSegment> Ended(IReadOnlyList<SlaSegment> segments, DateTimeOffset at)
    {
        var list = segments.ToList();
        if (list.Count == 0 || list[^1].To is not null) return list;
        if (list[^1].From == at) list.RemoveAt(list.Count - 1);
        else list[^1] = list[^1] with { To = at };
        return list;
    }

    private void CheckGoes()
    {
        if (Finish is not null) throw new RuleViolation("The clock is finished. What was judged stays as it is.");
    }

    private DateTimeOffset Ordered(DateTimeOffset at) =>
        at >= LastChangeAt ? at.ToUniversalTime()
        : throw new RuleViolation($"A clock does not go back: {at.UtcDateTime:u} is before its last change at {LastChangeAt.UtcDateTime:u}.");
}
