using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>Two server processes on one PostgreSQL, a person at each.</summary>
public sealed class TwoServersTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task A_card_that_Ben_drags_on_one_server_moves_on_Anas_board_on_the_other()
    {
        var database = ForThisTest(await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false));
        var first = ForThisTest(ServerProcess.On(database));
        await first.StartAgainAsync();
        var second = ForThisTest(ServerProcess.On(database));
        await second.StartAgainAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test", first);
        var ana = await OpenWindowOfAsync("ana@livedesk.test", second);
        await ben.GotoAsync("desks/psa/board");
        await ana.GotoAsync("desks/psa/board");

        var card = ben.Locator("[data-testid=column][data-status=New] [data-testid=card]").First;
        var number = await card.GetAttributeAsync("data-number");
        await Expect(Card(ana, number, "New")).ToBeVisibleAsync();
        await DragAsync(ben, card, ben.Locator("[data-testid=column][data-status='In Progress']"));

        await Expect(Card(ben, number, "In Progress")).ToBeVisibleAsync();
        await Expect(Card(ana, number, "In Progress")).ToBeVisibleAsync();
        await Expect(Card(ana, number, "In Progress").Locator("[data-testid=card-mover]")).ToHaveAttributeAsync("data-person", "Ben");
    }

    /// <summary>As a hand does it: the card is let go once the column says that it takes it.</summary>
    private static async Task DragAsync(IPage page, ILocator card, ILocator column)
    {
        await card.HoverAsync();
        await page.Mouse.DownAsync();
        await column.Locator("header").HoverAsync();
        await Expect(page.Locator("[data-testid=column].allowed").And(column)).ToBeVisibleAsync();
        await column.Locator("header").HoverAsync(new LocatorHoverOptions { Position = new Position { X = 20, Y = 10 } });
        await page.Mouse.UpAsync();
    }

    private static ILocator Card(IPage page, string? number, string status) =>
        page.Locator($"[data-testid=column][data-status='{status}'] [data-testid=card][data-number='{number}']");
}
