using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>What stands around a ticket's conversation.</summary>
public sealed class TicketScreenTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Lowering_what_the_customer_called_most_urgent_asks_for_the_reason_and_keeps_it_in_the_thread()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var address = await ana.OpenNewTicketAsync("psa", "The server room is warm");
        await CallMostUrgentAsync(address);
        await ana.ReloadAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(address);
        await Expect(ben.GetByTestId("priority-source")).ToHaveTextAsync("the customer's choice");

        await ana.GetByTestId("priority").SelectOptionAsync("Low");
        await Expect(ana.GetByTestId("priority-ask")).ToBeVisibleAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("priority-ask").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(ana.GetByTestId("priority")).ToHaveValueAsync("Urgent");

        await ana.GetByTestId("priority").SelectOptionAsync("Low");
        await ana.GetByTestId("priority-lower").ClickAsync();
        await Expect(ana.GetByTestId("priority-problem")).ToHaveTextAsync("The customer called this most urgent. Lowering it needs a reason.");
        await ana.GetByTestId("priority-reason").FillAsync("It is winter.");
        await ana.GetByTestId("priority-lower").ClickAsync();
        await Expect(ana.GetByTestId("priority-ask")).ToHaveCountAsync(0);
        foreach (var page in new[] { ana, ben })
        {
            await Expect(page.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "1");
            await Expect(page.Locator("[data-testid=entry][data-kind=note]")).ToContainTextAsync("It is winter.");
            await Expect(page.GetByTestId("priority-source")).ToHaveTextAsync("customer asked for Critical");
        }

        // What no customer asked for goes down without a word.
        await ana.GetByTestId("priority").SelectOptionAsync("High");
        await ana.GetByTestId("priority").SelectOptionAsync("Medium");
        await Expect(ben.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "2");
    }

    [Fact]
    public async Task The_menu_marks_the_desk_of_the_ticket_that_is_open()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var marked = ana.Locator("nav .desk.current .desk-name");
        var psa = await ana.OpenNewTicketAsync("psa", "The switch blinks");
        var field = await ana.OpenNewTicketAsync("hosting", "The mailbox is full");
        await ana.GotoAsync(psa);
        await Expect(marked).ToHaveTextAsync(await NameAsync(ana, "psa"));
        await ana.GotoAsync(field);
        await Expect(marked).ToHaveTextAsync(await NameAsync(ana, "hosting"));
        await ana.GotoAsync("desks/technician/tickets");
        await Expect(marked).ToHaveTextAsync(await NameAsync(ana, "technician"));
        await ana.GotoAsync(psa);
        await Expect(marked).ToHaveTextAsync(await NameAsync(ana, "psa"));
    }

    [Fact]
    public async Task A_follow_up_names_the_ticket_before_it_by_the_number_that_its_desk_shows()
    {
        // A desk of this test's own, whose numbers are scrambled: a visitor writes again after the ticket was closed.
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var keypads = await sam.OpenNewDeskAsync("Keypads");
        var carla = await OpenWindowAsync();
        var panel = await carla.OpenWidgetAsync(keypads);
        await panel.SayAsync("The keypad is sticky");
        await sam.GotoAsync("chats");
        await sam.GetByTestId("chat-item").Filter(new() { HasText = "The keypad is sticky" }).GetByTestId("chat-open").ClickAsync();
        await sam.GetByTestId("chat-end").ClickAsync();
        var shown = (await sam.GetByTestId("chat-ticket").InnerTextAsync()).Trim();
        Assert.StartsWith("TKT-", shown, StringComparison.Ordinal);
        await sam.GetByTestId("chat-ticket").ClickAsync();
        await sam.GetByTestId("ticket").Locator("[data-card-menu]").ClickAsync();
        await sam.Locator("[data-menu] [data-status='Closed']").ClickAsync();
        await Expect(sam.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Closed");
        await panel.SayAsync("Sticky again");
        await Expect(panel.Locator("[data-kind=followup]")).ToBeVisibleAsync();
        var linked = sam.GetByTestId("ticket-reference");
        await Expect(linked).ToContainTextAsync("TKT-");
        await linked.ClickAsync();
        await Expect(sam.GetByTestId("ticket-reference")).ToContainTextAsync(shown);
    }

    [Fact]
    public async Task A_German_browser_reads_how_long_ago_in_German()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new() { Locale = "de-DE" });
        await ana.GotoAsync("chats");
        await Expect(ana.GetByTestId("chat-item").First.Locator("time")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^(jetzt|[0-9]+ (Min\\.|Std\\.|T\\.))$"));
    }

    private static async Task<string> NameAsync(IPage page, string slug) => (await page.Locator($"nav .desk > a[href^='/desks/{slug}/'] .desk-name").InnerTextAsync()).Trim();

    /// <summary>No screen of a customer's chooses a priority yet; the database is told as such a form would.</summary>
    private async Task CallMostUrgentAsync(string address)
    {
        await using var connection = new Microsoft.Data.Sqlite.SqliteConnection(Server.Connection + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """UPDATE "Tickets" SET "Priority" = 4, "PrioritySource" = 'Customer', "RequestedPriority" = 'Urgent' WHERE "Number" = $number""";
        command.Parameters.AddWithValue("$number", long.Parse(address.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(1, await command.ExecuteNonQueryAsync());
    }
}
