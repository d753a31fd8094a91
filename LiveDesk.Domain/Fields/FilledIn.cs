using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Fields;

/// <summary>A contact or an organisation, as far as the installation's fields go.</summary>
public abstract class FilledIn : Aggregate
{
    public IReadOnlyDictionary<Guid, string> FieldValues { get; private set; } = Fields.FieldValues.None;
    /// <summary>The database refuses to save over values that changed meanwhile.</summary>
    public int Version { get; private set; }

    /// <summary>One field. Null empties it.</summary>
    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void FillIn(Actor me, CustomField field, string? value, DateTimeOffset now, Seen<string?>? seen = null)
    {
        me.Demand(Right.WorkTickets);
        var before = FieldValues.Of(field.Id);
        var wanted = field.Read(value, before);
        ChangedMeanwhile.Check(TicketField.Custom, seen, before, wanted, field);
        if (wanted == before) return;
        if (wanted is null && field.IsNeeded(FieldNeed.ToCreate, [])) throw new RuleViolation($"“{field.Name}” is needed here. Fill in another value instead of none.", field.Key);
        FieldValues = FieldValues.With(field.Id, wanted);
        Version++;
        Record(WasChanged, me, now);
    }

    /// <summary>At creation: what is needed then must be there.</summary>
    protected void FillInAll(IReadOnlyList<CustomField> asked, IReadOnlyDictionary<Guid, string>? given)
    {
        foreach (var (id, value) in given ?? Fields.FieldValues.None) FieldValues = FieldValues.With(id, asked.Asked(id).Read(value));
        if (asked.Missing(FieldNeed.ToCreate, [], FieldValues.ContainsKey).FirstOrDefault() is { } missing) throw new RuleViolation($"“{missing.Name}” is missing. Please fill it in.", missing.Key);
    }

    /// <summary>Its field was deleted: what was filled in goes.</summary>
    public void Forget(Guid fieldId)
    {
        FieldValues = FieldValues.With(fieldId, null);
        Version++;
    }

    protected abstract Fact WasChanged { get; }
}
