using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What a card shows. Names of statuses, people and departments come from the catalogue.</summary>
public sealed record TicketCard(Guid Id, long Number, string Subject, string RequesterName, Guid StatusId, StatusCategory StatusCategory, Priority Priority, Guid? OwnerId, Guid DepartmentId, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, SlaMark? Sla);

/// <param name="Search">Words, or a number in either form.</param>
/// <param name="Assignee">A person; <see cref="Guid.Empty"/> is nobody.</param>
/// <param name="MyDepartments">Any of these; those of whoever asks.</param>
/// <param name="Sla">As it is at <paramref name="Now"/>; cancelled stands for none.</param>
/// <param name="IsAside">Those in the trash instead, spam among them.</param>
public sealed record TicketFilter(Guid DeskId, IReadOnlyList<Guid>? Statuses = null, Priority? Priority = null, Guid? Assignee = null, Guid? Department = null, IReadOnlyList<Guid>? MyDepartments = null, Guid? Category = null, string? Search = null, SlaState? Sla = null, DateTimeOffset Now = default, bool IsAside = false, TicketOrder Order = TicketOrder.LastActivity, bool Ascending = false, int Page = 1, int PageSize = 50);

public sealed record TicketName(Guid Id, long Number, string Subject, Guid DeskId);

/// <summary>Due: the promise that is broken first; those without one last.</summary>
public enum TicketOrder { LastActivity, Created, Priority, Number, Due }

public sealed record TicketList(IReadOnlyList<TicketCard> Tickets, int Total, int Page, int Pages);

public sealed class TicketQueries(DeskDatabase desk)
{
    /// <summary>Finished tickets stay on the board for this long; the list has them for ever.</summary>
    public static readonly TimeSpan BoardKeepsFinished = TimeSpan.FromDays(7);
    public const int MostOnBoard = 2000;

    /// <summary>Open tickets, and those finished lately, last activity first.</summary>
    public async Task<IReadOnlyList<TicketCard>> BoardAsync(Actor me, Guid deskId, DateTimeOffset now, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var since = now - BoardKeepsFinished;
        return await Living(db.Tickets).Where(t => t.DeskId == deskId)
            .Where(t => (t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed) || t.LastActivityAt > since)
            .OrderByDescending(t => t.LastActivityAt).Take(MostOnBoard).Select(Card).ToListAsync(ct);
    }

    public async Task<TicketList> ListAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var found = Matching(db, filter);
        var total = await found.CountAsync(ct);
        var pages = Math.Max(1, (total + filter.PageSize - 1) / filter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var tickets = await Ordered(found, filter).Skip((page - 1) * filter.PageSize).Take(filter.PageSize).Select(Card).ToListAsync(ct);
        return new TicketList(tickets, total, page, pages);
    }

    /// <summary>How many tickets each status holds under the same filter, whatever statuses it names.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountsAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await Matching(db, filter with { Statuses = null }).GroupBy(t => t.StatusId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>The id behind a number; a merged ticket's number leads to the one it was merged into.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<Guid> IdOfAsync(Actor me, long number, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var found = await db.Tickets.Where(t => t.Number == number).Select(t => new { t.Id, Into = t.Merged == null ? (Guid?)null : t.Merged.IntoTicketId }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("ticket");
        return found.Into is { } into && await db.Tickets.AnyAsync(t => t.Id == into, ct) ? into : found.Id;
    }

    /// <summary>What those of these tickets are called that this person may see.</summary>
    public async Task<IReadOnlyList<TicketName>> NamesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Tickets.Where(t => ids.Contains(t.Id)).Select(t => new TicketName(t.Id, t.Number, t.Subject, t.DeskId)).ToListAsync(ct);
    }

    private static IQueryable<Ticket> Living(IQueryable<Ticket> tickets) => tickets.AsNoTracking().Where(t => t.Merged == null && t.Aside == null);

    internal static IQueryable<Ticket> Matching(DeskDb db, TicketFilter f)
    {
        var found = (f.IsAside ? db.Tickets.AsNoTracking().Where(t => t.Aside != null) : Living(db.Tickets)).Where(t => t.DeskId == f.DeskId);
        if (f.Statuses is { Count: > 0 } statuses) found = found.Where(t => statuses.Contains(t.StatusId));
        if (f.Priority is { } priority) found = found.Where(t => t.Priority == priority);
        if (f.Assignee == Guid.Empty) found = found.Where(t => t.OwnerId == null);
        else if (f.Assignee is { } owner) found = found.Where(t => t.OwnerId == owner);
        if (f.Department is { } department) found = found.Where(t => t.DepartmentId == department);
        if (f.MyDepartments is { } mine) found = found.Where(t => mine.Contains(t.DepartmentId));
        if (f.Category is { } category) found = found.Where(t => t.CategoryId == category);
        if (f.Sla is { } sla) found = InState(found, sla, f.Now);
        return f.Search is { Length: > 0 } words ? Search.TicketSearch.Narrow(db, found, words) : found;
    }

    /// <summary>The rule of <see cref="SlaMark.StateAt"/>, for the database.</summary>
    private static IQueryable<Ticket> InState(IQueryable<Ticket> tickets, SlaState state, DateTimeOffset now) => state switch
    {
        SlaState.Breached => tickets.Where(t => t.SlaOutcome == SlaOutcome.MetLate || (t.SlaOutcome == null && t.SlaDueAt <= now)),
        SlaState.AtRisk => tickets.Where(t => t.SlaOutcome == null && t.SlaAtRiskAt <= now && (t.SlaDueAt == null || t.SlaDueAt > now)),
        SlaState.OnTrack => tickets.Where(t => t.SlaKindShown != null && t.SlaOutcome == null && (t.SlaDueAt == null || t.SlaDueAt > now) && (t.SlaAtRiskAt == null || t.SlaAtRiskAt > now)),
        SlaState.Met => tickets.Where(t => t.SlaOutcome == SlaOutcome.Met),
        _ => tickets.Where(t => t.SlaKindShown == null),
    };

    private static IQueryable<Ticket> Ordered(IQueryable<Ticket> tickets, TicketFilter f) => (f.Order, f.Ascending) switch
    {
        (TicketOrder.Created, false) => tickets.OrderByDescending(t => t.CreatedAt),
        (TicketOrder.Created, true) => tickets.OrderBy(t => t.CreatedAt),
        (TicketOrder.Priority, false) => tickets.OrderByDescending(t => t.Priority).ThenByDescending(t => t.LastActivityAt),
        (TicketOrder.Priority, true) => tickets.OrderBy(t => t.Priority).ThenByDescending(t => t.LastActivityAt),
        (TicketOrder.Number, false) => tickets.OrderByDescending(t => t.Number),
        (TicketOrder.Number, true) => tickets.OrderBy(t => t.Number),
        (TicketOrder.Due, false) => tickets.OrderByDescending(t => t.SlaDueAt != null).ThenByDescending(t => t.SlaDueAt).ThenByDescending(t => t.LastActivityAt),
        (TicketOrder.Due, true) => tickets.OrderByDescending(t => t.SlaDueAt != null).ThenBy(t => t.SlaDueAt).ThenByDescending(t => t.LastActivityAt),
        (_, true) => tickets.OrderBy(t => t.LastActivityAt),
        _ => tickets.OrderByDescending(t => t.LastActivityAt),
    };

    private static readonly System.Linq.Expressions.Expression<Func<Ticket, TicketCard>> Card = t =>
        new TicketCard(t.Id, t.Number, t.Subject, t.Requester.Name, t.StatusId, t.StatusCategory, t.Priority, t.OwnerId, t.DepartmentId, t.CreatedAt, t.LastActivityAt,
            t.SlaKindShown == null ? null : new SlaMark(t.SlaKindShown.Value, t.SlaAtRiskAt, t.SlaDueAt, t.SlaPausedLeft, t.SlaOutcome));
}
