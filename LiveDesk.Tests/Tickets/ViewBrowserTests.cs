using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>A list under a name, beside the desk.</summary>
public sealed class ViewBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task A_view_that_Sam_saves_for_all_stands_beside_everybodys_desk_with_its_number_of_now()
    {
        var (sam, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var slug = await sam.OpenNewDeskAsync("Views");
        await sam.OpenNewTicketAsync(slug, "Unowned");
        await other.GotoAsync($"desks/{slug}/board");
        await sam.GotoAsync($"desks/{slug}/tickets?assignee=none");
        await sam.GetByTestId("view-save").ClickAsync();
        await AxeAsync(sam);
        await sam.GetByTestId("view-confirm").ClickAsync();
        await Expect(sam.GetByTestId("view-problem")).Not.ToBeEmptyAsync();
        await sam.GetByTestId("view-name").FillAsync("Nobody's <b>");
        await sam.GetByTestId("view-scope").SelectOptionAsync("desk");
        await sam.GetByTestId("view-confirm").ClickAsync();
        var view = other.Locator("nav.nav [data-testid=view]");
        await Expect(view).ToContainTextAsync("Nobody's <b>");
        await Expect(view.GetByTestId("view-count")).ToHaveTextAsync("1");
        await sam.OpenNewTicketAsync(slug, "Unowned, too");
        await Expect(view.GetByTestId("view-count")).ToHaveTextAsync("2");
        await view.ClickAsync();
        await Expect(other.GetByTestId("ticket-row")).ToHaveCountAsync(2);
        await Expect(view).ToHaveAttributeAsync("aria-current", "page");
        await AxeAsync(other);
        await other.GetByTestId("view-delete").ClickAsync();
        await Expect(view).ToHaveCountAsync(0);
    }
}
