using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>
/// One request of one customer, from its first second to its last. This file holds what a ticket is and how it begins;
/// its verbs stand in <c>Ticket.Thread.cs</c> (what people write), <c>Ticket.Lifecycle.cs</c> (where it stands) and
/// <c>Ticket.Fields.cs</c> (whose it is, how urgent, what it is linked to), <c>Ticket.Customer.cs</c> (who asked), <c>Ticket.People.cs</c> (who else has a hand in it),
/// <c>Ticket.Tags.cs</c>, <c>Ticket.CustomFields.cs</c>, <c>Ticket.Records.cs</c> and <c>Ticket.Suppliers.cs</c> (what it is about, and who else is asked),
/// <c>Ticket.Merging.cs</c> (two that are one, one that is two); its dates, to-dos and times in <c>Ticket.Dates.cs</c>, <c>Ticket.Todos.cs</c> and <c>Ticket.Time.cs</c>;
/// <c>Ticket.Escalation.cs</c> who is called when it is stuck;
/// what follows from them with time in <c>Ticket.Timers.cs</c> and <c>Ticket.Sla.cs</c>, and what is sent later in <c>Ticket.Outgoing.cs</c>.
/// </summary>
public sealed partial class Ticket : Aggregate
{
    private readonly List<Entry> _entries = [];
    private readonly List<TicketLink> _links = [];
    private readonly List<ExtraDepartment> _extraDepartments = [];
    private readonly List<Assignee> _assignees = [];
    private readonly List<Follower> _followers = [];
    private readonly List<TicketRecord> _records = [];
    private readonly List<TicketSupplier> _suppliers = [];

    private Ticket() { }

    public Guid Id { get; private set; }
    /// <summary>Sequential in the installation, never reused. Given at the first commit; 0 before.</summary>
    public long Number { get; private set; }
    public Guid DeskId { get; private set; }
    public string Subject { get; private set; } = "";
    public string? Description { get; private set; }
    public Channel Channel { get; private set; }
    public Guid? CategoryId { get; private set; }
    public Guid? TypeId { get; private set; }
    public Requester Requester { get; private set; } = new("", null, null);
    public Guid? ContactId { get; private set; }
    public Guid? OrganisationId { get; private set; }
    public Guid StatusId { get; private set; }
    /// <summary>The status's category, kept beside it for the board's and the lists' indexes.</summary>
    public StatusCategory StatusCategory { get; private set; }
    public Priority Priority { get; private set; } = Priority.Medium;
    public PrioritySource PrioritySource { get; private set; }
    public Priority? RequestedPriority { get; private set; }
    public SuggestedPriority? SuggestedPriority { get; private set; }
    public Guid? OwnerId { get; private set; }
    /// <summary>The primary department: always exactly one.</summary>
    public Guid DepartmentId { get; private set; }
    public Resolution? Resolution { get; private set; }
    public Hold? OnHold { get; private set; }
    public Acknowledgement? Acknowledged { get; private set; }
    public Escalation? Escalation { get; private set; }
    public Merge? Merged { get; private set; }
    public SetAside? Aside { get; private set; }
    /// <summary>The chat that became this ticket; unique, so that it does so once.</summary>
    public Guid? ChatSessionId { get; private set; }
    /// <summary>Made by whoever opened it (form, API); unique on the desk, so that a resend opens no second ticket.</summary>
    public string? SenderMadeId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset LastActivityAt { get; private set; }
    public DateTimeOffset? FirstAnsweredAt { get; private set; }
    public DateTimeOffset? ResolvedAt { get; private set; }
    /// <summary>Bumped by decisions, not by appending: the database refuses a decision on an older one.</summary>
    public int Version { get; private set; }

    /// <summary>Those loaded or added in this operation.</summary>
    public IReadOnlyList<Entry> Entries => _entries;
    public IReadOnlyList<TicketLink> Links => _links;
    public IReadOnlyList<ExtraDepartment> ExtraDepartments => _extraDepartments;
    public IReadOnlyList<Assignee> Assignees => _assignees;
    public IReadOnlyList<Follower> Followers => _followers;
    public IReadOnlyList<TicketRecord> Records => _records;
    public IReadOnlyList<TicketSupplier> Suppliers => _suppliers;

    public TicketPlace Place => new(DeskId, [DepartmentId, .. _extraDepartments.Select(d => d.DepartmentId)]);

    /// <exception cref="RuleViolation">Something the desk requires is missing; the message says what.</exception>
    public static Ticket Open(NewTicket what, Desk desk, Actor by, DateTimeOffset now)
    {
        if (by.Kind is ActorKind.Agent) by.Demand(Right.WorkTickets);
        if (by.Kind is ActorKind.Assistant) throw new RuleViolation("The assistant proposes; a person opens tickets.");
        what = what with
        {
            RequesterName = Text.OptionalLine(what.RequesterName, "requester", Limits.Name),
            RequesterEmail = Text.OptionalEmail(what.RequesterEmail),
            Description = Text.OptionalBody(what.Description, "description"),
        };
        CheckRequired(what, desk);
        var first = desk.FirstStatus;
        var ticket = new Ticket
        {
            Id = Ids.New(now),
            DeskId = desk.Id,
            Subject = Text.Line(what.Subject, "subject"),
            Description = what.Description,
            Channel = what.Channel,
            Requester = Requester.Checked(what.RequesterName ?? what.RequesterEmail ?? "Unknown", what.RequesterEmail, what.RequesterPhone),
            ContactId = what.ContactId,
            OrganisationId = what.OrganisationId,
            DepartmentId = what.DepartmentId is { } d ? desk.Department(d).Id : desk.DefaultDepartment.Id,
            CategoryId = what.CategoryId is { } c ? desk.Offered(c).Id : desk.DefaultCategory?.Id,
            TypeId = what.TypeId is { } type ? desk.OfferedType(type).Id : null,
            StatusId = first.Id,
            StatusCategory = first.Category,
            ChatSessionId = what.ChatSessionId,
            SenderMadeId = Text.OptionalSenderMadeId(what.SenderMadeId),
            FirstAnsweredAt = what.AnsweredAt,
            LastAnsweredAt = what.AnsweredAt,
            CreatedAt = now,
            LastActivityAt = now,
            Version = 1,
        };
        ticket.TakeInitialPriority(what.Priority, desk, by);
        ticket.TakeInitialFields(what, desk);
        ticket.Record(new TicketWasOpened(ticket.Id, ticket.Place, what.Channel, what.ChatSessionId), by, now);
        ticket.Meet(TicketEvent.Created, desk, by, now);
        if (what.OwnerId is { } owner) ticket.Assign(by, owner, desk, now, notify: what.NotifyOwner);
        ticket.Settle(desk, now);
        return ticket;
    }

    /// <summary>Called by the database at the first commit, once.</summary>
    public void TakeNumber(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        if (Number != 0) throw new InvalidOperationException($"Ticket {Id} already has number {Number}.");
        Number = number;
    }

    private static void CheckRequired(NewTicket what, Desk desk)
    {
        var required = desk.Settings.Required;
        void Need(RequiredToCreate flag, bool given, string field, string sentence)
        {
            if ((required & flag) == flag && !given) throw new RuleViolation(sentence, field);
        }
        // A chat, a mail or a message opens a ticket with what it has; a form is asked for all of it.
        if (what.IsSplit || what.Channel is Channel.Chat or Channel.Email or Channel.Sms) required &= RequiredToCreate.Subject;
        Need(RequiredToCreate.Requester, !string.IsNullOrWhiteSpace(what.RequesterName), "requester", "Who is asking? The requester's name is missing.");
        Need(RequiredToCreate.Email, !string.IsNullOrWhiteSpace(what.RequesterEmail), "email", "The requester's e-mail address is missing.");
        Need(RequiredToCreate.Subject, !string.IsNullOrWhiteSpace(what.Subject), "subject", "The subject is missing. One line says what this is about.");
        Need(RequiredToCreate.Description, !string.IsNullOrWhiteSpace(what.Description), "description", "The description is missing. What happened?");
        Need(RequiredToCreate.Organisation, what.OrganisationId is not null, "organisation", "Which organisation is it for? Choose one.");
        Need(RequiredToCreate.Department, what.DepartmentId is not null, "department", "Which department should take it? Choose one.");
        Need(RequiredToCreate.Type, what.TypeId is not null, "type", "What type is it? Choose one.");
        Need(RequiredToCreate.Category, what.CategoryId is not null || desk.DefaultCategory is not null, "category", "What is it about? Choose a category.");
    }
}
