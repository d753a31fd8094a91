using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>The text of an article in its editor: the composer, which several people share.</summary>
public static class ArticleWriting
{
    public static ILocator ArticleEditor(this IPage page) => page.GetByTestId("article-editor");

    /// <summary>An article that no other test knows; the page is on it.</summary>
    public static async Task OpenNewArticleAsync(this IPage page, string title)
    {
        await page.GotoAsync("knowledge");
        await page.GetByTestId("new-article").ClickAsync();
        await page.GetByTestId("new-article-title").FillAsync(title);
        await page.GetByTestId("new-article-create").ClickAsync();
        await Expect(page.GetByTestId("article-title")).ToHaveValueAsync(title);
    }

    /// <summary>Replaces the whole text.</summary>
    public static async Task WriteArticleAsync(this IPage page, string markdown)
    {
        await page.ArticleEditor().FillAsync(markdown);
        await page.ArticleIsKeptAsync();
    }

    /// <summary>Every letter is on the server's disk, saved as a revision or not.</summary>
    public static Task ArticleIsKeptAsync(this IPage page) =>
        Expect(page.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "saved");
}
