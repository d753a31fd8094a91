using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Notifications;

/// <summary>The bell, as people see it: live, on all of their windows, and quiet where it should be.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class NotificationBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ben_gives_Ana_a_ticket_her_bell_counts_by_itself_and_what_she_opens_is_read_in_her_other_window()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ReadsAllAsync(ana);
        var other = await ana.Context.NewPageAsync();
        await other.GotoAsync("desks/technician/tickets");
        var address = await ben.OpenNewTicketAsync("technician", "The gate stays open");
        await GiveAsync(ben, "Ana");
        await Expect(other.GetByTestId("toast").Filter(new() { HasText = "The gate stays open" })).ToContainTextAsync("Ben gave it to you");
        await Expect(Line(ana, "The gate stays open")).ToHaveAttributeAsync("data-read", "false");
        await CountsWhatWaitsAsync(ana, ana, other);
        await Expect(ana.GetByTestId("bell")).ToHaveAccessibleNameAsync(new System.Text.RegularExpressions.Regex("^Notifications [1-9][0-9]* unread$"));

        // By keyboard alone.
        await ana.GetByTestId("bell").FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await Line(ana, "The gate stays open").GetByTestId("notification-open").FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await ana.ComesToAsync($"*{address}");
        await Expect(ana.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("The gate stays open");
        await other.GotoAsync("notifications");
        await Expect(Line(other, "The gate stays open")).ToHaveAttributeAsync("data-read", "true");
        await CountsWhatWaitsAsync(other, ana, other);
        await other.ReloadAsync();
        await Expect(Line(other, "The gate stays open")).ToHaveAttributeAsync("data-read", "true");
    }

    [Fact]
    public async Task Ben_names_a_department_in_a_note_and_Ola_of_it_is_led_to_the_very_words()
    {
        var (ola, ben) = (await OpenWindowOfAsync("ola@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ben.OpenNewTicketAsync("hosting", "Paid twice");
        await ben.GetByTestId("department").SelectOptionAsync(new SelectOptionValue { Label = "Billing" });
        await ben.GetByTestId("composer-note").ClickAsync();
        await ben.Keyboard.TypeAsync("Who can look, @bil");
        await Expect(ben.Locator("[data-testid=composer-people] [role=option]")).ToHaveAttributeAsync("data-department", "Billing");
        await ben.Keyboard.PressAsync("Enter");
        await ben.WritesAsync("Who can look, @Billing");
        await ben.IsSavedAsync();
        await ben.GetByTestId("composer-send").ClickAsync();
        await ola.GotoAsync("notifications");
        await Expect(Line(ola, "Paid twice")).ToContainTextAsync("Who can look, @Billing");
        await Line(ola, "Paid twice").GetByTestId("notification-open").ClickAsync();
        await ola.ComesToAsync("*#entry-*");
        await Expect(ola.Locator($"[id='{new Uri(ola.Url).Fragment[1..]}']")).ToContainTextAsync("Who can look");
    }

    [Fact]
    public async Task Without_the_tick_nothing_is_told_and_the_tick_stays_as_Ben_left_it()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ana.GotoAsync("notifications");
        await ben.OpenNewTicketAsync("technician", "Without a word");
        await ben.GetByTestId("assign-notify").UncheckAsync();
        await GiveAsync(ben, "Ana");
        await ben.ReloadAsync();
        await Expect(ben.GetByTestId("assign-notify")).Not.ToBeCheckedAsync();
        await ben.GetByTestId("assign-notify").CheckAsync();
        // Work is done in its order: what was told after it is there, and it is not.
        await SayAsync(ben, "And now with one, @Ana.");
        await Expect(Line(ana, "Without a word")).ToHaveCountAsync(1);
        await Expect(Line(ana, "Without a word")).ToHaveAttributeAsync("data-kind", "Mentioned");
    }

    [Fact]
    public async Task Whoever_looks_at_the_ticket_already_gets_no_toast_and_has_read_it()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ReadsAllAsync(ana);
        var address = await ana.OpenNewTicketAsync("technician", "Looked at");
        await ben.GotoAsync(address);
        await Expect(ben.Locator("[data-testid=presence][data-person=Ana]")).ToBeVisibleAsync();
        await SayAsync(ben, "Do you see it, @Ana?");
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]")).ToContainTextAsync("Do you see it");
        await ben.GotoAsync("desks/technician/tickets");
        var other = await ana.Context.NewPageAsync();
        await other.GotoAsync("notifications");
        await Expect(Line(other, "Looked at")).ToHaveAttributeAsync("data-read", "true");
        await Expect(ana.GetByTestId("toast").Filter(new() { HasText = "Looked at" })).ToHaveCountAsync(0);
        await CountsWhatWaitsAsync(other, ana);
    }

    [Fact]
    public async Task Threat_16_Olas_line_title_and_count_vanish_at_once_with_her_sight_of_the_ticket()
    {
        var (ola, ben) = (await OpenWindowOfAsync("ola@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ReadsAllAsync(ola);
        await ben.OpenNewTicketAsync("hosting", "Only for Billing");
        await ben.GetByTestId("department").SelectOptionAsync(new SelectOptionValue { Label = "Billing" });
        await SayAsync(ben, "Please look, @Ola.");
        await Expect(Line(ola, "Only for Billing")).ToBeVisibleAsync();
        await CountsWhatWaitsAsync(ola, ola);

        await ben.GetByTestId("department").SelectOptionAsync(new SelectOptionValue { Label = "Technical" });
        await Expect(Line(ola, "Only for Billing")).ToHaveCountAsync(0);
        await CountsWhatWaitsAsync(ola, ola);
        await SayAsync(ben, "Never mind, @Ola.");
        await Expect(ben.GetByTestId("composer-notice")).ToContainTextAsync("Ola cannot see this ticket and was told nothing");
        await ola.ReloadAsync();
        await Expect(ola.GetByTestId("bell")).ToBeVisibleAsync();
        await Expect(ola.Locator("body")).Not.ToContainTextAsync("Only for Billing");
        await CountsWhatWaitsAsync(ola, ola);
    }

    [Fact]
    public async Task Ana_switches_a_kind_off_and_half_a_quiet_time_is_refused_with_a_sentence()
    {
        var (ana, ben) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("ben@livedesk.test"));
        await ana.GotoAsync("settings/notifications");
        await AxeAsync(ana);
        await ana.GetByTestId("notify-Assigned-Bell").UncheckAsync();
        await ana.GetByTestId("notify-Assigned-Toast").UncheckAsync();
        await ana.GetByTestId("quiet-from").FillAsync("22:00");
        await ana.GetByTestId("save-notifications").ClickAsync();
        await Expect(ana.GetByTestId("notification-problem")).ToContainTextAsync("a beginning and an end");
        await ana.GetByTestId("quiet-from").FillAsync("");
        await ana.GetByTestId("save-notifications").ClickAsync();
        await Expect(ana.GetByTestId("toast").Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
        await ana.ReloadAsync();
        await Expect(ana.GetByTestId("notify-Assigned-Bell")).Not.ToBeCheckedAsync();

        await ana.GotoAsync("notifications");
        await ben.OpenNewTicketAsync("technician", "Switched off");
        await GiveAsync(ben, "Ana");
        await SayAsync(ben, "Switched on: @Ana.");
        await Expect(Line(ana, "Switched off")).ToHaveCountAsync(1);
        await Expect(Line(ana, "Switched off")).ToHaveAttributeAsync("data-kind", "Mentioned");
        await ana.GotoAsync("settings/notifications");
        await ana.GetByTestId("notify-Assigned-Bell").CheckAsync();
        await ana.GetByTestId("notify-Assigned-Toast").CheckAsync();
        await ana.GetByTestId("save-notifications").ClickAsync();
        await Expect(ana.GetByTestId("toast").Filter(new() { HasText = "Saved" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_server_killed_the_moment_after_Ben_gave_Ana_a_ticket_tells_her_once()
    {
        Expecting(ServerKilled + "|ERR_CONNECTION|Failed to");
        var server = ForThisTest(await ServerProcess.StartAsync());
        var ben = await OpenWindowOfAsync("ben@livedesk.test", server);
        await ben.OpenNewTicketAsync("technician", "Given in the last moment");
        await GiveAsync(ben, "Ana");
        await server.KillAsync();
        await ben.CloseAsync();
        await server.StartAgainAsync();
        var ana = await OpenWindowOfAsync("ana@livedesk.test", server);
        await ana.GotoAsync("notifications");
        // The sample's own promises and dates fall due at their hours: the bell may count those besides.
        await Expect(Line(ana, "Given in the last moment")).ToHaveCountAsync(1);
        await Expect(Line(ana, "Given in the last moment")).ToHaveAttributeAsync("data-count", "1");
        await Expect(Bell(ana)).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task After_an_absence_one_line_says_it_all_many_toasts_are_one_and_every_screen_is_accessible_and_fits(int width, ColorScheme scheme)
    {
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 740 }, ColorScheme = scheme });
        var address = await ben.OpenNewTicketAsync("psa", $"A scale that drifts at {width}");
        await ben.GotoAsync("colleagues");
        await ana.GotoAsync("desks/technician/tickets");
        await TurnAsync(ana, away: true);
        await Expect(ben.Locator("[data-testid=colleague][data-person=Ana][data-doing=idle]")).ToBeVisibleAsync();
        await ben.GotoAsync(address);
        foreach (var words in new[] { "One, @Ana", "Two, @Ana", "Three, @Ana", "Four, @Ana" }) await SayAsync(ben, words);
        await Expect(Bell(ana)).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("toast")).ToHaveCountAsync(0);
        await TurnAsync(ana, away: false);
        await Expect(ana.GetByTestId("toast")).ToHaveCountAsync(1);
        await Expect(ana.GetByTestId("toast")).ToHaveTextAsync(new System.Text.RegularExpressions.Regex("^[0-9]+ new notifications$"));
        await ana.GotoAsync("notifications");
        await Expect(Line(ana, $"drifts at {width}")).ToHaveAttributeAsync("data-count", "4");
        await AxeAsync(ana);
        await FitsAsync(ana, width);
        await ana.GotoAsync("settings/notifications");
        await Expect(ana.GetByTestId("notification-matrix")).ToBeVisibleAsync();
        await AxeAsync(ana);
        await FitsAsync(ana, width);

        // Seven hours ago by this browser's memory, of which the page that is left would say anew that she is here.
        await ana.AddInitScriptAsync("for (const key of Object.keys(localStorage)) if (key.startsWith('livedesk.lastHere')) localStorage.setItem(key, String(Date.now() - 7 * 3600_000))");
        await ana.GotoAsync("desks/psa/tickets");
        await Expect(ana.GetByTestId("notification-digest")).ToContainTextAsync("While you were away:");
        await Expect(ana.GetByTestId("notification-digest")).ToContainTextAsync("mentions");
        await AxeAsync(ana);
        await FitsAsync(ana, width);
        await ana.GetByTestId("notification-digest").GetByRole(AriaRole.Link).ClickAsync();
        await ana.ComesToAsync("*/notifications");
        await ana.GetByTestId("read-all").ClickAsync();
        // Of this ticket alone: one of the sample's own promises may fall due just now.
        await Expect(Line(ana, $"drifts at {width}").And(ana.Locator("[data-read=true]")).First).ToBeVisibleAsync();
        await Expect(Line(ana, $"drifts at {width}").And(ana.Locator("[data-read=false]"))).ToHaveCountAsync(0);
    }

    private static ILocator Bell(IPage page) => page.GetByTestId("notifications-unread");

    private static ILocator Line(IPage page, string text) => page.GetByTestId("notification").Filter(new() { HasText = text });

    /// <summary>What waits to be read then fits on one page.</summary>
    private static async Task ReadsAllAsync(IPage page)
    {
        await page.GotoAsync("notifications");
        await page.GetByTestId("notification").Or(page.GetByTestId("no-notifications")).First.WaitForAsync();
        if (await page.GetByTestId("read-all").CountAsync() > 0) await page.GetByTestId("read-all").ClickAsync();
    }

    /// <summary>Each window's bell says how many lines of the list wait to be read. A number alone would not do: the sample's own promises and dates fall due meanwhile.</summary>
    private static Task CountsWhatWaitsAsync(IPage list, params IPage[] windows) => Eventually.TrueAsync(async () =>
    {
        var waiting = await list.Locator("[data-testid=notification][data-read=false]").CountAsync();
        foreach (var window in windows) if (await UnreadAsync(window) != waiting) return false;
        return true;
    }, "the bell counts what waits to be read");

    private static async Task<int> UnreadAsync(IPage page)
    {
        await page.GetByTestId("bell").WaitForAsync();
        return await Bell(page).EvaluateAllAsync<int>("counts => Number(counts[0]?.dataset.value ?? 0)");
    }

    private static async Task GiveAsync(IPage page, string name)
    {
        await page.GetByTestId("assignee").SelectOptionAsync(new SelectOptionValue { Label = name });
        await Expect(page.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", name);
    }

    private static async Task SayAsync(IPage page, string note)
    {
        await page.GetByTestId("composer-note").ClickAsync();
        await page.Keyboard.TypeAsync(note);
        await page.IsSavedAsync();
        await page.GetByTestId("composer-send").ClickAsync();
        await Expect(page.Locator("[data-testid=entry][data-kind=note]", new() { HasText = note })).ToBeVisibleAsync();
    }

    private static async Task FitsAsync(IPage page, int width) =>
        Assert.True(await page.EvaluateAsync<int>("document.querySelector('main').scrollWidth") <= width, $"{page.Url} is wider than {width}.");

    /// <summary>What a browser tells its page when another tab is in front.</summary>
    private static Task TurnAsync(IPage page, bool away) => page.EvaluateAsync("away => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => away }); document.dispatchEvent(new Event('visibilitychange')); }", away);
}
