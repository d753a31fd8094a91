using LiveDesk.Domain;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.TimeTracking;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.TimeTracking;

/// <summary>Time while it is typed.</summary>
public sealed class TimeDraft
{
    public string Duration { get; set; } = "";
    public bool Billable { get; set; } = true;
    public DateOnly? Day { get; set; }
    public string Activity { get; set; } = "";
    public string? Note { get; set; }
    public string? Reason { get; set; }

    public static TimeDraft Of(DateOnly today, int? minutes = null) => new() { Day = today, Duration = minutes is { } m ? Domain.TimeTracking.Duration.Show(m) : "" };

    public static TimeDraft Of(TimeRow row) => new()
    {
        Duration = Domain.TimeTracking.Duration.Show(row.Minutes), Billable = row.Billable, Day = row.Day, Activity = row.Activity ?? "", Note = row.Note,
    };

    /// <exception cref="RuleViolation">It cannot be read as a span or a day.</exception>
    public TimeForm Form(IStringLocalizer<TimeWords> words) => new(
        Domain.TimeTracking.Duration.Read(Duration) ?? throw new RuleViolation(words["DurationWrong"], "minutes"),
        Billable, Day ?? throw new RuleViolation(words["DayMissing"], "day"), Note, Activity);

    /// <summary>The same with no time at all: a removal.</summary>
    public TimeForm Nothing(DateOnly today) => new(0, Billable, Day ?? today, Note, Activity);
}
