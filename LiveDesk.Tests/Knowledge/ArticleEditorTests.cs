using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Knowledge;

/// <summary>The text box of an article: what comes into it by keys, by paste or all at once is one and the same.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class ArticleEditorTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private const string Text = "## Cause\n\nThe supply hums, *loudly*.\n\n- one\n- two";

    [Fact]
    public async Task What_is_filled_in_at_once_is_kept_and_saved_like_typing()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Filled in at once");
        await kim.GetByTestId("article-editor").FillAsync(Text);
        await kim.ArticleIsKeptAsync();
        await kim.ReloadAsync();
        await kim.WritesAsync(Text);
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);

        // The save begins the draft anew: an editor that gives place between the two steps of filling in takes only the second.
        await Eventually.HoldsAsync(async () =>
        {
            await kim.GetByTestId("article-editor").FillAsync("Another text");
            Assert.Equal("Another text", await kim.MarkdownAsync());
        });
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(3);
        await kim.GetByTestId("revision").Nth(1).GetByTestId("revision-compare").ClickAsync();
        await Expect(kim.GetByRole(AriaRole.Dialog).GetByTestId("comparison")).ToContainTextAsync("The supply hums, *loudly*.");
        await kim.GetByRole(AriaRole.Dialog).Locator("[data-close]").ClickAsync();
        await kim.ReloadAsync();
        await kim.WritesAsync("Another text");
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");
    }

    [Fact]
    public async Task Letters_typed_while_the_article_is_being_saved_stay_in_it()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Saved in the middle of a word");
        await kim.GetByTestId("article-editor").FillAsync("The supply");
        // The save takes the text; the next letters come before it is through.
        await kim.EvaluateAsync(
            """
            () => {
              const take = liveDesk.articleContent;
              liveDesk.articleContent = of => {
                setTimeout(() => document.execCommand("insertText", false, " hums"));
                return take(of);
              };
            }
            """);
        await kim.Keyboard.PressAsync("Control+s");
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "changed");
        await kim.ArticleIsKeptAsync();
        await kim.ReloadAsync();
        await kim.WritesAsync("The supply hums");
    }

    [Fact]
    public async Task What_Kim_writes_right_after_a_save_while_its_draft_begins_anew_stays_where_she_writes_it()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Back in the text at once");
        var line = await ComposerLine.OfAsync(kim);
        await kim.WriteArticleAsync("one\ntwo\nfour");
        line.Hold();
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);
        await Eventually.TrueAsync(() => line.HasHeld, "the draft begins anew");
        await kim.ArticleEditor().ClickAsync();
        await kim.Keyboard.PressAsync("Control+Home");
        await kim.Keyboard.PressAsync("ArrowDown");
        await kim.Keyboard.PressAsync("End");
        foreach (var letter in " and three")
        {
            await kim.Keyboard.TypeAsync(letter.ToString());
            line.LetOne();
        }
        line.LetAll();
        await kim.ArticleIsKeptAsync();
        await kim.Keyboard.TypeAsync("!");
        await kim.WritesAsync("one\ntwo and three!\nfour");
        await kim.ArticleIsKeptAsync();
        await kim.ReloadAsync();
        await kim.WritesAsync("one\ntwo and three!\nfour");
    }

    [Fact]
    public async Task A_window_that_missed_a_save_takes_what_was_saved_and_brings_nothing_old_back()
    {
        Expecting(ServerKilled + "|ERR_CONNECTION|ERR_FAILED|Failed to|negotiat");
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Saved elsewhere meanwhile");
        var line = await ComposerLine.OfAsync(kim);
        await kim.WriteArticleAsync("one\ntwo");
        await line.CutAsync();
        var other = await OpenWindowOfAsync("kim@livedesk.test");
        await other.GotoAsync(kim.Url);
        await other.WritesAsync("one\ntwo");
        await other.WriteArticleAsync("one\nnothing but two");
        await other.GetByTestId("article-save").ClickAsync();
        await Expect(other.GetByTestId("revision")).ToHaveCountAsync(2);
        await Expect(other.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");
        line.Mend();
        await kim.WritesAsync("one\nnothing but two");
        await kim.ArticleIsKeptAsync();
        await other.WritesAsync("one\nnothing but two");
    }

    [Fact]
    public async Task An_article_that_was_left_for_a_moment_begins_its_next_draft_with_what_is_saved_now()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("There and back");
        await kim.ArticleIsKeptAsync();
        await kim.GoBackAsync();
        await Expect(kim.GetByTestId("new-article")).ToBeVisibleAsync();
        await kim.GoForwardAsync();
        await kim.WriteArticleAsync("written after");
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);
        await kim.GetByTestId("article-title").FocusAsync();
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");
        await kim.ArticleIsKeptAsync();
        await kim.ArticleEditor().ClickAsync();
        await kim.Keyboard.PressAsync("Control+End");
        await kim.Keyboard.TypeAsync(" the save");
        await kim.ArticleIsKeptAsync();
        await kim.ReloadAsync();
        await kim.WritesAsync("written after the save");
    }

    [Fact]
    public async Task Before_the_text_has_come_nobody_writes_over_it()
    {
        Expecting("ERR_FAILED|WebSocket|Failed to|negotiat");
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Slow to come");
        await kim.WriteArticleAsync("What was there");
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(2);
        await kim.Context.RouteAsync("**/hubs/compose/**", route => route.AbortAsync());
        await kim.ReloadAsync();
        await Expect(kim.GetByTestId("article-editor")).ToHaveAttributeAsync("aria-readonly", "true");
        await Expect(kim.GetByTestId("article-editor")).ToHaveAttributeAsync("contenteditable", "false");
        await kim.Context.UnrouteAsync("**/hubs/compose/**");
        await kim.GetByTestId("article-editor").FillAsync("What is there now");
        await kim.WritesAsync("What is there now");
    }
}
