using LiveDesk.Domain.People;

namespace LiveDesk.Domain;

public enum ActorKind { Agent, Customer, Supplier, Rule, Assistant, System }

/// <summary>
/// Who does something. Always a parameter, never ambient. <see cref="Id"/> is the person, contact, supplier or rule;
/// <see cref="Sight"/> is what they may see, <see cref="Role"/> what an agent may do.
/// </summary>
public sealed record Actor
{
    private Actor() { }

    public required ActorKind Kind { get; init; }
    public Guid? Id { get; init; }
    public required string Name { get; init; }
    public Role Role { get; init; } = Role.None;
    public required Sight Sight { get; init; }

    public static readonly Actor System = new() { Kind = ActorKind.System, Name = "LiveDesk", Sight = Sight.Everything };

    /// <summary>Proposes only: no verb that changes a ticket accepts it. It sees what the agent who asked sees.</summary>
    public static Actor Assistant(Sight sightOfTheAsker) => new() { Kind = ActorKind.Assistant, Name = "Assistant", Sight = sightOfTheAsker };

    public static Actor Agent(Guid id, string name, Role role, Sight sight) =>
        new() { Kind = ActorKind.Agent, Id = id, Name = name, Role = role, Sight = sight };

    public static Actor Customer(Guid contactId, string name) =>
        new() { Kind = ActorKind.Customer, Id = contactId, Name = name, Sight = Sight.OfCustomer(contactId) };

    /// <summary>Somebody in a chat who has not said who they are.</summary>
    public static Actor Visitor(Guid visitorId, string name) =>
        new() { Kind = ActorKind.Customer, Id = visitorId, Name = name, Sight = Sight.Nothing };

    public static Actor Rule(Guid id, string name) => new() { Kind = ActorKind.Rule, Id = id, Name = name, Sight = Sight.Everything };

    public static Actor Supplier(Guid id, string name) => new() { Kind = ActorKind.Supplier, Id = id, Name = name, Sight = Sight.Nothing };

    public bool IsStaff => Kind is ActorKind.Agent;

    /// <exception cref="RuleViolation">The person's role does not include <paramref name="right"/>.</exception>
    public void Demand(Right right)
    {
        if (Kind is ActorKind.System or ActorKind.Rule) return;
        if (Kind is ActorKind.Assistant) throw new RuleViolation("The assistant proposes; a person decides.");
        if (Kind is not ActorKind.Agent) throw new RuleViolation("Only the desk's people can do this.");
        if (!Role.Includes(right)) throw new RuleViolation($"Your role ({Role.Name()}) does not include this: {right.Words()}. Ask an administrator.");
    }
}
