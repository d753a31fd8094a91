using System.Security.Cryptography;
using System.Text;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Knowledge;

/// <param name="Problems">One line each: <c>file:line: what is wrong</c>. The other files were imported.</param>
public sealed record ImportReport(int Created, int Changed, int Unchanged, IReadOnlyList<string> Problems);

/// <param name="LeftOut">Titles of published articles whose editors are ahead: the files hold what readers see.</param>
public sealed record ExportReport(int Written, IReadOnlyList<string> LeftOut);

/// <summary>
/// The knowledge base as a folder of Markdown files, out and in again. Exact inverses: what was exported and is imported elsewhere exports as the
/// same bytes, under the same ids.
/// </summary>
public sealed class KnowledgeExchange(DeskDatabase desk, DeskCatalogue catalogue, ArticleCommands articles, TimeProvider clock)
{
    private const long LargestFile = 2 * 1024 * 1024;

    private enum Outcome { Created, Changed, Unchanged }

    /// <summary>Every <c>*.md</c> below the folder, <c>README.md</c> aside.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public async Task<ImportReport> ImportAsync(string folder, CancellationToken ct = default)
    {
        var outcomes = new List<Outcome>();
        var problems = new List<string>();
        var files = Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != "README.md").Order(StringComparer.Ordinal);
        foreach (var path in files)
        {
            var name = Path.GetRelativePath(folder, path);
            try { outcomes.Add(await ImportFileAsync(path, ct)); }
            catch (FrontMatterException e) { problems.Add($"{name}:{e.Line}: {e.Message}"); }
            catch (RuleViolation e) { problems.Add($"{name}:1: {e.Message}"); }
            catch (IOException e) { problems.Add($"{name}:1: {e.Message}"); }
        }
        return new ImportReport(outcomes.Count(o => o is Outcome.Created), outcomes.Count(o => o is Outcome.Changed), outcomes.Count(o => o is Outcome.Unchanged), problems);
    }

    /// <summary>One file an article: <c>{desk}/{slug}.md</c>, with the language before <c>.md</c> where it is not English; articles of the whole installation stand at the top.</summary>
    public async Task<ExportReport> ExportAsync(string folder, CancellationToken ct = default)
    {
        await using var db = desk.OpenForSystem();
        var desks = (await catalogue.DesksAsync(ct)).ToDictionary(d => d.Id, d => d.Slug);
        var leftOut = new List<string>();
        var written = 0;
        await foreach (var article in db.Articles.AsNoTracking().Include(a => a.Revisions.OrderBy(r => r.Number)).OrderBy(a => a.Id).AsAsyncEnumerable().WithCancellation(ct))
        {
            var file = FileOf(article, desks);
            if (article.IsPublished && article.PublishedRevision < article.RevisionNumber) leftOut.Add(article.Title);
            var path = Path.Combine(folder, file.Desk ?? "", file.Text.Language == "en" ? $"{file.Slug}.md" : $"{file.Slug}.{file.Text.Language}.md");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, FrontMatter.Write(file), new UTF8Encoding(false), ct);
            written++;
        }
        return new ExportReport(written, leftOut);
    }

    private static ArticleFile FileOf(Article article, Dictionary<Guid, string> desks)
    {
        var shown = article.Revisions.FirstOrDefault(r => article.IsPublished && r.Number == article.PublishedRevision);
        var text = new ArticleText(shown?.Title ?? article.Title, shown?.Body ?? article.Body, article.Language, article.Category, article.Visibility);
        var id = article.Id == IdFor(article.Language, article.Slug) ? (Guid?)null : article.Id;
        return new ArticleFile(id, article.Slug, text, article.IsPublished ? ArticleState.Published : article.State, article.DeskId is { } home ? desks[home] : null);
    }

    /// <summary>The id of an article whose file names none: the same on every installation.</summary>
    internal static Guid IdFor(string language, string slug) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{language}/{slug}")).AsSpan(0, 16), bigEndian: true);

    private async Task<Outcome> ImportFileAsync(string path, CancellationToken ct)
    {
        if (new FileInfo(path).Length > LargestFile) throw new FrontMatterException(1, "The file is larger than 2 MB.");
        var file = FrontMatter.Read(await File.ReadAllTextAsync(path, ct));
        var home = await HomeAsync(file.Desk, ct);
        await using var db = desk.OpenForSystem();
        var id = file.Id ?? IdFor(file.Text.Language, file.Slug);
        var article = await db.Articles.SingleOrDefaultAsync(a => a.Id == id || (a.Language == file.Text.Language && a.Slug == file.Slug), ct);
        var before = article?.Version;
        article ??= await articles.AddAsync(db, Actor.System, new NewArticle(file.Text, home, file.Slug), "Imported", ct, id);
        await BecomeAsync(db, article, file, home, ct);
        await db.CommitAsync(ct);
        return before is null ? Outcome.Created : before == article.Version ? Outcome.Unchanged : Outcome.Changed;
    }

    private async Task BecomeAsync(DeskDb db, Article article, ArticleFile file, Guid? home, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (article.State is not ArticleState.Archived || file.State is not ArticleState.Archived) article.Revise(Actor.System, file.Text, "Imported", now);
        article.MoveToDesk(Actor.System, home, now);
        article.Readdress(Actor.System, file.Slug, now);
        switch (file.State)
        {
            case ArticleState.Published: await ArticleCommands.PublishInAsync(db, Actor.System, article, now, ct); break;
            case ArticleState.Review when article.State is ArticleState.Draft: article.AskForReview(Actor.System, now); break;
            case ArticleState.Archived when article.State is not ArticleState.Archived:
                article.Archive(Actor.System, now);
                await ArticleCommands.ForgetPassagesAsync(db, article.Id, ct);
                break;
        }
        await db.Passages.Where(p => p.ArticleId == article.Id).LoadAsync(ct);
        foreach (var passage in db.Passages.Local.Where(p => p.ArticleId == article.Id)) passage.Follow(article);
    }

    private async Task<Guid?> HomeAsync(string? slug, CancellationToken ct) =>
        slug is null ? null : (await catalogue.DeskBySlugAsync(slug, ct))?.Id ?? throw new RuleViolation($"There is no desk “{slug}”. Make it first, or take the line “desk” out.");
}
