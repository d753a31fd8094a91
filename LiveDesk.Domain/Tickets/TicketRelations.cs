namespace LiveDesk.Domain.Tickets;

/// <summary>A further department, on desks that allow several.</summary>
public sealed class ExtraDepartment
{
    private ExtraDepartment() { }

    internal ExtraDepartment(Guid ticketId, Guid departmentId) => (TicketId, DepartmentId) = (ticketId, departmentId);

    public Guid TicketId { get; private set; }
    public Guid DepartmentId { get; private set; }
}

/// <summary>A further assignee beside the owner, on desks that allow several.</summary>
public sealed class Assignee
{
    private Assignee() { }

    internal Assignee(Guid ticketId, Guid personId) => (TicketId, PersonId) = (ticketId, personId);

    public Guid TicketId { get; private set; }
    public Guid PersonId { get; private set; }
}

/// <summary>Somebody who does not work on the ticket, but is told what becomes of it.</summary>
public sealed class Follower
{
    private Follower() { }

    internal Follower(Guid ticketId, Guid personId) => (TicketId, PersonId) = (ticketId, personId);

    public Guid TicketId { get; private set; }
    public Guid PersonId { get; private set; }
}

/// <summary>A record (contract, equipment, property …) that the ticket is about.</summary>
public sealed class TicketRecord
{
    private TicketRecord() { }

    internal TicketRecord(Guid ticketId, Guid recordId) => (TicketId, RecordId) = (ticketId, recordId);

    public Guid TicketId { get; private set; }
    public Guid RecordId { get; private set; }
}

/// <summary>A supplier who was asked about the ticket, with a thread of their own that no customer sees.</summary>
public sealed class TicketSupplier
{
    private TicketSupplier() { }

    internal TicketSupplier(Guid ticketId, Guid organisationId) => (TicketId, OrganisationId) = (ticketId, organisationId);

    public Guid TicketId { get; private set; }
    public Guid OrganisationId { get; private set; }
    /// <summary>Whom to write to there.</summary>
    public Guid? ContactId { get; private set; }
    /// <summary>The day by which they are to answer or deliver.</summary>
    public DateOnly? DueOn { get; private set; }
    /// <summary>When that day is over, UTC.</summary>
    public DateTimeOffset? DueAt { get; private set; }
    /// <summary>Who set it.</summary>
    public Guid? DueBy { get; private set; }
    /// <summary>Somebody was told that it has passed.</summary>
    public bool IsTold { get; internal set; }

    internal DateTimeOffset? TellsAt => IsTold ? null : DueAt;

    internal void Expect(Guid? contactId, TodoDay? due, Guid? by)
    {
        ContactId = contactId;
        if (due?.EndsAt != DueAt) (DueBy, IsTold) = (by, false);
        (DueOn, DueAt) = (due?.Day, due?.EndsAt);
    }
}
