using System.Text.RegularExpressions;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>The composer as people use it, in a real browser.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class ComposerTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private const string Offline = ServerKilled + "|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_FAILED|Failed to|negotiat|reconnect";

    [Fact]
    public async Task What_Ana_typed_survives_a_reload_in_the_text_she_was_in()
    {
        var ana = await OpenTicketAsync("Reloaded");
        await WriteAsync(ana, "reply", "Dear Carla, **change** the battery");
        await ana.IsSavedAsync();
        await ana.ReloadAsync();
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "reply");
        await ana.WritesAsync("Dear Carla, **change** the battery");
    }

    [Fact]
    public async Task A_killed_server_costs_not_one_letter_of_a_sentence()
    {
        Expecting(Offline);
        await using var server = await ServerProcess.StartAsync();
        var ana = await OpenTicketAsync("Killed meanwhile", server);
        await WriteAsync(ana, "reply", "Before. ");
        await ana.IsSavedAsync();
        var typing = ana.Keyboard.TypeAsync("Typed while the server dies and is gone, letter by letter.", new KeyboardTypeOptions { Delay = 40 });
        await ana.WritesAsync(new Regex("Before. Typed", RegexOptions.NonBacktracking));
        await server.KillAsync();
        await typing;
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");

        await server.StartAgainAsync();
        await ana.IsSavedAsync();
        await ana.WritesAsync("Before. Typed while the server dies and is gone, letter by letter.");
        var ben = await OpenForBenAsync(ana, server);
        await ben.WritesAsync("Before. Typed while the server dies and is gone, letter by letter.");
    }

    [Fact]
    public async Task What_is_typed_offline_is_kept_through_a_reload_and_saved_when_the_connection_is_back()
    {
        Expecting(Offline);
        var ana = await OpenTicketAsync("Offline and reloaded");
        await WriteAsync(ana, "reply", "Online. ");
        await ana.IsSavedAsync();
        // The server answers pages, but the composer's connection is cut: what follows is in the browser alone.
        await ana.Context.RouteAsync("**/hubs/compose/**", route => route.AbortAsync());
        await ana.Context.SetOfflineAsync(true);
        await ana.Keyboard.TypeAsync("Offline.");
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await ana.Context.SetOfflineAsync(false);
        await ana.ReloadAsync();
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await ana.Context.UnrouteAsync("**/hubs/compose/**");
        await ana.IsSavedAsync();
        await ana.WritesAsync("Online. Offline.");
    }

    [Fact]
    public async Task When_Ben_sends_while_Ana_is_offline_only_what_she_typed_after_is_carried_over()
    {
        Expecting(Offline);
        var ana = await OpenTicketAsync("Sent by a colleague");
        await WriteAsync(ana, "reply", "Change the battery.");
        await ana.IsSavedAsync();
        var ben = await OpenForBenAsync(ana);
        await ben.WritesAsync("Change the battery.");
        await ana.Context.SetOfflineAsync(true);
        await ana.Keyboard.TypeAsync(" Its number is 42.");

        await ben.GetByTestId("composer-send").ClickAsync();
        await ben.WritesAsync("");
        await ana.Context.SetOfflineAsync(false);
        await Expect(ana.GetByTestId("composer-notice")).ToBeVisibleAsync(new() { Timeout = 30_000 });
        await ana.WritesAsync("Its number is 42.");
        await ana.IsSavedAsync();
        await ana.ReloadAsync();
        await ana.WritesAsync("Its number is 42.");
        await Expect(ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "Change the battery." })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_send_whose_answer_is_lost_is_one_entry_and_the_composer_is_empty_after_it()
    {
        Expecting(Offline);
        var ana = await OpenTicketAsync("The answer is lost");
        var cut = false;
        await ana.RouteWebSocketAsync(address => address.Contains("/hubs/compose", StringComparison.Ordinal), socket =>
        {
            var server = socket.ConnectToServer();
            socket.OnMessage(frame =>
            {
                server.Send(frame.Text!);
                if (cut || frame.Text?.Contains("\"target\":\"Send\"", StringComparison.Ordinal) != true) return;
                cut = true;
                _ = socket.CloseAsync(new WebSocketRouteCloseOptions { Code = 1001 });
            });
        });
        await ana.ReloadAsync();
        await WriteAsync(ana, "reply", "Sent exactly once");
        await ana.IsSavedAsync();
        await ana.Keyboard.PressAsync("Control+Enter");
        await ana.WritesAsync("");
        await ana.IsSavedAsync();
        Assert.True(cut);
        await Expect(ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "Sent exactly once" })).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_send_without_a_connection_keeps_the_text_and_says_so()
    {
        Expecting(Offline);
        var ana = await OpenTicketAsync("No connection");
        await WriteAsync(ana, "reply", "Not yet");
        await ana.IsSavedAsync();
        await ana.Context.SetOfflineAsync(true);
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("You are offline");
        await ana.WritesAsync("Not yet");
        await ana.Context.SetOfflineAsync(false);
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        await ana.WritesAsync("");
    }

    [Fact]
    public async Task A_reply_and_a_note_are_two_texts_with_two_buttons()
    {
        var ana = await OpenTicketAsync("Two texts");
        await WriteAsync(ana, "reply", "For the customer");
        await Expect(ana.GetByTestId("composer-send")).ToContainTextAsync("Send reply");
        await ana.Keyboard.PressAsync("Alt+N");
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await ana.Keyboard.TypeAsync("For Ben");
        await Expect(ana.GetByTestId("composer-send")).ToContainTextAsync("Save note");
        await ana.Keyboard.PressAsync("Control+Enter");
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]", new() { HasText = "For Ben" })).ToBeVisibleAsync();
        await ana.Keyboard.PressAsync("Alt+R");
        await ana.WritesAsync("For the customer");
        await Expect(ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "For the customer" })).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("technician", "note")]
    [InlineData("hosting", "reply")]
    public async Task The_composer_opens_on_the_text_of_its_desk_and_what_work_it_was_stands_on_the_entry(string desk, string opensOn)
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var address = await ana.OpenNewTicketAsync(desk, $"Opens on the {opensOn}");
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", opensOn);
        await ana.Locator("[data-testid=composer-editor]:visible").FillAsync("I was there");
        await ana.GetByTestId("composer-activity").SelectOptionAsync("Visit");
        await ana.IsSavedAsync();
        var again = await ana.Context.NewPageAsync();
        await again.GotoAsync(address);
        await Expect(again.GetByTestId("composer-activity")).ToHaveValueAsync("Visit");
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.Locator($"[data-testid=entry][data-kind={opensOn}] [data-testid=entry-activity][data-value=Visit]")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("composer-activity")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Pasted_HTML_comes_in_as_text_and_pasted_Markdown_as_what_it_means()
    {
        // What is pasted is parsed apart from the page; the policy says that it would not have run the handler in it anyway.
        Expecting("inline event handler");
        var ana = await OpenTicketAsync("Pasted");
        await WriteAsync(ana, "reply", "");
        await ana.PasteAsync("## Steps\n\n1. Open `cmd`\n2. Type <img src=x onerror=alert(1)> & go\n\n[help](javascript:alert(1))", "<h1 onclick='alert(1)'>Evil</h1>");
        await ana.WritesAsync("## Steps\n\n1. Open `cmd`\n2. Type \\<img src=x onerror=alert(1)> & go\n\n\\[help\\](javascript:alert(1))");
        Assert.Equal(0, await ana.GetByTestId("composer-editor").Locator("img, h1, a").CountAsync());
        await ana.PasteAsync(new string('x', 80_001));
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("80,001");
    }

    [Fact]
    public async Task A_file_goes_with_the_reply()
    {
        var ana = await OpenTicketAsync("With a plan");
        await WriteAsync(ana, "reply", "See the plan.");
        await ana.GetByTestId("composer-files").SetInputFilesAsync(new FilePayload { Name = "plan.txt", MimeType = "text/plain", Buffer = "two doors"u8.ToArray() });
        await Expect(ana.Locator(".composer-file[data-state=there]")).ToContainTextAsync("plan.txt");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "See the plan." }).GetByTestId("attachment")).ToContainTextAsync("plan.txt");
        await Expect(ana.Locator(".composer-file")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task The_composer_is_accessible_and_fits(int width, ColorScheme scheme)
    {
        var ana = await OpenTicketAsync("For everybody's eyes", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 800 }, ColorScheme = scheme });
        await WriteAsync(ana, "reply", "Hello");
        await AxeAsync(ana);
        await WriteAsync(ana, "note", "Hello");
        await AxeAsync(ana);
        Assert.True(await ana.EvaluateAsync<bool>("document.querySelector('livedesk-composer').scrollWidth <= innerWidth"));
    }

    private async Task<IPage> OpenTicketAsync(string subject, ServerProcess? server = null, BrowserNewContextOptions? options = null)
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", server, options);
        await ana.OpenNewTicketAsync("technician", subject);
        await ana.GetByTestId("composer-editor").WaitForAsync();
        return ana;
    }

    private async Task<IPage> OpenForBenAsync(IPage ana, ServerProcess? server = null)
    {
        var ben = await OpenWindowOfAsync("ben@livedesk.test", server);
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        return ben;
    }

    private static async Task WriteAsync(IPage page, string audience, string text)
    {
        await page.GetByTestId($"composer-{audience}").ClickAsync();
        await page.Keyboard.TypeAsync(text);
    }
}
