using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>Dates and to-dos at the side of a ticket, live for both, and what they say on lists and before the end.</summary>
public sealed class TodoBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ben_ticks_a_to_do_and_Ana_sees_it_and_ending_the_ticket_warns_of_what_is_left()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        var ticket = await ana.OpenNewTicketAsync("technician", "A camera for the yard");
        foreach (var text in new[] { "Measure <b>the pole</b>", "Order the camera" })
        {
            await ana.GetByTestId("todo-new-text").FillAsync(text);
            await ana.GetByTestId("todo-add").ClickAsync();
            await Expect(ana.GetByTestId("todo").Filter(new() { HasText = text })).ToHaveCountAsync(1);
        }
        await ben.GotoAsync(ticket);
        await ben.GetByTestId("todo-tick").First.CheckAsync();
        await Expect(ana.GetByTestId("todos-done")).ToHaveTextAsync("1/2");
        await Expect(ana.GetByTestId("todo").First).ToHaveAttributeAsync("data-done", "true");
        await Expect(ana.GetByTestId("todo").First).ToContainTextAsync("Ben");
        await ana.GetByTestId("todo-down").First.FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ben.GetByTestId("todo").First).ToContainTextAsync("Order the camera");
        await ben.GetByTestId("todo-edit").First.ClickAsync();
        await ben.GetByTestId("todo-edit-assignee").SelectOptionAsync(new SelectOptionValue { Label = "Ben" });
        await AxeAsync(ben);
        await ben.GetByTestId("todo-save").ClickAsync();
        await Expect(ana.GetByTestId("todo").First).ToContainTextAsync("Ben");

        var followUp = ana.GetByTestId("date-FollowUp");
        await followUp.GetByTestId("date-edit").ClickAsync();
        await ana.GetByTestId("date-day").FillAsync("2020-01-01");
        await ana.GetByTestId("date-save").ClickAsync();
        await Expect(ana.GetByTestId("date-problem")).Not.ToBeEmptyAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("quick-Tomorrow").ClickAsync();
        await Expect(ben.GetByTestId("date-FollowUp").GetByTestId("date-shown")).ToHaveAttributeAsync("data-state", "set");

        var number = ticket.Split('/')[^1];
        await ben.GotoAsync("desks/technician/tickets?due=week&sort=followup&dir=asc");
        var row = ben.Locator($"[data-testid=ticket-row][data-number='{number}']");
        await Expect(row.GetByTestId("todo-count")).ToHaveTextAsync("1/2");
        await AxeAsync(ben);
        await row.GetByTestId("choose").CheckAsync();
        await ben.GetByTestId("bulk-to").SelectOptionAsync(new SelectOptionValue { Label = "Closed" });
        await Expect(ben.GetByTestId("bulk-todos-left")).ToHaveAttributeAsync("data-value", "1");
        await ana.GetByTestId("resolve").ClickAsync();
        await Expect(ana.GetByTestId("todos-left")).ToContainTextAsync("Order the camera");
        await ana.GetByTestId("resolution-text").FillAsync("Mounted.");
        await ana.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Resolved");
        // What is done is no longer due.
        await Expect(row).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Sams_template_is_one_click_on_a_ticket()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Templates");
        await sam.GetByTestId("tab-todos").ClickAsync();
        await sam.GetByTestId("template-new").ClickAsync();
        await sam.GetByTestId("template-name").FillAsync("Site visit");
        await sam.GetByTestId("template-lines").FillAsync("Call ahead | soon");
        await sam.GetByTestId("template-save").ClickAsync();
        await Expect(sam.GetByTestId("template-problem")).Not.ToBeEmptyAsync();
        await sam.GetByTestId("template-lines").FillAsync("Call ahead | 0\nTake the ladder\nSend the bill | 3");
        await AxeAsync(sam);
        await sam.GetByTestId("template-save").ClickAsync();
        await Expect(sam.GetByTestId("template-row")).ToContainTextAsync("Site visit");
        await sam.GetByTestId("tracks-time").CheckAsync();
        await sam.GetByTestId("save-desk-time").ClickAsync();
        await Expect(sam.Locator("[data-testid=toast][data-kind=done]").Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
        await AxeAsync(sam);
        await sam.OpenNewTicketAsync(slug, "The gate");
        await sam.GetByTestId("todo-template").ClickAsync();
        await Expect(sam.GetByTestId("todo")).ToHaveCountAsync(3);
        await Expect(sam.GetByTestId("timer-start")).ToBeVisibleAsync();
        await sam.SetViewportSizeAsync(360, 740);
        await Eventually.TrueAsync(() => sam.EvaluateAsync<bool>("document.documentElement.scrollWidth <= 360"), "nothing is wider than 360 px", TimeSpan.FromSeconds(20));
    }
}
