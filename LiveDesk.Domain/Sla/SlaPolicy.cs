using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Sla;

/// <summary>What a desk promises: until the first answer, until every later answer, until the end.</summary>
public enum SlaKind { Response, NextResponse, Resolution }

/// <summary>What stops the response clock: somebody acknowledged the ticket, the first public reply, or whichever comes first.</summary>
public enum ResponseStop { Acknowledged, FirstReply, Either }

/// <summary>
/// A promise for some tickets. Conditions that are empty hold for every ticket; of several values one is enough. Targets are work
/// time of the policy's calendar; a target that is null is not promised.
/// </summary>
public sealed record SlaPolicy
{
    private static readonly TimeSpan LongestTarget = TimeSpan.FromDays(366);

    public required Guid Id { get; init; }
    public required string Name { get; init; }
    /// <summary>The first policy that fits is the ticket's: smaller numbers are asked first.</summary>
    public int Order { get; init; }
    public IReadOnlyList<Priority> Priorities { get; init; } = [];
    /// <summary>The ticket's primary department.</summary>
    public IReadOnlyList<Guid> Departments { get; init; } = [];
    public IReadOnlyList<Guid> Organisations { get; init; } = [];
    public IReadOnlyList<Guid> Categories { get; init; } = [];
    /// <summary>Records of the type contract; the ticket names one of them.</summary>
    public IReadOnlyList<Guid> Contracts { get; init; } = [];
    public required Guid CalendarId { get; init; }
    public TimeSpan? Response { get; init; }
    public TimeSpan? NextResponse { get; init; }
    public TimeSpan? Resolution { get; init; }
    public ResponseStop ResponseStopsAt { get; init; } = ResponseStop.FirstReply;
    /// <summary>The share of a target after which a ticket is at risk: 0.1 to 0.99.</summary>
    public double AtRiskShare { get; init; } = 0.8;
    /// <summary>Rises with every change.</summary>
    public int Revision { get; init; } = 1;

    public TimeSpan? TargetFor(SlaKind kind) => kind switch
    {
        SlaKind.Response => Response,
        SlaKind.NextResponse => NextResponse,
        SlaKind.Resolution => Resolution,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    /// <summary>The same policy with every condition's values once.</summary>
    /// <exception cref="RuleViolation">Something is missing or makes no sense; the message says what.</exception>
    public SlaPolicy Checked()
    {
        var targets = new[] { Response, NextResponse, Resolution }.OfType<TimeSpan>().ToList();
        if (targets.Count == 0) throw new RuleViolation("The policy has no target. Give it at least one: response, next response or resolution.", "targets");
        if (targets.Any(t => t <= TimeSpan.Zero)) throw new RuleViolation("A target is longer than nothing. Leave it empty for none.", "targets");
        if (targets.Any(t => t > LongestTarget)) throw new RuleViolation("A target is at most 366 days of work time. Make it shorter, or leave it empty for none.", "targets");
        if (!(AtRiskShare is >= 0.1 and <= 0.99)) throw new RuleViolation("At risk is a share between 10 % and 99 % of the target.", "atRiskShare");
        if (!Enum.IsDefined(ResponseStopsAt)) throw new RuleViolation("What stops the response clock? Choose acknowledging, the first reply, or either.", "responseStopsAt");
        if (!Priorities.All(Enum.IsDefined)) throw new RuleViolation("A priority is from 1 to 4. Choose one of them.", "priorities");
        if (CalendarId == Guid.Empty) throw new RuleViolation("The policy has no calendar. Choose one.", "calendar");
        return this with
        {
            Name = Text.Line(Name, "name", Limits.Name),
            Priorities = [.. Priorities.Distinct().Order()],
            Departments = [.. Departments.Distinct()],
            Organisations = [.. Organisations.Distinct()],
            Categories = [.. Categories.Distinct()],
            Contracts = [.. Contracts.Distinct()],
        };
    }

    /// <summary>As <see cref="Checked()"/>, and every target is reached in this calendar.</summary>
    /// <param name="from">From when on it is tried: now.</param>
    public SlaPolicy Checked(WorkCalendar calendar, DateTimeOffset from)
    {
        var clean = Checked();
        if (calendar.Id != CalendarId) throw new ArgumentException($"Policy {Id} is measured by calendar {CalendarId}, not {calendar.Id}.", nameof(calendar));
        foreach (var target in new[] { Response, NextResponse, Resolution }.OfType<TimeSpan>()) calendar.After(from, target);
        return clean;
    }
}
