using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>The other half of the send button: a status with the reply, or the next ticket after it.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class SendAsTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_sends_and_resolves_and_is_asked_for_the_resolution_first()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("technician", "Send and resolve");
        await ana.WriteReplyAsync("I changed the battery.");
        await ana.IsSavedAsync();
        // Nothing is remembered yet: the choices open.
        await ana.Keyboard.PressAsync("Control+Shift+Enter");
        await Expect(ana.GetByTestId("composer-send-menu")).ToBeVisibleAsync();
        await AxeAsync(ana);
        await Choice(ana, "Resolved").ClickAsync();
        await Expect(ana.GetByTestId("resolve-dialog")).ToBeVisibleAsync();
        await Expect(ana.Replies("I changed the battery.")).ToHaveCountAsync(0);
        await ana.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(ana.GetByTestId("move-problem")).ToContainTextAsync("resolution");
        await ana.WritesAsync("I changed the battery.");
        await ana.GetByTestId("resolution-text").FillAsync("A new battery.");
        await ana.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(ana.GetByTestId("resolve-dialog")).ToHaveCountAsync(0);
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Resolved");
        await Expect(ana.Replies("I changed the battery.")).ToHaveCountAsync(1);
        await Expect(ana.GetByTestId("resolution")).ToHaveTextAsync("A new battery.");
        await ana.WritesAsync("");
        await Expect(ana.GetByTestId("composer-send-again")).ToContainTextAsync("Resolved");
    }

    [Fact]
    public async Task What_Ana_chose_last_is_one_key_and_Ctrl_Enter_stays_the_plain_send()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("psa", "One key for what was chosen");
        await ana.WriteReplyAsync("First");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send-more").ClickAsync();
        await Choice(ana, "In Progress").ClickAsync();
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");
        await ana.WriteReplyAsync("Second");
        await ana.IsSavedAsync();
        await ana.Keyboard.PressAsync("Control+Enter");
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Waiting on Customer");
        await ana.WriteReplyAsync("Third");
        await ana.IsSavedAsync();
        await ana.Keyboard.PressAsync("Control+Shift+Enter");
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");
        await Expect(ana.Replies("Third")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Send_and_next_goes_on_in_the_order_of_the_list_that_Ana_came_from()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 800 } });
        foreach (var which in new[] { "one", "two", "three" }) await ana.OpenNewTicketAsync("technician", $"The tapir door {which}");
        await ana.GotoAsync("desks/technician/tickets?q=tapir&sort=number&dir=asc");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(3);
        await ana.GetByTestId("ticket-row").Nth(1).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(ana.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("The tapir door two");
        await ana.WriteReplyAsync("Opened it.");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send-more").ClickAsync();
        await AxeAsync(ana);
        await Choice(ana, "next").ClickAsync();
        await Expect(ana.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("The tapir door three");
        await ana.GoBackAsync();
        await Expect(ana.Replies("Opened it.")).ToHaveCountAsync(1);
    }

    private static ILocator Choice(IPage page, string status) => page.Locator($"[data-testid=composer-send-menu] [data-status='{status}']");
}
