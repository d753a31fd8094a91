using LiveDesk.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>Somebody's rights end while their screens are open.</summary>
public sealed class RightsBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ola_leaves_the_department_and_loses_its_cards_thread_draft_and_cursor_at_once()
    {
        var database = ForThisTest(await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false));
        var (server, other) = (ForThisTest(ServerProcess.On(database)), ForThisTest(ServerProcess.On(database)));
        await server.StartAgainAsync();
        await other.StartAgainAsync();
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

        // Her supervisor works on the other of the two nodes.
        var sam = await OpenWindowOfAsync("sam@livedesk.test", other);
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

    [Fact]
    public async Task Ana_signs_out_in_one_window_and_the_others_lead_to_sign_in_by_themselves()
    {
        Expecting(ServerKilled + "|401|negotiat|Failed to");
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync("desks/technician/board");
        var other = await ana.Context.NewPageAsync();
        await other.OpenNewTicketAsync("technician", "Left open in another window");
        var ticket = new Uri(other.Url).AbsolutePath;

        await ana.GetByTestId("sign-out").ClickAsync();
        await ana.ComesToAsync("*/sign-in*");
        await other.ComesToAsync("*/sign-in?returnUrl=*");
        await Expect(other.Locator("body")).Not.ToContainTextAsync("Left open in another window");
        await other.FillAsync("#email", "ana@livedesk.test");
        await other.FillAsync("#password", Password);
        await other.GetByTestId("sign-in").ClickAsync();
        await other.ComesToAsync("*" + ticket);
    }
}
