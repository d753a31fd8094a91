using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>What time will do to a ticket, unless somebody does something before.</summary>
public sealed record TicketTimer(TicketEvent What, DateTimeOffset At);

public sealed partial class Ticket
{
    /// <summary>The last public reply.</summary>
    public DateTimeOffset? LastAnsweredAt { get; private set; }
    /// <summary>The last message of the customer after the description.</summary>
    public DateTimeOffset? LastCustomerMessageAt { get; private set; }

    /// <summary>
    /// When <see cref="LetTimePass"/> has something to do; null: never. Part of the ticket's own row, so that whatever cancels a timer (a
    /// message, a move, a resume) does so in the same save, and no restart loses one.
    /// </summary>
    public DateTimeOffset? NextTimerAt { get; private set; }

    /// <summary>The timer that runs, if any: the day a hold ends, the close after the customer's silence or after the resolution.</summary>
    public TicketTimer? NextTimer(Desk desk)
    {
        if (Merged is not null || Aside is not null) return null;
        if (OnHold?.ResumeAt is { } resume && TimeLeadsTo(TicketEvent.Resumed, desk) is not null) return new TicketTimer(TicketEvent.Resumed, resume);
        if (StatusCategory is StatusCategory.Resolved && ResolvedAt is { } done && desk.Settings.CloseResolvedAfter is { } rest && TimeLeadsTo(TicketEvent.ResolvedElapsed, desk) is not null)
            return new TicketTimer(TicketEvent.ResolvedElapsed, done + rest);
        if (StatusCategory is StatusCategory.WaitingCustomer && IsAnswered && desk.Settings.CloseSilentAfter is { } silence && TimeLeadsTo(TicketEvent.SilenceElapsed, desk) is not null)
            return SilenceEnds(LastAnsweredAt!.Value + silence, desk.Settings.RemindSilentBefore) is { } ends ? new TicketTimer(TicketEvent.SilenceElapsed, ends) : null;
        return null;
    }

    /// <summary>When the customer was last reminded that the ticket will close.</summary>
    public DateTimeOffset? SilenceRemindedAt { get; private set; }

    /// <summary>When the customer is reminded; null: never, or they were.</summary>
    public DateTimeOffset? SilenceReminderAt(Desk desk) =>
        Merged is null && Aside is null && StatusCategory is StatusCategory.WaitingCustomer && IsAnswered && !IsReminded && desk.Settings is { CloseSilentAfter: { } silence, RemindSilentBefore: { } before } && TimeLeadsTo(TicketEvent.SilenceElapsed, desk) is not null
            ? LastAnsweredAt!.Value + silence - before : null;

    /// <summary>By a rule that the desk's administrator wrote. The silence goes on: it is no answer to anything.</summary>
    /// <exception cref="RuleViolation">It is not time for it.</exception>
    public Entry RemindOfSilence(string text, Desk desk, DateTimeOffset now)
    {
        if (!(SilenceReminderAt(desk) <= now)) throw new RuleViolation("It is not time to remind the customer.");
        var rule = Actor.Rule(desk.Id, desk.Name);
        var entry = Append(EntryKind.Reply, rule, new NewEntry(text, $"silence:{LastAnsweredAt!.Value.UtcTicks}"), now);
        SilenceRemindedAt = now;
        Decided(new CustomerWasReminded(Id, Place, entry.Id), rule, now);
        Record(new CustomerWasAnswered(Id, Place, entry.Id), rule, now);
        Settle(desk, now);
        return entry;
    }

    private bool IsReminded => SilenceRemindedAt >= LastAnsweredAt;

    /// <summary>Where the desk reminds first, not before the customer had the whole time to answer that; and not before the reminder.</summary>
    private DateTimeOffset? SilenceEnds(DateTimeOffset at, TimeSpan? remindBefore)
    {
        if (remindBefore is not { } before) return at;
        if (!IsReminded) return null;
        var afterReminder = SilenceRemindedAt!.Value + before;
        return afterReminder > at ? afterReminder : at;
    }

    /// <summary>Does what is due by now. Called as often as one likes: what is not due stays.</summary>
    public void LetTimePass(Desk desk, DateTimeOffset now)
    {
        Warn(desk, now);
        Remind(now);
        // A server that was down is no pause: the clocks go from the moment at which the timer would have rung.
        if (NextTimer(desk) is { } timer && timer.At <= now) Enter(TimeLeadsTo(timer.What, desk)!, new MoveDetails(), timer.What, desk, Actor.System, now, clocksAt: timer.At);
        else Settle(desk, now);
    }

    private void SetTimer(Desk desk) => NextTimerAt = NextTimer(desk)?.At;

    /// <summary>By something that is written. A close that was about to happen and these words never both win: the version says that it is another ticket now.</summary>
    private void SettleWhatIsWritten(Desk desk, DateTimeOffset now)
    {
        var before = (NextTimerAt, NextSendAt);
        Settle(desk, now);
        if ((NextTimerAt, NextSendAt) != before) Version++;
    }

    private bool IsAnswered => LastAnsweredAt is { } answered && !(LastCustomerMessageAt > answered);

    /// <summary>Where the desk's rule leads; without a rule, a hold ends in work and the rest is closed, for whoever set a time wants it to happen.</summary>
    private Status? TimeLeadsTo(TicketEvent what, Desk desk)
    {
        var next = desk.After(what, StatusCategory) ?? desk.FirstOf(what is TicketEvent.Resumed ? StatusCategory.Active : StatusCategory.Closed);
        return next is not null && next.Id != StatusId && MayFollow(next, desk) ? next : null;
    }
}

/// <summary>A silent customer was told that the ticket will close.</summary>
public sealed record CustomerWasReminded(Guid TicketId, TicketPlace Where, Guid EntryId) : TicketFact(TicketId, Where);
