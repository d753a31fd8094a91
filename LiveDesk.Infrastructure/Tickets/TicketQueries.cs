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

    /// <summary>Somebody was called to it, and that is not over.</summary>
    public bool IsEscalated { get; init; }

    public OtherHands Others { get; init; } = OtherHands.None;

    public TagIds Tags { get; init; } = TagIds.None;

    public Guid? CategoryId { get; init; }

    public Guid? TypeId { get; init; }

    /// <summary>What is filled in, where the list shows it; null where nobody asked.</summary>
    public IReadOnlyDictionary<Guid, string>? Fields { get; init; }
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

public sealed record CardFacts(Guid DepartmentId, IReadOnlyList<Guid> ExtraDepartments, Priority Priority, PrioritySource PrioritySource);

public sealed record TicketName(Guid Id, long Number, string Subject, Guid DeskId);

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

    /// <summary>Open tickets, and those finished lately, last activity first; of a filter whatever its statuses are.</summary>
    public async Task<IReadOnlyList<TicketCard>> BoardAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var since = filter.Now - BoardKeepsFinished;
        var tickets = await TicketsFiltered.ByAsync(db, filter, ct);
        // A question for each status and one for the finished ones, each with its index: one with "or" would read the whole history.
        var unfinished = await db.Set<Status>().Where(s => s.DeskId == filter.DeskId && s.Category != StatusCategory.Resolved && s.Category != StatusCategory.Closed).Select(s => s.Id).ToListAsync(ct);
        var cards = await Newest(tickets.InAnyStatus.Where(t => !unfinished.Contains(t.StatusId) && t.LastActivityAt > since)).ToListAsync(ct);
        foreach (var status in unfinished) cards.AddRange(await Newest(tickets.In(status)).ToListAsync(ct));
        return await DressedAsync(db, [.. Once(cards).OrderByDescending(t => t.LastActivityAt).Take(MostOnBoard)], ct);

        static IQueryable<TicketCard> Newest(IQueryable<Ticket> tickets) => tickets.OrderByDescending(t => t.LastActivityAt).Take(MostOnBoard).Select(Card);
    }

    /// <summary>Those of a few tickets that are on a desk's whole board, by number.</summary>
    /// <remarks>Asked for by their ids alone: with the desk in the question, SQLite goes through all that the desk ever had to find them.</remarks>
    public async Task<IReadOnlyList<TicketCard>> OnBoardAsync(Actor me, Guid deskId, DateTimeOffset now, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var statuses = await db.Set<Status>().Where(s => s.DeskId == deskId).Select(s => s.Id).ToListAsync(ct);
        var asked = ids.ToList();
        var cards = await Living(db.Tickets).Where(t => EF.Parameter(asked).Contains(t.Id)).OrderBy(t => t.Number).Select(Card).ToListAsync(ct);
        return await DressedAsync(db, cards.FindAll(c => statuses.Contains(c.StatusId) && IsOnBoard(c, now)), ct);
    }

    /// <summary>Is it still, when only time went on?</summary>
    internal static bool IsOnBoard(TicketCard card, DateTimeOffset now) => card.StatusCategory.IsOpen() || card.LastActivityAt > now - BoardKeepsFinished;

    public async Task<TicketList> ListAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var tickets = await TicketsFiltered.ByAsync(db, filter, ct);
        return await PageAsync(db, tickets, filter, await tickets.CountAsync(filter.Statuses, ct), withFields: false, ct);
    }

    /// <summary>How many tickets each status holds under the same filter, whatever statuses it names; counted as <see cref="TicketList.Total"/> is.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountsAsync(Actor me, TicketFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await (await TicketsFiltered.ByAsync(db, filter, ct)).CountAsync(null, ct);
    }

    /// <summary>The list with the numbers on its tabs: of one search, so that a tab says how many its list holds.</summary>
    /// <param name="withFields">With what is filled in, for those who have it in a column.</param>
    public async Task<(TicketList List, IReadOnlyDictionary<Guid, int> Counts)> ListAndCountsAsync(Actor me, TicketFilter filter, bool withFields = false, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var tickets = await TicketsFiltered.ByAsync(db, filter, ct);
        var counts = await tickets.CountAsync(null, ct);
        return (await PageAsync(db, tickets, filter, counts, withFields, ct), counts);
    }

    private static async Task<TicketList> PageAsync(DeskDb db, TicketsFiltered tickets, TicketFilter filter, IReadOnlyDictionary<Guid, int> counts, bool withFields, CancellationToken ct)
    {
        var total = TicketsFiltered.Sum(counts, filter.Statuses);
        var pages = Math.Max(1, (Math.Min(total, MostCounted) + filter.PageSize - 1) / filter.PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var skipped = (page - 1) * filter.PageSize;
        var cards = filter.Order is TicketOrder.Status
            ? await StatusByStatusAsync(db, tickets, filter, counts, skipped, ct)
            : await TicketFiltering.Ordered(await tickets.ToSortAsync(total, ct), filter).Skip(skipped).Take(filter.PageSize).Select(Card).ToListAsync(ct);
        if (tickets.Search is { } search) cards = await TicketExcerpts.AddAsync(db, cards, search, ct);
        if (withFields) cards = await FilledInAsync(db, cards, ct);
        return new TicketList(await DressedAsync(db, cards, ct), total, page, pages, tickets.Search?.IsCut ?? false);
    }

    /// <summary>How many each status holds is known: so each of those on this page is read by its own index.</summary>
    private static async Task<List<TicketCard>> StatusByStatusAsync(DeskDb db, TicketsFiltered tickets, TicketFilter filter, IReadOnlyDictionary<Guid, int> counts, int skipped, CancellationToken ct)
    {
        var statuses = await db.Set<Status>().AsNoTracking().Where(s => s.DeskId == filter.DeskId).OrderBy(s => s.Order).Select(s => s.Id).ToListAsync(ct);
        if (!filter.Ascending) statuses.Reverse();
        var cards = new List<TicketCard>();
        foreach (var status in statuses.Where(s => filter.Statuses?.Contains(s) ?? true))
        {
            var there = counts.GetValueOrDefault(status);
            if (skipped < there && cards.Count < filter.PageSize)
                cards.AddRange(await tickets.In(status).OrderByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id).Skip(skipped).Take(filter.PageSize - cards.Count).Select(Card).ToListAsync(ct));
            skipped = Math.Max(0, skipped - there);
        }
        return [.. Once(cards)];
    }

    /// <summary>What moves while one status after the other is read may be found in two of them: the later answer counts.</summary>
    private static IEnumerable<TicketCard> Once(List<TicketCard> cards) => cards.AsEnumerable().Reverse().DistinctBy(c => c.Id).Reverse();

    private static async Task<List<TicketCard>> FilledInAsync(DeskDb db, List<TicketCard> cards, CancellationToken ct)
    {
        var ids = cards.ConvertAll(c => c.Id);
        var values = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.FieldValues }).ToDictionaryAsync(t => t.Id, t => t.FieldValues, ct);
        return cards.ConvertAll(c => c with { Fields = values.GetValueOrDefault(c.Id) });
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

    /// <summary>What a card does not show and a decision by hand asks for.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<CardFacts> CardFactsAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Tickets.AsNoTracking().Where(t => t.Id == ticketId).Select(t => new CardFacts(t.DepartmentId, t.ExtraDepartments.Select(d => d.DepartmentId).ToList(), t.Priority, t.PrioritySource)).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("ticket");
    }

    /// <summary>What those of these tickets are called that this person may see, by number.</summary>
    public async Task<IReadOnlyList<TicketName>> NamesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Tickets.Where(t => ids.Contains(t.Id)).OrderBy(t => t.Number).Select(t => new TicketName(t.Id, t.Number, t.Subject, t.DeskId)).ToListAsync(ct);
    }

    /// <summary>
    /// With tags and further assignees. Most tickets have none, and those that do have few: one more question for all of them costs less than a
    /// join for each. Their ids are one parameter, not hundreds: those would cost more than the answer.
    /// </summary>
    private static async Task<IReadOnlyList<TicketCard>> DressedAsync(DeskDb db, List<TicketCard> cards, CancellationToken ct)
    {
        var ids = cards.ConvertAll(c => c.Id);
        var tags = (await db.Set<TicketTag>().AsNoTracking().Where(x => EF.Parameter(ids).Contains(x.TicketId)).OrderBy(x => x.TagId).ToListAsync(ct)).ToLookup(x => x.TicketId, x => x.TagId);
        if (tags.Count > 0) cards = cards.ConvertAll(c => tags.Contains(c.Id) ? c with { Tags = new TagIds([.. tags[c.Id]]) } : c);
        return await OtherHands.OnAsync(db, cards, ct);
    }

    internal static IQueryable<Ticket> Living(IQueryable<Ticket> tickets) => tickets.AsNoTracking().Where(t => t.Listing == Listing.Listed);

    private static readonly System.Linq.Expressions.Expression<Func<Ticket, TicketCard>> Card = t =>
        new TicketCard(t.Id, t.Number, t.Subject, t.Requester.Name, t.StatusId, t.StatusCategory, t.Priority, t.OwnerId, t.DepartmentId, t.CreatedAt, t.LastActivityAt,
            t.SlaKindShown == null ? null : new SlaMark(t.SlaKindShown.Value, t.SlaAtRiskAt, t.SlaDueAt, t.SlaPausedLeft, t.SlaOutcome),
            t.FollowUpAt == null && t.ActionRequiredAt == null && t.TodoCount == 0 ? null : new TicketPlan(t.FollowUpAt, t.ActionRequiredAt, t.TodoCount, t.TodosDone)) { CategoryId = t.CategoryId, TypeId = t.TypeId, IsEscalated = t.Escalation != null };
}
