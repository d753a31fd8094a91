using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Fields;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

/// <summary>
/// Tickets by the names of what they belong to: organisation, supplier, record, the option of a choice. Such a name is written once and may change
/// at any time, so it is looked for where it stands, and the tickets through what ties them to it. Customers see none of these, and find by none.
/// </summary>
internal sealed class KnownNames
{
    /// <summary>Things of one name, beyond which it tells nobody anything.</summary>
    private const int MostThings = 200;

    private readonly DeskDb _db;
    private readonly IQueryable<Ticket> _tickets;
    private readonly IReadOnlyList<(Guid Id, List<string> Words)> _options;

    private KnownNames(DeskDb db, IQueryable<Ticket> tickets, IReadOnlyList<(Guid, List<string>)> options) => (_db, _tickets, _options) = (db, tickets, options);

    public static async Task<KnownNames> BeginAsync(DeskDb db, IQueryable<Ticket> tickets, CancellationToken ct)
    {
        var fields = db.SightContact is not null ? [] : await db.Set<Desk>().AsNoTracking().Select(d => d.Fields).ToListAsync(ct);
        return new KnownNames(db, tickets, [.. fields.SelectMany(f => f).Where(f => f.IsChoice).SelectMany(f => f.Options).Select(o => (o.Id, Words.In(o.Label)))]);
    }

    /// <summary>The newest tickets of which something is called so, each as the text that has the word.</summary>
    public async Task<Texts> WithAsync(SearchTerm term, int most, CancellationToken ct)
    {
        if (await OfNameAsync(term, ct) is not { } ids) return new Texts([], IsCut: false);
        var found = await _tickets.Where(t => ids.Contains(t.Id)).OrderByDescending(t => t.Id).Select(t => t.Id).Take(most).ToListAsync(ct);
        return new Texts(found.ToDictionary(id => id), IsCut: found.Count == most);
    }

    /// <summary>Those of a few tickets of which something is called so.</summary>
    public async Task<List<Guid>> AmongAsync(List<Guid> few, SearchTerm term, CancellationToken ct) =>
        await OfNameAsync(term, ct) is { } ids ? await _db.Tickets.Where(t => EF.Parameter(few).Contains(t.Id) && ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct) : [];

    private async Task<IQueryable<Guid>?> OfNameAsync(SearchTerm term, CancellationToken ct)
    {
        if (_db.SightContact is not null) return null;
        var options = _options.Where(o => o.Words.Exists(term.IsIn)).Select(o => o.Id).ToList();
        var things = await SearchIndex.RecordDocuments(_db, term).Select(d => new { d.Kind, d.SubjectId }).Take(MostThings).ToListAsync(ct);
        if (options.Count + things.Count == 0) return null;
        var organisations = things.Where(t => t.Kind is SearchKind.Organisation).Select(t => t.SubjectId).ToList();
        var records = things.Where(t => t.Kind is SearchKind.Record).Select(t => t.SubjectId).ToList();
        return RelatedTickets.OfOrganisations(_db, organisations).Union(RelatedTickets.OfSuppliers(_db, organisations)).Union(RelatedTickets.OfRecords(_db, records))
            .Union(_db.Set<IndexedValue>().Where(v => options.Contains(v.OptionId!.Value)).Select(v => v.TicketId));
    }
}
