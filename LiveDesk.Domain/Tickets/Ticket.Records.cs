using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Records;

namespace LiveDesk.Domain.Tickets;

/// <summary>What the ticket is about: a contract, a machine, a property.</summary>
public sealed partial class Ticket
{
    public const int MostRecords = 50;

    /// <summary>Those of its records that are contracts, kept in its own row: the promise follows from them with every change.</summary>
    public IReadOnlyList<Guid> Contracts { get; private set; } = [];

    /// <param name="type">The record's own type.</param>
    public void LinkRecord(Actor me, RelatedRecord record, RecordType type, Desk desk, DateTimeOffset now)
    {
        if (record.TypeId != type.Id) throw new ArgumentException($"Record {record.Id} is of another type than {type.Key}.", nameof(type));
        DemandPerson(me);
        DemandReachable();
        if (_records.Exists(r => r.RecordId == record.Id)) return;
        if (record.Archived is not null) throw new RuleViolation($"“{record.Name}” is archived. Bring it back first, or choose another.", "record");
        if (_records.Count >= MostRecords) throw new RuleViolation($"At most {MostRecords} records belong to a ticket.", "record");
        _records.Add(new TicketRecord(Id, record.Id));
        if (type.Key == RecordType.Contract) Contracts = [.. Contracts, record.Id];
        Decided(new RecordWasLinked(Id, Place, record.Id), me, now);
        Settle(desk, now);
    }

    public void UnlinkRecord(Actor me, Guid recordId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (_records.RemoveAll(r => r.RecordId == recordId) == 0) return;
        Contracts = [.. Contracts.Where(c => c != recordId)];
        Decided(new RecordWasUnlinked(Id, Place, recordId), me, now);
        Settle(desk, now);
    }
}
