using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Shell;

namespace LiveDesk.Web.Tickets;

/// <summary>Who a ticket is for, while somebody fills it in: found, or typed by hand.</summary>
public sealed class CustomerDraft
{
    private ContactHit? _found;
    private Guid? _contactId;

    public string? Name { get; set; }
    public string? Email { get; set; }
    public string? Phone { get; set; }
    public PickHit? Organisation { get; set; }
    /// <summary>Who was found, in words; null: nobody.</summary>
    public string? Chosen { get; private set; }
    public Guid? ContactId => _contactId;

    public CustomerForm Form => new(Trimmed(Name), Trimmed(Email), Trimmed(Phone), _contactId, Organisation?.Id);

    /// <summary>As the ticket has it now.</summary>
    public static CustomerDraft Of(TicketDetail ticket) => new()
    {
        Name = ticket.Requester.Name, Email = ticket.Requester.Email, Phone = ticket.Requester.Phone, _contactId = ticket.ContactId,
        Organisation = ticket.OrganisationId is { } id ? new PickHit(id, ticket.Organisation ?? "?") : null,
    };

    public void Take(ContactHit hit)
    {
        Clear();
        (_found, _contactId, Chosen) = (hit, hit.Id, hit.Organisation is null ? hit.Name : $"{hit.Name} · {hit.Organisation}");
        (Name, Email, Phone) = (hit.Name, hit.Email, hit.Phone);
        if (hit.OrganisationId is { } id) Organisation = new PickHit(id, hit.Organisation ?? "");
    }

    public void Take(OrganisationHit hit)
    {
        Clear();
        (Chosen, Organisation) = (hit.Name, new PickHit(hit.Id, hit.Name));
    }

    /// <summary>What the search filled in goes; what was typed by hand stays.</summary>
    public void Clear()
    {
        if (_found is { } was)
        {
            if (Name == was.Name) Name = null;
            if (Email == was.Email) Email = null;
            if (Phone == was.Phone) Phone = null;
            _contactId = null;
        }
        if (Chosen is not null) Organisation = null;
        (_found, Chosen) = (null, null);
    }

    /// <summary>Somebody else's name was typed: neither the contact nor their organisation is meant any more.</summary>
    public void NameWasTyped()
    {
        var typed = Name;
        if (_found is not null && typed != _found.Name) Clear();
        else if (_found is null) _contactId = null;
        Name = typed;
    }

    private static string? Trimmed(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
