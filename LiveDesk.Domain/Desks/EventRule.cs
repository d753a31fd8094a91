using static LiveDesk.Domain.Desks.StatusCategory;

namespace LiveDesk.Domain.Desks;

/// <summary>What a workflow may answer an event with: from where it can happen, and where it may lead.</summary>
/// <param name="From">The kinds of status in which it can happen at all.</param>
/// <param name="To">The kinds of status it may lead to.</param>
/// <param name="IsByHand">A person asks for it, so it cannot lead to a status that only events set; and it can ask for a resolution.</param>
public sealed record EventRule(TicketEvent On, IReadOnlyList<StatusCategory> From, IReadOnlyList<StatusCategory> To, bool IsByHand = false)
{
    private static readonly StatusCategory[] Open = [New, Active, WaitingCustomer, OnHold];
    private static readonly StatusCategory[] Any = [New, Active, WaitingCustomer, OnHold, StatusCategory.Resolved, StatusCategory.Closed];
    private static readonly StatusCategory[] Work = [Active, WaitingCustomer];

    /// <summary>Every event that is reported today, in the order of a ticket's life.</summary>
    public static readonly IReadOnlyList<EventRule> All =
    [
        new(TicketEvent.Created, [New], [New, Active, WaitingCustomer]),
        new(TicketEvent.Assigned, Open, [New, Active, WaitingCustomer]),
        new(TicketEvent.Unassigned, Open, [New, Active, WaitingCustomer]),
        new(TicketEvent.Acknowledged, Open, Work),
        new(TicketEvent.AgentReplied, Any, Work),
        new(TicketEvent.NoteLeft, Any, Work),
        new(TicketEvent.CustomerWrote, Any, [New, Active]),
        new(TicketEvent.Escalated, Open, Work),
        new(TicketEvent.Held, [New, Active, WaitingCustomer], [OnHold], IsByHand: true),
        new(TicketEvent.Resumed, [OnHold], Work),
        new(TicketEvent.ChatEnded, Open, [Active, WaitingCustomer, StatusCategory.Resolved, StatusCategory.Closed]),
        new(TicketEvent.MasterChanged, Open, Work),
        new(TicketEvent.Resolved, Open, [StatusCategory.Resolved, StatusCategory.Closed], IsByHand: true),
        new(TicketEvent.Confirmed, [StatusCategory.Resolved], [StatusCategory.Closed]),
        new(TicketEvent.Reopened, [StatusCategory.Resolved, StatusCategory.Closed], Work, IsByHand: true),
        new(TicketEvent.Closed, [New, Active, WaitingCustomer, OnHold, StatusCategory.Resolved], [StatusCategory.Closed], IsByHand: true),
        new(TicketEvent.SilenceElapsed, [WaitingCustomer], [StatusCategory.Closed]),
        new(TicketEvent.ResolvedElapsed, [StatusCategory.Resolved], [StatusCategory.Closed]),
    ];

    /// <exception cref="RuleViolation">Nothing reports this event, so a rule for it would do nothing.</exception>
    public static EventRule Of(TicketEvent on) => All.FirstOrDefault(e => e.On == on) ?? throw new RuleViolation("No rule can be made for this event.", "event");

    /// <summary>As it stands in a sentence: “When …”.</summary>
    public string Words => On switch
    {
        TicketEvent.Created => "a ticket is opened",
        TicketEvent.Assigned => "a ticket is assigned",
        TicketEvent.Unassigned => "a ticket goes back to the queue",
        TicketEvent.Acknowledged => "a ticket is acknowledged",
        TicketEvent.AgentReplied => "an agent replies",
        TicketEvent.NoteLeft => "somebody leaves a note",
        TicketEvent.CustomerWrote => "the customer writes",
        TicketEvent.Escalated => "a ticket is escalated",
        TicketEvent.Held => "a ticket is put on hold",
        TicketEvent.Resumed => "a hold ends",
        TicketEvent.ChatEnded => "the chat ends",
        TicketEvent.MasterChanged => "the ticket's master goes to another status",
        TicketEvent.Resolved => "a ticket is resolved",
        TicketEvent.Confirmed => "the customer confirms",
        TicketEvent.Reopened => "a ticket is reopened",
        TicketEvent.Closed => "a ticket is closed",
        TicketEvent.SilenceElapsed => "the customer stays silent",
        _ => "nobody came back to a resolved ticket",
    };
}
