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
    public IReadOnlyList<Guid> Contracts { get; init; } = [];
    public bool IsOpen => StatusCategory is not (StatusCategory.Resolved or StatusCategory.Closed);
    /// <inheritdoc cref="Ticket.IsCustomersTop"/>
    public bool IsCustomersTop => Ticket.IsCustomersTop(Priority, PrioritySource);
    public FactSubject Place => new(SubjectKind.Ticket, Id, DeskId, Departments);
}

/// <param name="IsIncoming">The link is the other ticket's: of a child's link this is the master's side.</param>
public sealed record LinkedTicket(Guid Id, long Number, Guid DeskId, string Subject, Guid StatusId, LinkKind Kind, bool IsIncoming);

public sealed record EntryView(Guid Id, EntryKind Kind, IReadOnlyList<Author> Authors, string Body, IReadOnlyList<Source> Sources, DateTimeOffset At, Delivery Delivery, string? DeliveryProblem, IReadOnlyList<FileView> Files);

public sealed record ChildTicket(Guid Id, long Number, string Subject, string RequesterName, Guid StatusId);

/// <param name="Size">Bytes.</param>
public sealed record FileView(Guid Id, string FileName, string ContentType, long Size, bool IsPicture);

/// <param name="Earlier">How many entries stand before the first one here.</param>
public sealed record ThreadView(IReadOnlyList<EntryView> Entries, int Earlier);

/// <summary>One ticket, read for its page.</summary>
public sealed class TicketPageQueries(DeskDatabase desk)
{
    private const int MostChildren = 200;

    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TicketDetail> DetailAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).Include(t => t.Links).SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        var tags = await db.Set<TicketTag>().AsNoTracking().Where(x => x.TicketId == ticketId).Select(x => x.TagId).ToListAsync(ct);
        return new TicketDetail(
            ticket.Id, ticket.Number, ticket.DeskId, ticket.Subject, ticket.Description, ticket.Channel, ticket.Requester, ticket.ContactId, ticket.OrganisationId,
            ticket.StatusId, ticket.StatusCategory, ticket.Priority, ticket.PrioritySource, ticket.RequestedPriority, ticket.OwnerId, ticket.DepartmentId, ticket.CategoryId,
            ticket.Resolution, ticket.OnHold, ticket.Acknowledged, ticket.Escalation, ticket.Aside, ticket.NextTimerAt, ticket.FollowUpAt, ticket.ActionRequiredAt, ticket.Sla, ticket.Clocks, ticket.ChatSessionId,
            ticket.CreatedAt, ticket.LastActivityAt, ticket.Place.Departments, await LinksAsync(db, ticket, ct), tags, ticket.FieldValues) { Contracts = ticket.Contracts };
    }

    /// <summary>The children of a master that are open still, on its desk, by number: what ends it may end them.</summary>
    public async Task<IReadOnlyList<ChildTicket>> OpenChildrenAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var desks = db.Tickets.Where(t => t.Id == ticketId).Select(t => t.DeskId);
        return await db.Tickets.AsNoTracking()
            .Where(t => t.Links.Any(l => l.OtherId == ticketId && l.Kind == LinkKind.Child) && desks.Contains(t.DeskId) && t.Merged == null && t.Aside == null
                && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed)
            .OrderBy(t => t.Number).Take(MostChildren).Select(t => new ChildTicket(t.Id, t.Number, t.Subject, t.Requester.Name, t.StatusId)).ToListAsync(ct);
    }

    /// <summary>The last entries, oldest first.</summary>
    public async Task<ThreadView> ThreadAsync(Actor me, Guid ticketId, int last = 100, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var entries = db.Tickets.AsNoTracking().Where(t => t.Id == ticketId).SelectMany(t => t.Entries);
        var total = await entries.CountAsync(ct);
        var shown = await entries.OrderByDescending(e => e.Id).Take(last).ToListAsync(ct);
        shown.Reverse();
        var ids = shown.ConvertAll(e => (Guid?)e.Id);
        var files = await db.Attachments.AsNoTracking().Where(a => a.TicketId == ticketId && ids.Contains(a.EntryId)).OrderBy(a => a.Id).ToListAsync(ct);
        var byEntry = files.ToLookup(f => f.EntryId, f => new FileView(f.Id, f.FileName, f.ContentType, f.Size, f.IsPicture));
        return new ThreadView(shown.ConvertAll(e => new EntryView(e.Id, e.Kind, e.Authors, e.Body, e.Sources, e.At, e.Delivery, e.DeliveryProblem, [.. byEntry[e.Id]])), total - shown.Count);
    }

    /// <summary>Linked in either direction; a linked ticket that this person may not see is not named.</summary>
    private static async Task<IReadOnlyList<LinkedTicket>> LinksAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var outgoing = db.Tickets.Where(t => t.Id == ticket.Id).SelectMany(t => t.Links).Select(l => new { Other = l.OtherId, l.Kind, IsIncoming = false });
        var incoming = db.Tickets.SelectMany(t => t.Links).Where(l => l.OtherId == ticket.Id).Select(l => new { Other = l.TicketId, l.Kind, IsIncoming = true });
        var links = await outgoing.Union(incoming).Join(db.Tickets, l => l.Other, t => t.Id, (l, t) => new LinkedTicket(t.Id, t.Number, t.DeskId, t.Subject, t.StatusId, l.Kind, l.IsIncoming)).AsNoTracking().ToListAsync(ct);
        return links;
    }
}
