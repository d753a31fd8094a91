using LiveDesk.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>Somebody's rights end while their screens are open.</summary>
public sealed class RightsBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ola_leaves_the_department_and_loses_its_cards_thread_draft_and_cursor_at_once()
    {
        var server = ForThisTest(await ServerProcess.StartAsync());
        var ola = await OpenWindowOfAsync("ola@livedesk.test", server);
        var address = await ola.OpenNewTicketAsync("hosting", "The invoice is wrong");
        var number = new Uri(ola.Url).Segments[^1];
        await ola.WriteReplyAsync("Dear Carla, you pay too much.");
        var board = await ola.Context.NewPageAsync();
        await board.GotoAsync("desks/hosting/board");
        var card = board.Locator($"[data-testid=card][data-number='{number}']");
        await Expect(card).ToBeVisibleAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test", server);
        await ben.GotoAsync(address);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await ben.WritesAsync("Dear Carla, you pay too much.");
        await Expect(ben.Locator("[data-testid=remote-cursor][data-person=Ola]")).ToBeVisibleAsync();

        var sam = await OpenWindowOfAsync("sam@livedesk.test", server);
        await sam.GotoAsync("settings/desks/hosting");
        await sam.Locator("[data-testid=member][data-person='ola@livedesk.test'] [data-testid=member-department][data-department=Billing]").UncheckAsync();

        await Expect(card).ToHaveCountAsync(0);
        await Expect(ola.GetByTestId("ticket")).ToHaveCountAsync(0);
        await Expect(ola.GetByTestId("composer-editor")).ToHaveCountAsync(0);
        await Expect(ola.Locator("body")).Not.ToContainTextAsync("The invoice is wrong");
        await Expect(ben.Locator("[data-testid=remote-cursor][data-person=Ola]")).ToHaveCountAsync(0);
        await Expect(ben.Locator("[data-testid=presence][data-person=Ola], [data-testid=typing][data-person=Ola]")).ToHaveCountAsync(0);
        // What she wrote is the department's, and stays.
        await ben.WritesAsync("Dear Carla, you pay too much.");
    }
}
