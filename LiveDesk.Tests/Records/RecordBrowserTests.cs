using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Records;

/// <summary>Several hands, records, customers and suppliers on the screens.</summary>
public sealed class RecordBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..6];

    [Fact]
    public async Task Ana_and_Ben_share_a_ticket_of_the_suite_each_adding_people_and_both_see_both()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 } }));
        var address = await OpenOnSuiteAsync(ana, $"Shared {_mark}");
        await ben.GotoAsync(address);
        await AddAsync(ana, "assignees", "Ben");
        await AddAsync(ben, "assignees", "Sam");
        await AddAsync(ben, "departments", "Sales");
        foreach (var page in new[] { ana, ben })
        {
            await Expect(page.GetByTestId("assignees-one")).ToHaveCountAsync(2);
            await Expect(page.GetByTestId("departments-one")).ToHaveAttributeAsync("data-value", "Sales");
        }
        // By the keyboard alone.
        await ana.GetByTestId("follow-ticket").FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ben.GetByTestId("followers-one")).ToHaveAttributeAsync("data-value", "Ana");
        await AxeAsync(ana);
        await AxeAsync(ben);
        Assert.Equal(360, await ben.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        var number = address.Split('/')[^1];
        await ana.GotoAsync($"desks/suite/tickets?q={_mark}");
        await Expect(ana.Locator($"[data-testid=ticket-row][data-number='{number}'] td > .avatar")).ToHaveCountAsync(2);
        await ben.GetByTestId("assignees-remove").First.ClickAsync();
        await Expect(ana.Locator($"[data-testid=ticket-row][data-number='{number}'] td > .avatar")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Ana_finds_a_customer_by_telephone_and_the_form_is_filled_and_emptied_again()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var digits = string.Concat(_mark.Select(c => (char)('0' + c % 10)));
        await ana.GotoAsync("organisations");
        await ana.GetByTestId("new-organisation").ClickAsync();
        await ana.GetByTestId("organisation-name").FillAsync($"Harbour {_mark}");
        await ana.GetByTestId("organisation-account").FillAsync($"K-{_mark}");
        await ana.GetByTestId("organisation-address").FillAsync("Hafenstraße 2");
        await ana.GetByTestId("save-organisation").ClickAsync();
        await ana.GetByTestId("add-to-organisation").ClickAsync();
        await ana.GetByTestId("contact-name").FillAsync($"Zora {_mark}");
        await ana.GetByTestId("contact-email").FillAsync($"zora.{_mark}@example.com");
        await ana.GetByTestId("contact-phone").FillAsync($"+385 51 {digits[..3]}-{digits[3..]} 77");
        await ana.GetByTestId("save-contact").ClickAsync();
        await Expect(ana.GetByTestId("contact-title")).ToHaveTextAsync($"Zora {_mark}");

        // From her page a ticket of hers, on the desk that is chosen; her firm is found from anywhere.
        await ana.GetByTestId("new-ticket").ClickAsync();
        await ana.Locator("[data-testid=new-ticket-desk][data-desk=suite]").ClickAsync();
        await Expect(ana.GetByTestId("new-ticket-requester")).ToHaveValueAsync($"Zora {_mark}");
        await Expect(ana.GetByTestId("new-ticket-organisation")).ToHaveAttributeAsync("data-value", $"Harbour {_mark}");
        await ana.Keyboard.PressAsync("Escape");
        await Expect(ana.GetByTestId("new-ticket-dialog")).Not.ToBeAttachedAsync();
        await ana.Keyboard.PressAsync("Control+k");
        await ana.GetByTestId("palette-input").FillAsync($"harbour {_mark}");
        await Expect(ana.Locator("[data-testid=palette-line][data-id^='/organisations/']")).ToContainTextAsync($"Harbour {_mark}");
        await ana.Keyboard.PressAsync("Escape");

        await ana.GotoAsync("desks/suite/tickets");
        await ana.GetByTestId("new-ticket").ClickAsync();
        foreach (var words in new[] { $"051 {digits[..2]} {digits[2..]}77", $"K-{_mark}", $"zora.{_mark}@", $"hafenstraße {_mark}" })
        {
            await ana.GetByTestId("customer-search").FillAsync(words);
            await Expect(ana.GetByTestId("customer-hit").Filter(new LocatorFilterOptions { HasText = $"Zora {_mark}" })).ToBeVisibleAsync();
        }
        await AxeAsync(ana);
        await ana.GetByTestId("customer-hit").Filter(new LocatorFilterOptions { HasText = $"Zora {_mark}" }).ClickAsync();
        await Expect(ana.GetByTestId("new-ticket-requester")).ToHaveValueAsync($"Zora {_mark}");
        await Expect(ana.GetByTestId("new-ticket-email")).ToHaveValueAsync($"zora.{_mark}@example.com");
        await Expect(ana.GetByTestId("new-ticket-organisation")).ToHaveAttributeAsync("data-value", $"Harbour {_mark}");
        await ana.GetByTestId("change-customer").ClickAsync();
        await Expect(ana.GetByTestId("new-ticket-email")).ToHaveValueAsync("");
        await Expect(ana.GetByTestId("customer-search")).ToBeFocusedAsync();
        await ana.GetByTestId("customer-search").FillAsync($"zora {_mark}");
        await ana.GetByTestId("customer-hit").ClickAsync();
        await Expect(ana.GetByTestId("new-ticket-requester")).ToHaveValueAsync($"Zora {_mark}");
        // Somebody else asks: neither Zora nor her firm is meant any more.
        await ana.GetByTestId("new-ticket-requester").FillAsync("Her neighbour");
        await ana.GetByTestId("new-ticket-subject").FocusAsync();
        await Expect(ana.GetByTestId("customer-search")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("new-ticket-organisation")).ToHaveValueAsync("");
        await Expect(ana.GetByTestId("new-ticket-requester")).ToHaveValueAsync("Her neighbour");
    }

    [Fact]
    public async Task Ben_adds_a_machine_from_the_ticket_and_its_page_shows_the_ticket_to_Ana()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ben.FillNewTicketAsync("field", $"It drips {_mark}");
        await ben.PickAsync("new-ticket-organisation", "Hotel Seerose");
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await ben.ComesToAsync("**/tickets/*");
        await ben.GetByTestId("record-search").FocusAsync();
        await ben.GetByTestId("record-new").ClickAsync();
        await ben.GetByTestId("record-type").SelectOptionAsync("contract");
        await ben.GetByTestId("record-name").FillAsync($"Night service {_mark}");
        await ben.GetByTestId("record-from").FillAsync("2026-02-01");
        await ben.GetByTestId("record-to").FillAsync("2026-01-01");
        await ben.GetByTestId("save-record").ClickAsync();
        await Expect(ben.GetByTestId("record-problem")).Not.ToBeEmptyAsync();
        await AxeAsync(ben);
        await ben.GetByTestId("record-to").FillAsync("2027-01-31");
        await ben.GetByTestId("save-record").ClickAsync();
        var linked = ben.GetByTestId("record").Filter(new LocatorFilterOptions { HasText = $"Night service {_mark}" });
        await Expect(linked).ToBeVisibleAsync();

        await ana.GotoAsync($"records?q={_mark}");
        await AxeAsync(ana);
        await ana.GetByTestId("record-row").GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(ana.GetByTestId("record-title")).ToHaveTextAsync($"Night service {_mark}");
        await Expect(ana.GetByTestId("customer-ticket")).ToHaveCountAsync(1);
        await AxeAsync(ana);
        await ben.GetByTestId("unlink-record").ClickAsync();
        await Expect(ana.GetByTestId("customer-ticket")).ToHaveCountAsync(0);
        await ana.GetByTestId("archive-record").ClickAsync();
        await Expect(ana.GetByTestId("archived-bar")).ToBeVisibleAsync();
        await ben.GetByTestId("record-search").FillAsync($"night {_mark}");
        await Expect(ben.GetByTestId("record-new")).ToBeVisibleAsync();
        await Expect(ben.GetByTestId("record-hit")).ToHaveCountAsync(0);
        await ana.GetByTestId("restore-record").ClickAsync();
        await Expect(ana.GetByTestId("archived-bar")).ToHaveCountAsync(0);
        await Expect(ana.GetByTestId("record-history").Locator("li")).ToHaveCountAsync(3);

        // Known before there is a ticket, it stands in the form of the new one.
        await ben.FillNewTicketAsync("field", $"It drips again {_mark}");
        await ben.PickAsync("new-ticket-organisation", "Hotel Seerose");
        var dialog = ben.GetByTestId("new-ticket-dialog");
        await dialog.GetByTestId("record-search").FillAsync($"night {_mark}");
        await Expect(dialog.GetByTestId("record-hit")).ToHaveCountAsync(1);
        await dialog.GetByTestId("record-search").PressAsync("Enter");
        await dialog.GetByTestId("record-hit").ClickAsync();
        await AxeAsync(ben);
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await ben.ComesToAsync("**/tickets/*");
        await Expect(linked).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("customer-ticket")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_supplier_is_asked_and_answers_in_the_thread_and_nothing_says_that_it_was_mailed()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        var address = await OpenOnSuiteAsync(ana, $"Scales {_mark}");
        await ben.GotoAsync(address);
        await ana.PickAsync("suppliers-new", "Sensorik Berg AG", stays: false);
        await ana.GetByTestId("supplier-forward").ClickAsync();
        await Expect(ana.GetByTestId("supplier-note")).ToContainTextAsync("Mail is not set up");
        await AxeAsync(ana);
        await ana.GetByTestId("supplier-text").FillAsync($"Zinc part for {_mark}?");
        await ana.GetByTestId("supplier-confirm").ClickAsync();
        var entry = ben.Locator("[data-testid=entry][data-kind=supplier]");
        await Expect(entry).ToContainTextAsync($"Zinc part for {_mark}?");
        await Expect(entry).ToHaveAttributeAsync("data-delivery", "none");
        await ben.GetByTestId("supplier-answer").ClickAsync();
        await ben.GetByTestId("supplier-text").FillAsync("In two weeks.");
        await ben.GetByTestId("supplier-confirm").ClickAsync();
        await Expect(ana.Locator("[data-testid=entry][data-kind=supplier]").Last).ToContainTextAsync("Sensorik Berg AG, Ben");
        await ana.GetByTestId("supplier-change").ClickAsync();
        await ana.GetByTestId("supplier-day").FillAsync("2031-05-04");
        await ana.GetByTestId("supplier-confirm").ClickAsync();
        await Expect(ben.GetByTestId("supplier-due")).ToHaveAttributeAsync("data-value", "2031-05-04");
        await AxeAsync(ben);
    }

    [Fact]
    public async Task Sam_lets_a_desk_share_its_tickets_and_makes_a_type_that_it_offers()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Shared");
        await sam.GotoAsync("records");
        await sam.GetByTestId("record-types").ClickAsync();
        await sam.GetByTestId("type-name").FillAsync($"Panel {_mark}");
        await sam.GetByTestId("type-add").ClickAsync();
        await Expect(sam.Locator($"[data-testid=record-type-row][data-value='Panel {_mark}']")).ToBeVisibleAsync();
        await AxeAsync(sam);
        await sam.GotoAsync($"settings/desks/{slug}/tickets");
        await sam.GetByTestId("several-assignees").CheckAsync();
        await sam.Locator($"[data-testid=offers-type][data-value='panel-{_mark}']").CheckAsync();
        await AxeAsync(sam);
        await sam.GetByTestId("save-hands").ClickAsync();
        await Expect(sam.Locator("[data-testid=toast][data-kind=done]").Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
        await sam.OpenNewTicketAsync(slug, "Shared at last");
        await Expect(sam.GetByTestId("assignees")).ToBeVisibleAsync();
        await Expect(sam.GetByTestId("record-search")).ToBeVisibleAsync();
        await Expect(sam.GetByTestId("departments")).ToHaveCountAsync(0);
    }

    private static async Task<string> OpenOnSuiteAsync(IPage page, string subject)
    {
        await page.FillNewTicketAsync("suite", subject);
        await page.GetByTestId("new-ticket-type").SelectOptionAsync(new SelectOptionValue { Label = "Fault" });
        await page.GetByTestId("new-ticket-save").ClickAsync();
        await page.ComesToAsync("**/tickets/*");
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task AddAsync(IPage page, string what, string label)
    {
        await page.GetByTestId($"{what}-choice").SelectOptionAsync(new SelectOptionValue { Label = label });
        await page.GetByTestId($"{what}-add").ClickAsync();
    }
}
