using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Sla;

/// <summary>The at-risk share of a target is used up. Whoever has the ticket is told; if nobody has it, those who lead the desk.</summary>
/// <param name="DueAt">When it is to be met, UTC. Told once for each ticket, kind and due time, however often it is recorded.</param>
public sealed record TargetIsAtRisk(Guid TicketId, TicketPlace Where, SlaKind Kind, DateTimeOffset DueAt) : TicketFact(TicketId, Where);

/// <summary>The whole target is used up. Whoever has the ticket and those who lead the desk are told.</summary>
/// <inheritdoc cref="TargetIsAtRisk" path="/param"/>
public sealed record TargetWasBreached(Guid TicketId, TicketPlace Where, SlaKind Kind, DateTimeOffset DueAt) : TicketFact(TicketId, Where);
