using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Customers;

/// <summary>Whose a ticket is, on the screens.</summary>
public sealed class CustomerBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private readonly string _mark = Guid.NewGuid().ToString("N")[..6];

    [Fact]
    public async Task Ana_logs_a_ticket_for_somebody_new_of_a_new_firm_and_it_turns_out_to_be_another_firms()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 740 } }));
        await ana.GotoAsync("desks/field/tickets");
        await ana.GetByTestId("new-ticket").ClickAsync();
        await ana.GetByTestId("new-ticket-requester").FillAsync($"Zora {_mark}");
        await ana.GetByTestId("new-ticket-email").FillAsync($"zora.{_mark}@example.com");
        await ana.GetByTestId("new-ticket-subject").FillAsync($"It drips {_mark}");
        await Expect(ana.GetByTestId("new-ticket-new-contact")).ToBeVisibleAsync();
        await ana.GetByTestId("new-ticket-save").ClickAsync();
        await Expect(ana.GetByTestId("new-ticket-problem")).ToContainTextAsync("Which organisation");
        await ana.GetByTestId("new-ticket-organisation").FillAsync($"Harbour {_mark}");
        await Expect(ana.GetByTestId("new-ticket-organisation-hit")).ToHaveCountAsync(0);
        await ana.GetByTestId("new-ticket-organisation-new").ClickAsync();
        await Expect(ana.GetByTestId("new-ticket-organisation-name")).ToHaveValueAsync($"Harbour {_mark}");
        await AxeAsync(ana);
        await ana.GetByTestId("new-ticket-organisation-name").PressAsync("Enter");
        await Expect(ana.GetByTestId("new-ticket-organisation")).ToHaveAttributeAsync("data-value", $"Harbour {_mark}");
        await ana.GetByTestId("new-ticket-files").SetInputFilesAsync(new FilePayload { Name = "leak.txt", MimeType = "text/plain", Buffer = "drip"u8.ToArray() });
        await Expect(ana.GetByTestId("new-ticket-files-one")).ToHaveAttributeAsync("data-value", "leak.txt");
        await ana.GetByTestId("new-ticket-save").ClickAsync();
        await ana.ComesToAsync("**/tickets/*");
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]").GetByTestId("attachment")).ToContainTextAsync("leak.txt");

        await ben.GotoAsync(new Uri(ana.Url).AbsolutePath);
        await ben.GetByTestId("organisation").GetByRole(AriaRole.Link).ClickAsync();
        await Expect(ben.GetByTestId("organisation-title")).ToHaveTextAsync($"Harbour {_mark}");
        await Expect(ben.GetByTestId("contact-row")).ToContainTextAsync($"Zora {_mark}");
        await ben.GetByTestId("customer-ticket").GetByRole(AriaRole.Link).ClickAsync();

        await ana.GetByTestId("customer-change").ClickAsync();
        await ana.PickAsync("customer-organisation", "Hotel Seerose");
        await AxeAsync(ana);
        await ana.GetByTestId("customer-save").ClickAsync();
        await Expect(ana.GetByTestId("customer-dialog")).ToHaveCountAsync(0);
        await Expect(ben.GetByTestId("organisation")).ToHaveAttributeAsync("data-value", "Hotel Seerose");
        Assert.Equal(360, await ben.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await ben.GotoAsync($"{new Uri(ana.Url).AbsolutePath}?show=changes");
        await Expect(ben.Locator("[data-testid=change][data-kind=TicketChangedOrganisation]")).ToContainTextAsync($"from Harbour {_mark} to Hotel Seerose");
    }

    [Fact]
    public async Task Ben_logs_a_ticket_by_keys_alone()
    {
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync("desks/psa/tickets");
        await Expect(ben.GetByTestId("new-ticket")).ToBeVisibleAsync();
        await ben.Keyboard.PressAsync("c");
        await Expect(ben.GetByTestId("customer-search")).ToBeFocusedAsync();
        await ben.Keyboard.PressAsync("Tab");
        await Expect(ben.GetByTestId("new-ticket-requester")).ToBeFocusedAsync();
        await ben.Keyboard.TypeAsync($"Emil {_mark}");
        await ben.Keyboard.PressAsync("Tab");
        await ben.Keyboard.TypeAsync($"emil.{_mark}@example.com");
        await ben.Keyboard.PressAsync("Tab");
        await ben.Keyboard.TypeAsync("040 123");
        await ben.Keyboard.PressAsync("Tab");
        // The organisation by a word and the arrow.
        await Expect(ben.GetByTestId("new-ticket-organisation")).ToBeFocusedAsync();
        await ben.Keyboard.TypeAsync("seerose");
        await Expect(ben.GetByTestId("new-ticket-organisation-hit")).ToHaveCountAsync(1);
        await ben.Keyboard.PressAsync("ArrowDown");
        await Expect(ben.GetByTestId("new-ticket-organisation-hit")).ToHaveAttributeAsync("aria-selected", "true");
        await ben.Keyboard.PressAsync("Enter");
        await Expect(ben.GetByTestId("new-ticket-organisation")).ToHaveAttributeAsync("data-value", "Hotel Seerose");
        await Expect(ben.GetByTestId("new-ticket-organisation-clear")).ToBeFocusedAsync();
        await ben.Keyboard.PressAsync("Tab");
        await Expect(ben.GetByTestId("new-ticket-subject")).ToBeFocusedAsync();
        await ben.Keyboard.TypeAsync($"By keys {_mark}");
        await ben.Keyboard.PressAsync("Enter");
        await ben.ComesToAsync("**/tickets/*");
        await Expect(ben.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync($"By keys {_mark}");
    }
}
