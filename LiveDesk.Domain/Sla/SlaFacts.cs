using LiveDesk.Domain.Tickets;

namespace LiveDesk.Domain.Sla;

/// <summary>The at-risk share of a target is used up. Once for each run of a clock.</summary>
public sealed record TargetIsAtRisk(Guid TicketId, TicketPlace Where, SlaKind Kind, DateTimeOffset DueAt) : TicketFact(TicketId, Where);

/// <summary>The whole target is used up. Once for each run of a clock.</summary>
public sealed record TargetWasBreached(Guid TicketId, TicketPlace Where, SlaKind Kind, DateTimeOffset DueAt) : TicketFact(TicketId, Where);
