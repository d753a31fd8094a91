using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Compose;

/// <summary>The draft of an article: one beginning, and none that brings an old text back.</summary>
public sealed class ArticleDraftTests
{
    [Theory, BothDatabases]
    public async Task Of_two_who_open_an_article_at_once_one_seed_is_taken(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ArticleAsync(desk);
        var taken = await Task.WhenAll(Task.Run(() => Commands(desk).SeedAsync(desk.Kim, place, 1, 1, YjsText.Of("one"))), Task.Run(() => Commands(desk).SeedAsync(desk.Ben, place, 1, 1, YjsText.Of("two"))));
        Assert.Single(taken, yes => yes);
        Assert.Single((await Queries(desk).StateAsync(desk.Ana, place, 0)).Updates);
    }

    [Theory, BothDatabases]
    public async Task A_window_with_an_older_revision_does_not_bring_the_old_text_back(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ArticleAsync(desk);
        await using (var db = desk.OpenDatabase())
        {
            var article = await db.Articles.SingleAsync(a => a.Id == place.SubjectId);
            article.Revise(desk.Kim, new ArticleText("Battery", "New"), "newer", desk.Clock.GetUtcNow());
            await db.CommitAsync();
        }
        Assert.False(await Commands(desk).SeedAsync(desk.Ben, place, 1, revision: 1, YjsText.Of("Old")));
        Assert.True(await Commands(desk).SeedAsync(desk.Kim, place, 1, revision: 2, YjsText.Of("New")));
    }

    [Theory, BothDatabases]
    public async Task A_cleared_article_draft_begins_anew_and_is_no_entry(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ArticleAsync(desk);
        var upTo = await TypeAsync(desk, desk.Kim, place, "Change the battery");
        Assert.Equal(DraftOutcome.Behind, await Commands(desk).ClearAsync(desk.Kim, place, 1, upTo - 1, []));
        Assert.Equal(DraftOutcome.Sent, await Commands(desk).ClearAsync(desk.Kim, place, 1, upTo, YjsText.Of("all")));
        var after = await Queries(desk).StateAsync(desk.Kim, place, 1);
        Assert.Equal((2, 0), (after.Epoch, after.Updates.Count));
    }
}
