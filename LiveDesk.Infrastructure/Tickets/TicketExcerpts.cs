using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>Shows on each found ticket where the words stand. Read through the sight of whoever searches, for one page only.</summary>
internal static class TicketExcerpts
{
    public static async Task<List<TicketCard>> AddAsync(DeskDb db, List<TicketCard> tickets, TicketsFound search, CancellationToken ct)
    {
        var sources = tickets.ConvertAll(t => search.Texts[t.Id]);
        var texts = await db.Set<Entry>().AsNoTracking().Where(e => sources.Contains(e.Id)).Select(e => new { e.Id, Text = e.Body }).ToDictionaryAsync(e => e.Id, e => e.Text, ct);
        foreach (var ticket in await db.Tickets.AsNoTracking().Where(t => sources.Contains(t.Id)).Select(t => new { t.Id, t.Description }).ToListAsync(ct)) texts[ticket.Id] = ticket.Description ?? "";
        return tickets.ConvertAll(t => texts.TryGetValue(search.Texts[t.Id], out var text) ? t with { Excerpt = Excerpts.Of(MarkdownText.ToPlain(text), search.Words) } : t);
    }
}
