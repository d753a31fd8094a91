using LiveDesk.Domain.Fields;

namespace LiveDesk.Domain.Customers;

/// <summary>A customer: somebody who writes to us. Known by e-mail address or by the host site's own id.</summary>
public sealed class Contact : FilledIn
{
    private Contact() { }

    public Contact(Guid id, string name, string? email, string? phone, DateTimeOffset now)
    {
        Id = id;
        Name = Text.Line(name, "name", Limits.Name);
        Email = Text.OptionalEmail(email);
        Phone = Text.OptionalLine(phone, "phone", 40);
        CreatedAt = now;
    }

    /// <param name="asked">The fields that contacts have.</param>
    public static Contact Add(Actor me, string name, string? email, string? phone, IReadOnlyList<CustomField> asked, IReadOnlyDictionary<Guid, string>? fields, DateTimeOffset now)
    {
        var contact = new Contact(Ids.New(now), name, email, phone, now);
        contact.FillInAll(asked, fields);
        contact.Record(new ContactWasAdded(contact.Id), me, now);
        return contact;
    }

    /// <summary>Somebody wrote: they are known by what they gave, and nothing else is asked of them.</summary>
    public static Contact Add(Actor me, string name, string? email, string? phone, DateTimeOffset now)
    {
        var contact = new Contact(Ids.New(now), name, email, phone, now);
        contact.Record(new ContactWasAdded(contact.Id), me, now);
        return contact;
    }

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>Lower case; unique where given.</summary>
    public string? Email { get; private set; }
    public string? Phone { get; private set; }
    public Guid? OrganisationId { get; private set; }
    /// <summary>Their own number with us; that of a firm stands on the organisation.</summary>
    public string? AccountNumber { get; private set; }
    public string? Address { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    protected override Fact WasChanged => new ContactWasChanged(Id);

    public void Change(Actor me, string name, string? email, string? phone, Guid? organisationId, DateTimeOffset now, string? accountNumber = null, string? address = null)
    {
        me.Demand(People.Right.WorkTickets);
        Name = Text.Line(name, "name", Limits.Name);
        Email = Text.OptionalEmail(email);
        Phone = Text.OptionalLine(phone, "phone", 40);
        OrganisationId = organisationId;
        BeKnownAs(accountNumber, address);
        Record(new ContactWasChanged(Id), me, now);
    }

    /// <summary>At creation, before anybody saw it.</summary>
    public void BelongTo(Guid organisationId) => OrganisationId = organisationId;

    /// <summary>As <see cref="BelongTo"/>.</summary>
    public void BeKnownAs(string? accountNumber, string? address) =>
        (AccountNumber, Address) = (Text.OptionalLine(accountNumber, "account number", 40), Text.OptionalBody(address, "address", Limits.Address));
}

public sealed class Organisation : FilledIn
{
    private Organisation() { }

    public Organisation(Guid id, string name, string? accountNumber, DateTimeOffset now)
    {
        Id = id;
        Name = Text.Line(name, "name", Limits.Name);
        AccountNumber = Text.OptionalLine(accountNumber, "account number", 40);
        CreatedAt = now;
    }

    /// <param name="asked">The fields that organisations have.</param>
    public static Organisation Add(Actor me, string name, string? accountNumber, IReadOnlyList<CustomField> asked, IReadOnlyDictionary<Guid, string>? fields, DateTimeOffset now)
    {
        var organisation = new Organisation(Ids.New(now), name, accountNumber, now);
        organisation.FillInAll(asked, fields);
        organisation.Record(new OrganisationWasAdded(organisation.Id), me, now);
        return organisation;
    }

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public string? AccountNumber { get; private set; }
    public string? Address { get; private set; }
    /// <summary>We buy from them: they can be asked about a ticket.</summary>
    public bool IsSupplier { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    protected override Fact WasChanged => new OrganisationWasChanged(Id);

    public void Change(Actor me, string name, string? accountNumber, DateTimeOffset now, string? address = null, bool isSupplier = false)
    {
        me.Demand(People.Right.WorkTickets);
        Name = Text.Line(name, "name", Limits.Name);
        AccountNumber = Text.OptionalLine(accountNumber, "account number", 40);
        BeKnownAs(address, isSupplier);
        Record(new OrganisationWasChanged(Id), me, now);
    }

    /// <summary>At creation, before anybody saw it.</summary>
    public void BeKnownAs(string? address, bool isSupplier) => (Address, IsSupplier) = (Text.OptionalBody(address, "address", Limits.Address), isSupplier);
}

public sealed record ContactWasAdded(Guid ContactId) : Fact { public override FactSubject Subject => new(SubjectKind.Contact, ContactId); }
public sealed record ContactWasChanged(Guid ContactId) : Fact { public override FactSubject Subject => new(SubjectKind.Contact, ContactId); }
public sealed record OrganisationWasAdded(Guid OrganisationId) : Fact { public override FactSubject Subject => new(SubjectKind.Organisation, OrganisationId); }
public sealed record OrganisationWasChanged(Guid OrganisationId) : Fact { public override FactSubject Subject => new(SubjectKind.Organisation, OrganisationId); }
