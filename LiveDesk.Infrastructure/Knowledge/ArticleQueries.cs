using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Knowledge;

/// <param name="Ahead">Its editors are ahead of what readers see.</param>
public sealed record ArticleRow(Guid Id, string Title, string Slug, string Language, string? Category, Visibility Visibility, ArticleState State, Guid? DeskId, bool Ahead, DateTimeOffset ChangedAt);

/// <param name="Search">Words in the title or the text.</param>
public sealed record ArticleFilter(ArticleState? State = null, string? Search = null, Guid? DeskId = null, string? Language = null);

public sealed record ArticleHit(Guid Id, string Title, string? Category);

public sealed record RevisionRow(int Number, string Title, string By, string Why, DateTimeOffset At);

/// <summary>An article as its editors see it.</summary>
public sealed record ArticleDetail(Guid Id, Guid? DeskId, string Slug, ArticleText Text, ArticleState State, int Version, int RevisionNumber, int? PublishedRevision, DateTimeOffset? PublishedAt, (long Number, Guid DeskId)? FromTicket, IReadOnlyList<RevisionRow> Revisions, IReadOnlyList<PersonalDatum> PersonalData, IReadOnlyList<LikelyDuplicate> Duplicates)
{
    public bool IsAhead => PublishedRevision is { } published && published < RevisionNumber;
}

/// <summary>What editors read. Staff see every article; the text of tickets behind them only as far as they see those tickets.</summary>
public sealed class ArticleQueries(DeskDatabase desk)
{
    private const int MostRows = 500;

    public async Task<IReadOnlyList<ArticleRow>> ListAsync(Actor me, ArticleFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var found = db.Articles.AsNoTracking();
        found = filter.State is { } state ? found.Where(a => a.State == state) : found.Where(a => a.State != ArticleState.Archived);
        if (filter.DeskId is { } home) found = found.Where(a => a.DeskId == home);
        if (filter.Language is { Length: > 0 } language) found = found.Where(a => a.Language == language);
        if (await MatchingAsync(found, filter.Search, ct) is { } matching) found = found.Where(a => matching.Contains(a.Id));
        return await found.OrderByDescending(a => a.ChangedAt).ThenBy(a => a.Id).Take(MostRows)
            .Select(a => new ArticleRow(a.Id, a.Title, a.Slug, a.Language, a.Category, a.Visibility, a.State, a.DeskId, a.PublishedRevision != null && a.PublishedRevision < a.RevisionNumber, a.ChangedAt)).ToListAsync(ct);
    }

    /// <summary>By their titles alone, while somebody types: the few that changed last.</summary>
    public async Task<IReadOnlyList<ArticleHit>> FindAsync(Actor me, string words, int most, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (Words.In(words) is not { Count: > 0 } wanted) return [];
        var titles = await db.Articles.AsNoTracking().Where(a => a.State != ArticleState.Archived).OrderByDescending(a => a.ChangedAt).ThenBy(a => a.Id).Select(a => new ArticleHit(a.Id, a.Title, a.Category)).ToListAsync(ct);
        return [.. titles.Where(a => HasAll(Words.In(a.Title), wanted)).Take(most)];
    }

    /// <summary>How many articles each state holds.</summary>
    public async Task<IReadOnlyDictionary<ArticleState, int>> CountsAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Articles.GroupBy(a => a.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <exception cref="NotFoundException">No such article, or not for this person.</exception>
    public async Task<ArticleDetail> GetAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var article = await db.Articles.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw new NotFoundException("article");
        var revisions = await db.Articles.Where(a => a.Id == id).SelectMany(a => a.Revisions).OrderByDescending(r => r.Number).Select(r => new RevisionRow(r.Number, r.Title, r.ByName, r.Why, r.At)).ToListAsync(ct);
        var ticket = await db.Tickets.Where(t => t.Id == article.FromTicketId).Select(t => new { t.Number, t.DeskId, t.Requester.Name, t.Requester.Email, t.Requester.Phone }).SingleOrDefaultAsync(ct);
        string?[] names = [ticket?.Name, ticket?.Phone];
        var duplicates = article.State is ArticleState.Draft or ArticleState.Review ? await ArticleFromTicket.DuplicatesAsync(db, article, ct) : [];
        return new ArticleDetail(id, article.DeskId, article.Slug, new ArticleText(article.Title, article.Body, article.Language, article.Category, article.Visibility), article.State, article.Version, article.RevisionNumber, article.PublishedRevision, article.PublishedAt, ticket is null ? null : (ticket.Number, ticket.DeskId),
            revisions, PersonalData.Find($"{article.Title}\n{article.Body}", names.OfType<string>()), duplicates);
    }

    /// <summary>What these articles are called.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> TitlesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        return await db.Articles.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Title }).ToDictionaryAsync(a => a.Id, a => a.Title, ct);
    }

    /// <summary>Two revisions side by side.</summary>
    public async Task<Comparison> CompareAsync(Actor me, Guid id, int older, int newer, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var texts = await db.Articles.Where(a => a.Id == id).SelectMany(a => a.Revisions).Where(r => r.Number == older || r.Number == newer).ToDictionaryAsync(r => r.Number, r => $"# {r.Title}\n\n{r.Body}", ct);
        return Comparison.Of(texts.GetValueOrDefault(older) ?? throw new NotFoundException("revision"), texts.GetValueOrDefault(newer) ?? throw new NotFoundException("revision"));
    }

    /// <summary>Categories in use, for the editor's list of suggestions.</summary>
    public async Task<IReadOnlyList<string>> CategoriesAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Articles.Where(a => a.Category != null).Select(a => a.Category!).Distinct().OrderBy(c => c).ToListAsync(ct);
    }

    /// <summary>Editors search what they write, published or not, so this reads the texts themselves: a knowledge base is hundreds of pages, not millions. Null: no words.</summary>
    private static async Task<List<Guid>?> MatchingAsync(IQueryable<Article> articles, string? search, CancellationToken ct)
    {
        var words = Words.In(search);
        if (words.Count == 0) return null;
        var texts = await articles.Select(a => new { a.Id, a.Title, a.Body }).ToListAsync(ct);
        return [.. texts.Where(t => HasAll(Words.In($"{t.Title} {t.Body}"), words)).Select(t => t.Id)];
    }

    private static bool HasAll(List<string> text, List<string> words) => words.TrueForAll(w => text.Exists(t => t.StartsWith(w, StringComparison.Ordinal)));

    private static void DemandStaff(Actor me)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("article");
    }
}
