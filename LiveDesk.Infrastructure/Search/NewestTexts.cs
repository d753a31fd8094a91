using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

/// <summary>
/// The newest texts of tickets in which words stand, so many and no more. SQLite's index has them in their order and stops when there are enough.
/// PostgreSQL's knows no order: it fetches and sorts all that have a word, which is slow for a common one; or it goes back from the newest text
/// and looks into each, which is slow for a rare one. Among the newest it shows which of them the word is.
/// </summary>
internal sealed class NewestTexts
{
    private const long First = 25_000, Furthest = 150_000;

    private readonly DeskDb _db;
    private readonly IQueryable<Ticket> _tickets;
    private readonly int _most;
    private readonly long _newest;

    private NewestTexts(DeskDb db, IQueryable<Ticket> tickets, int most, long newest) => (_db, _tickets, _most, _newest) = (db, tickets, most, newest);

    public static async Task<NewestTexts> BeginAsync(DeskDb db, IQueryable<Ticket> tickets, int most, CancellationToken ct) =>
        new(db, tickets, most, db.IsSqlite ? 0 : await db.SearchDocuments.MaxAsync(d => (long?)d.Id, ct) ?? 0);

    /// <summary>Whether the word stands so often among the newest texts that it must be in more than enough of all.</summary>
    public async Task<bool> IsCommonAsync(SearchTerm term, CancellationToken ct)
    {
        if (_newest <= First) return false;
        var enough = 1 + (int)(2 * _most * First / _newest);
        return (await FindAsync([term], _newest - First, enough, ct)).Count == enough;
    }

    public async Task<Texts> WithAsync(IReadOnlyList<SearchTerm> terms, int most, CancellationToken ct)
    {
        var found = await FindAsync(terms, _newest - First, most, ct);
        if (found.Count < most && _newest > First)
        {
            // As far back as there are enough, if it goes on like this.
            var back = First * most * 5 / 4 / Math.Max(1, found.Count);
            if (back <= Furthest) found = await FindAsync(terms, _newest - back, most, ct);
            if (found.Count < most) found = await FindAsync(terms, null, most, ct);
        }
        // What stands in a ticket that was merged away is found in the one that stays.
        return new Texts(found.DistinctBy(d => d.TicketId).ToDictionary(d => d.TicketId, d => d.SourceId), IsCut: found.Count == most);
    }

    /// <param name="since">Back to this text; null: to the first one, by the words' index.</param>
    private async Task<List<(Guid SourceId, Guid TicketId)>> FindAsync(IReadOnlyList<SearchTerm> terms, long? since, int most, CancellationToken ct)
    {
        var texts = from d in Visible(_db, SearchIndex.TicketTexts(_db, terms, since ?? 0))
                    from l in MergedTickets.Links(_db).Where(l => l.OtherId == d.SubjectId).DefaultIfEmpty()
                    join t in _tickets on (Guid?)l.TicketId ?? d.SubjectId equals t.Id
                    select new { d.Id, d.SourceId, TicketId = t.Id };
        // A sum is in no index: PostgreSQL cannot take the order from there and look into every text.
        var ordered = since is null ? texts.OrderByDescending(d => d.Id + 0) : texts.OrderByDescending(d => d.Id);
        return [.. (await ordered.Take(most).ToListAsync(ct)).Select(d => (d.SourceId, d.TicketId))];
    }

    /// <summary>A customer's search must not find words of a note: it would tell that they stand there.</summary>
    public static IQueryable<SearchDocument> Visible(DeskDb db, IQueryable<SearchDocument> documents) =>
        db.SightContact is null ? documents : documents.Where(d => d.Kind == SearchKind.Ticket || db.Set<Entry>().Any(e => e.Id == d.SourceId));
}
