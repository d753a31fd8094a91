using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>Whose a ticket is: who asked, the contact behind them, and the organisation that it is for.</summary>
public sealed record TicketCustomer(Requester Requester, Guid? ContactId, Guid? OrganisationId)
{
    internal (Requester, Guid?) Asking => (Requester, ContactId);
}

public sealed partial class Ticket
{
    public TicketCustomer Customer => new(Requester, ContactId, OrganisationId);

    /// <summary>
    /// It is somebody else's, or another organisation's, than it seemed. Who asked and for whom are two fields: what the person left as they saw
    /// it stays as it is now. Whoever is its contact reads the ticket from then on, and the one before no longer does.
    /// </summary>
    /// <exception cref="ChangedMeanwhile">What they changed is no longer what they saw.</exception>
    public void ChangeCustomer(Actor me, TicketCustomer to, Desk desk, DateTimeOffset now, Seen<TicketCustomer>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        var from = Customer;
        var (asking, organisation) = (to.Asking, to.OrganisationId);
        if (seen is { Value: var was })
        {
            if (asking == was.Asking) asking = from.Asking;
            if (organisation == was.OrganisationId) organisation = from.OrganisationId;
            ChangedMeanwhile.Check(TicketField.Requester, new Seen<(Requester, Guid?)>(was.Asking), from.Asking, asking);
            ChangedMeanwhile.Check(TicketField.Organisation, new Seen<Guid?>(was.OrganisationId), from.OrganisationId, organisation);
        }
        DemandStillNamed(from, asking.Item1, organisation, desk);
        if (asking != from.Asking)
        {
            (Requester, ContactId) = asking;
            Decided(new RequesterWasChanged(Id, Place, from.ContactId, ContactId), me, now, from.Requester.Name);
        }
        if (organisation != from.OrganisationId)
        {
            OrganisationId = organisation;
            Decided(new TicketChangedOrganisation(Id, Place, from.OrganisationId, organisation), me, now);
        }
        if (from != Customer) Settle(desk, now);
    }

    /// <summary>
    /// Whoever asked says more about themselves, after the ticket was opened. It is not proven, so it fills what is empty and overwrites nothing.
    /// </summary>
    /// <param name="contactId">The contact that the address leads to; null: none that may be named.</param>
    public void LearnRequester(Actor customer, string? name, string? email, Guid? contactId, DateTimeOffset now)
    {
        if (customer.Kind is not ActorKind.Customer) throw new RuleViolation("Only the customer says who they are here.");
        DemandReachable();
        var isUnnamed = ChatSessionId is not null && Requester.Name == Chat.ChatSession.Unnamed;
        var known = Requester.Checked(isUnnamed ? Text.OptionalLine(name, "name", Limits.Name) ?? Requester.Name : Requester.Name, Requester.Email ?? email, Requester.Phone);
        if (known == Requester && (ContactId is not null || contactId is null)) return;
        var before = Requester.Name;
        Requester = known;
        ContactId ??= contactId;
        Decided(new RequesterWasLearned(Id, Place), customer, now, before);
    }

    /// <summary>What the desk's form asks for is not taken away again.</summary>
    private static void DemandStillNamed(TicketCustomer from, Requester requester, Guid? organisation, Desk desk)
    {
        bool Needs(RequiredToCreate what) => (desk.Settings.Required & what) == what;
        if (organisation is null && from.OrganisationId is not null && Needs(RequiredToCreate.Organisation))
            throw new RuleViolation("Every ticket of this desk is for an organisation. Choose another one instead of none.", "organisation");
        if (requester.Email is null && from.Requester.Email is not null && Needs(RequiredToCreate.Email))
            throw new RuleViolation("Every ticket of this desk has its requester's e-mail address. Fill in another one instead of none.", "email");
    }
}

/// <param name="From">The contact before; null: there was none.</param>
public sealed record RequesterWasChanged(Guid TicketId, TicketPlace Where, Guid? From, Guid? To) : TicketFact(TicketId, Where);
/// <param name="To">Null: it is for none.</param>
public sealed record TicketChangedOrganisation(Guid TicketId, TicketPlace Where, Guid? From, Guid? To) : TicketFact(TicketId, Where);
