using LiveDesk.Tests.Browser;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Settings;

/// <summary>Sam says how a desk treats its tickets, and Ana's open screens go by it.</summary>
public sealed class RulesBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Sam_changes_words_numbers_and_what_is_asked_and_the_other_windows_follow()
    {
        var (sam, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var slug = await sam.OpenNewDeskAsync("Ruled");
        var address = await other.OpenNewTicketAsync(slug, "The doorbell is silent");
        await sam.GetByTestId("tab-rules").ClickAsync();
        await Expect(sam.GetByTestId("desk-rules")).ToHaveAttributeAsync("data-slug", slug);
        await AxeAsync(sam);

        await sam.GetByTestId("number-form").SelectOptionAsync("Plain");
        await Expect(sam.GetByTestId("number-affects")).ToContainTextAsync("Then: #1042");
        await sam.GetByTestId("save-looks").ClickAsync();
        await Expect(other.GetByTestId("ticket")).ToContainTextAsync($"#{address.Split('/')[^1]}");
        await sam.Locator("[data-testid=priority-word][data-value='3']").FillAsync("urgent");
        await sam.GetByTestId("save-priorities").ClickAsync();
        await Expect(sam.GetByTestId("priorities-problem")).ToContainTextAsync("same word");
        await sam.Locator("[data-testid=priority-word][data-value='3']").FillAsync("Before lunch");
        await sam.GetByTestId("save-priorities").ClickAsync();
        await Expect(other.Locator("[data-testid=priority] option", new() { HasText = "Before lunch" })).ToHaveCountAsync(1);

        // Required on this desk: optional, then off, then as it was. The window asks, or asks for nothing.
        await other.GetByTestId("resolve").ClickAsync();
        await other.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(other.GetByTestId("move-problem")).ToContainTextAsync("needs its resolution");
        await other.Keyboard.PressAsync("Escape");
        await sam.GetByTestId("resolution-setting").SelectOptionAsync("Off");
        await sam.GetByTestId("save-answering").ClickAsync();
        // A toast could still be that of the save before: that it is saved shows on another screen.
        await other.GotoAsync($"settings/desks/{slug}/tickets");
        await Expect(other.GetByTestId("resolution-setting")).ToHaveValueAsync("Off");
        await other.GotoAsync(address);
        await other.GetByTestId("resolve").ClickAsync();
        await Expect(other.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Resolved");
        await Expect(other.GetByTestId("resolve-dialog")).ToHaveCountAsync(0);

        await sam.Locator("[data-testid=requires][data-value=Type]").CheckAsync();
        await sam.GetByTestId("save-required").ClickAsync();
        await Expect(sam.GetByTestId("required-problem")).ToContainTextAsync("has no types");
        await sam.GetByTestId("tab-workflow").ClickAsync();
        await sam.GetByTestId("new-type").FillAsync("Fault");
        await sam.GetByTestId("add-type").ClickAsync();
        await Expect(sam.GetByTestId("types").GetByTestId("category-row")).ToHaveCountAsync(1);
        await other.GotoAsync($"desks/{slug}/tickets");
        await other.GetByTestId("new-ticket").ClickAsync();
        await Expect(other.GetByTestId("new-ticket-type").Locator("option")).ToHaveTextAsync(["None", "Fault"]);
    }

    [Fact]
    public async Task Sam_closes_a_department_and_limits_sight_after_seeing_what_that_does()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Divided");
        await sam.GetByTestId("new-department").FillAsync("Roof");
        await sam.GetByTestId("add-department").ClickAsync();
        var roof = sam.Locator("[data-testid=department][data-value=Roof]");
        await roof.WaitForAsync();
        var page = await sam.Context.NewPageAsync();
        await page.OpenNewTicketAsync(slug, "It rains in");
        await page.GetByTestId("department").SelectOptionAsync(new SelectOptionValue { Label = "Roof" });
        await roof.GetByTestId("department-close").ClickAsync();
        await Expect(sam.GetByTestId("department-affected")).ToHaveAttributeAsync("data-tickets", "1");
        await AxeAsync(sam);
        await sam.GetByTestId("close-department-confirm").ClickAsync();
        await Expect(roof).ToHaveCountAsync(0);
        await Expect(page.GetByTestId("department").Locator("option:checked")).ToHaveTextAsync("Office");

        await sam.GetByTestId("limit-sight").ClickAsync();
        await Expect(sam.GetByTestId("limit-none")).ToBeVisibleAsync();
        await AxeAsync(sam);
        await sam.GetByTestId("limit-confirm").ClickAsync();
        await Expect(sam.GetByTestId("limit-dialog")).ToHaveCountAsync(0);
        await Expect(sam.GetByTestId("limit-sight")).ToBeCheckedAsync();
    }
}
