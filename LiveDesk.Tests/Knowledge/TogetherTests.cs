using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Knowledge;

/// <summary>Two editors in one article at once.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class TogetherTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Kim_and_Sam_write_in_one_article_and_what_one_types_while_the_other_saves_stays()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Written by two hands");
        await kim.WriteArticleAsync("First line of Kim");
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        await sam.GotoAsync(new Uri(kim.Url).AbsolutePath);
        await sam.WritesAsync("First line of Kim");
        await Expect(sam.Locator("[data-testid=presence][data-person=Kim]")).ToBeVisibleAsync();
        await Expect(kim.Locator("[data-testid=presence][data-person=Sam]")).ToBeVisibleAsync();

        await sam.ArticleEditor().PressAsync("Control+End");
        await sam.ArticleEditor().PressSequentiallyAsync(" and of Sam");
        // It is shown for some seconds after the last key; the next one says it again.
        var edits = kim.Locator("[data-testid=presence][data-person=Sam] [data-doing=editing]");
        await Eventually.HoldsAsync(async () =>
        {
            await sam.ArticleEditor().PressAsync("x");
            await sam.ArticleEditor().PressAsync("Backspace");
            try { await edits.WaitForAsync(new() { Timeout = 2_500 }); }
            catch (TimeoutException) { Assert.Fail("Kim does not see that Sam edits."); }
        });
        await kim.WritesAsync("First line of Kim and of Sam");
        await AxeAsync(kim);

        // Kim saves in the middle of Sam's sentence.
        var typing = sam.ArticleEditor().PressSequentiallyAsync(", who goes on and on while Kim saves", new() { Delay = 40 });
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);
        await typing;
        await sam.WritesAsync("First line of Kim and of Sam, who goes on and on while Kim saves");
        await sam.GetByTestId("article-save").ClickAsync();
        await Expect(sam.GetByTestId("revision")).ToHaveCountAsync(3);
        await kim.WritesAsync("First line of Kim and of Sam, who goes on and on while Kim saves");
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");
        await sam.GetByTestId("article-preview").ClickAsync();
        await kim.ArticleEditor().PressAsync("Control+End");
        await kim.ArticleEditor().PressSequentiallyAsync(". Done");
        await Expect(sam.GetByTestId("preview")).ToContainTextAsync("while Kim saves. Done");

        // The list shows who is in there; a closed window is gone.
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync("knowledge");
        var row = ana.GetByTestId("article-row").Filter(new() { HasText = "Written by two hands" });
        await Expect(row.Locator("[data-testid=card-presence][data-person=Sam]")).ToBeVisibleAsync();
        await sam.CloseAsync();
        await Expect(row.Locator("[data-testid=card-presence][data-person=Sam]")).ToHaveCountAsync(0, new() { Timeout = 10_000 });
        await Expect(row.Locator("[data-testid=card-presence][data-person=Kim]")).ToBeVisibleAsync();

        // Alone again: the save ends the draft, and the next one begins with what was saved.
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(4);
        await kim.ReloadAsync();
        await kim.WritesAsync("First line of Kim and of Sam, who goes on and on while Kim saves. Done");
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");
    }

    [Fact]
    public async Task A_killed_server_loses_no_letter_of_an_article()
    {
        Expecting(ServerKilled);
        var server = ForThisTest(await ServerProcess.StartAsync());
        var kim = await OpenWindowOfAsync("kim@livedesk.test", server);
        await kim.OpenNewArticleAsync("Written through a crash");
        await kim.WriteArticleAsync("Before the crash");
        await kim.GetByTestId("article-title").FillAsync("Written through two crashes");
        await server.KillAsync();
        await kim.ArticleEditor().PressAsync("Control+End");
        await kim.ArticleEditor().PressSequentiallyAsync(", and during it");
        await server.StartAgainAsync();
        await kim.IsBackAsync();
        await kim.ArticleIsKeptAsync();
        await kim.ReloadAsync();
        await kim.WritesAsync("Before the crash, and during it");
        await Expect(kim.GetByTestId("article-title")).ToHaveValueAsync("Written through two crashes");
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);
    }
}
