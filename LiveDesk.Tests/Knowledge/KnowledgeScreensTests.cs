using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Knowledge;

/// <summary>Editors, agents and readers, each in a browser of their own.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class KnowledgeScreensTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Kim_writes_publishes_and_a_reader_finds_it_without_any_script()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Der Türöffner summt <b>laut</b>");
        await kim.WriteArticleAsync("## Ursache\n\nDas Netzteil <script>alert(1)</script> brummt.\n\n- eins\n- zwei\n");
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "changed");
        await kim.GetByTestId("article-preview").ClickAsync();
        await Expect(kim.GetByTestId("preview").GetByRole(AriaRole.Heading, new() { Name = "Ursache" })).ToBeVisibleAsync();
        await Expect(kim.GetByTestId("preview")).ToContainTextAsync("<script>alert(1)</script>");
        await AxeAsync(kim);
        await kim.GetByTestId("article-slug").FillAsync("tueroeffner-summt");
        await kim.GetByTestId("article-slug").BlurAsync();
        await kim.GetByTestId("article-publish").ClickAsync();
        await Expect(kim.Locator(".status[data-value=Published]")).ToBeVisibleAsync();
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");

        var reader = await OpenWindowAsync(options: new BrowserNewContextOptions { JavaScriptEnabled = false, ViewportSize = new ViewportSize { Width = 360, Height = 700 } });
        await reader.GotoAsync("help");
        await reader.GetByTestId("help-search").FillAsync("turoffner summ");
        await reader.GetByTestId("help-search").PressAsync("Enter");
        await reader.GetByTestId("help-hit").First.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(reader.GetByTestId("help-article").GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Der Türöffner summt <b>laut</b>");
        await Expect(reader.GetByTestId("help-article")).ToContainTextAsync("<script>alert(1)</script>");
        Assert.EndsWith("/help/en/tueroeffner-summt#s-ursache", reader.Url, StringComparison.Ordinal);
        Assert.Equal("/help/en/tueroeffner-summt", await reader.Locator("link[rel=canonical]").GetAttributeAsync("href"));
    }

    [Fact]
    public async Task The_help_centre_is_accessible()
    {
        var reader = await OpenWindowAsync();
        foreach (var page in new[] { "help", "help/en/alarm-panel-beeps", "help/search?q=panel", "help/search?q=zzzz" })
        {
            await reader.GotoAsync(page);
            await AxeAsync(reader);
        }
        Expecting("404");
        Assert.Equal(404, (await reader.GotoAsync("help/en/nothing-here"))!.Status);
    }

    [Fact]
    public async Task What_Ana_typed_survives_a_reload_and_two_editors_are_shown_both_texts()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewArticleAsync("Shared by two");
        await ana.WriteArticleAsync("Ana wrote this");
        await ana.GetByTestId("article-title").FillAsync("A title by Ana");
        await Expect(ana.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "changed");
        await ana.ReloadAsync();
        await ana.WritesAsync("Ana wrote this");
        await Expect(ana.GetByTestId("article-title")).ToHaveValueAsync("A title by Ana");

        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.GotoAsync(new Uri(ana.Url).AbsolutePath);
        await kim.WritesAsync("Ana wrote this");
        await kim.GetByTestId("article-title").FillAsync("A title by Kim");
        await kim.WriteArticleAsync("Kim wrote that");
        await kim.GetByTestId("article-save").ClickAsync();
        await Expect(kim.Locator("livedesk-article")).ToHaveAttributeAsync("data-state", "saved");
        await ana.GetByTestId("article-save").ClickAsync();
        await Expect(ana.GetByTestId("article-conflict")).ToContainTextAsync("Kim");
        await Expect(ana.GetByTestId("comparison")).ToContainTextAsync("A title by Kim");
        await Expect(ana.GetByTestId("comparison")).ToContainTextAsync("A title by Ana");
        await ana.GetByTestId("conflict-mine").ClickAsync();
        await ana.GetByTestId("article-save").ClickAsync();
        await Expect(kim.GetByTestId("article-title")).ToHaveValueAsync("A title by Ana");
        await ana.WriteArticleAsync("Ana wrote more");
        await ana.GetByTestId("article-save").ClickAsync();
        await kim.WritesAsync("Ana wrote more");
        await Expect(kim.GetByTestId("revision")).ToHaveCountAsync(4);

        await kim.GetByTestId("revision").Nth(1).GetByTestId("revision-compare").ClickAsync();
        await Expect(kim.GetByRole(AriaRole.Dialog).GetByTestId("comparison")).ToContainTextAsync("Kim wrote that");
        await kim.GetByRole(AriaRole.Dialog).Locator("[data-close]").ClickAsync();
        await kim.GetByTestId("revision").Nth(1).GetByTestId("revision-restore").ClickAsync();
        await ana.WritesAsync("Kim wrote that");
    }

    [Fact]
    public async Task Ana_asks_for_a_draft_sees_each_sentences_source_and_inserts_it()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await OpenTicketAsync(ana, "Alarm panel beeps every minute since the power cut");
        await ana.GetByTestId("draft-suggest").ClickAsync();
        var sentence = ana.GetByTestId("draft-sentence").First;
        await Expect(sentence).ToHaveAttributeAsync("data-supported", "true");
        await sentence.GetByRole(AriaRole.Link).FocusAsync();
        await Expect(sentence.GetByRole(AriaRole.Tooltip)).ToContainTextAsync("Why your alarm panel beeps");
        await AxeAsync(ana);
        var said = (await sentence.Locator("span").First.TextContentAsync())!;
        await ana.GetByTestId("draft-insert").ClickAsync();
        await Expect(ana.GetByTestId("composer-editor").First).ToContainTextAsync(said);
    }

    [Fact]
    public async Task What_nobody_wrote_about_the_assistant_does_not_know_and_Kim_sees_the_gap()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await OpenTicketAsync(ana, "Do you rent zeppelins for weddings");
        await ana.GetByTestId("draft-suggest").ClickAsync();
        await Expect(ana.GetByTestId("draft-unknown")).ToBeVisibleAsync();
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.GotoAsync("knowledge/gaps");
        await Expect(kim.GetByTestId("gap").Filter(new() { HasText = "zeppelins" })).ToBeVisibleAsync();
        await AxeAsync(kim);
    }

    [Fact]
    public async Task The_list_is_live_searchable_and_accessible()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.GotoAsync("knowledge");
        await Expect(kim.GetByTestId("article-row").First).ToBeVisibleAsync();
        await AxeAsync(kim);
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewArticleAsync("Zebras seen at once by Kim");
        await Expect(kim.GetByTestId("article-row").Filter(new() { HasText = "Zebras seen at once by Kim" })).ToBeVisibleAsync();
        await kim.GetByTestId("search-box").FillAsync("kim zebra");
        await kim.GetByTestId("search-box").PressAsync("Enter");
        await kim.ComesToAsync("**/knowledge?q=kim*");
        await Expect(kim.GetByTestId("article-row")).ToHaveCountAsync(1);
    }

    private static async Task OpenTicketAsync(IPage page, string subject)
    {
        await page.GotoAsync("desks/technician/tickets");
        await page.GetByTestId("new-ticket").ClickAsync();
        await page.GetByTestId("new-ticket-requester").FillAsync("Carla");
        await page.GetByTestId("new-ticket-email").FillAsync("carla@example.com");
        await page.GetByTestId("new-ticket-subject").FillAsync(subject);
        await page.GetByTestId("new-ticket-description").FillAsync("How can I stop it?");
        await page.GetByTestId("new-ticket-dialog").Locator("[type=submit]").ClickAsync();
        await page.ComesToAsync("**/tickets/*");
        await Expect(page.GetByTestId("ticket")).ToBeVisibleAsync();
    }
}
