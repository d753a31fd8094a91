using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>What the desk asks of its tickets beyond what every ticket has.</summary>
public sealed partial class Desk
{
    /// <summary>In the order in which they are asked, those that are switched off too.</summary>
    public IReadOnlyList<CustomField> Fields { get; private set; } = [];

    public IEnumerable<CustomField> AskedFields => Fields.Where(f => !f.IsOff);

    /// <inheritdoc cref="FieldList.Keep"/>
    public void KeepField(Actor me, CustomField field, int? seen, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        foreach (var department in field.Departments) Department(department);
        Fields = Fields.Keep(field, seen);
        Changed(me, now);
    }

    public void RemoveField(Actor me, Guid id, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (Fields.All(f => f.Id != id)) return;
        Fields = Fields.Without(id);
        Changed(me, now);
        Record(new DeskFieldWasDeleted(Id, id), me, now);
    }

    public void MoveField(Actor me, Guid id, bool earlier, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        Fields = Fields.Moved(id, earlier);
        Changed(me, now);
    }
}

/// <summary>What tickets have in it is forgotten.</summary>
public sealed record DeskFieldWasDeleted(Guid DeskId, Guid FieldId) : Fact { public override FactSubject Subject => new(SubjectKind.Desk, DeskId, DeskId); }
