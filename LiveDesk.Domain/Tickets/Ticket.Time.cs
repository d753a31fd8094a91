using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.TimeTracking;

namespace LiveDesk.Domain.Tickets;

// Time is written down on finished tickets, too: that is when most of it is.
public sealed partial class Ticket
{
    private readonly List<TimeEntry> _timeEntries = [];

    /// <summary>Those loaded or added in this operation.</summary>
    public IReadOnlyList<TimeEntry> TimeEntries => _timeEntries;

    /// <summary>The person's own time.</summary>
    /// <param name="today">In the time zone of those who work here.</param>
    public TimeEntry LogTime(Actor me, TimeForm form, Desk desk, DateOnly today, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (me.Kind is not ActorKind.Agent || me.Id is not { } person) throw new RuleViolation("Time is written down by whoever worked.");
        if (!desk.Settings.TracksTime) throw new RuleViolation("This desk writes down no time. A supervisor switches it on in the desk's settings.");
        var entry = new TimeEntry(Id, person, form.Checked(today), me, now);
        _timeEntries.Add(entry);
        TimeChanged(new TimeWasLogged(Id, Place, entry.Id, person, entry.Minutes, entry.Billable), me, now);
        return entry;
    }

    /// <summary>A further version supersedes the entry; to no minutes at all, it is removed. Both stay to be read.</summary>
    /// <param name="entryId">The version that the person saw; it must be loaded.</param>
    /// <param name="reason">Needed to remove it, and for somebody else's.</param>
    public void CorrectTime(Actor me, Guid entryId, TimeForm form, string? reason, DateOnly today, DateTimeOffset now)
    {
        // On a ticket that was merged away, too: its time is still somebody's bill.
        DemandPerson(me);
        var entry = _timeEntries.Find(e => e.Id == entryId) ?? throw new RuleViolation("This time entry is not on this ticket.");
        if (entry.PersonId != me.Id && !me.Role.Includes(Right.ManageDesks)) throw new RuleViolation("This is somebody else's time. They correct it, or a supervisor does.");
        if (!entry.IsCurrent) throw new RuleViolation("Somebody corrected this entry meanwhile. Look at what it is now, then correct that.");
        var (clean, why) = (form.Checked(today, mayBeNothing: true), Text.OptionalLine(reason, "reason"));
        if (entry.Minutes == 0 && clean.Minutes == 0) return;
        if (clean == entry.Form) return;
        if (why is null && clean.Minutes == 0) throw new RuleViolation("Why is it removed? A removal needs a reason; the entry stays to be read.", "reason");
        if (why is null && entry.PersonId != me.Id) throw new RuleViolation("Correcting somebody else's time needs a reason.", "reason");
        var next = entry.Corrected(clean, why, me, now);
        _timeEntries.Add(next);
        TimeChanged(new TimeWasCorrected(Id, Place, entry.OriginId, entry.Minutes, next.Minutes, next.Billable), me, now);
    }

    /// <summary>Appended, not decided: nobody who decides at the same moment has to look again.</summary>
    private void TimeChanged(TicketFact fact, Actor me, DateTimeOffset now)
    {
        if (LastActivityAt < now) LastActivityAt = now;
        Record(fact, me, now);
    }
}

public sealed record TimeWasLogged(Guid TicketId, TicketPlace Where, Guid EntryId, Guid PersonId, int Minutes, bool Billable) : TicketFact(TicketId, Where);
/// <param name="OriginId">The first version.</param>
/// <param name="To">0: it was removed.</param>
public sealed record TimeWasCorrected(Guid TicketId, TicketPlace Where, Guid OriginId, int From, int To, bool Billable) : TicketFact(TicketId, Where);
