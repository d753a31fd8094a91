using System.Diagnostics;
using System.Text.RegularExpressions;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>One reply by several people, and what other people's doings never do to it.</summary>
public sealed class TogetherTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private const string Offline = "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE|ERR_FAILED|ERR_ABORTED|WebSocket|Failed to|negotiat|Connection disconnected|reconnect|401|Invocation canceled";

    [Fact]
    public async Task Ben_joins_Ana_s_reply_both_write_it_and_it_bears_both_names()
    {
        var (ana, ben) = await OpenTogetherAsync("Two hands on one reply");
        await WriteAsync(ana, "Dear Carla, ");
        await HasTextAsync(ben, "Dear Carla,");
        await Expect(ben.GetByTestId("composer-replying")).ToContainTextAsync("Ana is replying");
        await Expect(ben.GetByTestId("composer-editor")).ToHaveAttributeAsync("contenteditable", "false");
        await AxeAsync(ben);

        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.TypeAsync("change the battery.");
        await HasTextAsync(ana, "Dear Carla, change the battery.");
        await Expect(ana.Locator("[data-testid=remote-cursor][data-person=Ben]")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("composer-hands")).ToContainTextAsync("Ben");
        await Expect(ana.GetByTestId("composer-editor")).ToHaveAttributeAsync("contenteditable", "true");

        await SavedAsync(ben);
        await ben.GetByTestId("composer-send").ClickAsync();
        await Expect(ben.GetByTestId("composer-problem")).Not.ToBeVisibleAsync();
        var entry = ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "change the battery." });
        await Expect(entry).ToContainTextAsync("Ben");
        await Expect(entry).ToContainTextAsync("Ana");
        await HasTextAsync(ana, "");
    }

    [Fact]
    public async Task Undo_takes_back_one_s_own_letters_and_never_a_colleague_s()
    {
        var (ana, ben) = await OpenTogetherAsync("Whose undo");
        await WriteAsync(ana, "Ana wrote this. ");
        await HasTextAsync(ben, "Ana wrote this.");
        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.TypeAsync("Ben added that.");
        await HasTextAsync(ana, "Ana wrote this. Ben added that.");
        await ana.GetByTestId("composer-editor").FocusAsync();
        await ana.Keyboard.PressAsync("Control+z");
        await HasTextAsync(ben, "Ben added that.");
        await HasTextAsync(ana, "Ben added that.");
    }

    [Fact]
    public async Task Ben_takes_over_and_Ana_is_told_and_not_locked_out()
    {
        var (ana, ben) = await OpenTogetherAsync("Who goes on");
        await WriteAsync(ana, "I began ");
        await HasTextAsync(ben, "I began");
        await ben.GetByTestId("composer-take-over").ClickAsync();
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben took this reply over");
        await ben.Keyboard.TypeAsync("and I finish.");
        await HasTextAsync(ana, "I began and I finish.");
        await ana.GetByTestId("composer-editor").ClickAsync();
        await ana.Keyboard.PressAsync("Control+End");
        await ana.Keyboard.TypeAsync(" Good.");
        await HasTextAsync(ben, "I began and I finish. Good.");
    }

    [Fact]
    public async Task Ben_writes_a_note_beside_Ana_s_reply_instead()
    {
        var (ana, ben) = await OpenTogetherAsync("A note instead");
        await WriteAsync(ana, "To the customer");
        await ben.GetByTestId("composer-note-instead").ClickAsync();
        await Expect(ben.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await ben.Keyboard.TypeAsync("For us alone");
        await SavedAsync(ben);
        await HasTextAsync(ana, "To the customer");
        await ana.CloseAsync();
        await ben.GetByTestId("composer-reply").ClickAsync();
        await Expect(ben.GetByTestId("composer-replying")).Not.ToBeVisibleAsync();
        await HasTextAsync(ben, "To the customer");
    }

    [Fact]
    public async Task Ana_asks_Ben_to_read_her_draft_and_he_finds_it_among_the_drafts()
    {
        var (ana, ben) = await OpenTogetherAsync("Please read this");
        await WriteAsync(ana, "Is this right?");
        await SavedAsync(ana);
        await ben.GotoAsync("drafts");
        await Expect(ben.GetByTestId("open-draft").Filter(new() { HasText = "Please read this" })).ToBeVisibleAsync();
        await ana.GetByTestId("composer-review").ClickAsync();
        await ana.GetByRole(AriaRole.Menuitem, new() { Name = "Ben" }).ClickAsync();
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben is asked");
        await Expect(ben.GetByTestId("drafts-to-review")).ToBeVisibleAsync();
        await Expect(ben.GetByTestId("asked-to-review")).ToContainTextAsync("Ana asks you");
        await AxeAsync(ben);
    }

    [Theory]
    [InlineData("zammad#5953: the owner changes")]
    [InlineData("zammad#3088: she saves her profile")]
    [InlineData("zammad#2786: the status moves")]
    public async Task What_Ana_types_is_untouched_while(string happens)
    {
        var (ana, ben) = await OpenTogetherAsync($"Untouched while {happens.Split(':')[0]}");
        await WriteAsync(ana, "Half a sentence");
        if (happens.Contains("owner", StringComparison.Ordinal)) await ben.GetByTestId("assignee").SelectOptionAsync(new SelectOptionValue { Label = "Ben" });
        else if (happens.Contains("status", StringComparison.Ordinal)) await ben.GetByTestId("acknowledge").ClickAsync();
        else await SaveProfileAsync(await ana.Context.NewPageAsync());
        await ana.Keyboard.TypeAsync(", and the other half.");
        await HasTextAsync(ana, "Half a sentence, and the other half.");
        await SavedAsync(ana);
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "reply");
    }

    [Fact]
    public async Task OsTicket_4985_when_the_session_ends_Ana_signs_in_beside_her_text_and_it_is_all_there()
    {
        Expecting(Offline);
        var ana = await OpenTicketAsync("ana@livedesk.test", "Signed out in between");
        await WriteAsync(ana, "Before. ");
        await SavedAsync(ana);
        await ana.Context.ClearCookiesAsync();
        await ana.Context.SetOfflineAsync(true);
        await ana.Keyboard.TypeAsync("And after.");
        await ana.Context.SetOfflineAsync(false);
        await Expect(ana.GetByTestId("composer-signedOut")).ToBeVisibleAsync();

        var window = await ana.Context.RunAndWaitForPageAsync(() => ana.GetByTestId("composer-sign-in").ClickAsync());
        await window.FillAsync("#email", "ana@livedesk.test");
        await window.FillAsync("#password", Password);
        await window.GetByTestId("sign-in").ClickAsync();
        await Eventually.TrueAsync(() => window.IsClosed, "the sign-in window closes by itself");
        await SavedAsync(ana);
        await Expect(ana.GetByTestId("composer-signedOut")).Not.ToBeVisibleAsync();
        await HasTextAsync(ana, "Before. And after.");
        await ana.ReloadAsync();
        await HasTextAsync(ana, "Before. And after.");
    }

    [Fact]
    public async Task A_minute_of_two_people_typing_over_a_bad_line_to_a_server_that_dies_every_few_seconds_costs_no_letter()
    {
        Expecting(Offline);
        var server = ForThisTest(await ServerProcess.StartAsync());
        var line = ForThisTest(new SlowNetwork(server.Address));
        var options = new BrowserNewContextOptions { BaseURL = line.Address.ToString() };
        var ana = await OpenTicketAsync("ana@livedesk.test", "A bad line", server, options);
        var ben = await OpenWindowOfAsync("ben@livedesk.test", server, new BrowserNewContextOptions { BaseURL = line.Address.ToString() });
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await WriteAsync(ana, "Ana:");
        await HasTextAsync(ben, "Ana:");
        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.PressAsync("Enter");
        await ben.Keyboard.TypeAsync("Ben:");
        await Eventually.HoldsAsync(async () => Assert.Contains("Ben:", await TextAsync(ana), StringComparison.Ordinal), TimeSpan.FromSeconds(30));
        await ana.GetByTestId("composer-editor").Locator("p").First.ClickAsync();
        await ana.Keyboard.PressAsync("End");

        var (anas, bens) = (Sentence('a'), Sentence('b'));
        var typing = Task.WhenAll(TypeAsync(ana, anas), TypeAsync(ben, bens));
        var since = Stopwatch.StartNew();
        var kills = 0;
        while (!typing.IsCompleted)
        {
            // Typing goes on for a minute; the server dies in the middle of it, every few seconds, and is up again at once.
            await Task.WhenAny(typing, Task.Delay(TimeSpan.FromSeconds(4)));
            if (typing.IsCompleted) break;
            await server.KillAsync();
            await server.StartAgainAsync();
            kills++;
        }
        await typing;
        Assert.InRange(kills, 5, 100);
        await HasTextAsync(ana, new Regex($"^Ana:{anas}\\s+Ben:{bens}$", RegexOptions.NonBacktracking));
        await HasTextAsync(ben, new Regex($"^Ana:{anas}\\s+Ben:{bens}$", RegexOptions.NonBacktracking));
        await SavedAsync(ana);
        await SavedAsync(ben);
        Assert.Equal(await TextAsync(ana), await TextAsync(ben));
    }

    /// <summary>Words that tell where one is missing: " a1 a2 a3 …".</summary>
    private static string Sentence(char who) => string.Concat(Enumerable.Range(1, 130).Select(n => $" {who}{n}"));

    private static Task TypeAsync(IPage page, string text) => page.Keyboard.TypeAsync(text, new KeyboardTypeOptions { Delay = 100 });

    private async Task<(IPage Ana, IPage Ben)> OpenTogetherAsync(string subject)
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", subject);
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await SavedAsync(ben);
        return (ana, ben);
    }

    private async Task<IPage> OpenTicketAsync(string email, string subject, ServerProcess? server = null, BrowserNewContextOptions? options = null)
    {
        var page = await OpenWindowOfAsync(email, server, options);
        await page.GotoAsync("desks/technician/tickets");
        await page.GetByTestId("new-ticket").ClickAsync();
        await page.GetByTestId("new-ticket-requester").FillAsync("Carla");
        await page.GetByTestId("new-ticket-email").FillAsync("carla@example.com");
        await page.GetByTestId("new-ticket-subject").FillAsync(subject);
        await page.GetByTestId("new-ticket-description").FillAsync("It beeps.");
        await page.GetByTestId("new-ticket-save").ClickAsync();
        await Expect(page.GetByTestId("ticket")).ToBeVisibleAsync();
        await page.GetByTestId("composer-reply").ClickAsync();
        await SavedAsync(page);
        return page;
    }

    private static async Task SaveProfileAsync(IPage tab)
    {
        await tab.GotoAsync("settings/profile");
        await tab.GetByTestId("save-profile").ClickAsync();
        await Expect(tab.GetByTestId("toast").First).ToBeVisibleAsync();
        await tab.CloseAsync();
    }

    private static Task WriteAsync(IPage page, string text) => page.Keyboard.TypeAsync(text);

    private static Task SavedAsync(IPage page) => Expect(page.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 60_000 });

    private static Task<string> TextAsync(IPage page) => page.EvaluateAsync<string>("document.querySelector('livedesk-composer')?.getMarkdown?.() ?? 'no composer'");

    private static Task HasTextAsync(IPage page, string text) => HasTextAsync(page, new Regex("^" + Regex.Escape(text) + "$", RegexOptions.NonBacktracking));

    private static Task HasTextAsync(IPage page, Regex text) => Eventually.HoldsAsync(async () => Assert.Matches(text, await TextAsync(page)), TimeSpan.FromSeconds(60));
}
