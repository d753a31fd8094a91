using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// What a filter leaves, whatever statuses it names: the one source of lists, tabs, the numbers of saved views, boards and bulk changes, so that
/// they agree.
/// </summary>
internal sealed class TicketsFiltered
{
    /// <summary>So many tickets are known one by one: sorted faster than found in their order among all, and counted by status in memory.</summary>
    private const int Few = 500;

    private readonly DeskDb _db;
    private readonly TicketFilter _filter;
    private readonly IQueryable<Ticket> _tickets;
    private readonly IQueryable<Ticket> _byStatus;
    private readonly IReadOnlyDictionary<Guid, Guid>? _statusOf;

    /// <param name="byStatus">The same, to be counted status by status.</param>
    /// <param name="statusOf">The tickets, where they are known one by one, each with its status: no index is searched again.</param>
    private TicketsFiltered(DeskDb db, TicketFilter filter, IQueryable<Ticket> tickets, IQueryable<Ticket>? byStatus = null, TicketsFound? search = null, IReadOnlyDictionary<Guid, Guid>? statusOf = null)
    {
        (_db, _filter, _byStatus, Search, _statusOf) = (db, filter, byStatus ?? tickets, search, statusOf);
        _tickets = statusOf is null ? tickets : WithIds([.. statusOf.Keys]);
    }

    /// <summary>What its words found; null: it has none.</summary>
    public TicketsFound? Search { get; }

    /// <summary>Words are looked for in every status: a search that is cut is the same one on each tab, and in each number.</summary>
    public static async Task<TicketsFiltered> ByAsync(DeskDb db, TicketFilter filter, CancellationToken ct)
    {
        // Most people own what they work on: without the others' tables the index by owner answers.
        var people = filter.Assignees?.Where(p => p != Guid.Empty).ToList() ?? [];
        var ownsAll = people.Count == 0 || !await db.Set<Assignee>().AnyAsync(a => people.Contains(a.PersonId), ct);
        var areAlone = await AreAloneAsync(db, filter, ct);
        var matching = TicketFiltering.WithoutWords(db, filter, ownsAll, areAlone);
        if (filter.Search is { Length: > 0 } words)
        {
            var search = await TicketSearch.FindAsync(db, matching, words, ct);
            var ids = search.Texts.Keys.ToList();
            return new TicketsFiltered(db, filter, matching, search: search, statusOf: await db.Tickets.AsNoTracking().Where(t => EF.Parameter(ids).Contains(t.Id)).Select(t => new { t.Id, t.StatusId }).ToDictionaryAsync(t => t.Id, t => t.StatusId, ct));
        }
        if (!filter.Narrows) return new TicketsFiltered(db, filter, matching);
        // An index that has the filter gives the few that it leaves. Counted status by status they would be looked for among all that were ever closed.
        var few = await matching.Select(t => new { t.Id, t.StatusId }).Take(Few + 1).ToListAsync(ct);
        return new TicketsFiltered(db, filter, matching, TicketFiltering.WithoutWords(db, filter, ownsAll, areAlone, byStatus: true), statusOf: few.Count > Few ? null : few.ToDictionary(t => t.Id, t => t.StatusId));
    }

    /// <summary>Most tickets are in one department only: where none has one of these besides, the indexes by department answer.</summary>
    private static async Task<bool> AreAloneAsync(DeskDb db, TicketFilter filter, CancellationToken ct)
    {
        List<Guid> departments = [.. filter.Departments ?? [], .. TicketFiltering.DepartmentsSeen(db, filter) ?? []];
        return departments.Count == 0 || !await db.Set<ExtraDepartment>().AnyAsync(d => departments.Contains(d.DepartmentId), ct);
    }

    /// <summary>Those of the statuses that the filter names.</summary>
    public IQueryable<Ticket> Tickets => InStatuses(_filter.Statuses);

    /// <summary>In every status.</summary>
    public IQueryable<Ticket> InAnyStatus => _tickets;

    public IQueryable<Ticket> In(Guid status) => InStatuses([status]);

    /// <summary>Those of <see cref="Tickets"/> as they are best sorted: few among many by their ids. By the index of the order they would be looked for among all.</summary>
    public async Task<IQueryable<Ticket>> ToSortAsync(int total, CancellationToken ct) =>
        _statusOf is not null || total > Few ? Tickets : WithIds(await Tickets.Select(t => t.Id).ToListAsync(ct));

    /// <summary>How many there are in each of these statuses, or in every one; each no further than <see cref="TicketQueries.MostCounted"/>.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountAsync(IReadOnlyList<Guid>? statuses, CancellationToken ct)
    {
        if (_statusOf is not null) return _statusOf.Values.Where(s => statuses?.Contains(s) ?? true).CountBy(s => s).ToDictionary();
        var (tickets, deskId) = (_byStatus, _filter.DeskId);
        var asked = _db.Set<Status>().Where(s => s.DeskId == deskId);
        if (statuses is not null) asked = asked.Where(s => statuses.Contains(s.Id));
        var counts = await asked.Select(s => new { s.Id, Count = tickets.Where(t => t.StatusId == s.Id).Take(TicketQueries.MostCounted + 1).Count() }).ToListAsync(ct);
        return counts.Where(c => c.Count > 0).ToDictionary(c => c.Id, c => c.Count);
    }

    /// <summary>As a list is counted: what is counted no further makes a sum that is above it, too.</summary>
    public static int Sum(IReadOnlyDictionary<Guid, int> counts, IReadOnlyList<Guid>? statuses) =>
        Math.Min(counts.Where(c => statuses?.Contains(c.Key) ?? true).Sum(c => c.Value), TicketQueries.MostCounted + 1);

    private IQueryable<Ticket> InStatuses(IReadOnlyList<Guid>? statuses) =>
        statuses is null ? _tickets
        : _statusOf is not null ? WithIds([.. _statusOf.Where(t => statuses.Contains(t.Value)).Select(t => t.Key)])
        : _tickets.Where(t => statuses.Contains(t.StatusId));

    /// <summary>By their ids and nothing else, so that no database takes a longer way.</summary>
    private IQueryable<Ticket> WithIds(List<Guid> ids) => _db.Tickets.AsNoTracking().Where(t => EF.Parameter(ids).Contains(t.Id));
}
