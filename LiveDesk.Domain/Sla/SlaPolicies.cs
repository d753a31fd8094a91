using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Sla;

/// <summary>What policies ask of a ticket.</summary>
/// <param name="Contracts">Those that run.</param>
public sealed record SlaTraits(Priority Priority, Guid DepartmentId, Guid? OrganisationId = null, Guid? CategoryId = null, IReadOnlyList<Guid>? Contracts = null, Guid? TypeId = null)
{
    /// <param name="day">A contract counts from its first day to its last one.</param>
    public static SlaTraits Of(Ticket ticket, DateOnly day) => new(ticket.Priority, ticket.DepartmentId, ticket.OrganisationId, ticket.CategoryId, ticket.Contracts.RunningOn(day), ticket.TypeId);
}

public enum SlaCondition { Priority, Department, Organisation, Category, Contract }

/// <summary>A condition that a ticket met, and with what: a priority, or the id of what was asked for.</summary>
public sealed record SlaReason(SlaCondition Condition, Priority? Priority = null, Guid? Id = null);

/// <param name="Because">One reason for each condition the policy has; none when it is for every ticket.</param>
public sealed record SlaMatch(SlaPolicy Policy, IReadOnlyList<SlaReason> Because);

public static class SlaPolicies
{
    /// <summary>The first policy by order whose conditions the ticket meets, and why; null when there is none.</summary>
    public static SlaMatch? Match(IEnumerable<SlaPolicy> policies, SlaTraits ticket) => Match(policies, _ => ticket);

    /// <param name="ticket">As each policy finds it: its calendar says which day it is.</param>
    public static SlaMatch? Match(IEnumerable<SlaPolicy> policies, Func<SlaPolicy, SlaTraits> ticket) =>
        policies.OrderBy(p => p.Order).ThenBy(p => p.Id).Select(p => Match(p, ticket(p))).FirstOrDefault(m => m is not null);

    private static SlaMatch? Match(SlaPolicy policy, SlaTraits ticket)
    {
        var reasons = new List<SlaReason>();
        bool Meets<T>(IReadOnlyList<T> wanted, T? value, SlaReason reason) where T : struct
        {
            if (wanted.Count == 0) return true;
            reasons.Add(reason);
            return value is { } given && wanted.Contains(given);
        }
        var fits = Meets(policy.Priorities, ticket.Priority, new(SlaCondition.Priority, Priority: ticket.Priority))
            && Meets(policy.Departments, ticket.DepartmentId, new(SlaCondition.Department, Id: ticket.DepartmentId))
            && Meets(policy.Organisations, ticket.OrganisationId, new(SlaCondition.Organisation, Id: ticket.OrganisationId))
            && Meets(policy.Categories, Sorted(policy, ticket), new(SlaCondition.Category, Id: Sorted(policy, ticket)))
            && Meets(policy.Contracts, Covering(policy, ticket), new(SlaCondition.Contract, Id: Covering(policy, ticket)));
        return fits ? new SlaMatch(policy, reasons) : null;
    }

    /// <summary>Its category or its type, whichever the policy asks for.</summary>
    private static Guid? Sorted(SlaPolicy policy, SlaTraits ticket) => ticket.TypeId is { } type && policy.Categories.Contains(type) ? type : ticket.CategoryId;

    /// <summary>Of the contracts that the ticket names, the first that the policy asks for.</summary>
    private static Guid? Covering(SlaPolicy policy, SlaTraits ticket) => ticket.Contracts?.Where(policy.Contracts.Contains).Select(id => (Guid?)id).FirstOrDefault();
}
