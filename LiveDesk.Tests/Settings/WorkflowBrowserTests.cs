using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Settings;

/// <summary>Sam edits the workflow of a desk on which Ana works at that moment. Every test has a desk of its own.</summary>
public sealed class WorkflowBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task What_Sam_does_to_a_status_is_on_Anas_open_board_and_ticket_at_once()
    {
        var (sam, ana) = await OnDeskAsync("flow-names", "technician");
        var ticket = await ana.OpenNewTicketAsync("flow-names", "The doorbell is silent");
        var onTicket = await ana.Context.NewPageAsync();
        await onTicket.GotoAsync(ticket);
        await ana.GotoAsync("desks/flow-names/board");

        await Row(sam, "Open").GetByTestId("edit-status").ClickAsync();
        await AxeAsync(sam);
        await sam.GetByTestId("status-name").FillAsync("resolved");
        await sam.GetByTestId("status-customer-name").FillAsync("We have it");
        await sam.GetByTestId("colour-violet").CheckAsync();
        await sam.GetByTestId("status-save").ClickAsync();
        await Expect(sam.GetByTestId("status-problem")).ToContainTextAsync("already has a status");
        await Expect(sam.GetByTestId("status-name")).ToHaveValueAsync("resolved");
        await Expect(sam.GetByTestId("colour-violet")).ToBeCheckedAsync();
        await sam.GetByTestId("status-name").FillAsync("Reported <b>");
        await sam.GetByTestId("status-save").ClickAsync();
        await Expect(sam.GetByTestId("status-dialog")).ToHaveCountAsync(0);

        var column = ana.Locator("[data-testid=column][data-status='Reported <b>']");
        await Expect(column.GetByTestId("card")).ToContainTextAsync("The doorbell is silent");
        await Expect(column.Locator("header .status.violet")).ToHaveTextAsync("Reported <b>");
        await Expect(onTicket.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Reported <b>");
        await Expect(onTicket.GetByTestId("status")).ToHaveClassAsync("status violet");
        await Expect(Row(sam, "Reported <b>")).ToContainTextAsync("The customer reads: We have it");
        await Expect(Row(sam, "Reported <b>").GetByTestId("status-count")).ToHaveTextAsync("1 ticket");

        // By keyboard alone: a place down.
        await Row(sam, "Reported <b>").GetByTestId("status-down").FocusAsync();
        await sam.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByTestId("column").Nth(1)).ToHaveAttributeAsync("data-status", "Reported <b>");
    }

    [Fact]
    public async Task Two_at_the_same_status_are_told_and_neither_is_overwritten()
    {
        var (sam, _) = await OnDeskAsync("flow-two", "field");
        var other = await OpenWindowOfAsync("sam@livedesk.test");
        await other.GotoAsync("settings/desks/flow-two/workflow");
        foreach (var window in new[] { sam, other }) await Row(window, "On Hold").GetByTestId("edit-status").ClickAsync();
        await sam.GetByTestId("status-name").FillAsync("Parked");
        await sam.GetByTestId("status-save").ClickAsync();
        await Expect(Row(sam, "Parked")).ToBeVisibleAsync();
        await other.GetByTestId("status-name").FillAsync("Waiting for parts");
        await other.GetByTestId("status-save").ClickAsync();
        await Expect(other.GetByTestId("status-problem")).ToContainTextAsync("it says “Parked” now");
        await Expect(other.GetByTestId("status-name")).ToHaveValueAsync("Waiting for parts");
        await other.GetByTestId("status-save").ClickAsync();
        await Expect(Row(sam, "Waiting for parts")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Sam_deletes_a_status_that_is_used_and_its_ticket_moves_before_Anas_eyes()
    {
        var (sam, ana) = await OnDeskAsync("flow-delete", "technician");
        var ticket = await ana.OpenNewTicketAsync("flow-delete", "The camera is blind");
        await ana.GotoAsync("desks/flow-delete/board");
        await sam.GetByTestId("add-status").ClickAsync();
        await sam.GetByTestId("status-name").FillAsync("Reported");
        await sam.GetByTestId("status-kind").SelectOptionAsync("New");
        await sam.GetByTestId("status-save").ClickAsync();
        await Expect(ana.Locator("[data-testid=column][data-status=Reported]")).ToBeVisibleAsync();
        await Expect(Row(sam, "Reported")).ToBeVisibleAsync();

        // What the desk cannot do without stays, and it says why before anything is pressed.
        await Row(sam, "Closed").GetByTestId("delete-status").ClickAsync();
        await Expect(sam.GetByTestId("leave-problem")).ToContainTextAsync("Every desk needs a status of the kind Closed");
        await sam.GetByTestId("leave-confirm").ClickAsync();
        await Expect(sam.GetByTestId("leave-problem")).ToContainTextAsync("Every desk needs a status of the kind Closed");
        await sam.Keyboard.PressAsync("Escape");

        await Row(sam, "Open").GetByTestId("delete-status").ClickAsync();
        await Expect(sam.GetByTestId("leave-count")).ToHaveAttributeAsync("data-value", "1");
        await AxeAsync(sam);
        Assert.Equal("Reported (New)", await sam.GetByTestId("leave-into").EvaluateAsync<string>("s => s.selectedOptions[0].text.trim()"));
        await sam.GetByTestId("leave-confirm").ClickAsync();
        await Expect(ana.Locator("[data-testid=column][data-status=Reported]").GetByTestId("card")).ToContainTextAsync("The camera is blind");
        await Expect(ana.Locator("[data-testid=column][data-status=Open]")).ToHaveCountAsync(0);
        await Expect(Row(sam, "Open")).ToHaveCountAsync(0);
        await Expect(Row(sam, "Reported").GetByTestId("status-count")).ToHaveTextAsync("1 ticket");

        await ana.GetByTestId("card").Locator("[data-card-menu]").ClickAsync();
        await Expect(ana.Locator("[role=menuitem][data-status='In Progress']")).ToBeVisibleAsync();
        await Expect(ana.Locator("[role=menuitem][data-status=Open]")).ToHaveCountAsync(0);
        await ana.GotoAsync(ticket);
        await ana.GetByTestId("show-changes").ClickAsync();
        await Expect(ana.GetByTestId("thread")).ToContainTextAsync("moved it from Open to Reported");
    }

    [Fact]
    public async Task A_rule_that_Sam_edits_holds_for_the_next_thing_that_happens()
    {
        var (sam, ana) = await OnDeskAsync("flow-rules", "technician");
        await ana.OpenNewTicketAsync("flow-rules", "The gate stays open");
        var other = await OpenWindowOfAsync("sam@livedesk.test");
        await other.GotoAsync("settings/desks/flow-rules/workflow");
        foreach (var window in new[] { sam, other }) await Rule(window, "Assigned").GetByTestId("edit-rule").ClickAsync();
        await AxeAsync(sam);
        await To(sam, "New").SelectOptionAsync(new SelectOptionValue { Label = "In Progress" });
        await sam.GetByTestId("rule-save").ClickAsync();
        await Expect(Rule(sam, "Assigned")).ToContainTextAsync("In Progress");
        await ana.GetByTestId("assignee").SelectOptionAsync(new SelectOptionValue { Label = "Ana" });
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");

        // The other one had the dialog open before: the choice stays, and who saves again has read it.
        await To(other, "New").SelectOptionAsync(new SelectOptionValue { Label = "Open" });
        await other.GetByTestId("rule-save").ClickAsync();
        await Expect(other.GetByTestId("rule-problem")).ToContainTextAsync("leads to “In Progress” now");
        await other.GetByTestId("rule-save").ClickAsync();
        await Expect(Rule(sam, "Assigned")).ToContainTextAsync("Open");
        // A rule that has to lead somewhere offers no “no change”.
        await Rule(sam, "Closed").GetByTestId("edit-rule").ClickAsync();
        Assert.Equal("Closed", await To(sam, "New").InnerTextAsync());
    }

    [Fact]
    public async Task Sam_applies_a_preset_after_he_saw_and_changed_where_tickets_go()
    {
        var (sam, ana) = await OnDeskAsync("flow-preset", "technician");
        await ana.OpenNewTicketAsync("flow-preset", "The alarm howls");
        await ana.GotoAsync("desks/flow-preset/board");
        await sam.GetByTestId("preset-choice").SelectOptionAsync("psa");
        var open = sam.Locator("[data-testid=fate][data-status=Open]");
        await Expect(open.GetByTestId("fate-count")).ToHaveTextAsync("1");
        await Expect(open.GetByTestId("fate-becomes")).ToHaveValueAsync("New");
        await Expect(sam.GetByTestId("preset-settings")).ToContainTextAsync("TKT-7Q2M9X → #1042");
        await AxeAsync(sam);
        await open.GetByTestId("fate-becomes").SelectOptionAsync("Waiting on Customer");
        await Expect(ana.Locator("[data-testid=column][data-status=Open]").GetByTestId("card")).ToBeVisibleAsync();

        // Somebody else changed the desk after the plan was shown: look again.
        var other = await OpenWindowOfAsync("sam@livedesk.test");
        await other.GotoAsync("settings/desks/flow-preset/workflow");
        await other.GetByTestId("new-category").FillAsync("Sirens");
        await other.GetByTestId("add-category").ClickAsync();
        await Expect(sam.Locator("[data-testid=category-row][data-category=Sirens]")).ToBeVisibleAsync();
        await sam.GetByTestId("preset-apply").ClickAsync();
        await Expect(sam.GetByTestId("preset-problem")).ToContainTextAsync("changed this desk meanwhile");
        await Expect(open.GetByTestId("fate-becomes")).ToHaveValueAsync("Waiting on Customer");
        await sam.GetByTestId("preset-apply").ClickAsync();

        await Expect(ana.Locator("[data-testid=column][data-status='Waiting on Customer']").GetByTestId("card")).ToContainTextAsync("The alarm howls");
        await Expect(ana.GetByTestId("column")).ToHaveCountAsync(6);
        await Expect(sam.GetByTestId("status-row")).ToHaveCountAsync(6);
        await Expect(Row(sam, "Waiting on Customer").GetByTestId("status-count")).ToHaveTextAsync("1 ticket");
        await Expect(sam.Locator("[data-testid=category-row][data-category=Sirens]")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Categories_are_added_renamed_and_deleted_with_what_is_affected_shown_first()
    {
        var (sam, ana) = await OnDeskAsync("flow-categories", "technician");
        await ana.OpenNewTicketAsync("flow-categories", "The intercom hums");
        await ana.GetByTestId("category").SelectOptionAsync(new SelectOptionValue { Label = "CCTV" });
        await Expect(Category(sam, "CCTV").GetByTestId("category-count")).ToHaveTextAsync("1 ticket");
        await sam.GetByTestId("new-category").FillAsync("alarm");
        await sam.GetByTestId("add-category").ClickAsync();
        await Expect(sam.GetByTestId("category-problem")).ToContainTextAsync("already has a category “Alarm”");
        await Expect(sam.GetByTestId("new-category")).ToHaveValueAsync("alarm");
        await Category(sam, "Intercom").GetByTestId("rename-category").ClickAsync();
        await sam.GetByTestId("category-name").FillAsync("Intercoms");
        await sam.GetByTestId("category-confirm").ClickAsync();
        await Category(sam, "CCTV").GetByTestId("delete-category").ClickAsync();
        await Expect(sam.GetByTestId("category-affected")).ToHaveAttributeAsync("data-value", "1");
        await sam.GetByTestId("category-into").SelectOptionAsync(new SelectOptionValue { Label = "Intercoms" });
        await AxeAsync(sam);
        await sam.GetByTestId("category-confirm").ClickAsync();
        await Eventually.HoldsAsync(async () => Assert.Equal("Intercoms", await ana.GetByTestId("category").EvaluateAsync<string>("s => s.selectedOptions[0].text.trim()")));
        await Expect(Category(sam, "Intercoms").GetByTestId("category-count")).ToHaveTextAsync("1 ticket");
    }

    [Fact]
    public async Task The_workflow_is_for_who_manages_desks_and_fits_a_small_screen()
    {
        var small = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 } };
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        foreach (var closed in new[] { "settings/desks/hosting/workflow", "settings/desks/nowhere/workflow" })
        {
            await ana.GotoAsync(closed);
            await Expect(ana.GetByTestId("not-found")).ToBeVisibleAsync();
        }
        var sam = await OpenWindowOfAsync("sam@livedesk.test", options: small);
        await sam.GotoAsync("settings/desks/hosting");
        await sam.GetByTestId("tab-workflow").ClickAsync();
        await sam.GetByTestId("preset-choice").SelectOptionAsync("field");
        await Expect(sam.GetByTestId("preset-plan")).ToBeVisibleAsync();
        Assert.True(await sam.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 360, "the workflow is wider than the screen");
        await AxeAsync(sam);
    }

    private static ILocator Row(IPage page, string status) => page.Locator($"[data-testid=status-row][data-status='{status}']");

    private static ILocator Rule(IPage page, string on) => page.Locator($"[data-testid=rule][data-event={on}]");

    private static ILocator To(IPage page, string from) => page.Locator($"[data-testid=rule-to][data-from={from}]");

    private static ILocator Category(IPage page, string name) => page.Locator($"[data-testid=category-row][data-category='{name}']");

    /// <summary>Sam on the workflow of a new desk, and Ana, who works there.</summary>
    private async Task<(IPage Sam, IPage Ana)> OnDeskAsync(string slug, string preset)
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        await sam.GotoAsync("settings/desks");
        await sam.GetByTestId("new-desk").ClickAsync();
        await sam.GetByTestId("desk-name").FillAsync(slug);
        await sam.Locator($"[name=preset][value={preset}]").CheckAsync();
        await sam.GetByTestId("save-desk").ClickAsync();
        await sam.ComesToAsync($"**/settings/desks/{slug}");
        await sam.GetByTestId("add-member").SelectOptionAsync(new SelectOptionValue { Label = "Ana (ana@livedesk.test)" });
        await Expect(sam.Locator("[data-testid=member][data-person='ana@livedesk.test']")).ToBeVisibleAsync();
        await sam.GetByTestId("tab-workflow").ClickAsync();
        await Expect(sam.GetByTestId("workflow")).ToHaveAttributeAsync("data-slug", slug);
        return (sam, await OpenWindowOfAsync("ana@livedesk.test"));
    }
}
