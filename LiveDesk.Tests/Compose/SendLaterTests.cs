using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>A reply that can be taken back after “Send”, and one that is sent later.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class SendLaterTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ola_chooses_to_undo_takes_a_reply_back_and_puts_it_off_until_tomorrow()
    {
        // Nobody else sends as Ola: what she chooses is hers in every window.
        var ola = await OpenWindowOfAsync("ola@livedesk.test");
        await ola.OpenNewTicketAsync("hosting", "Undo and later");
        await ola.WriteReplyAsync("The invoice is corected.");
        await ola.IsSavedAsync();
        await ChooseAsync(ola, "[data-undo=menu]");
        await AxeAsync(ola);
        await ola.Locator("[data-testid=composer-send-menu] [data-undo='30']").ClickAsync();
        await Expect(ola.GetByTestId("composer-notice")).ToContainTextAsync("30");

        await ola.GetByTestId("composer-send").ClickAsync();
        await Expect(ola.GetByTestId("outgoing")).ToHaveAttributeAsync("data-state", "undo");
        await Expect(ola.GetByTestId("outgoing-bar")).ToBeVisibleAsync();
        await ola.WritesAsync("");
        await AxeAsync(ola);
        await ola.GetByTestId("undo-send").ClickAsync();
        await ola.WritesAsync("The invoice is corected.");
        await Expect(ola.GetByTestId("outgoing")).ToHaveCountAsync(0);
        await Expect(ola.GetByTestId("outgoing-bar")).ToHaveCountAsync(0);
        await Expect(ola.Replies("The invoice")).ToHaveCountAsync(0);

        await ChooseAsync(ola, "[data-later=menu]");
        await AxeAsync(ola);
        await ola.Locator("[data-testid=composer-send-menu] [data-later=other]").ClickAsync();
        await AxeAsync(ola);
        await ola.GetByTestId("later-send").ClickAsync();
        await Expect(ola.GetByTestId("later-problem")).Not.ToBeEmptyAsync();
        await ola.GetByTestId("later-time").FillAsync("2020-01-01T09:00");
        await ola.GetByTestId("later-send").ClickAsync();
        await Expect(ola.GetByTestId("later-problem")).ToContainTextAsync("passed");
        await ola.Keyboard.PressAsync("Escape");
        await ola.WritesAsync("The invoice is corected.");
        await ChooseAsync(ola, "[data-later=menu]");
        await ola.Locator("[data-testid=composer-send-menu] [data-later=tomorrow]").ClickAsync();
        await Expect(ola.GetByTestId("outgoing")).ToHaveAttributeAsync("data-state", "scheduled");
        await Expect(ola.GetByTestId("outgoing")).ToContainTextAsync("tomorrow");

        var drafts = await ola.Context.NewPageAsync();
        await drafts.GotoAsync("drafts");
        await Expect(drafts.GetByTestId("own-outgoing").Filter(new() { HasText = "Undo and later" })).ToContainTextAsync("tomorrow");
        await AxeAsync(drafts);

        // A colleague sees it, stops it, and Ola has the text again.
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(new Uri(ola.Url).AbsolutePath);
        await ben.GetByTestId("outgoing-cancel").ClickAsync();
        await Expect(ola.GetByTestId("outgoing")).ToHaveAttributeAsync("data-state", "held-back");
        await AxeAsync(ola);
        await ola.GetByTestId("outgoing-edit").ClickAsync();
        await ola.WritesAsync("The invoice is corected.");
        await Expect(ben.GetByTestId("outgoing")).ToHaveCountAsync(0);
        await ola.IsSavedAsync();
        await ola.GetByTestId("composer-send").ClickAsync();
        await ola.GetByTestId("outgoing-send").ClickAsync();
        await Expect(ben.Replies("The invoice is corected.")).ToHaveCountAsync(1);
        await Expect(ola.GetByTestId("outgoing-bar")).ToHaveCountAsync(0);
        await ChooseAsync(ola, "[data-undo=menu]");
        await ola.Locator("[data-testid=composer-send-menu] [data-undo='0']").ClickAsync();
        await Expect(ola.GetByTestId("composer-notice")).ToContainTextAsync("at once");
    }

    private static async Task ChooseAsync(IPage page, string item)
    {
        await page.GetByTestId("composer-send-more").ClickAsync();
        await page.Locator($"[data-testid=composer-send-menu] {item}").ClickAsync();
    }
}
