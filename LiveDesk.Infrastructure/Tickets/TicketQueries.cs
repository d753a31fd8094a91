using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What a card shows. Names of statuses, people and departments come from the catalogue.</summary>
public sealed record TicketCard(Guid Id, long Number, string Subject, string RequesterName, Guid StatusId, StatusCategory StatusCategory, Priority Priority, Guid? OwnerId, Guid DepartmentId, DateTimeOffset CreatedAt, DateTimeOffset LastActivityAt, SlaMark? Sla, TicketPlan? Plan)
{
    /// <summary>Where in the ticket the words of a search stand; null without one, and where only what the list shows anyway was found.</summary>
    public Excerpt? Excerpt { get; init; }

    public OtherHands Others { get; init; } = OtherHands.None;

    public TagIds Tags { get; init; } = TagIds.None;
}

/// <summary>What is still to come on a ticket: its dates, which mean nothing once it is done, and its to-dos.</summary>
public sealed record TicketPlan(DateTimeOffset? FollowUpAt, DateTimeOffset? ActionRequiredAt, int Todos, int TodosDone);

/// <summary>The tags in a ticket's rows, as they were put on: what they mean today, the desk knows. Two that hold the same are equal.</summary>
public sealed record TagIds(IReadOnlyList<Guid> All)
{
    public static readonly TagIds None = new([]);

    public bool Equals(TagIds? other) => other is not null && All.SequenceEqual(other.All);
    public override int GetHashCode() => All.Aggregate(All.Count, HashCode.Combine);
}

/// <param name="Search">Words, or a number in either form.</param>
/// <param name="Assignee">A person, as owner or one of the others; <see cref="Guid.Empty"/> is nobody.</param>
/// <param name="Department">As the primary one or a further one.</param>
/// <param name="MyDepartments">Any of these; those of whoever asks.</param>
/// <param name="Sla">As it is at <paramref name="Now"/>; cancelled stands for none.</param>
/// <param name="Due">A date of an open ticket: past, today, or within the next seven days; counted from <paramref name="Now"/>.</param>
/// <param name="Tags">All of these, each given by all that mean it (<see cref="Desk.TagsMeaning"/>).</param>
/// <param name="Fields">Custom fields that are choices, each with one of its options: all of these.</param>
/// <param name="IsAside">Those in the trash instead, spam among them.</param>
public sealed record TicketFilter(Guid DeskId, IReadOnlyList<Guid>? Statuses = null, Priority? Priority = null, Guid? Assignee = null, Guid? Department = null, IReadOnlyList<Guid>? MyDepartments = null, Guid? Category = null, string? Search = null, SlaState? Sla = null, TicketDue? Due = null, DateTimeOffset Now = default, bool IsAside = false, TicketOrder Order = TicketOrder.LastActivity, bool Ascending = false, int Page = 1, int PageSize = 50, IReadOnlyList<IReadOnlyList<Guid>>? Tags = null, IReadOnlyList<FieldChoice>? Fields = null);

public sealed record FieldChoice(Guid FieldId, Guid OptionId);

public sealed record TicketName(Guid Id, long Number, string Subject, Guid DeskId);

/// <summary>When the follow-up or the action of an open ticket is due.</summary>
public enum TicketDue { Overdue, Today, Week }

/// <summary>Due, ascending: the promise that is broken first; FollowUp: the day to look after it. Those without one last.</summary>
public enum TicketOrder { LastActivity, Created, Priority, Number, Due, FollowUp }

/// <param name="Total">Above <see cref="TicketQueries.MostCounted"/> it only says that there are more.</param>
/// <param name="IsCut">The words of the search stand in too many tickets: these are of the newest only.</param>
public sealed record TicketList(IReadOnlyList<TicketCard> Tickets, int Total, int Page, int Pages, bool IsCut = false);

public sealed class TicketQueries(DeskDatabase desk)
{
    /// <summary>Finished tickets stay on the board for this long; the list has them for ever.</summary>
    public static readonly TimeSpan BoardKeepsFinished = TimeSpan.FromDays(7);
    public const int MostOnBoard = 2000;

    /// <summary>No list is counted, leafed through or changed in bulk further than this: past it, only filters help a person anyway.</summary>
    public const int MostCounted = BulkAction.Most;

    /// <summary>Open tickets, and those finished lately, last activity first.</summary>
    public async Task<IReadOnlyList<TicketCard>> BoardAsync(Actor me, Guid deskId, DateTimeOffset now, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var since = now - BoardKeepsFinished;
        var tickets = Living(db.Tickets).Where(t => t.DeskId == deskId);
        // A question for each status and one for the finished ones, each with its index: one with "or" would read the whole history.
        var unfinished = await db.Set<Status>().Where(s => s.DeskId == deskId && s.Category != StatusCategory.Resolved && s.Category != StatusCategory.Closed).Select(s => s.Id).ToListAsync(ct);
        var cards = await Newest(tickets.Where(t => !unfinished.Contains(t.StatusId) && t.LastActivityAt > since)).ToListAsync(ct);
        foreach (var status in unfinished) cards.AddRange(await Newest(tickets.Where(t => t.StatusId == status)).ToListAsync(ct));
        return await DressedAsync(db, [.. cards.OrderByDescending(t => t.LastActivityAt).Take(MostOnBoard)], ct);

        static IQueryable<TicketCard> Newest(IQueryable<Ticket> tickets) => tickets.OrderByDescending(t => t.LastActivityAt).Take(MostOnBoard).Select(Card);
    }

    public async Task<TicketList> ListAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var (found, search) = await MatchingAsync(db, filter, ct);
        var total = await found.Take(MostCounted + 1).CountAsync(ct);
        var pages = Math.Max(1, (Math.Min(total, MostCounted) + filter.PageSize - 1) / filter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var tickets = await Ordered(found, filter).Skip((page - 1) * filter.PageSize).Take(filter.PageSize).Select(Card).ToListAsync(ct);
        if (search is not null) tickets = await TicketExcerpts.AddAsync(db, tickets, search, ct);
        return new TicketList(await DressedAsync(db, tickets, ct), total, page, pages, search?.IsCut ?? false);
    }

    /// <summary>How many tickets each status holds under the same filter, whatever statuses it names; counted as <see cref="TicketList.Total"/> is.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountsAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var (found, _) = await MatchingAsync(db, filter with { Statuses = null }, ct);
        var counts = await db.Set<Status>().Where(s => s.DeskId == filter.DeskId).Select(s => new { s.Id, Count = found.Where(t => t.StatusId == s.Id).Take(MostCounted + 1).Count() }).ToListAsync(ct);
        return counts.Where(c => c.Count > 0).ToDictionary(c => c.Id, c => c.Count);
    }

    /// <summary>The id behind a number; a merged ticket's number leads to the one it was merged into.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<Guid> IdOfAsync(Actor me, long number, CancellationToken ct = default)
    {
        await using var all = desk.OpenForSystem();
        var found = await all.Tickets.Where(t => t.Number == number).Select(t => new { t.Id, Into = t.Merged == null ? (Guid?)null : t.Merged.IntoTicketId }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("ticket");
        var (id, leadsTo) = (found.Id, found.Into is { } into ? await MergedTickets.EndOfAsync(all, into, ct) : found.Id);
        await using var db = desk.OpenFor(me);
        // The sight of the ticket that stays counts; whoever may not see that one finds the old one as it ended, if it was theirs to see.
        var seen = await db.Tickets.Where(t => t.Id == id || t.Id == leadsTo).Select(t => t.Id).ToListAsync(ct);
        return seen.Contains(leadsTo) ? leadsTo : seen.Contains(id) ? id : throw new NotFoundException("ticket");
    }

    /// <summary>What those of these tickets are called that this person may see.</summary>
    public async Task<IReadOnlyList<TicketName>> NamesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Tickets.Where(t => ids.Contains(t.Id)).Select(t => new TicketName(t.Id, t.Number, t.Subject, t.DeskId)).ToListAsync(ct);
    }

    /// <summary>With tags and further assignees. Most tickets have none, and those that do have few: one more question for all of them costs less than a join for each.</summary>
    private static async Task<IReadOnlyList<TicketCard>> DressedAsync(DeskDb db, List<TicketCard> cards, CancellationToken ct)
    {
        var ids = cards.ConvertAll(c => c.Id);
        var tags = (await db.Set<TicketTag>().AsNoTracking().Where(x => ids.Contains(x.TicketId)).OrderBy(x => x.TagId).ToListAsync(ct)).ToLookup(x => x.TicketId, x => x.TagId);
        if (tags.Count > 0) cards = cards.ConvertAll(c => tags.Contains(c.Id) ? c with { Tags = new TagIds([.. tags[c.Id]]) } : c);
        return await OtherHands.OnAsync(cards, db.Tickets.Where(t => ids.Contains(t.Id)), ct);
    }

    internal static IQueryable<Ticket> Living(IQueryable<Ticket> tickets) => tickets.AsNoTracking().Where(t => t.Listing == Listing.Listed);

    /// <summary>The tickets of a list, and what its words found when it has some.</summary>
    internal static async Task<(IQueryable<Ticket> Tickets, TicketsFound? Search)> MatchingAsync(DeskDb db, TicketFilter filter, CancellationToken ct = default)
    {
        var matching = Matching(db, filter);
        if (filter.Search is not { Length: > 0 } words) return (matching, null);
        var search = await TicketSearch.FindAsync(db, matching, words, ct);
        var ids = search.Texts.Keys.ToList();
        return (matching.Where(t => ids.Contains(t.Id)), search);
    }

    /// <summary>All but the words.</summary>
    private static IQueryable<Ticket> Matching(DeskDb db, TicketFilter f)
    {
        var found = (f.IsAside ? db.Tickets.AsNoTracking().Where(t => t.Listing == Listing.Aside) : Living(db.Tickets)).Where(t => t.DeskId == f.DeskId);
        if (f.Statuses is { Count: > 0 } statuses) found = found.Where(t => statuses.Contains(t.StatusId));
        if (f.Priority is { } priority) found = found.Where(t => t.Priority == priority);
        if (f.Assignee == Guid.Empty) found = found.Where(t => t.OwnerId == null && !t.Assignees.Any());
        else if (f.Assignee is { } person) found = found.Where(t => t.OwnerId == person || t.Assignees.Any(a => a.PersonId == person));
        if (f.Department is { } department) found = found.Where(t => t.DepartmentId == department || t.ExtraDepartments.Any(d => d.DepartmentId == department));
        if (f.MyDepartments is { } mine) found = found.Where(t => mine.Contains(t.DepartmentId) || t.ExtraDepartments.Any(d => mine.Contains(d.DepartmentId)));
        if (f.Category is { } category) found = found.Where(t => t.CategoryId == category);
        if (f.Due is { } due) found = DueWithin(found, due, f.Now);
        foreach (var meaning in f.Tags ?? []) found = found.Where(t => t.Tags.Any(x => meaning.Contains(x.TagId)));
        foreach (var field in f.Fields ?? []) found = Fields.FieldQueries.Having(found, field.FieldId, field.OptionId);
        return f.Sla is { } sla ? InState(found, sla, f.Now) : found;
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

    private static IQueryable<Ticket> DueWithin(IQueryable<Ticket> tickets, TicketDue due, DateTimeOffset now)
    {
        var ends = TodoDay.In(due is TicketDue.Week ? 6 : 0, now, TimeZoneInfo.Local).EndsAt;
        var (from, to) = due is TicketDue.Overdue ? (DateTimeOffset.UnixEpoch, now) : (TodoDay.In(-1, now, TimeZoneInfo.Local).EndsAt, ends);
        return tickets.Where(t => t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed)
            .Where(t => (t.FollowUpAt >= from && t.FollowUpAt < to) || (t.ActionRequiredAt >= from && t.ActionRequiredAt < to));
    }

    /// <summary>Each order has its index, which is read in either direction.</summary>
    private static IQueryable<Ticket> Ordered(IQueryable<Ticket> tickets, TicketFilter f) => (f.Order, f.Ascending) switch
    {
        (TicketOrder.Created, false) => tickets.OrderByDescending(t => t.CreatedAt),
        (TicketOrder.Created, true) => tickets.OrderBy(t => t.CreatedAt),
        (TicketOrder.Priority, false) => tickets.OrderByDescending(t => t.Priority).ThenByDescending(t => t.LastActivityAt),
        (TicketOrder.Priority, true) => tickets.OrderBy(t => t.Priority).ThenBy(t => t.LastActivityAt),
        (TicketOrder.Number, false) => tickets.OrderByDescending(t => t.Number),
        (TicketOrder.Number, true) => tickets.OrderBy(t => t.Number),
        (TicketOrder.Due, false) => tickets.OrderByDescending(t => t.DueOrder).ThenByDescending(t => t.LastActivityAt),
        (TicketOrder.Due, true) => tickets.OrderBy(t => t.DueOrder).ThenBy(t => t.LastActivityAt),
        (TicketOrder.FollowUp, false) => tickets.OrderByDescending(t => t.FollowUpOrder).ThenByDescending(t => t.LastActivityAt),
        (TicketOrder.FollowUp, true) => tickets.OrderBy(t => t.FollowUpOrder).ThenBy(t => t.LastActivityAt),
        (_, true) => tickets.OrderBy(t => t.LastActivityAt),
        _ => tickets.OrderByDescending(t => t.LastActivityAt),
    };

    private static readonly System.Linq.Expressions.Expression<Func<Ticket, TicketCard>> Card = t =>
        new TicketCard(t.Id, t.Number, t.Subject, t.Requester.Name, t.StatusId, t.StatusCategory, t.Priority, t.OwnerId, t.DepartmentId, t.CreatedAt, t.LastActivityAt,
            t.SlaKindShown == null ? null : new SlaMark(t.SlaKindShown.Value, t.SlaAtRiskAt, t.SlaDueAt, t.SlaPausedLeft, t.SlaOutcome),
            t.FollowUpAt == null && t.ActionRequiredAt == null && t.TodoCount == 0 ? null : new TicketPlan(t.FollowUpAt, t.ActionRequiredAt, t.TodoCount, t.TodosDone));
}
