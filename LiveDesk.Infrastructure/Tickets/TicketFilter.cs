using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>Which tickets of a desk, in which order, and which page of them. Of several values any will do; null asks for nothing.</summary>
/// <param name="Search">Words, or a number in either form.</param>
/// <param name="Assignees">People, as owner or one of the others; <see cref="Guid.Empty"/> is nobody.</param>
/// <param name="Departments">As the primary one or a further one.</param>
/// <param name="Categories"><see cref="Guid.Empty"/> is none.</param>
/// <param name="Sla">As it is at <paramref name="Now"/>; cancelled stands for none.</param>
/// <param name="Due">A date of an open ticket: past, today, or within the next seven days; counted from <paramref name="Now"/>.</param>
/// <param name="Tags">All of these, each given by all that mean it (<see cref="Desk.TagsMeaning"/>).</param>
/// <param name="Fields">What custom fields have: all of these.</param>
/// <param name="Created">Opened on one of these days.</param>
/// <param name="Activity">With the last activity on one of these days.</param>
/// <param name="Of">What the page of this customer or record shows.</param>
/// <param name="IsAside">Those in the trash instead, spam among them.</param>
public sealed record TicketFilter(Guid DeskId, IReadOnlyList<Guid>? Statuses = null, IReadOnlyList<Priority>? Priorities = null, IReadOnlyList<Guid>? Assignees = null, IReadOnlyList<Guid>? Departments = null, IReadOnlyList<Guid>? Categories = null, IReadOnlyList<Channel>? Channels = null, IReadOnlyList<TicketsOf>? Of = null, string? Search = null, SlaState? Sla = null, TicketDue? Due = null, DateTimeOffset Now = default, bool IsAside = false, TicketOrder Order = TicketOrder.LastActivity, bool Ascending = false, int Page = 1, int PageSize = 50, IReadOnlyList<IReadOnlyList<Guid>>? Tags = null, IReadOnlyList<FieldFilter>? Fields = null, DayRange? Created = null, DayRange? Activity = null, IReadOnlyList<Guid>? Types = null)
{
    /// <summary>Whether it asks for more than a status: then an index of its own may know the few that are left.</summary>
    public bool Narrows => this is not { Priorities: null, Assignees: null, Departments: null, Categories: null, Types: null, Channels: null, Of: null, Search: null, Sla: null, Due: null, Tags: null, Fields: null, Created: null, Activity: null, IsEscalated: false };

    /// <summary>Only those to which somebody was called, and that is not over.</summary>
    public bool IsEscalated { get; init; }
}

/// <summary>Whose tickets: all that a page of theirs shows (<see cref="RelatedTickets"/>).</summary>
public sealed record TicketsOf(OwnerKind Kind, Guid Id);

public enum OwnerKind { Organisation, Contact, Record }

/// <summary>What a custom field has: one of its options, a piece of text, or a number or day between two, the ends among them.</summary>
public sealed record FieldFilter(Guid FieldId, IReadOnlyList<Guid>? Options = null, string? Contains = null, double? From = null, double? To = null);

/// <summary>Days as those who work here count them, the first and the last among them; null is without end.</summary>
public sealed record DayRange(DateOnly? From, DateOnly? To);

/// <summary>When the follow-up or the action of an open ticket is due.</summary>
public enum TicketDue { Overdue, Today, Week }

/// <summary>Due, ascending: the promise that is broken first; FollowUp: the day to look after it. Those without one last. Status: in the desk's order, the latest activity first in each.</summary>
public enum TicketOrder { LastActivity, Created, Priority, Number, Due, FollowUp, Status, Subject, Requester }
