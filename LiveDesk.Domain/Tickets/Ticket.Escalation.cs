using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>Somebody is called to a ticket that is stuck, until it is stuck no more.</summary>
public sealed partial class Ticket
{
    public void Escalate(Actor me, string reason, Guid? toPerson, Guid? toDepartment, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        if (!IsOpen) throw new RuleViolation("Only an open ticket can be escalated. Reopen it first.");
        Call(new NewEscalation(reason, toPerson, toDepartment).Checked(desk), me, now);
        Meet(TicketEvent.Escalated, desk, me, now);
    }

    /// <summary>Those who have it go on alone. Out of a status for escalated tickets it goes back to work.</summary>
    public void EndEscalation(Actor me, Desk desk, DateTimeOffset now)
    {
        me.Demand(Right.WorkTickets);
        DemandReachable();
        if (Escalation is null) return;
        if (desk.Status(StatusId).Is(StatusFlags.Escalated)) Enter(desk.FirstOf(StatusCategory.Active)!, new MoveDetails(), null, desk, me, now);
        else BeEscalatedNoMore(me, now);
    }

    private void Call(NewEscalation whom, Actor me, DateTimeOffset now)
    {
        Escalation = new Escalation(whom.Reason, whom.ToPerson, whom.ToDepartment, me.Id, now);
        Decided(new TicketWasEscalated(Id, Place, whom.ToPerson, whom.ToDepartment), me, now);
    }

    /// <summary>It ends with the work, and on leaving a status that is for it, unless escalating itself led out of there.</summary>
    private static bool EndsEscalation(Status from, Status next, TicketEvent? because) =>
        !next.IsOpen || (from.Is(StatusFlags.Escalated) && !next.Is(StatusFlags.Escalated) && because is not TicketEvent.Escalated);

    private void BeEscalatedNoMore(Actor by, DateTimeOffset now)
    {
        Escalation = null;
        Decided(new EscalationEnded(Id, Place), by, now);
    }
}
