namespace LiveDesk.Domain.TimeTracking;

/// <summary>
/// Time that somebody worked on a ticket. It is never changed: a correction is a further version that supersedes this one, a removal is a
/// correction to nothing. Its ticket makes them.
/// </summary>
public sealed class TimeEntry
{
    private TimeEntry() { }

    internal TimeEntry(Guid ticketId, Guid personId, TimeForm form, Actor me, DateTimeOffset now)
    {
        (Id, TicketId, PersonId, Revision, IsCurrent) = (Ids.New(now), ticketId, personId, 1, true);
        OriginId = Id;
        Take(form, me, now);
    }

    private TimeEntry(TimeEntry before, TimeForm form, string? reason, Actor me, DateTimeOffset now)
    {
        (Id, TicketId, PersonId, OriginId, Revision, IsCurrent, Reason) = (Ids.New(now), before.TicketId, before.PersonId, before.OriginId, before.Revision + 1, true, reason);
        Take(form, me, now);
    }

    public Guid Id { get; private set; }
    public Guid TicketId { get; private set; }
    /// <summary>Who worked.</summary>
    public Guid PersonId { get; private set; }
    /// <summary>The first version of it; its own id where it is that.</summary>
    public Guid OriginId { get; private set; }
    /// <summary>1, and one more with each correction. Of two who correct it at the same moment, one looks again.</summary>
    public int Revision { get; private set; }
    /// <summary>Nothing supersedes it. Only these count.</summary>
    public bool IsCurrent { get; private set; }
    /// <summary>0: it was removed.</summary>
    public int Minutes { get; private set; }
    public bool Billable { get; private set; }
    public string? Note { get; private set; }
    /// <summary>From the desk's list, as it was called then (Call, Visit …).</summary>
    public string? Activity { get; private set; }
    /// <summary>The day on which it was worked.</summary>
    public DateOnly Day { get; private set; }
    /// <summary>Why it was corrected.</summary>
    public string? Reason { get; private set; }
    /// <summary>Who wrote this version down, and when.</summary>
    public Guid? WrittenBy { get; private set; }
    public DateTimeOffset WrittenAt { get; private set; }

    internal TimeEntry Corrected(TimeForm form, string? reason, Actor me, DateTimeOffset now)
    {
        IsCurrent = false;
        return new TimeEntry(this, form, reason, me, now);
    }

    internal TimeForm Form => new(Minutes, Billable, Day, Note, Activity);

    private void Take(TimeForm form, Actor me, DateTimeOffset now) =>
        (Minutes, Billable, Day, Note, Activity, WrittenBy, WrittenAt) = (form.Minutes, form.Billable, form.Day, form.Note, form.Activity, me.Id, now);
}

/// <param name="Minutes">More than nothing; at most a day.</param>
/// <param name="Day">In the time zone of those who work here; not in the future.</param>
public sealed record TimeForm(int Minutes, bool Billable, DateOnly Day, string? Note = null, string? Activity = null)
{
    public const int MostMinutes = 24 * 60;
    public const int LongestNote = 300;

    /// <param name="today">Where the people are.</param>
    /// <exception cref="RuleViolation">It is no time that anybody worked; the message says why.</exception>
    public TimeForm Checked(DateOnly today, bool mayBeNothing = false)
    {
        if (Minutes < 0) throw new RuleViolation("Time is not below zero. Correct an entry instead of taking something off.", "minutes");
        if (Minutes == 0 && !mayBeNothing) throw new RuleViolation("How long was it? An entry has at least one minute.", "minutes");
        if (Minutes > MostMinutes) throw new RuleViolation("One entry has at most 24 hours. Make an entry for each day.", "minutes");
        if (Day > today) throw new RuleViolation("This day has not come yet. Time is written down for today or for earlier.", "day");
        if (Day < today.AddYears(-10)) throw new RuleViolation("This day is more than ten years ago. Choose a later one.", "day");
        return this with { Note = Text.OptionalLine(Note, "note", LongestNote), Activity = Text.OptionalLine(Activity, "activity", Limits.Status) };
    }
}
