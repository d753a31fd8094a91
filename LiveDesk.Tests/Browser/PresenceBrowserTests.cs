using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>Who is seen where: on the ticket, its card, its row; and gone when the window is.</summary>
public sealed class PresenceBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_is_seen_on_card_row_and_ticket_turns_away_comes_back_and_is_gone_with_her_window()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ana.OpenNewTicketAsync("technician", "Who looks at this one");
        var number = new Uri(ana.Url).Segments[^1];

        await ben.GotoAsync("desks/technician/board");
        var dot = ben.Locator($"[data-testid=card][data-number='{number}'] [data-testid=card-presence][data-person=Ana]");
        await Expect(dot).ToHaveAttributeAsync("data-doing", "viewing");
        await TurnAsync(ana, away: true);
        await Expect(dot).ToHaveAttributeAsync("data-doing", "idle");
        await TurnAsync(ana, away: false);
        await Expect(dot).ToHaveAttributeAsync("data-doing", "viewing");
        await ana.GetByTestId("composer-note").ClickAsync();
        await ana.Locator("[data-testid=composer-editor]:visible").PressSequentiallyAsync("Let me see");
        await Expect(dot).ToHaveAttributeAsync("data-doing", "replying");
        await AxeAsync(ben);

        await ben.GotoAsync("desks/technician/tickets?sort=created&dir=desc");
        await Expect(ben.Locator($"[data-testid=ticket-row][data-number='{number}'] [data-testid=card-presence][data-person=Ana]")).ToBeVisibleAsync();
        await ben.GotoAsync($"tickets/{number}");
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana], [data-testid=typing][data-person=Ana]")).ToBeVisibleAsync();

        await ana.CloseAsync();
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana], [data-testid=typing][data-person=Ana]")).ToHaveCountAsync(0, new() { Timeout = 10_000 });
    }

    /// <summary>What a browser tells its page when another tab is in front.</summary>
    private static Task TurnAsync(IPage page, bool away) => page.EvaluateAsync("away => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => away }); document.dispatchEvent(new Event('visibilitychange')); }", away);
}
