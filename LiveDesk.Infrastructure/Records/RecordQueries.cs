using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Records;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Records;

public sealed record RecordTypeView(Guid Id, string Key, string Name, bool HasTerm, bool IsPlace);

/// <param name="OpenTickets">Those that the person who asks may see.</param>
public sealed record RecordRow(Guid Id, Guid TypeId, string Name, string? Number, Guid? OrganisationId, string? Organisation, string? Address, DateOnly? ValidTo, bool IsArchived, int OpenTickets);

public sealed record RecordHit(Guid Id, Guid TypeId, string Name, string? Number, Guid? OrganisationId, string? Organisation, string? Address);

public sealed record RecordPageRows(IReadOnlyList<RecordRow> Records, int Total, int Page, int Pages);

public sealed record RecordView(Guid Id, Guid TypeId, RecordDetails Details, string? Organisation, string? Site, Archiving? Archived, int Version);

public sealed record RecordOverview(RecordView Record, IReadOnlyList<RecordRow> StandHere, IReadOnlyList<CustomerTicket> Tickets, IReadOnlyList<HistoryLine> History);

/// <param name="TypeId">Of this type only.</param>
/// <param name="IsArchived">The archived ones instead.</param>
public sealed record RecordFilter(string? Words = null, Guid? TypeId = null, bool IsArchived = false, int Page = 1);

/// <summary>Contracts, machines, properties: for those who work here. Their tickets as far as each may see them.</summary>
public sealed class RecordQueries(DeskDatabase desk)
{
    private const int PageSize = 50, MostHits = 8, MostTickets = 100, MostWords = 8, MostShown = 200, MostHistory = 50;

    public async Task<IReadOnlyList<RecordTypeView>> TypesAsync(Actor me, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return await db.RecordTypes.AsNoTracking().OrderBy(t => t.Order).Select(t => new RecordTypeView(t.Id, t.Key, t.Name, t.HasTerm, t.IsPlace)).ToListAsync(ct);
    }

    public async Task<RecordPageRows> ListAsync(Actor me, RecordFilter filter, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = Matching(db, filter.Words).Where(r => filter.IsArchived ? r.Archived != null : r.Archived == null);
        if (filter.TypeId is { } type) found = found.Where(r => r.TypeId == type);
        var total = await found.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        return new RecordPageRows(await Rows(db, found.OrderBy(r => r.Name).ThenBy(r => r.Id).Skip((page - 1) * PageSize).Take(PageSize)).ToListAsync(ct), total, page, pages);
    }

    /// <summary>Up to eight, while somebody types: those of the ticket's organisation before all others, and without a word only those.</summary>
    /// <param name="types">Of these types only; none for all.</param>
    public async Task<IReadOnlyList<RecordHit>> FindAsync(Actor me, string? words, Guid? organisationId, IReadOnlyCollection<Guid> types, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) return [];
        var isAsked = words?.Trim().Length >= 2;
        if (!isAsked && organisationId is null) return [];
        await using var db = desk.OpenFor(me);
        var found = (isAsked ? Matching(db, words) : db.Records.AsNoTracking().Where(r => r.OrganisationId == organisationId)).Where(r => r.Archived == null);
        if (types.Count > 0) found = found.Where(r => types.Contains(r.TypeId));
        return await found.OrderByDescending(r => r.OrganisationId == organisationId).ThenBy(r => r.Name).Take(MostHits)
            .Select(r => new RecordHit(r.Id, r.TypeId, r.Name, r.Number, r.OrganisationId, db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(), r.Address)).ToListAsync(ct);
    }

    /// <exception cref="NotFoundException">There is no such record.</exception>
    public async Task<RecordOverview> RecordAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = await db.Records.AsNoTracking().Where(r => r.Id == id).Select(r => new
        {
            Record = r,
            Organisation = db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(),
            Site = db.Records.Where(s => s.Id == r.SiteId).Select(s => s.Name).FirstOrDefault(),
        }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("record");
        var r = found.Record;
        var details = new RecordDetails(r.Name, r.Number, r.OrganisationId, r.SiteId, r.Address, r.ValidFrom, r.ValidTo, r.Notes, r.Url);
        var here = await Rows(db, db.Records.AsNoTracking().Where(x => x.SiteId == id && x.Archived == null).OrderBy(x => x.Name).Take(MostShown)).ToListAsync(ct);
        // Of a place: what happened to that which stands there, too.
        var tickets = await ContactQueries.TicketsAsync(db.Tickets.Where(t => t.Records.Any(x => x.RecordId == id || db.Records.Any(s => s.Id == x.RecordId && s.SiteId == id))), ct);
        var history = await db.Activities.AsNoTracking().Where(a => a.SubjectId == id).OrderByDescending(a => a.Id).Take(MostHistory)
            .Select(a => new HistoryLine(a.Id, a.At, a.Kind, a.Data, a.ActorKind, a.ActorName)).ToListAsync(ct);
        return new RecordOverview(new RecordView(r.Id, r.TypeId, details, found.Organisation, found.Site, r.Archived, r.Version), here, tickets, history);
    }

    /// <summary>What an organisation has, by name; the archived ones are not among them.</summary>
    public async Task<IReadOnlyList<RecordRow>> OfOrganisationAsync(Actor me, Guid organisationId, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return await Rows(db, db.Records.AsNoTracking().Where(r => r.OrganisationId == organisationId && r.Archived == null).OrderBy(r => r.Name).Take(MostShown)).ToListAsync(ct);
    }

    /// <summary>For choosing among: contracts for a promise.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> ContractNamesAsync(Actor me, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = await db.Records.AsNoTracking().Where(r => r.Archived == null && db.RecordTypes.Any(t => t.Id == r.TypeId && t.Key == RecordType.Contract)).OrderBy(r => r.Name).Take(MostShown)
            .Select(r => new { r.Id, r.Name, r.Number }).ToListAsync(ct);
        return found.ConvertAll(r => (r.Id, r.Number is null ? r.Name : $"{r.Name} ({r.Number})"));
    }

    /// <summary>The places of an organisation, where its other records may stand; of none, all there are.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> PlacesAsync(Actor me, Guid? organisationId, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = await db.Records.AsNoTracking().Where(r => r.Archived == null && (organisationId == null || r.OrganisationId == organisationId) && db.RecordTypes.Any(t => t.Id == r.TypeId && t.IsPlace))
            .OrderBy(r => r.Name).Take(MostShown).Select(r => new { r.Id, r.Name }).ToListAsync(ct);
        return found.ConvertAll(r => (r.Id, r.Name));
    }

    /// <summary>Every word stands in the record or in its organisation's name; the last may still be growing.</summary>
    private static IQueryable<RelatedRecord> Matching(DeskDb db, string? text)
    {
        var found = db.Records.AsNoTracking();
        var words = Search.Words.In(text).Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        if (words.Count == 0) return string.IsNullOrWhiteSpace(text) ? found : found.Where(_ => false);
        for (var i = 0; i < words.Count; i++)
        {
            var ids = SearchIndex.RecordDocuments(db, new SearchTerm(words[i], MayGrow: i == words.Count - 1)).Select(d => d.SubjectId);
            found = found.Where(r => ids.Contains(r.Id) || (r.OrganisationId != null && ids.Contains(r.OrganisationId.Value)));
        }
        return found;
    }

    private static IQueryable<RecordRow> Rows(DeskDb db, IQueryable<RelatedRecord> records) => records.Select(r => new RecordRow(
        r.Id, r.TypeId, r.Name, r.Number, r.OrganisationId, db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(), r.Address, r.ValidTo, r.Archived != null,
        db.Tickets.Count(t => t.Records.Any(x => x.RecordId == r.Id) && t.Merged == null && t.Aside == null && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed)));

    private static void DemandStaff(Actor me)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("page");
    }
}
