using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Search;

/// <summary>Tickets that a person's words mean: a number in either form, or words in subject, requester, description and thread.</summary>
internal static class TicketSearch
{
    private const int MostWords = 12;

    /// <summary>Every word must stand somewhere in the ticket, in whichever of its texts; the last one may still be growing. Order is the list's, so that very common words cost no ranking.</summary>
    public static IQueryable<Ticket> Narrow(DeskDb db, IQueryable<Ticket> tickets, string words)
    {
        var found = WithWords(db, tickets, words);
        if (TicketNumber.Read(words) is not { } number) return found ?? tickets.Where(_ => false);
        // "1042" is ticket 1042, and the tickets in which somebody quotes error 1042.
        return found is null ? tickets.Where(t => t.Number == number) : tickets.Where(t => t.Number == number || found.Any(f => f.Id == t.Id));
    }

    /// <summary>Null when the text holds no word at all.</summary>
    private static IQueryable<Ticket>? WithWords(DeskDb db, IQueryable<Ticket> tickets, string text)
    {
        var words = Words.In(text).Distinct(StringComparer.Ordinal).Take(MostWords).ToList();
        if (words.Count == 0) return null;
        for (var i = 0; i < words.Count; i++)
        {
            var subjects = Visible(db, SearchIndex.TicketDocuments(db, words[i], asPrefix: i == words.Count - 1)).Select(d => d.SubjectId);
            tickets = tickets.Where(t => subjects.Contains(t.Id));
        }
        return tickets;
    }

    /// <summary>A customer's search must not find words of a note: it would tell that they stand there.</summary>
    private static IQueryable<SearchDocument> Visible(DeskDb db, IQueryable<SearchDocument> documents) =>
        db.SightContact is null ? documents : documents.Where(d => d.Kind == SearchKind.Ticket || db.Set<Entry>().Any(e => e.Id == d.SourceId));
}
