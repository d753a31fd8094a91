using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;

namespace LiveDesk.Domain.Tickets;

/// <summary>What the desk asks of its tickets, and when it must be there.</summary>
public sealed partial class Ticket
{
    public IReadOnlyDictionary<Guid, string> FieldValues { get; private set; } = Fields.FieldValues.None;

    /// <summary>One field. Null empties it.</summary>
    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public void FillIn(Actor me, Guid fieldId, string? value, Desk desk, DateTimeOffset now, Seen<string?>? seen = null)
    {
        DemandPerson(me);
        DemandReachable();
        var field = desk.Fields.Asked(fieldId);
        var before = FieldValues.Of(fieldId);
        var wanted = field.Read(value, before);
        ChangedMeanwhile.Check(TicketField.Custom, seen, before, wanted, field);
        if (wanted == before) return;
        if (wanted is null && (field.IsNeeded(FieldNeed.ToCreate, Place.Departments) || (!IsOpen && field.IsNeeded(FieldNeed.OnResolve, Place.Departments))))
            throw new RuleViolation($"“{field.Name}” is needed on this ticket. Fill in another value instead of none.", field.Key);
        Write(field, wanted, me, now);
        Settle(desk, now);
    }

    /// <summary>Its field was deleted from the desk: what was filled in goes. Nobody decided on the ticket, so nothing counts as activity.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Forget(Guid fieldId)
    {
        if (!FieldValues.ContainsKey(fieldId)) return false;
        FieldValues = FieldValues.With(fieldId, null);
        Version++;
        return true;
    }

    /// <summary>What has to be filled in before the ticket is resolved.</summary>
    public static IEnumerable<CustomField> MissingToResolve(Desk desk, IReadOnlyCollection<Guid> departments, IReadOnlyDictionary<Guid, string> values) =>
        desk.Fields.Missing(FieldNeed.OnResolve, departments, values.ContainsKey);

    /// <summary>Of a form; a chat, a mail or a message opens a ticket with what it has.</summary>
    private void TakeInitialFields(NewTicket what, Desk desk)
    {
        var given = (what.Fields ?? Fields.FieldValues.None).Select(f => (f.Key, Value: desk.Fields.Asked(f.Key).Read(f.Value))).Where(f => f.Value is not null).ToList();
        foreach (var (field, value) in given) FieldValues = FieldValues.With(field, value);
        if (what.Channel is Channel.Chat or Channel.Email or Channel.Sms) return;
        if (desk.Fields.Missing(FieldNeed.ToCreate, Place.Departments, FieldValues.ContainsKey).FirstOrDefault() is { } missing) throw new RuleViolation($"“{missing.Name}” is missing. Please fill it in.", missing.Key);
    }

    /// <summary>What a move brings along for fields that are empty; what somebody filled in stays.</summary>
    /// <exception cref="RuleViolation">One of them is not what its field asks for, or what the end of the work needs is still missing.</exception>
    private List<(CustomField Field, string Value)> FieldsWith(MoveDetails details, Status to, Desk desk)
    {
        var given = (details.Fields ?? Fields.FieldValues.None).Where(f => !FieldValues.ContainsKey(f.Key)).Select(f => (Field: desk.Fields.Asked(f.Key), f.Value)).Select(f => (f.Field, Value: f.Field.Read(f.Value)!)).Where(f => f.Value is not null).ToList();
        if (IsOpen && !to.IsOpen && MissingToResolve(desk, Place.Departments, FieldValues).FirstOrDefault(m => !given.Exists(g => g.Field.Id == m.Id)) is { } missing)
            throw new RuleViolation($"“{missing.Name}” is needed before this ticket is done. Fill it in first.", missing.Key);
        return given;
    }

    /// <summary>No event leads around what is needed on resolve. That time closes a ticket, or a merge, is no resolving.</summary>
    private bool HasWhatItTakes(Status next, Desk desk) =>
        !IsOpen || next.Category is not StatusCategory.Resolved || !MissingToResolve(desk, Place.Departments, FieldValues).Any();

    private void Write(CustomField field, string? value, Actor me, DateTimeOffset now)
    {
        var before = FieldValues.Of(field.Id) ?? "";
        FieldValues = FieldValues.With(field.Id, value);
        Decided(new TicketFieldWasFilledIn(Id, Place, field.Id, value is null), me, now, before);
    }
}
