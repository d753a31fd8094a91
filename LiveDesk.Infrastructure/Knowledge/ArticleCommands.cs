using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Knowledge;

/// <param name="DeskId">Null: the whole installation's.</param>
/// <param name="Slug">Null: made from the title.</param>
public sealed record NewArticle(ArticleText Text, Guid? DeskId = null, string? Slug = null);

/// <summary>What an editor saves: the text, and where it stands.</summary>
/// <param name="SeenVersion">The version the editor had before them: somebody else's save since then is a conflict.</param>
public sealed record ArticleChange(ArticleText Text, Guid? DeskId, string Slug, string Why, int SeenVersion);

/// <summary>Somebody saved this article meanwhile. Nothing was overwritten; the person sees both texts and chooses.</summary>
public sealed class ArticleChangedMeanwhile(ArticleText theirs, int version, string by) : Exception($"{by} saved this article meanwhile. Your text is still here; compare, then save again.")
{
    public ArticleText Theirs { get; } = theirs;
    public int Version { get; } = version;
    public string By { get; } = by;
}

/// <summary>Everything that can be done to an article.</summary>
public sealed class ArticleCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    public async Task<Guid> CreateAsync(Actor me, NewArticle what, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var article = await AddAsync(db, me, what, "Written", ct);
        await db.CommitAsync(ct);
        return article.Id;
    }

    /// <returns>The new version.</returns>
    /// <exception cref="ArticleChangedMeanwhile">Somebody saved since <see cref="ArticleChange.SeenVersion"/>.</exception>
    public Task<int> ReviseAsync(Actor me, Guid id, ArticleChange change, CancellationToken ct = default) => ChangeAsync(me, id, async (db, article, now) =>
    {
        if (article.Version != change.SeenVersion) throw await MeanwhileAsync(db, article, ct);
        if (change.DeskId is { } home) await catalogue.DeskAsync(home, ct);
        article.Revise(me, change.Text, change.Why, now);
        article.MoveToDesk(me, change.DeskId, now);
        article.Readdress(me, change.Slug.Trim(), now);
        await DemandFreeSlugAsync(db, article, ct);
        foreach (var passage in await db.Passages.Where(p => p.ArticleId == id).ToListAsync(ct)) passage.Follow(article);
    }, ct);

    public Task<int> RestoreAsync(Actor me, Guid id, int revision, CancellationToken ct = default) => ChangeAsync(me, id, async (db, article, now) =>
        article.Restore(me, await db.Articles.Where(a => a.Id == id).SelectMany(a => a.Revisions).SingleOrDefaultAsync(r => r.Number == revision, ct) ?? throw new NotFoundException("revision"), now), ct);

    public Task<int> AskForReviewAsync(Actor me, Guid id, CancellationToken ct = default) => ChangeAsync(me, id, (_, article, now) =>
    {
        article.AskForReview(me, now);
        return Task.CompletedTask;
    }, ct);

    /// <summary>What readers and the assistant find from now on, passages and search index in the same save.</summary>
    /// <param name="seenVersion">What the editor read before pressing the button; null publishes whatever is there.</param>
    public Task<int> PublishAsync(Actor me, Guid id, int? seenVersion = null, CancellationToken ct = default) => ChangeAsync(me, id, async (db, article, now) =>
    {
        if (seenVersion is { } seen && article.Version != seen) throw await MeanwhileAsync(db, article, ct);
        await PublishInAsync(db, me, article, now, ct);
    }, ct);

    public Task<int> ArchiveAsync(Actor me, Guid id, CancellationToken ct = default) => ChangeAsync(me, id, async (db, article, now) =>
    {
        article.Archive(me, now);
        await ForgetPassagesAsync(db, id, ct);
    }, ct);

    internal async Task<Article> AddAsync(DeskDb db, Actor me, NewArticle what, string why, CancellationToken ct, Guid? id = null)
    {
        me.Demand(Right.WriteArticles);
        if (what.DeskId is { } home) await catalogue.DeskAsync(home, ct);
        var now = clock.GetUtcNow();
        var slug = what.Slug ?? await FreeSlugAsync(db, what.Text, ct);
        var article = new Article(id ?? Ids.New(now), what.DeskId, slug, what.Text, me, why, now);
        if (what.Slug is not null) await DemandFreeSlugAsync(db, article, ct);
        db.Articles.Add(article);
        return article;
    }

    internal static async Task PublishInAsync(DeskDb db, Actor me, Article article, DateTimeOffset now, CancellationToken ct)
    {
        if (article is { State: ArticleState.Published } && article.PublishedRevision == article.RevisionNumber) return;
        article.Publish(me, now);
        await ForgetPassagesAsync(db, article.Id, ct);
        db.Passages.AddRange(Passages.Of(article, now));
    }

    internal static async Task ForgetPassagesAsync(DeskDb db, Guid articleId, CancellationToken ct) =>
        db.Passages.RemoveRange(await db.Passages.Where(p => p.ArticleId == articleId).ToListAsync(ct));

    private async Task<int> ChangeAsync(Actor me, Guid id, Func<DeskDb, Article, DateTimeOffset, Task> verb, CancellationToken ct)
    {
        // Somebody saved at the same moment: look again, and see whether that is a conflict.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var article = await db.Articles.SingleOrDefaultAsync(a => a.Id == id, ct) ?? throw new NotFoundException("article");
            await verb(db, article, clock.GetUtcNow());
            await db.CommitAsync(ct);
            return article.Version;
        });
    }

    private static async Task<ArticleChangedMeanwhile> MeanwhileAsync(DeskDb db, Article article, CancellationToken ct)
    {
        var by = await db.Articles.Where(a => a.Id == article.Id).SelectMany(a => a.Revisions).OrderByDescending(r => r.Number).Select(r => r.ByName).FirstAsync(ct);
        return new ArticleChangedMeanwhile(new ArticleText(article.Title, article.Body, article.Language, article.Category, article.Visibility), article.Version, by);
    }

    private static async Task<string> FreeSlugAsync(DeskDb db, ArticleText text, CancellationToken ct)
    {
        var slug = Article.SlugFor(Text.Line(text.Title, "title"));
        var taken = await db.Articles.Where(a => a.Language == text.Language && a.Slug.StartsWith(slug)).Select(a => a.Slug).ToListAsync(ct);
        for (var n = 1; ; n++)
            if ((n == 1 ? slug : $"{slug}-{n}") is var candidate && !taken.Contains(candidate)) return candidate;
    }

    private static async Task DemandFreeSlugAsync(DeskDb db, Article article, CancellationToken ct)
    {
        if (await db.Articles.AnyAsync(a => a.Language == article.Language && a.Slug == article.Slug && a.Id != article.Id, ct))
            throw new RuleViolation($"Another article has the address “{article.Slug}” in this language. Choose another.", "slug");
    }
}
