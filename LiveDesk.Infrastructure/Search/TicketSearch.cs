using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

/// <param name="Texts">Of each ticket found the text (the ticket itself or an entry) in which the words stand, the newest one.</param>
/// <param name="IsCut">The words stand in too many texts: these are the newest tickets only.</param>
internal sealed record TicketsFound(IReadOnlyDictionary<Guid, Guid> Texts, IReadOnlyList<string> Words, bool IsCut);

/// <param name="TicketTexts">Of each ticket its newest text with the words.</param>
/// <param name="IsCut">There may be more.</param>
internal sealed record Texts(Dictionary<Guid, Guid> TicketTexts, bool IsCut);

/// <summary>Tickets that a person's words mean: a number in either form, or words in subject, requester, description, fields and thread, or in the names of what the ticket belongs to.</summary>
internal static class TicketSearch
{
    private const int MostWords = 12;

    /// <summary>A word that stands in more texts than this is common: of those the newest count, so that it costs no more than a rare one.</summary>
    private const int MostTexts = 1000;

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
            var ledHere = MergedTickets.Links(db).Where(l => db.Tickets.Any(m => m.Id == l.OtherId && m.Number == number)).Select(l => l.TicketId);
            foreach (var id in await tickets.Where(t => t.Number == number || ledHere.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)) found.TicketTexts.TryAdd(id, id);
        }
        return new TicketsFound(found.TicketTexts, words, found.IsCut);
    }

    private static async Task<Texts> WithAllAsync(DeskDb db, IQueryable<Ticket> tickets, List<SearchTerm> terms, int most, CancellationToken ct)
    {
        if (terms.Count == 0) return new Texts([], IsCut: false);
        var (texts, names) = (await NewestTexts.BeginAsync(db, tickets, most, ct), await KnownNames.BeginAsync(db, tickets, ct));
        if (terms.Count == 1) return Either(await texts.WithAsync(terms, most, ct), await names.WithAsync(terms[0], most, ct));
        var (rare, common) = (new List<Texts>(), new List<SearchTerm>());
        foreach (var term in terms)
        {
            // Of a common word only that it is common need be known.
            var newest = await texts.IsCommonAsync(term, ct) ? null : await texts.WithAsync([term], most, ct);
            if (newest is { IsCut: false }) rare.Add(Either(newest, await names.WithAsync(term, most, ct)));
            else common.Add(term);
        }
        // Common words say little: of the texts that have all of them, fewer will do.
        if (rare.Count == 0) return (await texts.WithAsync(common, (most + 1) / 2, ct)) with { IsCut = true };
        var all = rare[0].TicketTexts.Where(t => rare.TrueForAll(r => r.TicketTexts.ContainsKey(t.Key))).ToDictionary();
        foreach (var term in common)
        {
            var also = await AmongAsync(db, names, all.Keys, term, ct);
            all = all.Where(t => also.Contains(t.Key)).ToDictionary();
        }
        return new Texts(all, rare.Exists(r => r.IsCut));
    }

    /// <summary>A text in which the word stands says more than a name.</summary>
    private static Texts Either(Texts texts, Texts names)
    {
        foreach (var (ticket, itself) in names.TicketTexts) texts.TicketTexts.TryAdd(ticket, itself);
        return texts with { IsCut = texts.IsCut || names.IsCut };
    }

    /// <summary>Those of a few tickets in which a common word stands too.</summary>
    private static async Task<HashSet<Guid>> AmongAsync(DeskDb db, KnownNames names, IReadOnlyCollection<Guid> tickets, SearchTerm term, CancellationToken ct)
    {
        var ids = tickets.ToList();
        var stays = await MergedTickets.Links(db).Where(l => EF.Parameter(ids).Contains(l.TicketId)).Select(l => new { l.OtherId, l.TicketId }).ToListAsync(ct);
        var standsIn = await NewestTexts.Visible(db, SearchIndex.TextsOf(db, [.. ids, .. stays.Select(l => l.OtherId)], term)).Select(d => d.SubjectId).Distinct().ToListAsync(ct);
        return [.. standsIn, .. stays.Where(l => standsIn.Contains(l.OtherId)).Select(l => l.TicketId), .. await names.AmongAsync(ids, term, ct)];
    }
}
