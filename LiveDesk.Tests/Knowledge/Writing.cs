using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Tests.Infrastructure;

namespace LiveDesk.Tests.Knowledge;

/// <summary>What tests of knowledge, search and assistant write often.</summary>
internal static class Writing
{
    public static ArticleCommands Articles(this TestDesk desk) => desk.Get<ArticleCommands>();

    public static ArticleQueries Library(this TestDesk desk) => desk.Get<ArticleQueries>();

    /// <summary>Kim writes and publishes an article of the desk.</summary>
    public static async Task<Guid> PublishedAsync(this TestDesk desk, string title, string body, Visibility visibility = Visibility.Public, string language = "en", Guid? deskId = null)
    {
        var id = await desk.Articles().CreateAsync(desk.Kim, new NewArticle(new ArticleText(title, body, language, Visibility: visibility), deskId ?? desk.Desk.Id));
        await desk.Articles().PublishAsync(desk.Kim, id);
        return id;
    }

    public static Task<ArticleDetail> ReadAsync(this TestDesk desk, Guid id, Actor? me = null) => desk.Library().GetAsync(me ?? desk.Kim, id);

    /// <summary>Saves another body, as somebody who has just read the article.</summary>
    public static async Task<int> RewriteAsync(this TestDesk desk, Actor me, Guid id, Func<ArticleText, ArticleText> edit, int? seen = null)
    {
        var now = await desk.ReadAsync(id, me);
        return await desk.Articles().ReviseAsync(me, id, new ArticleChange(edit(now.Text), now.DeskId, now.Slug, "Edited", seen ?? now.Version));
    }
}
