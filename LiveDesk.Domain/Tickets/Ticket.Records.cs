using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Records;

namespace LiveDesk.Domain.Tickets;

/// <summary>What the ticket is about: a contract, a machine, a property.</summary>
public sealed partial class Ticket
{
    public const int MostRecords = 50;

    /// <summary>Those of its records that are contracts, kept in its own row: the promise follows from them with every change.</summary>
    public IReadOnlyList<TicketContract> Contracts { get; private set; } = [];

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
        if (type.Key == RecordType.Contract) Contracts = [.. Contracts, new TicketContract(record.Id, record.ValidFrom, record.ValidTo)];
        Decided(new RecordWasLinked(Id, Place, record.Id), me, now);
        Settle(desk, now);
    }

    public void UnlinkRecord(Actor me, Guid recordId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (_records.RemoveAll(r => r.RecordId == recordId) == 0) return;
        Contracts = [.. Contracts.Where(c => c.Id != recordId)];
        Decided(new RecordWasUnlinked(Id, Place, recordId), me, now);
        Settle(desk, now);
    }

    /// <summary>The term of one of its contracts was changed: the promise follows. Nobody decided on the ticket, so nothing counts as activity.</summary>
    /// <returns>Whether anything changed.</returns>
    public bool FollowContract(TicketContract contract, Desk desk, DateTimeOffset now)
    {
        if (!Contracts.Any(c => c.Id == contract.Id && c != contract)) return false;
        Contracts = [.. Contracts.Select(c => c.Id == contract.Id ? contract : c)];
        Version++;
        Settle(desk, now);
        return true;
    }

    /// <summary>When one of its contracts next begins or ends for a policy that asks for it; null: never.</summary>
    private DateTimeOffset? NextTermAt(Desk desk, DateTimeOffset now)
    {
        if (Contracts.Count == 0 || !IsOpen || Merged is not null || Aside is not null) return null;
        var turns = from policy in desk.SlaPolicies
                    from contract in Contracts
                    where policy.Contracts.Contains(contract.Id)
                    from day in new[] { contract.From, contract.To?.AddDays(1) }.OfType<DateOnly>()
                    let at = desk.Calendar(policy.CalendarId).StartOf(day)
                    where at > now
                    select (DateTimeOffset?)at;
        return turns.Min();
    }
}

/// <summary>A contract that a ticket names, with its term.</summary>
/// <param name="From">Its first day; null: it runs already.</param>
/// <param name="To">Its last day; null: it does not end.</param>
public sealed record TicketContract(Guid Id, DateOnly? From = null, DateOnly? To = null);

public static class TicketContracts
{
    public static IReadOnlyList<Guid> RunningOn(this IReadOnlyList<TicketContract> contracts, DateOnly day) => [.. contracts.Where(c => !(day < c.From) && !(day > c.To)).Select(c => c.Id)];
}
