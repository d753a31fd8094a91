using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>The text of an article in its editor: the composer, which several people share.</summary>
public static class ArticleWriting
{
    public static ILocator ArticleEditor(this IPage page) => page.GetByTestId("article-editor").GetByTestId("composer-editor");

    /// <summary>Replaces the whole text, as a paste does.</summary>
    public static async Task WriteArticleAsync(this IPage page, string markdown)
    {
        await page.ArticleIsKeptAsync();
        await page.ArticleEditor().PressAsync("Control+a");
        await page.ArticleEditor().EvaluateAsync("(editor, text) => { const all = new DataTransfer(); all.setData('text/plain', text); editor.dispatchEvent(new ClipboardEvent('paste', { clipboardData: all, bubbles: true, cancelable: true })); }", markdown);
        await page.ArticleIsKeptAsync();
    }

    /// <summary>Every letter is on the server's disk, saved as a revision or not.</summary>
    public static Task ArticleIsKeptAsync(this IPage page) =>
        Expect(page.GetByTestId("article-editor").GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 30_000 });
}
