using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Knowledge;

public sealed record HelpEntry(Guid Id, string Title, string Slug, string Language, string? Category, Guid? DeskId, DateTimeOffset PublishedAt)
{
    public string Address => $"/help/{Language}/{Slug}";
}

/// <summary>An article as readers see it: its published revision.</summary>
public sealed record HelpArticle(Guid Id, string Title, string Body, string Slug, string Language, string? Category, Guid? DeskId, DateTimeOffset PublishedAt, IReadOnlyList<string> OtherLanguages)
{
    public string Address => $"/help/{Language}/{Slug}";
}

/// <param name="Address">With the heading's anchor.</param>
public sealed record HelpHit(Guid ArticleId, string Title, string Heading, string Excerpt, string Language, string Address);

/// <summary>
/// The help centre. For who is not signed in the database is opened for nobody, so nothing but published public articles can come out; the
/// desk's own people find the internal ones here too, the manual among them.
/// </summary>
public sealed class HelpQueries(DeskDatabase desk)
{
    private const int MostEntries = 1_000;
    private const int ExcerptLength = 220;
    /// <summary>Below this a hit is noise rather than help.</summary>
    private const double Noise = 0.06;

    private DeskDb OpenFor(Actor? reader) => reader is null ? desk.OpenForPublic() : desk.OpenFor(reader);

    public async Task<IReadOnlyList<HelpEntry>> AllAsync(Guid? deskId = null, Actor? reader = null, CancellationToken ct = default)
    {
        await using var db = OpenFor(reader);
        var articles = db.Articles.AsNoTracking();
        if (deskId is { } home) articles = articles.Where(a => a.DeskId == null || a.DeskId == home);
        var published = from a in articles from r in a.Revisions where r.Number == a.PublishedRevision select new { a, r.Title };
        return await published.OrderBy(x => x.Title).Take(MostEntries).Select(x => new HelpEntry(x.a.Id, x.Title, x.a.Slug, x.a.Language, x.a.Category, x.a.DeskId, x.a.PublishedAt!.Value)).ToListAsync(ct);
    }

    /// <returns>Null when there is none, or none for the public.</returns>
    public async Task<HelpArticle?> FindAsync(string language, string slug, Actor? reader = null, CancellationToken ct = default)
    {
        await using var db = OpenFor(reader);
        var found = await (from a in db.Articles.AsNoTracking() from r in a.Revisions where a.Language == language && a.Slug == slug && r.Number == a.PublishedRevision select new { a, r.Title, r.Body }).SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var others = await db.Articles.Where(a => a.Slug == slug && a.Language != language && a.DeskId == found.a.DeskId).Select(a => a.Language).OrderBy(l => l).ToListAsync(ct);
        return new HelpArticle(found.a.Id, found.Title, found.Body, slug, language, found.a.Category, found.a.DeskId, found.a.PublishedAt!.Value, others);
    }

    /// <summary>Best passage of each article. The last word may still be growing.</summary>
    /// <param name="deskId">One desk's articles and those of the whole installation; null for all.</param>
    public async Task<IReadOnlyList<HelpHit>> SearchAsync(string? words, Guid? deskId = null, int take = 20, Actor? reader = null, CancellationToken ct = default)
    {
        await using var db = OpenFor(reader);
        var asked = Words.In(words).Take(24).ToList();
        if (asked.Count == 0) return [];
        var passages = await SearchIndex.PassagesAsync(db, asked[..^1], asked[^1], deskId, publicOnly: reader is null, ct);
        var best = Ranking.Rank(words!, passages, growing: asked[^1]).Where(r => r.Score >= Noise).DistinctBy(r => r.Passage.ArticleId).Take(take).ToList();
        var ids = best.ConvertAll(r => r.Passage.ArticleId);
        var slugs = await db.Articles.Where(a => ids.Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => new { a.Slug, a.Language }, ct);
        return [.. best.Where(r => slugs.ContainsKey(r.Passage.ArticleId)).Select(r => Hit(r, slugs[r.Passage.ArticleId].Language, slugs[r.Passage.ArticleId].Slug))];
    }

    private static HelpHit Hit(RankedPassage found, string language, string slug)
    {
        var p = found.Passage;
        var anchor = p.Heading.Length == 0 ? "" : "#" + MarkdownText.HeadingId(p.Heading);
        return new HelpHit(p.ArticleId, p.Title, p.Heading, Excerpt(found), language, $"/help/{language}/{slug}{anchor}");
    }

    /// <summary>From the first sentence that holds one of the words.</summary>
    private static string Excerpt(RankedPassage found)
    {
        var sentences = Sentences.Of(found.Passage.Text);
        var from = Math.Max(0, sentences.FindIndex(s => Words.In(s).Select(Words.Stem).Any(found.Matched.Contains)));
        var text = string.Join(' ', sentences.Skip(from));
        return text.Length <= ExcerptLength ? text : text[..(text.LastIndexOf(' ', ExcerptLength) is var cut and > 0 ? cut : ExcerptLength)] + " …";
    }
}
