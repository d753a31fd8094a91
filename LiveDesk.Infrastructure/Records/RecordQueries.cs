using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Records;

public sealed record RecordTypeView(Guid Id, string Key, string Name, bool HasTerm, bool IsPlace);

/// <param name="Tickets">That are about one of them, as far as the person who asks may see them.</param>
public sealed record RecordTypeUse(int Records, int Tickets);

/// <param name="OpenTickets">Those that the person who asks may see.</param>
public sealed record RecordRow(Guid Id, Guid TypeId, string Name, string? Number, Guid? OrganisationId, string? Organisation, string? Address, DateOnly? ValidTo, bool IsArchived, int OpenTickets, Guid? ContactId = null, string? Contact = null);

/// <param name="Contact">The person whose it is.</param>
public sealed record RecordHit(Guid Id, Guid TypeId, string Name, string? Number, Guid? OrganisationId, string? Organisation, string? Address, string? Contact = null);

public sealed record RecordPageRows(IReadOnlyList<RecordRow> Records, int Total, int Page, int Pages);

public sealed record RecordView(Guid Id, Guid TypeId, RecordDetails Details, string? Organisation, string? Contact, string? Site, Archiving? Archived, int Version);

public sealed record RecordOverview(RecordView Record, IReadOnlyList<RecordRow> StandHere, IReadOnlyList<CustomerTicket> Tickets, IReadOnlyList<HistoryLine> History);

/// <param name="TypeId">Of this type only.</param>
/// <param name="IsArchived">The archived ones instead.</param>
public sealed record RecordFilter(string? Words = null, Guid? TypeId = null, bool IsArchived = false, int Page = 1);

/// <summary>Contracts, machines, properties: for those who work here. Their tickets as far as each may see them.</summary>
public sealed class RecordQueries(DeskDatabase desk)
{
    private const int PageSize = 50, MostHits = 8, MostWords = 8, MostShown = 200, MostHistory = 50;

    public async Task<IReadOnlyList<RecordTypeView>> TypesAsync(Actor me, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return await db.RecordTypes.AsNoTracking().OrderBy(t => t.Order).Select(t => new RecordTypeView(t.Id, t.Key, t.Name, t.HasTerm, t.IsPlace)).ToListAsync(ct);
    }

    /// <summary>By type: what somebody who renames one has to know.</summary>
    public async Task<IReadOnlyDictionary<Guid, RecordTypeUse>> TypeUseAsync(Actor me, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var records = await db.Records.GroupBy(r => r.TypeId).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var tickets = await db.Tickets.SelectMany(t => t.Records).Join(db.Records, l => l.RecordId, r => r.Id, (l, r) => new { r.TypeId, l.TicketId }).Distinct().GroupBy(l => l.TypeId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return records.ToDictionary(r => r.Key, r => new RecordTypeUse(r.Count, tickets.GetValueOrDefault(r.Key)));
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

    /// <summary>Up to eight, while somebody types: those of the ticket's organisation and contact before all others, and without a word only those.</summary>
    /// <param name="types">Of these types only; none for all.</param>
    public async Task<IReadOnlyList<RecordHit>> FindAsync(Actor me, string? words, Guid? organisationId, IReadOnlyCollection<Guid> types, Guid? contactId = null, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) return [];
        var isAsked = words?.Trim().Length >= 2;
        if (!isAsked && organisationId is null && contactId is null) return [];
        await using var db = desk.OpenFor(me);
        var found = (isAsked ? Matching(db, words) : Of(db, organisationId, contactId)).Where(r => r.Archived == null);
        if (types.Count > 0) found = found.Where(r => types.Contains(r.TypeId));
        if (organisationId is null && contactId is null) return await Hits(db, found.OrderBy(r => r.Name)).ToListAsync(ct);
        var theirs = Of(db, organisationId, contactId).Select(r => r.Id);
        return await Hits(db, found.OrderByDescending(r => theirs.Contains(r.Id)).ThenBy(r => r.Name)).ToListAsync(ct);
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
            Contact = db.Contacts.Where(c => c.Id == r.ContactId).Select(c => c.Name).FirstOrDefault(),
            Site = db.Records.Where(s => s.Id == r.SiteId).Select(s => s.Name).FirstOrDefault(),
        }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("record");
        var r = found.Record;
        var details = new RecordDetails(r.Name, r.Number, r.OrganisationId, r.SiteId, r.Address, r.ValidFrom, r.ValidTo, r.Notes, r.Url, r.ContactId);
        var here = await Rows(db, db.Records.AsNoTracking().Where(x => x.SiteId == id && x.Archived == null).OrderBy(x => x.Name).Take(MostShown)).ToListAsync(ct);
        var tickets = await ContactQueries.TicketsAsync(db, new TicketsOf(OwnerKind.Record, id), ct);
        var history = await db.Activities.AsNoTracking().Where(a => a.SubjectId == id).OrderByDescending(a => a.Id).Take(MostHistory)
            .Select(a => new HistoryLine(a.Id, a.At, a.Kind, a.Data, a.ActorKind, a.ActorName)).ToListAsync(ct);
        return new RecordOverview(new RecordView(r.Id, r.TypeId, details, found.Organisation, found.Contact, found.Site, r.Archived, r.Version), here, tickets, history);
    }

    /// <summary>What an organisation, a person or both of them have, by name; the archived ones are not among them.</summary>
    public async Task<IReadOnlyList<RecordRow>> OfCustomerAsync(Actor me, Guid? organisationId, Guid? contactId = null, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return await Rows(db, Of(db, organisationId, contactId).Where(r => r.Archived == null).OrderBy(r => r.Name).Take(MostShown)).ToListAsync(ct);
    }

    /// <summary>Up to eight to choose one from, by name; without words the first ones.</summary>
    /// <param name="contractsOnly">Only those that a promise may ask for.</param>
    public async Task<IReadOnlyList<RecordHit>> PickAsync(Actor me, string? words, bool contractsOnly = false, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = Matching(db, words).Where(r => r.Archived == null && (!contractsOnly || db.RecordTypes.Any(t => t.Id == r.TypeId && t.Key == RecordType.Contract)));
        return await Hits(db, found.OrderBy(r => r.Name).ThenBy(r => r.Id)).ToListAsync(ct);
    }

    /// <summary>The same for places, where the other records of their organisation or person may stand; of nobody in particular, all there are.</summary>
    public async Task<IReadOnlyList<RecordHit>> PickPlacesAsync(Actor me, string? words, Guid? organisationId, Guid? contactId = null, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = Matching(db, words).Where(r => r.Archived == null && db.RecordTypes.Any(t => t.Id == r.TypeId && t.IsPlace));
        var theirs = Of(db, organisationId, contactId).Select(r => r.Id);
        if (organisationId is not null || contactId is not null) found = found.Where(r => theirs.Contains(r.Id));
        return await Hits(db, found.OrderBy(r => r.Name).ThenBy(r => r.Id)).ToListAsync(ct);
    }

    /// <summary>What these records are called, the archived ones too.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        DemandStaff(me);
        if (ids.Count == 0) return new Dictionary<Guid, string>();
        await using var db = desk.OpenFor(me);
        return await db.Records.Where(r => ids.Contains(r.Id)).ToDictionaryAsync(r => r.Id, r => r.Number == null ? r.Name : r.Name + " (" + r.Number + ")", ct);
    }

    /// <summary>The tickets about a record; of a place those about what stands there, too.</summary>
    internal static IQueryable<Ticket> TicketsAbout(DeskDb db, IQueryable<Ticket> tickets, Guid recordId) =>
        tickets.Where(t => t.Records.Any(x => x.RecordId == recordId || db.Records.Any(s => s.Id == x.RecordId && s.SiteId == recordId)));

    private static IQueryable<RelatedRecord> Of(DeskDb db, Guid? organisationId, Guid? contactId) =>
        db.Records.AsNoTracking().Where(r => (organisationId != null && r.OrganisationId == organisationId) || (contactId != null && r.ContactId == contactId));

    private static IQueryable<RecordHit> Hits(DeskDb db, IQueryable<RelatedRecord> found) => found.Take(MostHits).Select(r => new RecordHit(r.Id, r.TypeId, r.Name, r.Number, r.OrganisationId,
        db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(), r.Address, db.Contacts.Where(c => c.Id == r.ContactId).Select(c => c.Name).FirstOrDefault()));

    /// <summary>Every word stands in the record or in the name of whose it is; the last may still be growing.</summary>
    private static IQueryable<RelatedRecord> Matching(DeskDb db, string? text)
    {
        var found = db.Records.AsNoTracking();
        var words = Search.Words.In(text).Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        if (words.Count == 0) return string.IsNullOrWhiteSpace(text) ? found : found.Where(_ => false);
        for (var i = 0; i < words.Count; i++)
        {
            var ids = SearchIndex.RecordDocuments(db, new SearchTerm(words[i], MayGrow: i == words.Count - 1)).Select(d => d.SubjectId);
            found = found.Where(r => ids.Contains(r.Id) || (r.OrganisationId != null && ids.Contains(r.OrganisationId.Value)) || (r.ContactId != null && ids.Contains(r.ContactId.Value)));
        }
        return found;
    }

    private static IQueryable<RecordRow> Rows(DeskDb db, IQueryable<RelatedRecord> records) => records.Select(r => new RecordRow(
        r.Id, r.TypeId, r.Name, r.Number, r.OrganisationId, db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(), r.Address, r.ValidTo, r.Archived != null,
        db.Tickets.Count(t => t.Records.Any(x => x.RecordId == r.Id) && t.Merged == null && t.Aside == null && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed),
        r.ContactId, db.Contacts.Where(c => c.Id == r.ContactId).Select(c => c.Name).FirstOrDefault()));

    private static void DemandStaff(Actor me)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("page");
    }
}
