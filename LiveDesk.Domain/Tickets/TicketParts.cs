using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

public enum Channel { Manual, Email, Portal, Chat, Sms, Api }

public enum Priority { Low = 1, Medium = 2, High = 3, Urgent = 4 }

public enum PrioritySource { Agent, Customer, Rule, Policy }

/// <summary>Who asked. Kept on the ticket as it was given; the contact behind it may change.</summary>
public sealed record Requester(string Name, string? Email, string? Phone)
{
    public static Requester Checked(string? name, string? email, string? phone) =>
        new(Text.Line(name, "requester", Limits.Name), Text.OptionalEmail(email), Text.OptionalLine(phone, "phone", 40));
}

public sealed record Resolution(string Text, Guid? By, DateTimeOffset At);
public sealed record Hold(string Reason, Guid? By, DateTimeOffset At, DateTimeOffset? ResumeAt);
public sealed record Acknowledgement(Guid? By, DateTimeOffset At);
/// <summary>It stands as long as the ticket is in the status for it, or, on a desk without one, until somebody ends it; never longer than the ticket is open.</summary>
public sealed record Escalation(string Reason, Guid? ToPerson, Guid? ToDepartment, Guid? By, DateTimeOffset At);
public sealed record Merge(Guid IntoTicketId, Guid? By, DateTimeOffset At);
/// <summary>Put aside; reversible for 30 days.</summary>
/// <param name="By">Null: it came from a sender of spam.</param>
public sealed record SetAside(bool IsSpam, Guid? By, DateTimeOffset At);
/// <summary>The assistant's proposal; only a person makes it the priority.</summary>
public sealed record SuggestedPriority(Priority Value, string Reason);

public enum LinkKind { Related, Duplicate, Child, SplitFrom, MergedFrom, FollowUpOf }

/// <summary>
/// From this ticket to another. A child's link points at its master. A ticket that others were merged into has a link to each of them, also
/// to those that had been merged into one of them before.
/// </summary>
public sealed class TicketLink
{
    private TicketLink() { }

    internal TicketLink(Guid ticketId, Guid otherId, LinkKind kind, DateTimeOffset now) => (Id, TicketId, OtherId, Kind, At) = (Ids.New(now), ticketId, otherId, kind, now);

    public Guid Id { get; private set; }
    public Guid TicketId { get; private set; }
    public Guid OtherId { get; private set; }
    public LinkKind Kind { get; private set; }
    public DateTimeOffset At { get; private set; }
    /// <summary>Of <see cref="LinkKind.MergedFrom"/> alone: the merge was undone then. What was written in between stays where it was written, and its customer still reads it.</summary>
    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Of <see cref="LinkKind.MergedFrom"/> alone: the other's customer waited for an answer then.</summary>
    public bool IsWaiting { get; private set; }
    /// <summary>What this ticket was before it took over that waiting; null: its own customer waited anyway.</summary>
    public Awakening? Awakened { get; private set; }

    internal void Waits(Awakening? awakened) => (IsWaiting, Awakened) = (true, awakened);

    internal void End(DateTimeOffset now) => EndedAt ??= now;
}

/// <summary>To whom a ticket is to be escalated, a person or a department, and why.</summary>
public sealed record NewEscalation(string Reason, Guid? ToPerson, Guid? ToDepartment)
{
    /// <exception cref="RuleViolation">It names nobody, or no reason.</exception>
    public NewEscalation Checked(Desk desk)
    {
        if (ToPerson is null && ToDepartment is null) throw new RuleViolation("To whom? An escalation needs a person or a department.", "to");
        if (ToDepartment is { } department) desk.Department(department);
        return this with { Reason = Domain.Text.Line(Reason, "reason") };
    }

    public bool IsSameAs(Escalation? there) => there is not null && (Reason, ToPerson, ToDepartment) == (there.Reason, there.ToPerson, there.ToDepartment);
}

/// <summary>What a move needs besides its target.</summary>
/// <param name="Fields">For custom fields that are empty and needed there, by their ids.</param>
/// <param name="SeenStatusId">The status the person saw; when somebody moved the ticket meanwhile, they are told instead of overruled.</param>
public sealed record MoveDetails(string? Resolution = null, string? HoldReason = null, DateTimeOffset? ResumeAt = null, Guid? SeenStatusId = null, IReadOnlyDictionary<Guid, string>? Fields = null)
{
    /// <summary>Into a status for escalated tickets.</summary>
    public NewEscalation? Escalation { get; init; }
    /// <summary>Of a master that ends: those of its children that are to end with it.</summary>
    public IReadOnlyList<Guid> Children { get; init; } = [];
}

/// <summary>What it takes to open a ticket. What is required is the desk's choice.</summary>
public sealed record NewTicket
{
    public required string Subject { get; init; }
    public string? Description { get; init; }
    public Channel Channel { get; init; } = Channel.Manual;
    public string? RequesterName { get; init; }
    public string? RequesterEmail { get; init; }
    public string? RequesterPhone { get; init; }
    public Guid? ContactId { get; init; }
    public Guid? OrganisationId { get; init; }
    public Guid? DepartmentId { get; init; }
    /// <summary>Null: the desk's usual one.</summary>
    public Guid? CategoryId { get; init; }
    public Guid? TypeId { get; init; }
    public Priority? Priority { get; init; }
    public Guid? OwnerId { get; init; }
    /// <summary>Whether the owner is to be told: the tick beside the field.</summary>
    public bool NotifyOwner { get; init; } = true;
    public Guid? ChatSessionId { get; init; }
    /// <summary>It begins with a message that is there already: nobody fills in a form.</summary>
    public bool IsSplit { get; init; }
    public string? SenderMadeId { get; init; }
    /// <summary>The desk's custom fields, by their ids.</summary>
    public IReadOnlyDictionary<Guid, string>? Fields { get; init; }
    /// <summary>When the customer was answered already, in the chat that becomes this ticket.</summary>
    public DateTimeOffset? AnsweredAt { get; init; }
}
