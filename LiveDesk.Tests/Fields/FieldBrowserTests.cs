using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Fields;

/// <summary>Tags and custom fields as people meet them. Every test has a desk of its own.</summary>
public sealed class FieldBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task A_tag_that_one_puts_on_by_keyboard_is_in_the_other_window_at_once_and_Sam_merges_two()
    {
        var (one, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } }));
        var slug = await one.OpenNewDeskAsync("Tagging");
        await one.OpenNewTicketAsync(slug, "The first");
        var address = await one.OpenNewTicketAsync(slug, "The second");
        await other.GotoAsync($"desks/{slug}/tickets");
        var row = other.GetByTestId("ticket-row").Filter(new() { HasText = "The second" });
        await PutOnAsync(one, "printers");
        await Expect(row.GetByTestId("tag")).ToHaveTextAsync("printers");
        await PutOnAsync(one, "<b>vip</b>");
        await Expect(row.GetByTestId("tag")).ToHaveCountAsync(2);
        await AxeAsync(one);
        await AxeAsync(other);

        // At 360 px the other one takes it off again.
        await other.GotoAsync(address.TrimStart('/'));
        await other.GetByTestId("tags").Locator("[data-tag='<b>vip</b>']").GetByTestId("tag-remove").ClickAsync();
        await Expect(one.GetByTestId("tags").GetByTestId("tag")).ToHaveCountAsync(1);
        await PutOnAsync(other, "printer");
        await AxeAsync(other);
        await one.GetByTestId("show-changes").ClickAsync();
        await Expect(one.GetByTestId("thread")).ToContainTextAsync("removed the tag “<b>vip</b>”");

        await other.GotoAsync($"desks/{slug}/tickets");
        await other.GetByTestId("filter-tag").SelectOptionAsync("printers");
        await Expect(other.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await other.ComesToAsync("*tag=printers");
        await one.GotoAsync($"settings/desks/{slug}/tags");
        await one.Locator("[data-testid=tag-row][data-tag=printers]").GetByTestId("tag-merge").ClickAsync();
        await Expect(one.GetByTestId("tag-affected")).ToHaveAttributeAsync("data-value", "1");
        await one.GetByTestId("tag-into").SelectOptionAsync("printer");
        await AxeAsync(one);
        await one.GetByTestId("tag-confirm").ClickAsync();
        await Expect(one.Locator("[data-testid=tag-row][data-tag=printers]")).ToHaveCountAsync(0);
        await Expect(one.Locator("[data-testid=tag-row][data-tag=printer]").GetByTestId("tag-count")).ToHaveTextAsync("1 ticket");
        // The old name is known no more, and the list says so instead of showing nothing.
        await Expect(other.GetByTestId("bad-filter")).ToContainTextAsync("tag=printers");
        await Expect(row.GetByTestId("tag")).ToHaveTextAsync("printer");

        // Another name and colour arrive by themselves.
        await one.Locator("[data-testid=tag-row][data-tag=printer]").GetByTestId("tag-edit").ClickAsync();
        await one.GetByTestId("tag-new-name").FillAsync("Printing");
        await one.GetByTestId("tag-colour-violet").CheckAsync();
        await one.GetByTestId("tag-confirm").ClickAsync();
        await Expect(row.Locator(".tag.violet")).ToHaveTextAsync("Printing");
        await AxeAsync(one);
    }

    [Fact]
    public async Task Sam_makes_a_field_needed_to_resolve_and_the_drag_asks_for_it()
    {
        var (sam, board) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var slug = await sam.OpenNewDeskAsync("Needing");
        await sam.OpenNewTicketAsync(slug, "A loose wire");
        await board.GotoAsync($"desks/{slug}/board");
        await sam.GotoAsync($"settings/desks/{slug}/fields");
        await sam.GetByTestId("field-new").ClickAsync();
        await sam.GetByTestId("field-name").FillAsync("Serial");
        await sam.GetByTestId("field-kind").SelectOptionAsync("Pattern");
        await sam.GetByTestId("field-pattern").FillAsync("(a+");
        await sam.GetByTestId("field-explanation").FillAsync("Letters a only.");
        await sam.GetByTestId("field-need").SelectOptionAsync("OnResolve");
        await sam.GetByTestId("field-save").ClickAsync();
        await Expect(sam.GetByTestId("field-problem")).ToContainTextAsync("no pattern");
        await AxeAsync(sam);
        await sam.GetByTestId("field-pattern").FillAsync("(a+)+");
        await sam.GetByTestId("field-save").ClickAsync();
        await Expect(sam.GetByTestId("field-row")).ToContainTextAsync("Serial");
        await AxeAsync(sam);

        await board.GetByTestId("card").DragToAsync(board.Locator("[data-testid=column][data-status=Resolved]"));
        await board.GetByTestId("resolution-text").FillAsync("Tightened.");
        await board.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(board.GetByTestId("move-problem")).ToContainTextAsync("“Serial” is needed");
        await AxeAsync(board);
        var serial = board.GetByTestId("resolve-dialog").GetByTestId("custom-field");
        await serial.FillAsync(new string('a', 40) + "!");
        await board.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(board.GetByTestId("move-problem")).ToContainTextAsync("Letters a only.");
        await serial.FillAsync("aaa");
        await board.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(board.Locator("[data-testid=column][data-status=Resolved]").GetByTestId("card")).ToContainTextAsync("A loose wire");

        await board.GetByTestId("card").Locator("a.subject").ClickAsync();
        await Expect(board.GetByTestId("custom-field")).ToHaveValueAsync("aaa");
        // What was typed stays when it is refused; what is right is saved at once.
        await board.GetByTestId("custom-field").FillAsync("b");
        await board.GetByTestId("custom-field").PressAsync("Tab");
        await Expect(board.GetByTestId("custom-field-problem")).ToContainTextAsync("Letters a only.");
        await Expect(board.GetByTestId("custom-field")).ToHaveValueAsync("b");
        await AxeAsync(board);

        await sam.GetByTestId("field-delete").ClickAsync();
        await Expect(sam.GetByTestId("field-affected")).ToHaveAttributeAsync("data-value", "1");
        await AxeAsync(sam);
        await sam.GetByTestId("field-delete-confirm").ClickAsync();
        await Expect(board.GetByTestId("custom-fields")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_form_asks_for_what_is_needed_and_a_ticket_keeps_an_option_that_is_no_longer_offered()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Choosing");
        await sam.GotoAsync($"settings/desks/{slug}/fields");
        await sam.GetByTestId("field-new").ClickAsync();
        await sam.GetByTestId("field-name").FillAsync("Colour");
        await sam.GetByTestId("field-kind").SelectOptionAsync("Choice");
        await sam.GetByTestId("field-option").FillAsync("Red");
        foreach (var (label, n) in new[] { ("Blue", 2), ("Green", 3) })
        {
            await sam.GetByTestId("field-option-add").ClickAsync();
            await Expect(sam.GetByTestId("field-option")).ToHaveCountAsync(n);
            await sam.GetByTestId("field-option").Last.FillAsync(label);
        }
        await sam.GetByTestId("field-need").SelectOptionAsync("ToCreate");
        await AxeAsync(sam);
        await sam.GetByTestId("field-save").ClickAsync();
        await Expect(sam.GetByTestId("field-row")).ToContainTextAsync("Red, Blue, Green");

        await sam.FillNewTicketAsync(slug, "A lamp");
        await sam.GetByTestId("new-ticket-save").ClickAsync();
        await Expect(sam.GetByTestId("new-ticket-problem")).ToContainTextAsync("“Colour” is missing");
        await AxeAsync(sam);
        await sam.GetByTestId("custom-field").SelectOptionAsync("Red");
        await sam.GetByTestId("new-ticket-save").ClickAsync();
        await sam.ComesToAsync("**/tickets/*");
        await Expect(sam.GetByTestId("custom-field").Locator("option:checked")).ToHaveTextAsync("Red");

        // The option goes; the ticket keeps it and says so.
        var second = await sam.Context.NewPageAsync();
        await second.GotoAsync($"settings/desks/{slug}/fields");
        await second.GetByTestId("field-edit").ClickAsync();
        await second.GetByTestId("field-option-remove").First.ClickAsync();
        await second.GetByTestId("field-save").ClickAsync();
        await Expect(sam.GetByTestId("custom-field").Locator("option:checked")).ToHaveTextAsync("Red (no longer offered)");
        await second.GotoAsync($"desks/{slug}/tickets?field.Colour=Red");
        await Expect(second.GetByTestId("ticket-row")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Ana_is_shown_what_Ben_filled_in_and_decides_and_a_customer_has_fields_too()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        var address = await ana.OpenNewTicketAsync("field", "A pump without papers");
        await ben.GotoAsync(address.TrimStart('/'));
        ILocator Warranty(IPage page) => page.Locator("[data-testid=custom-field][data-field=Warranty]");
        await Warranty(ana).FocusAsync();
        await Warranty(ben).SelectOptionAsync("Goodwill");
        await Expect(Warranty(ana).Locator("option:checked")).ToHaveTextAsync("Goodwill");
        await Warranty(ana).SelectOptionAsync("In warranty");
        await Expect(ana.GetByTestId("meanwhile")).ToContainTextAsync("Ben set it to “Goodwill”");
        await AxeAsync(ana);
        await ana.GetByTestId("meanwhile-take").ClickAsync();
        await Expect(Warranty(ben).Locator("option:checked")).ToHaveTextAsync("In warranty");

        await ana.GotoAsync("organisations");
        await ana.Locator("main a[href^='/organisations/']").First.ClickAsync();
        await ana.Locator("[data-testid=custom-field][data-field='Contract until']").FillAsync("2027-03-31");
        await ana.Locator("[data-testid=custom-field][data-field='Contract until']").PressAsync("Tab");
        await ben.GotoAsync(new Uri(ana.Url).AbsolutePath.TrimStart('/'));
        await Expect(ben.Locator("[data-testid=custom-field][data-field='Contract until']")).ToHaveValueAsync("2027-03-31");
        await AxeAsync(ben);
    }

    private static async Task PutOnAsync(IPage page, string name)
    {
        await page.GetByTestId("tag-name").FillAsync(name);
        await page.GetByTestId("tag-name").PressAsync("Enter");
        await Expect(page.GetByTestId("tags").Locator($"[data-tag='{name}']")).ToBeVisibleAsync();
    }
}
