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
        // From anywhere it is found by its name.
        await sam.Keyboard.PressAsync("Control+k");
        await sam.GetByTestId("palette-input").FillAsync("views nobody");
        await Expect(sam.GetByTestId("palette-line").First).ToContainTextAsync("Nobody's <b>");
        await sam.Keyboard.PressAsync("Enter");
        await sam.ComesToAsync($"*/desks/{slug}/tickets?assignee=none*");
        // A second one, which has columns of its own and comes to stand before the first.
        await sam.GetByTestId("columns").ClickAsync();
        await sam.GetByTestId("columns-save").ClickAsync();
        await sam.GotoAsync($"desks/{slug}/tickets?status=open");
        await sam.GetByTestId("view-save").ClickAsync();
        await sam.GetByTestId("view-name").FillAsync("Unsolved");
        await sam.GetByTestId("view-scope").SelectOptionAsync("desk");
        await sam.GetByTestId("view-columns").CheckAsync();
        await sam.GetByTestId("view-confirm").ClickAsync();
        await sam.ComesToAsync("*status=open*columns=*");
        await Expect(view).ToHaveCountAsync(2);
        await sam.GetByTestId("views-arrange").ClickAsync();
        await AxeAsync(sam);
        await sam.Locator("[data-testid=view-place][data-name=Unsolved]").GetByTestId("view-up").ClickAsync();
        await Expect(view.First).ToContainTextAsync("Unsolved");
        await other.GetByTestId("view-delete").ClickAsync();
        await Expect(view).ToHaveCountAsync(1);
    }
}
