using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Knowledge;

/// <param name="AlreadyThere">This ticket had become that article before; no second one was made.</param>
public sealed record ArticleFromTicketMade(Guid ArticleId, bool AlreadyThere);

/// <summary>An article that may say the same.</summary>
public sealed record LikelyDuplicate(Guid ArticleId, string Title);

/// <summary>A solved ticket becomes a draft: its subject the problem, its resolution the solution. Never straight to readers.</summary>
public sealed class ArticleFromTicket(DeskDatabase desk, ArticleCommands articles)
{
    /// <summary>Above this score an existing article is named as a likely duplicate.</summary>
    private const double Alike = 0.55;

    public async Task<ArticleFromTicketMade> MakeAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        me.Demand(Right.WriteArticles);
        await using var db = desk.OpenFor(me);
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        // Read as the page reads it: with what was merged into it.
        var thread = await MergedTickets.WithHeldAsync(db, ticketId, ct);
        var solution = ticket.Resolution?.Text is { Length: > 0 } resolution ? resolution : await LastReplyAsync(db, thread, ct);
        if (solution is null) throw new RuleViolation("Nothing here says yet what solved it. Answer or resolve the ticket, then add it to the knowledge base.", "resolution");
        if (await db.Articles.Where(a => a.FromTicketId != null && thread.Contains(a.FromTicketId.Value) && a.State != ArticleState.Archived).Select(a => (Guid?)a.Id).FirstOrDefaultAsync(ct) is { } before) return new(before, AlreadyThere: true);
        var text = new ArticleText(ticket.Subject, BodyOf(ticket, solution));
        var article = await articles.AddAsync(db, me, new NewArticle(text, ticket.DeskId), $"From ticket {ticket.Number}", ct);
        article.ComeFrom(ticketId);
        await db.CommitAsync(ct);
        return new(article.Id, AlreadyThere: false);
    }

    /// <summary>Published articles whose best passage is about the same.</summary>
    internal static async Task<IReadOnlyList<LikelyDuplicate>> DuplicatesAsync(DeskDb db, Article article, CancellationToken ct)
    {
        var candidates = await SearchIndex.PassagesAsync(db, Words.Terms(article.Title), null, article.DeskId, publicOnly: false, ct);
        return [.. Ranking.Rank(article.Title, [.. candidates.Where(p => p.ArticleId != article.Id)]).Where(r => r.Score >= Alike).DistinctBy(r => r.Passage.ArticleId).Take(3).Select(r => new LikelyDuplicate(r.Passage.ArticleId, r.Passage.Title))];
    }

    /// <summary>Some desks write no resolutions: there the last answer solved it.</summary>
    private static async Task<string?> LastReplyAsync(DeskDb db, IReadOnlyCollection<Guid> thread, CancellationToken ct) =>
        await db.Set<Entry>().Where(e => thread.Contains(e.TicketId) && e.Kind == EntryKind.Reply).OrderByDescending(e => e.Id).Select(e => e.Body).FirstOrDefaultAsync(ct);

    private static string BodyOf(Ticket ticket, string solution) => $"""
        ## Problem

        {(string.IsNullOrWhiteSpace(ticket.Description) ? ticket.Subject : ticket.Description)}

        ## Solution

        {solution}
        """;
}
