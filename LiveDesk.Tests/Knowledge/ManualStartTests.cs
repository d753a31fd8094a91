using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Knowledge;
using Microsoft.EntityFrameworkCore;
using NewArticle = LiveDesk.Infrastructure.Knowledge.NewArticle;

namespace LiveDesk.Tests.Knowledge;

/// <summary>A new installation's first articles are work that no page waits for.</summary>
public sealed class ManualStartTests
{
    private static int Pages => Directory.GetFiles(Path.Combine(KnowledgeStart.ShippedFolder, "livedesk"), "*.md").Count(f => Path.GetFileName(f) != "README.md");

    [Theory, BothDatabases]
    public async Task The_manual_is_written_down_as_work_once_and_is_there_when_that_is_done(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await using var node = await desk.OpenSecondNodeAsync();
        await BeginAsync(desk);
        await BeginAsync(node);
        Assert.Equal((0, 1), await ArticlesAndWorkAsync(desk));

        await desk.DoDueWorkAsync();
        Assert.Equal((Pages, 0), await ArticlesAndWorkAsync(desk));
        await BeginAsync(desk);
        Assert.Equal((Pages, 0), await ArticlesAndWorkAsync(desk));
    }

    [Theory, BothDatabases]
    public async Task A_server_that_was_killed_in_the_middle_finishes_the_manual(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await BeginAsync(desk);
        var some = Directory.CreateDirectory(Path.Combine(desk.Database.Folder, "some")).FullName;
        foreach (var page in Directory.GetFiles(Path.Combine(KnowledgeStart.ShippedFolder, "livedesk"), "*.md").Where(f => Path.GetFileName(f) != "README.md").Take(3))
            File.Copy(page, Path.Combine(some, Path.GetFileName(page)));
        await desk.Get<KnowledgeExchange>().ImportAsync(some);
        Assert.Equal((3, 1), await ArticlesAndWorkAsync(desk));

        await using var again = await desk.OpenSecondNodeAsync();
        await BeginAsync(again);
        await again.DoDueWorkAsync();
        Assert.Equal((Pages, 0), await ArticlesAndWorkAsync(desk));
    }

    [Theory, BothDatabases]
    public async Task Where_Kim_has_written_an_article_nothing_comes_by_itself(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.Articles().CreateAsync(desk.Kim, new NewArticle(new ArticleText("Ours", "We wrote this."), null, "ours"));
        await BeginAsync(desk);
        Assert.Equal((1, 0), await ArticlesAndWorkAsync(desk));
    }

    [Theory, BothDatabases]
    public async Task On_the_real_program_it_comes_after_the_first_page(DatabaseKind kind)
    {
        await using var database = await TestDatabase.CreateAsync(kind, migrated: false);
        await using var server = ServerProcess.On(database, false, ("ASPNETCORE_ENVIRONMENT", "Production"));
        await server.StartAgainAsync();
        await using var desk = await TestDesk.JoinAsync(database);
        await Eventually.TrueAsync(async () => await ArticlesAndWorkAsync(desk) == (Pages, 0), "the manual is there", TimeSpan.FromSeconds(60));
    }

    private static Task BeginAsync(TestDesk desk) => desk.Get<KnowledgeStart>().BeginAsync(CancellationToken.None);

    private static async Task<(int Articles, int Work)> ArticlesAndWorkAsync(TestDesk desk)
    {
        await using var db = desk.OpenDatabase();
        return (await db.Articles.CountAsync(), await db.Work.CountAsync(w => w.Kind == KnowledgeStart.WorkKind));
    }
}
