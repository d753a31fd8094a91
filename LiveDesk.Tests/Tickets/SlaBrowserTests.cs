using System.Text;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>Sam promises, Ana and Ben see how it goes.</summary>
public sealed class SlaBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Sam_makes_a_promise_and_the_badge_turns_by_itself_on_the_board_the_list_and_the_ticket()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var slug = await sam.OpenNewDeskAsync("Promises");
        await sam.GotoAsync($"settings/desks/{slug}/sla");
        await Expect(sam.GetByTestId("policy-new")).ToBeDisabledAsync();
        await AddCalendarAsync(sam);
        await sam.GetByTestId("policy-new").ClickAsync();
        await AxeAsync(sam);
        await sam.GetByTestId("policy-name").FillAsync("Everybody <b>");
        await sam.GetByTestId("policy-save").ClickAsync();
        await Expect(sam.GetByTestId("policy-problem")).ToContainTextAsync("has no target");
        await sam.GetByTestId("target-Response").FillAsync("soon");
        await sam.GetByTestId("policy-save").ClickAsync();
        await Expect(sam.GetByTestId("policy-problem")).ToContainTextAsync("takes a number of hours");
        await Expect(sam.GetByTestId("target-Response")).ToHaveValueAsync("soon");
        // Three minutes, so that the answer is in time on a slow machine too; at risk after eighteen seconds of it.
        await sam.GetByTestId("target-Response").FillAsync("0.05");
        await sam.GetByTestId("policy-share").FillAsync("10");
        await sam.GetByTestId("policy-save").ClickAsync();
        await Expect(sam.GetByTestId("policy-row")).ToContainTextAsync("Everybody <b>");
        await Expect(sam.GetByTestId("policy-targets")).ToContainTextAsync("First response 3 min");

        var address = await sam.OpenNewTicketAsync(slug, "The promise is short");
        var (board, list) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        await board.GotoAsync($"desks/{slug}/board");
        await list.GotoAsync($"desks/{slug}/tickets");
        foreach (var window in new[] { sam, board, list }) await Expect(window.GetByTestId("sla-badge").First).ToHaveAttributeAsync("data-state", "at-risk");
        await sam.GetByTestId("sla-open").ClickAsync();
        await Expect(sam.GetByTestId("sla-policy")).ToContainTextAsync("Everybody <b>");
        await Expect(sam.GetByTestId("sla-segment")).ToHaveAttributeAsync("data-running", "true");
        await AxeAsync(sam);
        await sam.Keyboard.PressAsync("Escape");
        await Expect(sam.GetByTestId("sla-working")).ToBeHiddenAsync();
        await sam.GotoAsync($"desks/{slug}/tickets?sla=met");
        await Expect(sam.GetByTestId("ticket-row")).ToHaveCountAsync(0);
        await list.GotoAsync($"desks/{slug}/tickets?sla=nonsense&sort=due");
        await Expect(list.GetByTestId("bad-filter")).ToContainTextAsync("sla=nonsense");
        await Expect(list.GetByTestId("ticket-row")).ToHaveCountAsync(1);
        await AxeAsync(list);

        await board.GotoAsync(address);
        await board.WriteReplyAsync("We look into it at once.");
        await board.GetByTestId("composer-send").ClickAsync();
        await Expect(board.GetByTestId("sla-badge").First).ToHaveAttributeAsync("data-state", "met");
        await Expect(list.GetByTestId("sla-badge")).ToHaveAttributeAsync("data-state", "met");
    }

    [Fact]
    public async Task Holidays_come_from_a_file_and_a_broken_one_is_named_with_its_line_at_360_pixels()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        var slug = await sam.OpenNewDeskAsync("Holidays");
        await sam.GotoAsync($"settings/desks/{slug}/sla");
        await sam.GetByTestId("calendar-new").ClickAsync();
        await sam.GetByTestId("calendar-name").FillAsync("Vienna");
        await sam.GetByTestId("calendar-zone").FillAsync("Vienna, Austria");
        await sam.GetByTestId("holiday-file").SetInputFilesAsync(File("broken.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:whenever\nEND:VEVENT\nEND:VCALENDAR"));
        await Expect(sam.GetByTestId("calendar-problem")).ToContainTextAsync("ine 3");
        await sam.GetByTestId("holiday-file").SetInputFilesAsync(File("at.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\nSUMMARY:Christtag <b>\nEND:VEVENT\nEND:VCALENDAR"));
        await Expect(sam.GetByTestId("holiday")).ToContainTextAsync("Christtag <b>");
        await sam.GetByTestId("holiday-add").ClickAsync();
        await Expect(sam.GetByTestId("calendar-problem")).ToContainTextAsync("On which day");
        await sam.GetByTestId("hours-Monday").FillAsync("9 to 5");
        await sam.GetByTestId("calendar-save").ClickAsync();
        await Expect(sam.GetByTestId("calendar-problem")).ToContainTextAsync("Monday");
        await Expect(sam.GetByTestId("hours-Monday")).ToHaveValueAsync("9 to 5");
        await sam.GetByTestId("hours-Monday").FillAsync("9-12, 11-17");
        await sam.GetByTestId("calendar-save").ClickAsync();
        await Expect(sam.GetByTestId("calendar-problem")).ToContainTextAsync("is not a time zone");
        await sam.GetByTestId("calendar-zone").FillAsync("Europe/Vienna");
        await sam.GetByTestId("calendar-save").ClickAsync();
        await Expect(sam.GetByTestId("calendar-problem")).ToContainTextAsync("overlap");
        await sam.GetByTestId("hours-Monday").FillAsync("9-12, 13-17");
        await AxeAsync(sam);
        await sam.GetByTestId("calendar-save").ClickAsync();
        await Expect(sam.GetByTestId("calendar-row")).ToContainTextAsync("1 holidays");
        await AxeAsync(sam);

        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync($"settings/desks/{slug}/sla");
        await Expect(ana.GetByTestId("calendars")).ToHaveCountAsync(0);
    }

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "text/calendar", Buffer = Encoding.UTF8.GetBytes(text) };

    private static async Task AddCalendarAsync(IPage sam)
    {
        await sam.GetByTestId("calendar-new").ClickAsync();
        await sam.GetByTestId("calendar-name").FillAsync("Always");
        await sam.GetByTestId("calendar-zone").FillAsync("Europe/Vienna");
        foreach (var day in Enum.GetNames<DayOfWeek>()) await sam.GetByTestId($"hours-{day}").FillAsync("0-24");
        await AxeAsync(sam);
        await sam.GetByTestId("calendar-save").ClickAsync();
        await Expect(sam.GetByTestId("calendar-row")).ToContainTextAsync("168 h");
    }
}
