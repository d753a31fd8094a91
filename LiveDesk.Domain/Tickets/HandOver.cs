using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>May a ticket be given to somebody, or become more or less urgent, by hand? Asked before a drop or a menu; asked again by the verb itself.</summary>
public static class HandOver
{
    internal const string CustomersTop = "The customer called this most urgent. Lowering it needs a reason.";
    public const string NoLongerHere = "This person no longer works here. Choose somebody else.";

    /// <param name="person">With the rights they have now; null: they work here no longer.</param>
    /// <param name="departments">Those of the ticket.</param>
    public static MoveVerdict To(Actor? person, Guid deskId, IReadOnlyList<Guid> departments) =>
        person is null ? MoveVerdict.Refused(NoLongerHere)
        : person.Sight.Covers(deskId, departments) ? MoveVerdict.Allowed
        : MoveVerdict.Refused($"{person.Name} cannot see this ticket's department. Choose somebody who can, or move it first.");

    public static MoveVerdict To(Priority wanted, Priority present, PrioritySource source) =>
        wanted == present ? MoveVerdict.AlreadyThere
        : Ticket.IsCustomersTop(present, source) ? new MoveVerdict(MoveAnswer.NeedsReason, CustomersTop)
        : MoveVerdict.Allowed;
}
