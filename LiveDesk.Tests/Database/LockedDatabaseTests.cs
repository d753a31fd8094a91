using LiveDesk.Tests.Infrastructure;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Database;

/// <summary>Somebody else holds the database file. Every screen says that it cannot save just now, keeps what was typed, and goes on by itself.</summary>
public sealed class LockedDatabaseTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Anas_composer_says_so_keeps_every_letter_and_is_saved_by_itself_afterwards()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("psa", "The lift stands still");
        await ana.WriteReplyAsync("Before. ");
        await ana.IsSavedAsync();
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await ana.Keyboard.TypeAsync("While it is locked.");
            await Expect(ana.GetByTestId("composer-unsaved")).ToContainTextAsync("The desk cannot save right now. Your text is kept");
            await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "saving");
            await ana.GetByTestId("composer-send").ClickAsync();
            await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("It was not sent. Your text is still here");
            await ana.WritesAsync("Before. While it is locked.");
        }
        await ana.IsSavedAsync();
        await Expect(ana.GetByTestId("composer-unsaved")).ToHaveCountAsync(0);
        await ana.ReloadAsync();
        await ana.WritesAsync("Before. While it is locked.");
        await Expect(ana.Replies("Before.")).ToHaveCountAsync(0);
        await ana.GetByTestId("composer-send").ClickAsync();
        await ana.WritesAsync("");
        await Expect(ana.Replies("Before. While it is locked.")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_reply_sent_into_a_locked_database_is_still_in_the_composer_and_goes_out_once()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("psa", "The gate stands open");
        await ana.WriteReplyAsync("We come at noon.");
        await ana.IsSavedAsync();
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await ana.GetByTestId("composer-send").ClickAsync();
            await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("It was not sent. Your text is still here");
            await ana.WritesAsync("We come at noon.");
        }
        await ana.GetByTestId("composer-send").ClickAsync();
        await ana.WritesAsync("");
        await Expect(ana.Replies("We come at noon.")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_new_ticket_and_a_resolution_that_cannot_be_saved_stay_as_they_were_typed_and_the_screen_goes_on()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.FillNewTicketAsync("psa", "The printer is on fire");
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await ana.GetByTestId("new-ticket-save").ClickAsync();
            await Expect(ana.GetByTestId("new-ticket-problem")).ToContainTextAsync("This could not be saved just now. Nothing was lost; try again.");
            await Expect(ana.GetByTestId("new-ticket-subject")).ToHaveValueAsync("The printer is on fire");
            await Expect(ana.GetByTestId("new-ticket-description")).ToHaveValueAsync("Since this morning.");
        }
        await ana.GetByTestId("new-ticket-save").ClickAsync();
        await ana.ComesToAsync("**/tickets/*");
        await ana.GetByTestId("resolve").ClickAsync();
        await ana.GetByTestId("resolution-text").FillAsync("It is out.");
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await ana.GetByTestId("resolve-confirm").ClickAsync();
            await Expect(ana.GetByTestId("resolve-dialog")).ToContainTextAsync("This could not be saved just now. Nothing was lost; try again.");
            await Expect(ana.GetByTestId("resolution-text")).ToHaveValueAsync("It is out.");
        }
        await ana.GetByTestId("resolve-confirm").ClickAsync();
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "Resolved");
        await Expect(ana.GetByTestId("resolution")).ToHaveTextAsync("It is out.");
        Assert.Contains(Server.Log, line => line.Contains("What somebody asked for failed, reference", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_in_the_sidebar_and_in_the_settings_that_cannot_be_saved_says_so()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        await sam.OpenNewTicketAsync("psa", "The bell rings by itself");
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await sam.GetByTestId("priority").SelectOptionAsync("High");
            await Expect(sam.Locator("[data-testid=toast][data-kind=problem]").Filter(new() { HasText = "This could not be saved just now." })).ToBeVisibleAsync();
        }
        await sam.GotoAsync("settings/profile");
        await sam.GetByTestId("my-name").FillAsync("Sam of the desk");
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await sam.GetByTestId("save-profile").ClickAsync();
            await Expect(sam.Locator("form .problem-text")).ToContainTextAsync("This could not be saved just now.");
            await Expect(sam.GetByTestId("my-name")).ToHaveValueAsync("Sam of the desk");
            await Expect(sam.GetByTestId("problem")).ToHaveCountAsync(0);
        }
    }

    [Fact]
    public async Task Carlas_line_waits_in_the_widget_says_why_and_arrives_once()
    {
        var carla = await OpenWindowAsync();
        var panel = await carla.OpenWidgetAsync("psa");
        await panel.SayAsync("The camera is dark.");
        await Expect(panel.Lines("visitor").Last).ToHaveAttributeAsync("data-state", "sent");
        await using (await SqliteLock.HoldAsync(Server.Connection))
        {
            await panel.SayAsync("Both of them.");
            await Expect(panel.Lines("visitor").Last).ToContainTextAsync("It could not be saved just now. It is kept here and sent again.");
            await Expect(panel.Lines("visitor").Last).ToHaveAttributeAsync("data-state", "sending");
        }
        await Expect(panel.Lines("visitor").Last).ToHaveAttributeAsync("data-state", "sent");
        await carla.ReloadAsync();
        await carla.GetByTestId("launcher").ClickAsync();
        await Expect(panel.Lines("visitor")).ToHaveCountAsync(2);
    }
}
