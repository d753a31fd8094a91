using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>What Ana does to a ticket besides answering it, with Ben looking on.</summary>
public sealed class LifecycleBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_escalates_with_a_reason_and_holds_until_a_day_and_Ben_sees_both_at_once()
    {
        var (ana, ben, _) = await OnOneTicketAsync("psa", "The router restarts every hour");
        await ana.ChooseAsync("escalate");
        await AxeAsync(ana);
        await ana.GetByTestId("escalate-confirm").ClickAsync();
        await Expect(ana.GetByTestId("escalate-problem")).ToContainTextAsync("needs a person or a department");
        await ana.GetByTestId("escalate-to").SelectOptionAsync(new SelectOptionValue { Label = "Ben" });
        await ana.GetByTestId("escalate-confirm").ClickAsync();
        await Expect(ana.GetByTestId("escalate-problem")).ToContainTextAsync("Reason");
        await ana.GetByTestId("escalate-reason").FillAsync("Third time this week <b>");
        await ana.GetByTestId("escalate-confirm").ClickAsync();
        await Expect(ben.GetByTestId("escalation")).ToContainTextAsync("Third time this week <b>");
        await Expect(ben.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Escalated");
        // Out of the status, it is escalated no longer; back in, it asks again.
        await ben.GetByTestId("end-escalation").ClickAsync();
        await Expect(ana.GetByTestId("escalation")).ToHaveCountAsync(0);
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");
        await ana.Locator("[data-card-menu]").ClickAsync();
        await ana.Locator("[data-menu] [data-value=Escalated]").ClickAsync();
        await ana.GetByTestId("escalate-to").SelectOptionAsync(new SelectOptionValue { Label = "Ben" });
        await ana.GetByTestId("escalate-reason").FillAsync("The fourth time");
        await ana.GetByTestId("escalate-confirm").ClickAsync();
        await Expect(ben.GetByTestId("escalation")).ToContainTextAsync("The fourth time");
    }

    [Fact]
    public async Task A_hold_has_its_reason_and_its_day_and_ends_when_Ben_resumes_it()
    {
        var (ana, ben, _) = await OnOneTicketAsync("field", "The pump leaks");
        await ana.GetByTestId("hold").ClickAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("hold-reason").FillAsync("The seal is ordered");
        await ana.GetByTestId("hold-until").FillAsync("2020-01-01");
        await ana.GetByTestId("hold-confirm").ClickAsync();
        await Expect(ana.GetByTestId("hold-dialog")).ToContainTextAsync("lies in the past");
        await Expect(ana.GetByTestId("hold-reason")).ToHaveValueAsync("The seal is ordered");
        await ana.GetByTestId("hold-until").FillAsync("2099-12-31");
        await ana.GetByTestId("hold-confirm").ClickAsync();
        await Expect(ben.GetByTestId("hold-facts")).ToContainTextAsync("The seal is ordered");
        await Expect(ben.GetByTestId("hold-facts")).ToContainTextAsync("December 31, 2099");
        await ben.GetByTestId("resume").ClickAsync();
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");
        // Nobody answered yet, and the desk's promise is kept by acknowledging, too: wherever the ticket stands, that can be done, once.
        await ana.GetByTestId("acknowledge").ClickAsync();
        await Expect(ben.GetByTestId("acknowledge")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Ana_links_a_ticket_to_its_master_and_both_show_it()
    {
        var (ana, ben, child) = await OnOneTicketAsync("psa", "One telephone is silent");
        var master = await ben.OpenNewTicketAsync("psa", "Every telephone of the street is silent");
        await ana.ChooseAsync("link");
        await ana.GetByTestId("link-kind").SelectOptionAsync("Child");
        await ana.GetByTestId("link-search").FillAsync("telephone street");
        await ana.GetByTestId("link-hit").ClickAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("link-confirm").ClickAsync();
        await Expect(ana.GetByTestId("link")).ToContainTextAsync("Every telephone of the street is silent");
        await Expect(ben.GetByTestId("link")).ToHaveAttributeAsync("data-number", child[(child.LastIndexOf('/') + 1)..]);
        await Expect(ben.GetByTestId("link")).ToContainTextAsync("child");
        await ben.GetByTestId("unlink").ClickAsync();
        await Expect(ana.GetByTestId("links")).ToHaveCountAsync(0);
        Assert.NotEqual(child, master);
    }

    [Fact]
    public async Task Ana_resolves_a_master_and_the_children_that_she_ticks_with_the_same_words()
    {
        var (ana, ben, master) = await OnOneTicketAsync("technician", "No camera of the campus records");
        var number = master[(master.LastIndexOf('/') + 1)..];
        var children = new List<string>();
        foreach (var building in new[] { "north", "south" })
        {
            children.Add(await ben.OpenNewTicketAsync("technician", $"The camera of building {building} is dark"));
            await ben.ChooseAsync("link");
            await ben.GetByTestId("link-kind").SelectOptionAsync("Child");
            await ben.GetByTestId("link-search").FillAsync("camera campus");
            await ben.Locator($"[data-testid=link-hit][data-number='{number}']").ClickAsync();
            await ben.GetByTestId("link-confirm").ClickAsync();
            await Expect(ben.GetByTestId("link")).ToBeVisibleAsync();
        }
        await Expect(ana.GetByTestId("link")).ToHaveCountAsync(2);
        await ana.GetByTestId("resolve").ClickAsync();
        await Expect(ana.GetByTestId("child")).ToHaveCountAsync(2);
        await AxeAsync(ana);
        await ana.GetByTestId("child").Filter(new() { HasText = "south" }).GetByRole(AriaRole.Checkbox).UncheckAsync();
        await ana.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(ana.GetByTestId("move-problem")).ToContainTextAsync("resolution");
        await ana.GetByTestId("resolution-text").FillAsync("Replaced the recorder's power supply.");
        await ana.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Resolved");
        await Expect(ana.GetByTestId("link").Filter(new() { HasText = "north" })).ToContainTextAsync("Resolved");
        await ben.GotoAsync(children[0]);
        await Expect(ben.GetByTestId("resolution")).ToHaveTextAsync("Replaced the recorder's power supply.");
        await ben.GotoAsync(children[1]);
        await Expect(ben.GetByTestId("status")).Not.ToHaveAttributeAsync("data-value", "Resolved");
    }

    [Fact]
    public async Task What_Ana_moves_to_the_trash_leaves_Bens_list_and_comes_back_from_there()
    {
        var (ana, ben, address) = await OnOneTicketAsync("psa", "Cheap zeppelins for you");
        await ben.GotoAsync("desks/psa/tickets?q=zeppelins");
        await Expect(ben.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await ana.WriteReplyAsync("Half an answer");
        await ana.IsSavedAsync();
        await ana.ChooseAsync("spam");
        await Expect(ana.GetByTestId("aside-bar")).ToHaveAttributeAsync("data-kind", "spam");
        await Expect(ana.GetByTestId("composer")).ToHaveCountAsync(0);
        await AxeAsync(ana);
        await Expect(ben.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await Expect(ana.GetByTestId("aside-ends")).ToContainTextAsync("deleted for good");
        await Expect(ana.GetByTestId("spam-learnt")).ToBeVisibleAsync();
        await ben.GetByTestId("trash").ClickAsync();
        await ben.GetByTestId("ticket-row").GetByRole(AriaRole.Link).First.ClickAsync();
        await ben.GetByTestId("bring-back").ClickAsync();
        await Expect(ana.GetByTestId("aside-bar")).ToHaveCountAsync(0);
        await ana.WritesAsync("Half an answer");
        Assert.EndsWith(address, ben.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bens_mark_on_the_card_that_he_moved_goes_from_Anas_board_though_nothing_else_happens()
    {
        var (ana, ben, address) = await OnOneTicketAsync("field", "The valve is stuck");
        await ana.GotoAsync("desks/field/board");
        var card = ana.Locator($"[data-testid=card][data-number='{address[(address.LastIndexOf('/') + 1)..]}']");
        await Expect(card).ToBeVisibleAsync();
        // The mark does not stay: it is looked for before it is there.
        var marked = Expect(card.GetByTestId("card-mover")).ToHaveAttributeAsync("data-person", "Ben");
        await ben.Locator("[data-card-menu]").ClickAsync();
        await ben.Locator("[role=menuitem][data-status='In Progress']").ClickAsync();
        await marked;
        await Expect(card.GetByTestId("card-mover")).ToHaveCountAsync(0);
        await Expect(card).ToHaveAttributeAsync("data-status", "In Progress");
    }

    [Fact]
    public async Task Sam_sets_the_times_of_a_desk_and_nonsense_is_refused_with_what_he_typed()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        await sam.GotoAsync("settings/desks/suite");
        await sam.GetByTestId("CloseSilentAfter").FillAsync("soon");
        await sam.GetByTestId("save-times").ClickAsync();
        await Expect(sam.GetByTestId("times-problem")).ToContainTextAsync("takes a number from 0.01");
        await Expect(sam.GetByTestId("CloseSilentAfter")).ToHaveValueAsync("soon");
        await sam.GetByTestId("CloseSilentAfter").FillAsync("400");
        await sam.GetByTestId("save-times").ClickAsync();
        await Expect(sam.GetByTestId("times-problem")).ToContainTextAsync("to 365 days");
        await sam.GetByTestId("CloseSilentAfter").FillAsync("30");
        await sam.GetByTestId("save-times").ClickAsync();
        await Expect(sam.GetByTestId("times-problem")).ToBeEmptyAsync();
        await sam.ReloadAsync();
        await Expect(sam.GetByTestId("CloseSilentAfter")).ToHaveValueAsync("30");
        await AxeAsync(sam);
    }

    private async Task<(IPage Ana, IPage Ben, string Address)> OnOneTicketAsync(string desk, string subject)
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        var address = await ana.OpenNewTicketAsync(desk, subject);
        await ben.GotoAsync(address);
        await Expect(ben.GetByTestId("ticket")).ToBeVisibleAsync();
        return (ana, ben, address);
    }
}

internal static class MoreMenu
{
    public static async Task ChooseAsync(this IPage page, string action)
    {
        await page.GetByTestId("more").ClickAsync();
        await page.Locator($"[data-testid=more-item][data-action={action}]").ClickAsync();
    }
}
