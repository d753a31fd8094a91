using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Notifications;

/// <summary>The assignee in the new ticket's form, with the tick beside it.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class AssignedAtOnceBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ben_logs_a_ticket_for_Ana_whose_bell_says_so()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ana.GotoAsync("notifications");
        await ben.FillNewTicketAsync("technician", "The gate of the okapis");
        await Expect(ben.GetByTestId("assign-notify")).ToHaveCountAsync(0);
        await ben.GetByTestId("new-ticket-assignee").SelectOptionAsync(new Microsoft.Playwright.SelectOptionValue { Label = "Ana" });
        await Expect(ben.GetByTestId("new-ticket-dialog").GetByTestId("assign-notify")).ToBeCheckedAsync();
        await AxeAsync(ben);
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await ben.ComesToAsync("**/tickets/*");
        await Expect(ben.GetByTestId("assignee").Locator("option:checked")).ToHaveTextAsync("Ana");
        await Expect(ana.GetByTestId("notification").Filter(new() { HasText = "The gate of the okapis" })).ToHaveCountAsync(1);
    }
}
