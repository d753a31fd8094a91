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
        await Expect(dot).ToHaveAttributeAsync("data-doing", "noting");
        await ana.GetByTestId("composer-reply").ClickAsync();
        await ana.Locator("[data-testid=composer-editor]:visible").PressSequentiallyAsync("Dear Carla");
        await Expect(dot).ToHaveAttributeAsync("data-doing", "replying");
        await AxeAsync(ben);

        await ben.GotoAsync("desks/technician/tickets?sort=created&dir=desc");
        await Expect(ben.Locator($"[data-testid=ticket-row][data-number='{number}'] [data-testid=card-presence][data-person=Ana]")).ToBeVisibleAsync();
        await ben.GotoAsync($"tickets/{number}");
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana], [data-testid=typing][data-person=Ana]")).ToBeVisibleAsync();

        await ana.CloseAsync();
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana], [data-testid=typing][data-person=Ana]")).ToHaveCountAsync(0, new() { Timeout = 10_000 });
    }

    [Fact]
    public async Task Ana_s_line_breaks_without_a_goodbye_Ben_sees_her_gone_and_when_it_is_back_she_reads_what_needs_her()
    {
        Expecting(ServerKilled);
        var line = ForThisTest(new SlowNetwork(Server.Address));
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new() { BaseURL = line.Address.ToString() });
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        var address = await ben.OpenNewTicketAsync("technician", "While the line was broken");
        await ana.GotoAsync(address);
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana]")).ToBeVisibleAsync();

        line.Cut();
        await Expect(ana.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "reconnecting");
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana]")).ToHaveCountAsync(0);
        await ben.GetByTestId("assignee").SelectOptionAsync(new SelectOptionValue { Label = "Ana" });
        await Expect(ben.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Ana");

        line.Mend();
        await Expect(ana.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "back");
        await Expect(ana.GetByTestId("away-needs")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("away-summary").Locator("[data-testid=away-need][data-value=AssignedToMe]")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Ana");
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana]")).ToBeVisibleAsync();
        await AxeAsync(ana);
    }

    /// <summary>What a browser tells its page when another tab is in front.</summary>
    private static Task TurnAsync(IPage page, bool away) => page.EvaluateAsync("away => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => away }); document.dispatchEvent(new Event('visibilitychange')); }", away);
}
