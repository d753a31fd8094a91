using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Customers;

public sealed record ContactHit(Guid Id, string Name, string? Email, string? Phone, Guid? OrganisationId, string? Organisation, string? AccountNumber = null, string? Address = null);

public sealed record OrganisationHit(Guid Id, string Name, string? AccountNumber, string? Address);

/// <param name="OpenTickets">Those that the person who asks may see.</param>
public sealed record ContactRow(Guid Id, string Name, string? Email, string? Phone, Guid? OrganisationId, string? Organisation, int OpenTickets, string? AccountNumber = null, string? Address = null);

public sealed record OrganisationRow(Guid Id, string Name, string? AccountNumber, int Contacts, int OpenTickets, string? Address = null, bool IsSupplier = false);

public sealed record CustomerTicket(Guid Id, long Number, string Subject, Guid DeskId, Guid StatusId, DateTimeOffset LastActivityAt);

public sealed record ContactPageRows(IReadOnlyList<ContactRow> Contacts, int Total, int Page, int Pages);

public sealed record OrganisationPageRows(IReadOnlyList<OrganisationRow> Organisations, int Total, int Page, int Pages);

/// <summary>Customers, for those who work here; their tickets as far as each may see them.</summary>
public sealed class ContactQueries(DeskDatabase desk)
{
    public const int PageSize = 50;
    private const int MostKept = 200;
    private const int MostHits = 8;
    private const int MostOrganisationHits = 4;
    private const int MostTickets = 100;
    private const int MostWords = 8;

    /// <summary>Up to eight contacts, while somebody types: name, e-mail, telephone in whatever groups, account number, address, or their organisation's.</summary>
    public async Task<IReadOnlyList<ContactHit>> FindAsync(Actor me, string? words, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff || words is null || words.Trim().Length < 2) return [];
        await using var db = desk.OpenFor(me);
        var found = from c in Matching(db, words).OrderBy(c => c.Name).Take(MostHits)
                    join o in db.Organisations on c.OrganisationId equals o.Id into its
                    from o in its.DefaultIfEmpty()
                    orderby c.Name, c.Id
                    select new ContactHit(c.Id, c.Name, c.Email, c.Phone, c.OrganisationId, o == null ? null : o.Name, c.AccountNumber ?? (o == null ? null : o.AccountNumber), c.Address ?? (o == null ? null : o.Address));
        return await found.ToListAsync(ct);
    }

    /// <summary>Up to four organisations for the same words, for a ticket that is a firm's and nobody's in particular.</summary>
    public async Task<IReadOnlyList<OrganisationHit>> FindOrganisationsAsync(Actor me, string? words, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff || words is null || words.Trim().Length < 2) return [];
        await using var db = desk.OpenFor(me);
        var found = db.Organisations.AsNoTracking();
        foreach (var ids in EveryWord(db, words)) found = found.Where(o => ids.Contains(o.Id));
        return await found.OrderBy(o => o.Name).Take(MostOrganisationHits).Select(o => new OrganisationHit(o.Id, o.Name, o.AccountNumber, o.Address)).ToListAsync(ct);
    }

    public async Task<ContactPageRows> ContactsAsync(Actor me, string? words, int page, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = string.IsNullOrWhiteSpace(words) ? db.Contacts.AsNoTracking() : Matching(db, words);
        var (total, pages, at) = await PagesAsync(found, page, ct);
        var rows = await Rows(db, found.OrderBy(c => c.Name).ThenBy(c => c.Id).Skip((at - 1) * PageSize).Take(PageSize)).ToListAsync(ct);
        return new ContactPageRows(rows, total, at, pages);
    }

    /// <exception cref="NotFoundException">There is no such contact.</exception>
    public async Task<(ContactRow Contact, IReadOnlyList<CustomerTicket> Tickets)> ContactAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var row = await Rows(db, db.Contacts.Where(c => c.Id == id)).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("contact");
        return (row, await TicketsAsync(db, new TicketsOf(OwnerKind.Contact, id), ct));
    }

    /// <summary>How to reach somebody, and where; null when there is no such contact.</summary>
    public async Task<ContactHit?> ReachAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return await (from c in db.Contacts.AsNoTracking().Where(c => c.Id == id)
                      join o in db.Organisations on c.OrganisationId equals o.Id into its
                      from o in its.DefaultIfEmpty()
                      select new ContactHit(c.Id, c.Name, c.Email, c.Phone, c.OrganisationId, o == null ? null : o.Name, c.AccountNumber, c.Address ?? (o == null ? null : o.Address))).SingleOrDefaultAsync(ct);
    }

    public async Task<OrganisationPageRows> OrganisationsAsync(Actor me, string? words, int page, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = db.Organisations.AsNoTracking();
        foreach (var ids in EveryWord(db, words)) found = found.Where(o => ids.Contains(o.Id));
        var (total, pages, at) = await PagesAsync(found, page, ct);
        var rows = await Rows(db, found.OrderBy(o => o.Name).ThenBy(o => o.Id).Skip((at - 1) * PageSize).Take(PageSize)).ToListAsync(ct);
        return new OrganisationPageRows(rows, total, at, pages);
    }

    /// <summary>Up to eight to choose one from, by name; without words the first ones.</summary>
    /// <param name="suppliersOnly">Only those that we buy from.</param>
    public async Task<IReadOnlyList<OrganisationHit>> PickOrganisationsAsync(Actor me, string? words, bool suppliersOnly = false, IReadOnlyCollection<Guid>? without = null, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var found = db.Organisations.AsNoTracking();
        foreach (var ids in EveryWord(db, words)) found = found.Where(o => ids.Contains(o.Id));
        if (suppliersOnly) found = found.Where(o => o.IsSupplier);
        if (without is { Count: > 0 }) found = found.Where(o => !without.Contains(o.Id));
        return await found.OrderBy(o => o.Name).ThenBy(o => o.Id).Take(MostHits).Select(o => new OrganisationHit(o.Id, o.Name, o.AccountNumber, o.Address)).ToListAsync(ct);
    }

    /// <summary>The first two hundred by name, for a telephone that chooses without a network.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> OrganisationNamesAsync(Actor me, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return [.. (await db.Organisations.AsNoTracking().OrderBy(o => o.Name).ThenBy(o => o.Id).Take(MostKept).Select(o => new { o.Id, o.Name }).ToListAsync(ct)).Select(o => (o.Id, o.Name))];
    }

    /// <summary>What these contacts and organisations are called; who is no longer there is left out.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> NamesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        DemandStaff(me);
        if (ids.Count == 0) return new Dictionary<Guid, string>();
        await using var db = desk.OpenFor(me);
        return await db.Organisations.Where(o => ids.Contains(o.Id)).Select(o => new { o.Id, o.Name }).Concat(db.Contacts.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.Name })).ToDictionaryAsync(x => x.Id, x => x.Name, ct);
    }

    /// <exception cref="NotFoundException">There is no such organisation.</exception>
    public async Task<(OrganisationRow Organisation, IReadOnlyList<ContactRow> Contacts, IReadOnlyList<CustomerTicket> Tickets)> OrganisationAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var row = await Rows(db, db.Organisations.Where(o => o.Id == id)).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("organisation");
        var contacts = await Rows(db, db.Contacts.Where(c => c.OrganisationId == id).OrderBy(c => c.Name).Take(MostTickets)).ToListAsync(ct);
        return (row, contacts, await TicketsAsync(db, new TicketsOf(OwnerKind.Organisation, id), ct));
    }

    /// <summary>Every word stands in the contact or in its organisation; the last may still be growing.</summary>
    private static IQueryable<Contact> Matching(DeskDb db, string words)
    {
        var found = db.Contacts.AsNoTracking();
        foreach (var ids in EveryWord(db, words))
            found = found.Where(c => ids.Contains(c.Id) || (c.OrganisationId != null && ids.Contains(c.OrganisationId.Value)));
        if (Words.AsPhone(words) is not { } dialled) return found;
        var either = SearchIndex.CustomerDocuments(db, new SearchTerm(dialled, MayGrow: true)).Where(d => d.Kind == SearchKind.Contact).Select(d => d.SubjectId).Union(found.Select(c => c.Id));
        return db.Contacts.AsNoTracking().Where(c => either.Contains(c.Id));
    }

    private static IEnumerable<IQueryable<Guid>> EveryWord(DeskDb db, string? text)
    {
        var words = Words.In(text).Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        // Text without a single letter or digit means nobody.
        if (words.Count == 0 && !string.IsNullOrWhiteSpace(text)) return [db.SearchDocuments.Where(_ => false).Select(d => d.SubjectId)];
        return words.Select((word, i) => SearchIndex.CustomerDocuments(db, new SearchTerm(word, MayGrow: i == words.Count - 1)).Select(d => d.SubjectId));
    }

    private static IQueryable<ContactRow> Rows(DeskDb db, IQueryable<Contact> contacts) => contacts.Select(c => new ContactRow(
        c.Id, c.Name, c.Email, c.Phone, c.OrganisationId, db.Organisations.Where(o => o.Id == c.OrganisationId).Select(o => o.Name).FirstOrDefault(),
        db.Tickets.Count(t => t.ContactId == c.Id && t.Merged == null && t.Aside == null && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed), c.AccountNumber, c.Address));

    private static IQueryable<OrganisationRow> Rows(DeskDb db, IQueryable<Organisation> organisations) => organisations.Select(o => new OrganisationRow(
        o.Id, o.Name, o.AccountNumber, db.Contacts.Count(c => c.OrganisationId == o.Id),
        db.Tickets.Count(t => (t.OrganisationId == o.Id || db.Contacts.Any(c => c.Id == t.ContactId && c.OrganisationId == o.Id)) && t.Merged == null && t.Aside == null && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed), o.Address, o.IsSupplier));

    /// <summary>The latest; the lists of the desks have all (<see cref="RelatedTicketQueries"/>).</summary>
    internal static async Task<IReadOnlyList<CustomerTicket>> TicketsAsync(DeskDb db, TicketsOf of, CancellationToken ct) =>
        await RelatedTickets.Of(db, TicketQueries.Living(db.Tickets), of).OrderByDescending(t => t.LastActivityAt).Take(MostTickets)
            .Select(t => new CustomerTicket(t.Id, t.Number, t.Subject, t.DeskId, t.StatusId, t.LastActivityAt)).ToListAsync(ct);

    private static async Task<(int Total, int Pages, int At)> PagesAsync<T>(IQueryable<T> found, int page, CancellationToken ct)
    {
        var total = await found.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        return (total, pages, Math.Clamp(page, 1, pages));
    }

    private static void DemandStaff(Actor me)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("page");
    }
}
