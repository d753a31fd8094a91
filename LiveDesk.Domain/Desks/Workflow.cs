namespace LiveDesk.Domain.Desks;

/// <summary>What can happen to a ticket that a workflow may answer with another status.</summary>
public enum TicketEvent
{
    Created, Assigned, Unassigned, Acknowledged, AgentReplied, NoteLeft, CustomerWrote, Held, Resumed, Escalated,
    Resolved, Confirmed, Reopened, Closed, SilenceElapsed, ResolvedElapsed, ChatEnded, MasterChanged,
}

/// <summary>When <paramref name="On"/> happens in a status of category <paramref name="From"/> (any, when null), the ticket moves to the status named <paramref name="To"/>.</summary>
public sealed record WorkflowRule(TicketEvent On, StatusCategory? From, string To);

/// <summary>May a ticket be moved by hand, and what must be given with it? Asked before a drop, a menu or a key; asked again by the ticket itself.</summary>
public sealed record MoveVerdict(MoveAnswer Answer, string? Reason = null)
{
    public static readonly MoveVerdict Allowed = new(MoveAnswer.Allowed);
    public static readonly MoveVerdict AlreadyThere = new(MoveAnswer.AlreadyThere);

    public static MoveVerdict Refused(string reason) => new(MoveAnswer.Refused, reason);
}

public enum MoveAnswer
{
    Allowed,
    AlreadyThere,
    /// <summary>Allowed once the resolution is written down.</summary>
    NeedsResolution,
    /// <summary>Allowed with a reason for the hold.</summary>
    NeedsHoldReason,
    /// <summary>Allowed with somebody whom it goes to, and why.</summary>
    NeedsEscalation,
    /// <summary>Allowed with a reason, which stays as a note.</summary>
    NeedsReason,
    Refused,
}
