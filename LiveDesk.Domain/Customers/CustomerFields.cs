using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Customers;

/// <summary>Whose fields these are.</summary>
public enum CustomerKind { Contact, Organisation }

/// <summary>What the installation asks of its contacts, or of its organisations: these belong to no desk, so neither do their fields.</summary>
public sealed class CustomerFields : Aggregate
{
    private CustomerFields() { }

    public CustomerFields(CustomerKind of) => Of = of;

    public CustomerKind Of { get; private set; }
    public IReadOnlyList<CustomField> Fields { get; private set; } = [];
    public int Version { get; private set; }

    /// <inheritdoc cref="FieldList.Keep"/>
    public void Keep(Actor me, CustomField field, int? seen, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Fields = Fields.Keep(field with { Need = field.Need is FieldNeed.OnResolve ? FieldNeed.Never : field.Need, Departments = [] }, seen);
        Changed(me, now);
    }

    public void Remove(Actor me, Guid id, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (Fields.All(f => f.Id != id)) return;
        Fields = Fields.Without(id);
        Changed(me, now);
        Record(new CustomerFieldWasDeleted(Of, id), me, now);
    }

    public void Move(Actor me, Guid id, bool earlier, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Fields = Fields.Moved(id, earlier);
        Changed(me, now);
    }

    private void Changed(Actor me, DateTimeOffset now)
    {
        Version++;
        Record(new CustomerFieldsChanged(Of), me, now);
    }
}

public sealed record CustomerFieldsChanged(CustomerKind Of) : Fact { public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty); }
/// <summary>What contacts or organisations have in it is forgotten.</summary>
public sealed record CustomerFieldWasDeleted(CustomerKind Of, Guid FieldId) : Fact { public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty); }
