using System.Text;
using LiveDesk.Domain.Tickets;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>What other people's doings, a lost line and a dying server never do to what somebody types.</summary>
public sealed class NothingLostTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    private const string Offline = "ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET|ERR_INCOMPLETE|ERR_FAILED|ERR_ABORTED|WebSocket|Failed to|negotiat|Connection disconnected|reconnect|401|Invocation canceled";

    [Theory]
    [InlineData("zammad#5953: the owner changes")]
    [InlineData("zammad#3088: she saves her profile")]
    [InlineData("zammad#2786: the status moves")]
    public async Task What_Ana_types_is_untouched_while(string happens)
    {
        var (ana, ben) = await OpenTogetherAsync($"Untouched while {happens.Split(':')[0]}");
        await WriteAsync(ana, "Half a sentence");
        var status = await ana.GetByTestId("status").GetAttributeAsync("data-value");
        if (happens.Contains("owner", StringComparison.Ordinal))
        {
            await ben.GetByTestId("assignee").SelectOptionAsync(new SelectOptionValue { Label = "Ben" });
            await Expect(ana.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Ben");
        }
        else if (happens.Contains("status", StringComparison.Ordinal))
        {
            await ben.GetByTestId("resolve").ClickAsync();
            await ben.GetByTestId("resolution-text").FillAsync("A new battery.");
            await ben.GetByTestId("resolve-confirm").ClickAsync();
            await Expect(ana.GetByTestId("status")).Not.ToHaveAttributeAsync("data-value", status!);
        }
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
        await ana.ComesToAsync($"{ben.Url}?from=*");
        // The address comes before the page: the composer must be the other ticket's before she chooses in it.
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-ticket", (await ben.GetByTestId("composer").GetAttributeAsync("data-ticket"))!);
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
    public async Task Two_people_typing_over_a_bad_line_to_a_server_that_dies_every_few_seconds_lose_no_letter()
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

        using var enough = new CancellationTokenSource();
        var (a, b) = (TypeAsync(ana, 'a', enough.Token), TypeAsync(ben, 'b', enough.Token));
        // However long a start takes here: the server dies in the middle of the typing each time.
        for (var kills = 0; kills < 6; kills++)
        {
            await Task.WhenAny(a, b, Task.Delay(TimeSpan.FromSeconds(4)));
            await server.KillAsync();
            await server.StartAgainAsync();
        }
        await enough.CancelAsync();
        var (anas, bens) = (await a, await b);
        foreach (var page in new[] { ana, ben })
            await Eventually.HoldsAsync(async () => Assert.Equal($"Ana:{anas} Ben:{bens}", string.Join(' ', (await page.MarkdownAsync()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))), TimeSpan.FromSeconds(60));
        await ana.IsSavedAsync();
        await ben.IsSavedAsync();
        await Eventually.HoldsAsync(async () => Assert.Equal(await ana.MarkdownAsync(), await ben.MarkdownAsync()));
    }

    /// <summary>Words that tell where one is missing: " a1 a2 a3 …".</summary>
    /// <returns>All that was typed.</returns>
    private static async Task<string> TypeAsync(IPage page, char who, CancellationToken enough)
    {
        var text = new StringBuilder();
        for (var n = 1; !enough.IsCancellationRequested; n++)
        {
            var word = $" {who}{n}";
            await page.Keyboard.TypeAsync(word, new KeyboardTypeOptions { Delay = 100 });
            text.Append(word);
        }
        return text.ToString();
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
        await Expect(tab.GetByTestId("save-profile")).ToBeEnabledAsync(); // the press is over: closed in the middle of it, the browser complains
        await tab.CloseAsync();
    }
}
