using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>A day that somebody set for the ticket: when to look after it again, and until when something has to be done.</summary>
public enum TicketDate { FollowUp, ActionRequired }

// Dates remind; they never change the status.
public sealed partial class Ticket
{
    /// <summary>UTC; null: none.</summary>
    public DateTimeOffset? FollowUpAt { get; private set; }
    /// <summary>Who set it.</summary>
    public Guid? FollowUpBy { get; private set; }
    /// <summary>Somebody was reminded of it.</summary>
    public bool FollowUpTold { get; private set; }

    /// <inheritdoc cref="FollowUpAt"/>
    public DateTimeOffset? ActionRequiredAt { get; private set; }
    /// <inheritdoc cref="FollowUpBy"/>
    public Guid? ActionRequiredBy { get; private set; }
    /// <inheritdoc cref="FollowUpTold"/>
    public bool ActionRequiredTold { get; private set; }

    /// <summary>
    /// When <see cref="LetTimePass"/> has to remind somebody of a date, a to-do or a supplier; null: never. As <see cref="NextTimerAt"/>, part of the
    /// ticket's own row: whatever takes the date away or closes the ticket cancels the reminder in the same save.
    /// </summary>
    public DateTimeOffset? NextReminderAt { get; private set; }

    public DateTimeOffset? DateOf(TicketDate which) => which is TicketDate.FollowUp ? FollowUpAt : ActionRequiredAt;

    /// <summary>Sets a date, moves it, or with null takes it away. A date that has passed already reminds nobody.</summary>
    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void SetDate(Actor me, TicketDate which, DateTimeOffset? at, Desk desk, DateTimeOffset now, Seen<DateTimeOffset?>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        if (!Enum.IsDefined(which)) throw new RuleViolation("There is no such date.", "date");
        var from = DateOf(which);
        ChangedMeanwhile.Check(which is TicketDate.FollowUp ? TicketField.FollowUp : TicketField.ActionRequired, seen, from, at);
        if (from == at) return;
        if (at is not null && !IsOpen) throw new RuleViolation("This ticket is done. Reopen it before you set a date.", "date");
        if (at <= now) throw new RuleViolation("This moment has passed. Choose a later one.", "date");
        if (at > now.AddYears(MostYearsAhead)) throw new RuleViolation($"That is more than {MostYearsAhead} years away. Choose an earlier day.", "date");
        if (which is TicketDate.FollowUp) (FollowUpAt, FollowUpBy, FollowUpTold) = (at, me.Id, false);
        else (ActionRequiredAt, ActionRequiredBy, ActionRequiredTold) = (at, me.Id, false);
        Decided(which is TicketDate.FollowUp ? new FollowUpWasSet(Id, Place, from, at) : new ActionDateWasSet(Id, Place, from, at), me, now);
        Settle(desk, now);
    }

    private const int MostYearsAhead = 10;

    /// <summary>Also of a ticket that was merged away: what somebody wanted done is still to be done, on the ticket that stays.</summary>
    private void SetReminder() => NextReminderAt = !IsOpen || Aside is not null ? null
        : new[] { FollowUpTold ? null : FollowUpAt, ActionRequiredTold ? null : ActionRequiredAt, NextTodoAt, NextSupplierAt }.Min();

    /// <summary>Each date, and each to-do that is late, is told once.</summary>
    private void Remind(DateTimeOffset now)
    {
        if (!(NextReminderAt <= now)) return;
        Version++;
        if (FollowUpAt is { } followUp && followUp <= now && !FollowUpTold)
        {
            FollowUpTold = true;
            Record(new TicketDateFellDue(Id, Place, TicketDate.FollowUp, followUp, FollowUpBy), Actor.System, now);
        }
        if (ActionRequiredAt is { } action && action <= now && !ActionRequiredTold)
        {
            ActionRequiredTold = true;
            Record(new TicketDateFellDue(Id, Place, TicketDate.ActionRequired, action, ActionRequiredBy), Actor.System, now);
        }
        TellLateTodos(now);
        TellLateSuppliers(now);
    }
}

/// <param name="To">Null: it was taken away.</param>
public sealed record FollowUpWasSet(Guid TicketId, TicketPlace Where, DateTimeOffset? From, DateTimeOffset? To) : TicketFact(TicketId, Where);
/// <inheritdoc cref="FollowUpWasSet"/>
public sealed record ActionDateWasSet(Guid TicketId, TicketPlace Where, DateTimeOffset? From, DateTimeOffset? To) : TicketFact(TicketId, Where);
/// <param name="SetBy">Who is told when nobody has the ticket.</param>
public sealed record TicketDateFellDue(Guid TicketId, TicketPlace Where, TicketDate Which, DateTimeOffset DueAt, Guid? SetBy) : TicketFact(TicketId, Where);
