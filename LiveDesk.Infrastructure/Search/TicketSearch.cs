using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

/// <param name="Texts">Of each ticket found the text (the ticket itself or an entry) in which the words stand, the newest one.</param>
/// <param name="IsCut">The words stand in too many texts: these are the newest tickets only.</param>
internal sealed record TicketsFound(IReadOnlyDictionary<Guid, Guid> Texts, IReadOnlyList<string> Words, bool IsCut);

/// <summary>Tickets that a person's words mean: a number in either form, or words in subject, requester, description and thread.</summary>
internal static class TicketSearch
{
    private const int MostWords = 12;

    /// <summary>A word that stands in more texts than this is common: of those the newest count, so that it costs no more than a rare one.</summary>
    private const int MostTexts = 2000;

    /// <summary>Every word must stand somewhere in the ticket, in whichever of its texts; the last one may still be growing. Words that are all common must stand in one text together.</summary>
    /// <param name="tickets">What is searched: those that the person sees, and of the list's filter.</param>
    public static async Task<TicketsFound> FindAsync(DeskDb db, IQueryable<Ticket> tickets, string asked, CancellationToken ct = default, int mostTexts = MostTexts)
    {
        var words = Words.In(asked).Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        var terms = words.Select((w, i) => new SearchTerm(w, i == words.Count - 1)).ToList();
        var found = await WithAllAsync(db, tickets, terms, mostTexts, ct);
        // "1042" is ticket 1042, the one that it was merged into, and the tickets in which somebody quotes error 1042.
        if (TicketNumber.Read(asked) is { } number)
        {
            var ledHere = MergedHere(db).Where(l => db.Tickets.Any(m => m.Id == l.OtherId && m.Number == number)).Select(l => l.TicketId);
            foreach (var id in await tickets.Where(t => t.Number == number || ledHere.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)) found.TicketTexts.TryAdd(id, id);
        }
        return new TicketsFound(found.TicketTexts, words, found.IsCut);
    }

    private static async Task<Texts> WithAllAsync(DeskDb db, IQueryable<Ticket> tickets, List<SearchTerm> terms, int most, CancellationToken ct)
    {
        if (terms.Count == 0) return new Texts([], IsCut: false);
        var (rare, common) = (new List<Texts>(), new List<SearchTerm>());
        foreach (var term in terms)
        {
            var newest = await NewestAsync(db, tickets, [term], most, ct);
            if (newest.IsCut) common.Add(term);
            else rare.Add(newest);
        }
        if (rare.Count == 0) return common.Count == 1 ? await NewestAsync(db, tickets, common, most, ct) : (await NewestAsync(db, tickets, common, most, ct)) with { IsCut = true };
        var all = rare[0].TicketTexts.Where(t => rare.TrueForAll(r => r.TicketTexts.ContainsKey(t.Key))).ToDictionary();
        foreach (var term in common)
        {
            var also = await AmongAsync(db, all.Keys, term, ct);
            all = all.Where(t => also.Contains(t.Key)).ToDictionary();
        }
        return new Texts(all, IsCut: false);
    }

    private sealed record Texts(Dictionary<Guid, Guid> TicketTexts, bool IsCut);

    /// <summary>What stands in a ticket that was merged away is found in the one that stays.</summary>
    private static async Task<Texts> NewestAsync(DeskDb db, IQueryable<Ticket> tickets, IReadOnlyList<SearchTerm> terms, int most, CancellationToken ct)
    {
        var texts = from d in Visible(db, SearchIndex.TicketTexts(db, terms))
                    from l in MergedHere(db).Where(l => l.OtherId == d.SubjectId).DefaultIfEmpty()
                    join t in tickets on (Guid?)l.TicketId ?? d.SubjectId equals t.Id
                    select new { d.Id, d.SourceId, TicketId = t.Id };
        var newest = await texts.OrderByDescending(d => d.Id).Take(most).ToListAsync(ct);
        return new Texts(newest.DistinctBy(d => d.TicketId).ToDictionary(d => d.TicketId, d => d.SourceId), IsCut: newest.Count == most);
    }

    /// <summary>Those of a few tickets in which a common word stands too.</summary>
    private static async Task<HashSet<Guid>> AmongAsync(DeskDb db, IReadOnlyCollection<Guid> tickets, SearchTerm term, CancellationToken ct)
    {
        var ids = tickets.ToList();
        var stays = await MergedHere(db).Where(l => ids.Contains(l.TicketId)).Select(l => new { l.OtherId, l.TicketId }).ToListAsync(ct);
        var standsIn = await Visible(db, SearchIndex.TextsOf(db, [.. ids, .. stays.Select(l => l.OtherId)], term)).Select(d => d.SubjectId).Distinct().ToListAsync(ct);
        return [.. standsIn, .. stays.Where(l => standsIn.Contains(l.OtherId)).Select(l => l.TicketId)];
    }

    /// <summary>From a ticket that was merged away to the one that stays.</summary>
    private static IQueryable<TicketLink> MergedHere(DeskDb db) => db.Set<TicketLink>().Where(l => l.Kind == LinkKind.MergedFrom && l.EndedAt == null);

    /// <summary>A customer's search must not find words of a note: it would tell that they stand there.</summary>
    private static IQueryable<SearchDocument> Visible(DeskDb db, IQueryable<SearchDocument> documents) =>
        db.SightContact is null ? documents : documents.Where(d => d.Kind == SearchKind.Ticket || db.Set<Entry>().Any(e => e.Id == d.SourceId));
}
