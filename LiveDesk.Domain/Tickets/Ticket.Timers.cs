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
        if (OnHold?.ResumeAt is { } resume) return new TicketTimer(TicketEvent.Resumed, resume);
        if (StatusCategory is StatusCategory.Resolved && ResolvedAt is { } done && desk.Settings.CloseResolvedAfter is { } rest && Leads(TicketEvent.ResolvedElapsed, desk))
            return new TicketTimer(TicketEvent.ResolvedElapsed, done + rest);
        if (StatusCategory is StatusCategory.WaitingCustomer && IsAnswered && desk.Settings.CloseSilentAfter is { } silence && Leads(TicketEvent.SilenceElapsed, desk))
            return new TicketTimer(TicketEvent.SilenceElapsed, LastAnsweredAt!.Value + silence);
        return null;
    }

    /// <summary>Does what is due by now. Called as often as one likes: what is not due stays.</summary>
    public void LetTimePass(Desk desk, DateTimeOffset now)
    {
        // Each step makes the next one possible or ends the row of them: a hold that ends may find the ticket silent for long.
        while (NextTimer(desk) is { } timer && timer.At <= now)
        {
            if (timer.What is not TicketEvent.Resumed) Report(timer.What, desk, now);
            else if (Leads(TicketEvent.Resumed, desk)) Resume(Actor.System, desk, now);
            else OnHold = OnHold! with { ResumeAt = null };
        }
        SetTimer(desk);
    }

    /// <summary>The desk's times or rules are others now.</summary>
    /// <returns>Whether the timer is another one, too.</returns>
    public bool SetTimer(Desk desk)
    {
        var before = NextTimerAt;
        NextTimerAt = NextTimer(desk)?.At;
        return NextTimerAt != before;
    }

    /// <summary>By something that is written. A close that was about to happen and these words never both win: the version says that it is another ticket now.</summary>
    private void MoveTimer(Desk desk)
    {
        if (SetTimer(desk)) Version++;
    }

    private bool IsAnswered => LastAnsweredAt is { } answered && !(LastCustomerMessageAt > answered);

    private bool Leads(TicketEvent what, Desk desk) => desk.After(what, StatusCategory) is { } next && next.Id != StatusId && MayFollow(next);
}
