using System.Diagnostics;
using System.Text.RegularExpressions;
using LiveDesk.Domain.Tickets;
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
        await ben.WritesAsync("Dear Carla,");
        await Expect(ben.GetByTestId("composer-replying")).ToContainTextAsync("Ana is replying");
        await Expect(ben.GetByTestId("composer-editor")).ToHaveAttributeAsync("contenteditable", "false");
        await AxeAsync(ben);

        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.TypeAsync("change the battery.");
        await ana.WritesAsync("Dear Carla, change the battery.");
        await Expect(ana.Locator("[data-testid=remote-cursor][data-person=Ben]")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("composer-hands")).ToContainTextAsync("Ben");
        await Expect(ana.GetByTestId("composer-editor")).ToHaveAttributeAsync("contenteditable", "true");

        await ben.IsSavedAsync();
        await ben.GetByTestId("composer-send").ClickAsync();
        await Expect(ben.GetByTestId("composer-problem")).Not.ToBeVisibleAsync();
        var entry = ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "change the battery." });
        await Expect(entry).ToContainTextAsync("Ben");
        await Expect(entry).ToContainTextAsync("Ana");
        await ana.WritesAsync("");
    }

    [Fact]
    public async Task Undo_takes_back_one_s_own_letters_and_never_a_colleague_s()
    {
        var (ana, ben) = await OpenTogetherAsync("Whose undo");
        await WriteAsync(ana, "Ana wrote this. ");
        await ben.WritesAsync("Ana wrote this.");
        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.TypeAsync("Ben added that.");
        await ana.WritesAsync("Ana wrote this. Ben added that.");
        await ana.GetByTestId("composer-editor").FocusAsync();
        await ana.Keyboard.PressAsync("Control+z");
        await ben.WritesAsync("Ben added that.");
        await ana.WritesAsync("Ben added that.");
    }

    [Fact]
    public async Task Ben_takes_over_and_Ana_is_told_and_not_locked_out()
    {
        var (ana, ben) = await OpenTogetherAsync("Who goes on");
        await WriteAsync(ana, "I began ");
        await ben.WritesAsync("I began");
        await ben.GetByTestId("composer-take-over").ClickAsync();
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben took this reply over");
        await ben.Keyboard.TypeAsync("and I finish.");
        await ana.WritesAsync("I began and I finish.");
        await ana.GetByTestId("composer-editor").ClickAsync();
        await ana.Keyboard.PressAsync("Control+End");
        await ana.Keyboard.TypeAsync(" Good.");
        await ben.WritesAsync("I began and I finish. Good.");
    }

    [Fact]
    public async Task Ben_writes_a_note_beside_Ana_s_reply_instead()
    {
        var (ana, ben) = await OpenTogetherAsync("A note instead");
        await WriteAsync(ana, "To the customer");
        await ben.GetByTestId("composer-note-instead").ClickAsync();
        await Expect(ben.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await ben.Keyboard.TypeAsync("For us alone");
        await ben.IsSavedAsync();
        await ana.WritesAsync("To the customer");
        await ana.CloseAsync();
        await ben.GetByTestId("composer-reply").ClickAsync();
        await Expect(ben.GetByTestId("composer-replying")).Not.ToBeVisibleAsync();
        await ben.WritesAsync("To the customer");
    }

    [Fact]
    public async Task Ana_asks_Ben_to_read_her_draft_and_he_finds_it_among_the_drafts()
    {
        var (ana, ben) = await OpenTogetherAsync("Please read this");
        await WriteAsync(ana, "Is this right?");
        await ana.IsSavedAsync();
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
        await ana.WritesAsync("Half a sentence, and the other half.");
        await ana.IsSavedAsync();
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "reply");
    }

    [Fact]
    public async Task Zammad_702_when_the_ticket_is_merged_while_Ana_is_offline_all_that_she_wrote_is_on_the_other_one()
    {
        Expecting(Offline);
        var database = ForThisTest(await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false));
        var server = ForThisTest(ServerProcess.On(database));
        await server.StartAgainAsync();
        var node = ForThisTest(await TestDesk.JoinAsync(database));
        var ben = await OpenTicketAsync("ben@livedesk.test", "It beeps in the hall", server);
        var ana = await OpenTicketAsync("ana@livedesk.test", "It beeps", server);
        await WriteAsync(ana, "Dear Carla, the battery is flat.");
        await ana.IsSavedAsync();
        await ana.Context.SetOfflineAsync(true);
        await ana.Keyboard.TypeAsync("Fit a new one.");

        await MergeAsync(node, ana, ben);
        await ben.WritesAsync("Dear Carla, the battery is flat.");
        await ana.Context.SetOfflineAsync(false);
        await ana.WaitForURLAsync(ben.Url);
        await ana.GetByTestId("composer-reply").ClickAsync();
        await ana.WritesAsync("Dear Carla, the battery is flat.\n\nFit a new one.");
        await ben.WritesAsync("Dear Carla, the battery is flat.\n\nFit a new one.");
        await ana.IsSavedAsync();
    }

    [Fact]
    public async Task OsTicket_4985_when_the_session_ends_Ana_signs_in_beside_her_text_and_it_is_all_there()
    {
        Expecting(Offline);
        var ana = await OpenTicketAsync("ana@livedesk.test", "Signed out in between");
        await WriteAsync(ana, "Before. ");
        await ana.IsSavedAsync();
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
        await ana.IsSavedAsync();
        await Expect(ana.GetByTestId("composer-signedOut")).Not.ToBeVisibleAsync();
        await ana.WritesAsync("Before. And after.");
        await ana.ReloadAsync();
        await ana.WritesAsync("Before. And after.");
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
        await ben.WritesAsync("Ana:");
        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.PressAsync("Enter");
        await ben.Keyboard.TypeAsync("Ben:");
        await Eventually.HoldsAsync(async () => Assert.Contains("Ben:", await ana.MarkdownAsync(), StringComparison.Ordinal), TimeSpan.FromSeconds(30));
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
        await ana.WritesAsync(new Regex($"^Ana:{anas}\\s+Ben:{bens}$", RegexOptions.NonBacktracking));
        await ben.WritesAsync(new Regex($"^Ana:{anas}\\s+Ben:{bens}$", RegexOptions.NonBacktracking));
        await ana.IsSavedAsync();
        await ben.IsSavedAsync();
        Assert.Equal(await ana.MarkdownAsync(), await ben.MarkdownAsync());
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
        await ben.IsSavedAsync();
        return (ana, ben);
    }

    private async Task<IPage> OpenTicketAsync(string email, string subject, ServerProcess? server = null, BrowserNewContextOptions? options = null)
    {
        var page = await OpenWindowOfAsync(email, server, options);
        await page.OpenNewTicketAsync("technician", subject);
        await page.GetByTestId("composer-reply").ClickAsync();
        await page.IsSavedAsync();
        return page;
    }

    private static async Task MergeAsync(TestDesk node, IPage from, IPage into)
    {
        var sam = (await node.Catalogue.ActorsAsync()).Values.Single(p => p.Name == "Sam");
        var ids = new List<Guid>();
        foreach (var page in new[] { from, into }) ids.Add(await node.TicketQueries.IdOfAsync(sam, TicketNumber.Read(new Uri(page.Url).Segments[^1])!.Value));
        await node.Tickets.MergeAsync(sam, ids[0], ids[1]);
    }

    private static async Task SaveProfileAsync(IPage tab)
    {
        await tab.GotoAsync("settings/profile");
        await tab.GetByTestId("save-profile").ClickAsync();
        await Expect(tab.GetByTestId("toast").First).ToBeVisibleAsync();
        await tab.CloseAsync();
    }

    private static Task WriteAsync(IPage page, string text) => page.Keyboard.TypeAsync(text);
}
