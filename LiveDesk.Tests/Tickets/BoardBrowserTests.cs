using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>The board by people, priorities and departments.</summary>
public sealed class BoardBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_gives_a_ticket_to_Ben_by_dragging_it_and_is_told_before_the_drop_that_Ola_cannot_see_it()
    {
        // So wide that every column is in sight: a drag does not scroll.
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1800, Height = 800 } }), await OpenWindowOfAsync("ben@livedesk.test"));
        var number = (await ana.OpenNewTicketAsync("hosting", "Whose server is this")).Split('/')[^1];
        await ben.GotoAsync("desks/hosting/board?by=assignee");
        await ana.GotoAsync("desks/hosting/board");
        await ana.GetByTestId("board-by").SelectOptionAsync("Assignee");
        await ana.ComesToAsync("*/desks/hosting/board?by=assignee");
        await Expect(Card(ana, "Unassigned", number)).ToBeVisibleAsync();
        await AxeAsync(ana);
        var count = int.Parse(await Column(ben, "Ben").GetByTestId("column-count").InnerTextAsync(), System.Globalization.CultureInfo.InvariantCulture);

        await HoverDragAsync(ana, number, "Ben");
        await Expect(ana.Locator("[data-testid=column][data-value=Ben].allowed")).ToBeVisibleAsync();
        // The mark does not stay: it is looked for before it is there.
        var marked = Expect(Card(ben, "Ben", number).GetByTestId("card-mover")).ToHaveAttributeAsync("data-person", "Ana");
        await DropAsync(ana, "Ben");
        await Expect(Card(ben, "Ben", number)).ToBeVisibleAsync();
        await marked;
        await Expect(Column(ben, "Ben").GetByTestId("column-count")).ToHaveTextAsync($"{count + 1}");

        await HoverDragAsync(ana, number, "Ola");
        await Expect(Column(ana, "Ola").GetByTestId("drop-hint")).ToContainTextAsync("Ola cannot see this ticket's department");
        await DropAsync(ana, "Ola");
        await Expect(Card(ana, "Ben", number)).ToBeVisibleAsync();

        // The key and the card's menu do the same.
        await Card(ana, "Ben", number).FocusAsync();
        await ana.Keyboard.PressAsync("m");
        await Expect(ana.Locator("[data-menu] [data-value=Ola]")).ToHaveAttributeAsync("aria-disabled", "true");
        await ana.Locator("[data-menu] [data-value=Ana]").PressAsync("Enter");
        await Expect(Card(ben, "Ana", number)).ToBeVisibleAsync();
        await ana.GotoAsync($"tickets/{number}");
        await Expect(ana.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Ana");
    }

    [Fact]
    public async Task The_board_by_priority_and_by_department_decides_and_stays_as_it_was_left()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var number = (await ana.OpenNewTicketAsync("hosting", "How urgent is this")).Split('/')[^1];
        await ana.GotoAsync("desks/hosting/board?by=nonsense");
        await Expect(ana.GetByTestId("bad-filter")).ToContainTextAsync("by=nonsense");
        await ana.GetByTestId("board-by").SelectOptionAsync("Priority");
        await Expect(ana.GetByTestId("column")).ToHaveCountAsync(4);
        await MoveAsync(ana, number, "High");
        await Expect(Card(ana, "High", number)).ToBeVisibleAsync();
        await ana.GetByTestId("board-by").SelectOptionAsync("Department");
        await Expect(Column(ana, "Billing")).ToBeVisibleAsync();
        await MoveAsync(ana, number, "Billing");
        await Expect(Card(ana, "Billing", number)).ToBeVisibleAsync();

        // Ola sees her department and no other.
        var ola = await OpenWindowOfAsync("ola@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 700 } });
        await ola.GotoAsync("desks/hosting/board?by=department");
        await Expect(Card(ola, "Billing", number)).ToBeVisibleAsync();
        await Expect(ola.GetByTestId("column")).ToHaveCountAsync(1);
        await AxeAsync(ola);
        Assert.True(await ola.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await MoveAsync(ana, number, "Domains");
        await Expect(ola.Locator($"[data-testid=card][data-number='{number}']")).ToHaveCountAsync(0);

        await ana.GotoAsync("desks/hosting/board");
        await Expect(ana.GetByTestId("board-by")).ToHaveValueAsync("Department");
        await ana.GetByTestId("board-by").SelectOptionAsync("Status");
        await Expect(ana.Locator("[data-testid=column][data-status]").First).ToBeVisibleAsync();
        await ana.GotoAsync($"tickets/{number}");
        await Expect(ana.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "3");
    }

    private static async Task MoveAsync(IPage page, string number, string to)
    {
        await page.Locator($"[data-testid=card][data-number='{number}'] [data-card-menu]").ClickAsync();
        await page.Locator($"[data-menu] [data-value='{to}']").ClickAsync();
    }

    private static ILocator Column(IPage page, string name) => page.Locator($"[data-testid=column][data-value='{name}']");

    private static ILocator Card(IPage page, string column, string number) => Column(page, column).Locator($"[data-testid=card][data-number='{number}']");

    private static async Task HoverDragAsync(IPage page, string number, string column)
    {
        await page.Locator($"[data-testid=card][data-number='{number}']").HoverAsync();
        await page.Mouse.DownAsync();
        await OverAsync(page, column);
    }

    private static async Task DropAsync(IPage page, string column)
    {
        await OverAsync(page, column);
        await page.Mouse.UpAsync();
    }

    private static async Task OverAsync(IPage page, string column)
    {
        var target = (await Column(page, column).BoundingBoxAsync())!;
        await page.Mouse.MoveAsync(target.X + 50, target.Y + target.Height - 40, new() { Steps = 8 });
    }
}
