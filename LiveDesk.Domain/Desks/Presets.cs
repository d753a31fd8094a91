using LiveDesk.Domain.Sla;
using Priority = LiveDesk.Domain.Tickets.Priority;
using static LiveDesk.Domain.Desks.Preset;
using static LiveDesk.Domain.Desks.StatusCategory;
using static LiveDesk.Domain.Desks.StatusFlags;
using static LiveDesk.Domain.Desks.TicketEvent;

namespace LiveDesk.Domain.Desks;

public sealed record PresetStatus(string Name, StatusCategory Category, string Colour, StatusFlags Flags = None, string? CustomerName = null)
{
    public bool Enabled => !Flags.HasFlag(Disabled);

    internal StatusState State(Guid id, int order) => new(id, Name, CustomerName ?? Name, Category, Colour, order, Flags);
}

/// <summary>A way to run a desk, as data: what a new desk starts with.</summary>
public sealed record Preset(string Name, string Title, string ForWhom, IReadOnlyList<PresetStatus> Statuses, IReadOnlyList<WorkflowRule> Rules, DeskSettings Settings)
{
    public IReadOnlyList<string> Departments { get; init; } = ["Support"];
    public IReadOnlyList<string> Categories { get; init; } = [];
    /// <summary>Of what type a ticket is, beside what it is about; most desks have no such list.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
    /// <summary>One of <see cref="Categories"/>, for tickets of which nobody says what they are about.</summary>
    public string? DefaultCategory { get; init; }
    /// <summary>Policies without a calendar: that is the new desk's own, office hours at first.</summary>
    public IReadOnlyList<SlaPolicy> Promises { get; init; } = [];

    /// <param name="response">Hours of work, as the others; null: not promised.</param>
    internal static SlaPolicy Promise(string name, double? response, double? next, double? resolution, ResponseStop stops = ResponseStop.FirstReply, params IReadOnlyList<Priority> priorities) => new()
    {
        Id = Guid.Empty, CalendarId = Guid.Empty, Name = name, Priorities = priorities, ResponseStopsAt = stops,
        Response = Hours(response), NextResponse = Hours(next), Resolution = Hours(resolution),
    };

    private static TimeSpan? Hours(double? count) => count is { } hours ? TimeSpan.FromHours(hours) : null;
}

/// <summary>The five desks that one ticket model serves (statuses, events and settings as the five desks asked for them).</summary>
public static class Presets
{
    public static readonly Preset FieldService = new("field", "Field service", "Firms that maintain machines at clients' sites",
        [
            new("New", New, "blue"), new("In Progress", Active, "teal"), new("On Hold", OnHold, "amber", PausesResolution),
            new("Resolved", StatusCategory.Resolved, "green"), new("Closed", StatusCategory.Closed, "grey", Muted),
        ],
        [
            new(AgentReplied, New, "In Progress"), new(Acknowledged, New, "In Progress"),
            new(CustomerWrote, WaitingCustomer, "In Progress"), new(CustomerWrote, OnHold, "In Progress"), new(CustomerWrote, StatusCategory.Resolved, "In Progress"),
            new(Held, null, "On Hold"), new(Resumed, OnHold, "In Progress"),
            new(TicketEvent.Resolved, null, "Resolved"), new(Confirmed, null, "Closed"), new(Reopened, null, "In Progress"), new(TicketEvent.Closed, null, "Closed"),
        ],
        new() { Required = RequiredToCreate.Organisation | RequiredToCreate.Subject, RecordTypes = ["contract", "equipment", "site"], ChatBecomesTicket = ChatBecomesTicket.WhenHandedOver })
    {
        Departments = ["Dispatch"], Categories = ["Breakdown", "Maintenance", "Installation"],
        Promises = [Promise("Urgent", 1, null, 9, ResponseStop.Either, Priority.Urgent), Promise("Standard", 4.5, null, 27, ResponseStop.Either)],
    };

    public static readonly Preset BusinessSuite = new("suite", "Business suite", "Companies that run support beside sales and billing",
        [
            new("New", New, "blue"), new("Assigned", New, "blue", Disabled), new("Open", Active, "teal"), new("Waiting", WaitingCustomer, "amber", PausesResolution, "Waiting for you"),
            new("On Hold", OnHold, "violet", PausesResolution), new("Resolved", StatusCategory.Resolved, "green", Disabled), new("Closed", StatusCategory.Closed, "grey", Muted),
        ],
        [
            new(AgentReplied, New, "Open"), new(Assigned, New, "Open"), new(CustomerWrote, WaitingCustomer, "Open"),
            new(Held, null, "On Hold"), new(Resumed, OnHold, "Open"), new(Reopened, null, "Open"),
            new(TicketEvent.Resolved, null, "Closed"), new(Confirmed, null, "Closed"), new(TicketEvent.Closed, null, "Closed"),
        ],
        new()
        {
            Required = RequiredToCreate.Requester | RequiredToCreate.Type | RequiredToCreate.Subject,
            SeveralAssignees = true, SeveralDepartments = true, Suppliers = true, ChatBecomesTicket = ChatBecomesTicket.ByHand,
        })
    {
        Departments = ["Support", "Sales", "Billing"], Types = ["Question", "Fault", "Order", "Complaint"], Categories = ["General", "Orders", "Delivery", "Products", "Invoices"],
        Promises = [Promise("Standard", 9, 9, 45)],
    };

    public static readonly Preset ServiceProvider = new("psa", "Service provider", "IT service providers",
        [
            new("New", New, "blue"), new("In Progress", Active, "teal"), new("Waiting on Customer", WaitingCustomer, "amber", PausesResolution, "Waiting for you"),
            new("Escalated", Active, "red", StatusFlags.Escalated), new("Resolved", StatusCategory.Resolved, "green", Muted), new("Closed", StatusCategory.Closed, "grey", Muted),
        ],
        [
            new(AgentReplied, New, "Waiting on Customer"), new(AgentReplied, Active, "Waiting on Customer"),
            new(CustomerWrote, WaitingCustomer, "In Progress"), new(CustomerWrote, StatusCategory.Resolved, "In Progress"),
            new(Assigned, New, "In Progress"), new(TicketEvent.Escalated, null, "Escalated"), new(Resumed, null, "In Progress"), new(Reopened, null, "In Progress"),
            new(TicketEvent.Resolved, null, "Resolved"), new(Confirmed, null, "Closed"), new(ResolvedElapsed, StatusCategory.Resolved, "Closed"), new(TicketEvent.Closed, null, "Closed"),
        ],
        new()
        {
            OpensOn = OpensOn.Board, WordForTop = "Critical", CustomerPicksPriority = true, TracksTime = true,
            ReopenWindow = TimeSpan.FromHours(24), CloseResolvedAfter = TimeSpan.FromHours(24),
        })
    {
        Departments = ["Service desk"], Categories = ["Incident", "Request", "Change"],
        Promises = [Promise("Critical", 0.5, 1, 4, priorities: Priority.Urgent), Promise("High", 2, 4, 9, priorities: Priority.High), Promise("Standard", 4.5, 9, 27)],
    };

    public static readonly Preset Technician = new("technician", "Technician", "Installers with a small office",
        [
            new("Open", New, "blue"), new("In Progress", Active, "teal"),
            new("Resolved", StatusCategory.Resolved, "green"), new("Closed", StatusCategory.Closed, "grey", Muted),
        ],
        [
            new(AgentReplied, New, "In Progress"), new(CustomerWrote, StatusCategory.Resolved, "In Progress"), new(Reopened, null, "In Progress"),
            new(TicketEvent.Resolved, null, "Resolved"), new(Confirmed, StatusCategory.Resolved, "Closed"), new(TicketEvent.Closed, null, "Closed"),
        ],
        new()
        {
            NumberForm = NumberForm.Scrambled, OpensOn = OpensOn.ListByCreation, ClosedHasTab = false, ComposerOpensOn = ComposerOpensOn.Note, RecordTypes = ["property"],
            ResolutionText = ResolutionText.Required,
            Required = RequiredToCreate.Requester | RequiredToCreate.Email | RequiredToCreate.Subject | RequiredToCreate.Description,
        })
    { Departments = ["Office"], Categories = ["General", "Alarm", "CCTV", "Access Control", "Intercom"], DefaultCategory = "General" };

    public static readonly Preset Hosting = new("hosting", "Hosting", "Hosting and web agencies",
        [
            new("Open", New, "blue"), new("Answered", WaitingCustomer, "green", SystemOnly), new("Customer Reply", Active, "amber", SystemOnly, "We are on it"),
            new("In Progress", Active, "teal"), new("On Hold", OnHold, "violet", PausesResolution), new("Closed", StatusCategory.Closed, "grey", Muted),
        ],
        [
            new(AgentReplied, New, "Answered"), new(AgentReplied, Active, "Answered"), new(AgentReplied, WaitingCustomer, "Answered"), new(AgentReplied, OnHold, "Answered"),
            new(CustomerWrote, null, "Customer Reply"), new(Held, null, "On Hold"), new(Resumed, OnHold, "In Progress"), new(Reopened, null, "In Progress"),
            new(TicketEvent.Resolved, null, "Closed"), new(Confirmed, null, "Closed"), new(SilenceElapsed, WaitingCustomer, "Closed"), new(TicketEvent.Closed, null, "Closed"),
        ],
        new()
        {
            Required = RequiredToCreate.Department | RequiredToCreate.Subject | RequiredToCreate.Description,
            ResolutionText = ResolutionText.Off, DepartmentsLimitSight = true, CustomerPicksPriority = true, ChatBecomesTicket = ChatBecomesTicket.AtOnce, CloseSilentAfter = TimeSpan.FromDays(5),
        })
    { Departments = ["Technical", "Billing", "Domains"], Categories = ["Website", "Mail", "Domain", "Invoice"] };

    public static readonly IReadOnlyList<Preset> All = [FieldService, BusinessSuite, ServiceProvider, Technician, Hosting];

    public static Preset Named(string name) => All.FirstOrDefault(p => p.Name == name)
        ?? throw new RuleViolation($"There is no preset “{name}”. Choose one of: {string.Join(", ", All.Select(p => p.Name))}.", "preset");
}
