using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>The list as somebody arranges it for themselves.</summary>
public sealed class ListBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Sam_chooses_the_columns_of_his_list_which_his_other_window_has_at_once_and_nobody_else()
    {
        var (sam, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var slug = await sam.OpenNewDeskAsync("Columns");
        await sam.OpenNewTicketAsync(slug, "A gate of many columns");
        await sam.GotoAsync($"desks/{slug}/tickets");
        await other.GotoAsync($"desks/{slug}/tickets");
        Assert.Contains("priority", await ColumnsAsync(other));
        await sam.GetByTestId("columns").ClickAsync();
        await AxeAsync(sam);
        await Choice(sam, "priority").Locator("input").UncheckAsync();
        await Choice(sam, "department").Locator("input").CheckAsync();
        // Upwards with the keyboard, where the button stays under the hand.
        for (var i = 0; i < 12 && await sam.GetByTestId("column-choice").First.GetAttributeAsync("data-value") != "department"; i++) await Choice(sam, "department").GetByTestId("column-up").PressAsync("Enter");
        await sam.GetByTestId("columns-save").ClickAsync();
        foreach (var page in new[] { sam, other })
            await Eventually.HoldsAsync(async () =>
            {
                var columns = await ColumnsAsync(page);
                Assert.Equal("department", columns[0]);
                Assert.DoesNotContain("priority", columns);
            });
        await other.ReloadAsync();
        await Expect(other.Locator("[data-testid=ticket-row] td[data-column=department]")).ToHaveTextAsync("Office");
        await other.GetByTestId("columns").ClickAsync();
        await other.GetByTestId("columns-usual").ClickAsync();
        await Eventually.HoldsAsync(async () => Assert.Contains("priority", await ColumnsAsync(sam)));
    }

    [Fact]
    public async Task Ana_chooses_a_second_filter_while_the_first_is_still_on_its_way_and_has_both()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync("desks/psa/tickets");
        await Expect(ana.GetByTestId("ticket-row").First).ToBeVisibleAsync();
        await ana.EvaluateAsync("""
            () => {
              for (const [name, value] of [['due', 'week'], ['escalated', 'yes'], ['sla', 'breached']]) {
                const select = document.querySelector(`[data-testid=filter-${name}]`);
                select.value = value;
                select.dispatchEvent(new Event('change', { bubbles: true }));
              }
            }
            """);
        await ana.ComesToAsync("*sla=breached*");
        Assert.Contains("due=week", ana.Url, StringComparison.Ordinal);
        Assert.Contains("escalated=yes", ana.Url, StringComparison.Ordinal);
        // Whatever was on its way before: a link leads where it says.
        await ana.GetByTestId("clear-filters").ClickAsync();
        await ana.ComesToAsync("*/desks/psa/tickets");
        await ana.GetByTestId("filter-due").SelectOptionAsync("today");
        await ana.ComesToAsync("*/tickets?due=today");
    }

    [Fact]
    public async Task Ana_narrows_the_list_to_days_and_reads_every_subject_at_1280_and_360_pixels()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("psa", "A ticket of today about the wallaby");
        await ana.GotoAsync("desks/psa/tickets");
        await Expect(ana.GetByTestId("ticket-row").First).ToBeVisibleAsync();
        // A third of the table is the subject's, whatever stands beside it.
        Assert.True(await ana.EvaluateAsync<bool>("document.querySelector('td.subject').offsetWidth >= 0.34 * document.querySelector('.tickets-frame').clientWidth"));
        // Whatever others wrote into their tickets, the page is no wider than the window; a table that is scrolls in its frame.
        Assert.True(await ana.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await ana.GotoAsync("desks/psa/tickets?q=wallaby&created=never");
        await Expect(ana.GetByTestId("bad-filter")).ToContainTextAsync("created=never");
        await ana.GetByTestId("filter-days").ClickAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("created-from").FillAsync("2020-01-02");
        await ana.GetByTestId("created-to").FillAsync("2020-01-01");
        await ana.GetByTestId("days-show").ClickAsync();
        await Expect(ana.GetByTestId("days-problem")).ToContainTextAsync("before the first");
        await ana.GetByTestId("created-to").FillAsync("2020-01-03");
        await ana.GetByTestId("days-show").ClickAsync();
        await ana.ComesToAsync("*created=2020-01-02..2020-01-03*");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await ana.GetByTestId("filter-created-on").ClickAsync();
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await ana.GotoAsync("desks/psa/tickets?q=wallaby&activity=2020-01-02..");
        await Expect(ana.GetByTestId("filter-activity-on")).ToContainTextAsync("from 1/2/2020");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await ana.SetViewportSizeAsync(360, 700);
        await AxeAsync(ana);
        Assert.True(await ana.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Fact]
    public async Task Ana_chooses_several_values_of_a_filter_takes_them_to_the_board_and_keeps_them_as_her_view()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("psa", "A ticket about the quokka");
        await ana.GotoAsync("desks/psa/tickets?q=quokka");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await ana.GetByTestId("filter-priority").ClickAsync();
        await AxeAsync(ana);
        // By the keyboard: the first is Critical, the one after it High.
        await ana.Keyboard.PressAsync("Enter");
        await ana.ComesToAsync("*priority=4*");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await ana.Locator("[data-testid=filter-option][data-value='2']").ClickAsync();
        await ana.ComesToAsync("*priority=4,2*");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await ana.Keyboard.PressAsync("Escape");
        await Expect(ana.GetByTestId("filter-priority")).ToBeFocusedAsync();
        await Expect(ana.GetByTestId("filter-priority")).ToHaveAttributeAsync("data-value", "2,4");
        await ana.GetByTestId("filter-open").ClickAsync();
        await Expect(ana.GetByTestId("filter-open")).ToHaveAttributeAsync("aria-current", "page");
        await Expect(ana.GetByTestId("filter-open")).ToContainTextAsync("1");

        await ana.GetByTestId("view-save").ClickAsync();
        await ana.GetByTestId("view-name").FillAsync("Quokkas");
        await ana.GetByTestId("view-confirm").ClickAsync();
        await Expect(ana.GetByTestId("view-rename")).ToBeVisibleAsync();
        await ana.GetByTestId("filter-assignee").ClickAsync();
        await ana.Locator("[data-testid=filter-option][data-value='none']").ClickAsync();
        await ana.Keyboard.PressAsync("Escape");
        await ana.GetByTestId("view-update").ClickAsync();
        await Expect(ana.GetByTestId("view-rename")).ToBeVisibleAsync();
        await ana.ReloadAsync();
        await Expect(ana.Locator("nav.nav [data-testid=view][data-name=Quokkas]")).ToHaveAttributeAsync("aria-current", "page");
        await ana.GetByTestId("view-delete").ClickAsync();

        // The board under the same filter, and its count; at 360 pixels, too.
        await ana.GotoAsync("desks/psa/board?q=quokka&priority=2&organisation=acme");
        await Expect(ana.GetByTestId("bad-filter")).ToContainTextAsync("organisation=acme");
        await Expect(ana.GetByTestId("card")).ToHaveCountAsync(1);
        await ana.GetByTestId("board-by").SelectOptionAsync("Priority");
        await ana.ComesToAsync("*by=priority*");
        await Expect(ana.GetByTestId("card")).ToHaveCountAsync(1);
        await ana.SetViewportSizeAsync(360, 700);
        await ana.GetByTestId("filter-priority").ClickAsync();
        await AxeAsync(ana);
        await ana.Locator("[data-testid=filter-option][data-value='2']").ClickAsync();
        await ana.Locator("[data-testid=filter-option][data-value='4']").ClickAsync();
        await Expect(ana.GetByTestId("card")).ToHaveCountAsync(0);
        Assert.True(await ana.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await ana.GotoAsync("desks/psa/board");
        await ana.GetByTestId("board-by").SelectOptionAsync("Status");
    }

    private static ILocator Choice(IPage page, string column) => page.Locator($"[data-testid=column-choice][data-value={column}]");

    private static async Task<List<string>> ColumnsAsync(IPage page)
    {
        await Expect(page.GetByTestId("ticket-row").First).ToBeVisibleAsync();
        return [.. await page.EvaluateAsync<string[]>("[...document.querySelector('[data-testid=ticket-row]').querySelectorAll('[data-column]')].map(td => td.dataset.column)")];
    }
}
