using System.Linq.Expressions;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A ticket's page without its thread.</summary>
public sealed record TicketDetail(
    Guid Id, long Number, Guid DeskId, string Subject, string? Description, Channel Channel, Requester Requester, Guid? ContactId, Guid? OrganisationId,
    Guid StatusId, StatusCategory StatusCategory, Priority Priority, PrioritySource PrioritySource, Priority? RequestedPriority, Guid? OwnerId, Guid DepartmentId, Guid? CategoryId,
    Resolution? Resolution, Hold? OnHold, Acknowledgement? Acknowledged, Escalation? Escalation, SetAside? Aside, DateTimeOffset? NextTimerAt, DateTimeOffset? FollowUpAt, DateTimeOffset? ActionRequiredAt, SlaMark? Sla, IReadOnlyList<SlaRecord> Clocks, Guid? ChatSessionId,
    DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, IReadOnlyList<Guid> Departments, IReadOnlyList<LinkedTicket> Links, IReadOnlyList<Guid> Tags, IReadOnlyDictionary<Guid, string> FieldValues)
{
    public Guid? TypeId { get; init; }
    public IReadOnlyList<TicketContract> Contracts { get; init; } = [];
    /// <summary>The name of the organisation that it is for.</summary>
    public string? Organisation { get; init; }
    public IReadOnlyList<string> Cc { get; init; } = [];
    public SuggestedPriority? SuggestedPriority { get; init; }
    public TicketCustomer Customer => new(Requester, ContactId, OrganisationId);
    public bool IsOpen => StatusCategory is not (StatusCategory.Resolved or StatusCategory.Closed);
    /// <inheritdoc cref="Ticket.IsCustomersTop"/>
    public bool IsCustomersTop => Ticket.IsCustomersTop(Priority, PrioritySource);
    /// <summary>The tickets whose threads are read in this one's, the latest merge first.</summary>
    public IReadOnlyList<MergedTicket> Held { get; init; } = [];
    /// <summary>It was merged into one that this person may not see.</summary>
    public Merge? Merged { get; init; }
    /// <summary>Of a ticket that was called spam: what its sender writes next is spam too.</summary>
    public bool IsSpamSender { get; init; }
    /// <summary>A response clock runs that acknowledging stops.</summary>
    public bool AwaitsAcknowledgement => Acknowledged is null && Clocks.Any(c => c is { Kind: SlaKind.Response, Finish: null, Terms.ResponseStopsAt: not ResponseStop.FirstReply });
    public FactSubject Place => new(SubjectKind.Ticket, Id, DeskId, Departments);
}

/// <param name="IsIncoming">The link is the other ticket's: of a child's link this is the master's side.</param>
/// <param name="IsCarried">Of a ticket that was merged into this one: the link is its own, and stays with it.</param>
public sealed record LinkedTicket(Guid Id, long Number, Guid DeskId, string Subject, Guid StatusId, LinkKind Kind, bool IsIncoming, bool IsCarried = false);

public sealed record ChildTicket(Guid Id, long Number, string Subject, string RequesterName, Guid StatusId, bool IsOpen = true);

/// <summary>One ticket, read for its page.</summary>
public sealed partial class TicketPageQueries(DeskDatabase desk, TimeProvider clock)
{
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TicketDetail> DetailAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).Include(t => t.Links).SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        var tags = await db.Set<TicketTag>().AsNoTracking().Where(x => x.TicketId == ticketId).Select(x => x.TagId).Order().ToListAsync(ct);
        return new TicketDetail(
            ticket.Id, ticket.Number, ticket.DeskId, ticket.Subject, ticket.Description, ticket.Channel, ticket.Requester, ticket.ContactId, ticket.OrganisationId,
            ticket.StatusId, ticket.StatusCategory, ticket.Priority, ticket.PrioritySource, ticket.RequestedPriority, ticket.OwnerId, ticket.DepartmentId, ticket.CategoryId,
            ticket.Resolution, ticket.OnHold, ticket.Acknowledged, ticket.Escalation, ticket.Aside, ticket.NextTimerAt, ticket.FollowUpAt, ticket.ActionRequiredAt, ticket.Sla, ticket.Clocks, ticket.ChatSessionId,
            ticket.CreatedAt, ticket.LastActivityAt, ticket.Place.Departments, await LinksAsync(db, ticket, ct), tags, ticket.FieldValues)
        {
            TypeId = ticket.TypeId,
            Contracts = ticket.Contracts,
            Organisation = ticket.OrganisationId is { } organisation ? await db.Organisations.Where(o => o.Id == organisation).Select(o => o.Name).SingleOrDefaultAsync(ct) : null,
            Cc = ticket.Cc,
            SuggestedPriority = ticket.SuggestedPriority,
            Held = await HeldAsync(db, ticket.Id, [.. ticket.Links.Where(IsMerge).Select(l => l.OtherId)], ct),
            Merged = ticket.Merged,
            IsSpamSender = ticket is { Aside.IsSpam: true, Requester.Email: { } email } && await SpamSenders.Of(db, ticket.DeskId, email).AnyAsync(ct),
        };
    }

    /// <summary>The children of a master that are open still, on its desk, by number: what ends it may end them.</summary>
    public async Task<IReadOnlyList<ChildTicket>> OpenChildrenAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await OpenChildren(db, [ticketId]).OrderBy(t => t.Number).Take(BulkAction.Most).Select(Child).ToListAsync(ct);
    }

    /// <summary>All of them, the open ones first.</summary>
    public async Task<IReadOnlyList<ChildTicket>> ChildrenAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await Children(db, ticketId).OrderBy(t => t.StatusCategory == StatusCategory.Resolved || t.StatusCategory == StatusCategory.Closed).ThenBy(t => t.Number).Take(BulkAction.Most).Select(Child).ToListAsync(ct);
    }

    private static readonly Expression<Func<Ticket, ChildTicket>> Child = t =>
        new ChildTicket(t.Id, t.Number, t.Subject, t.Requester.Name, t.StatusId, t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed);

    internal static IQueryable<Ticket> Children(DeskDb db, Guid masterId) => Children(db, [masterId]);

    internal static IQueryable<Ticket> OpenChildren(DeskDb db, IReadOnlyCollection<Guid> masters) =>
        Children(db, masters).Where(t => t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed);

    /// <summary>Their own, and those of the tickets merged into them; on their desk. A master that this person may not see has none.</summary>
    private static IQueryable<Ticket> Children(DeskDb db, IReadOnlyCollection<Guid> masters)
    {
        var seen = db.Tickets.Where(t => masters.Contains(t.Id));
        var own = seen.Select(t => t.Id);
        var held = MergedTickets.Links(db).Where(l => own.Contains(l.TicketId)).Select(l => l.OtherId);
        var desks = seen.Select(t => t.DeskId);
        return db.Tickets.AsNoTracking().Where(t => !masters.Contains(t.Id) && t.Links.Any(l => (own.Contains(l.OtherId) || held.Contains(l.OtherId)) && l.Kind == LinkKind.Child) && desks.Contains(t.DeskId) && t.Merged == null && t.Aside == null);
    }

    /// <summary>Linked in either direction, those of tickets merged into this one with it; a linked ticket that this person may not see is not named.</summary>
    private static async Task<IReadOnlyList<LinkedTicket>> LinksAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var held = ticket.Links.Where(IsMerge).Select(l => l.OtherId).Append(ticket.Id).ToList();
        var all = db.Set<TicketLink>().Where(l => l.Kind != LinkKind.MergedFrom);
        var outgoing = all.Where(l => held.Contains(l.TicketId) && !held.Contains(l.OtherId)).Select(l => new { Other = l.OtherId, l.Kind, IsIncoming = false, IsCarried = l.TicketId != ticket.Id });
        var incoming = all.Where(l => held.Contains(l.OtherId) && !held.Contains(l.TicketId)).Select(l => new { Other = l.TicketId, l.Kind, IsIncoming = true, IsCarried = l.OtherId != ticket.Id });
        var links = await outgoing.Union(incoming).Join(db.Tickets, l => l.Other, t => t.Id, (l, t) => new LinkedTicket(t.Id, t.Number, t.DeskId, t.Subject, t.StatusId, l.Kind, l.IsIncoming, l.IsCarried)).AsNoTracking().ToListAsync(ct);
        return [.. links.OrderBy(l => l.Number).ThenBy(l => l.Kind).ThenBy(l => l.IsIncoming)];
    }
}
