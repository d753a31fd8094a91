using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Chat;
using Microsoft.Playwright;
using static LiveDesk.Tests.Chat.ChatScene;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Chat;

/// <summary>The widget on a customer's site of another origin, in a real browser; Ana answers by command.</summary>
public sealed class WidgetTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private readonly List<ChatServer> _servers = [];

    [Fact]
    public async Task Carla_writes_reads_reloads_and_the_conversation_is_still_there()
    {
        var server = await StartServerAsync();
        var (page, panel) = await OpenWidgetAsync(server);
        await panel.GetByTestId("message-box").FillAsync("The alarm beeps. <b>Why?</b>");
        await panel.GetByTestId("attach-input").SetInputFilesAsync(new FilePayload { Name = "door.png", MimeType = "image/png", Buffer = Picture });
        await Expect(panel.Locator("[data-testid=upload][data-state=done]")).ToBeVisibleAsync();
        await panel.GetByTestId("send").ClickAsync();
        await Expect(Lines(panel, "visitor").And(panel.Locator("[data-state=sent]"))).ToContainTextAsync("The alarm beeps. <b>Why?</b>");
        await Expect(panel.Locator("[data-testid=file] img")).ToBeVisibleAsync();
        await AxeAsync(page);

        var chat = await ChatOfAsync(server);
        await server.Chats.WhisperAsync(server.Desk.Ben, chat, Says("not for Carla"));
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Change the **battery**, see [here](https://example.com/b) or [not here](javascript:alert(1)). <img src=x onerror=alert(1)>"));
        var answer = Lines(panel, "agent").Last;
        await Expect(answer.Locator("strong")).ToHaveTextAsync("battery");
        await Expect(answer.Locator("a")).ToHaveAttributeAsync("rel", "noopener noreferrer nofollow");
        await Expect(answer).ToContainTextAsync("[not here](javascript:alert(1)). <img src=x onerror=alert(1)>");

        await server.Chats.EndAsync(server.Desk.Ana, chat);
        await Expect(panel.Locator("[data-kind=ticket]")).ToContainTextAsync("TKT-");
        await page.ReloadAsync();
        var ticket = (await server.Desk.AllTicketsAsync()).Single();
        await server.Get<TicketCommands>().AnswerAsync(server.Desk.Ana, ticket.Id, new NewEntry("It is in the post."));
        await Expect(page.GetByTestId("launcher-unread")).ToHaveTextAsync("1");
        Assert.StartsWith("(1) ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.GetByTestId("launcher").ClickAsync();
        await Expect(Lines(panel, "agent").Last).ToContainTextAsync("It is in the post.");
        await Expect(page.GetByTestId("launcher-unread")).ToBeHiddenAsync();

        await server.Get<TicketCommands>().ResolveAsync(server.Desk.Ana, ticket.Id, "A new **battery**.");
        await Expect(panel.Locator("[data-kind=resolved]")).ToContainTextAsync("A new battery.");
        await panel.GetByTestId("message-box").FillAsync("Thank you!");
        await panel.GetByTestId("message-box").PressAsync("Enter");
        await Expect(Lines(panel, "visitor").Last).ToHaveAttributeAsync("data-state", "sent");
        Assert.Contains(Assert.Single(await server.Desk.AllTicketsAsync()).Entries, e => e.Kind is EntryKind.CustomerMessage && e.Body == "Thank you!");
        await Expect(panel.Locator("body")).Not.ToContainTextAsync("not for Carla");
    }

    [Fact]
    public async Task What_Carla_writes_without_a_connection_is_sent_once_when_it_is_back_even_after_a_reload()
    {
        Expecting("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource");
        var server = await StartServerAsync();
        var (page, panel) = await OpenWidgetAsync(server);
        await SayAsync(panel, "One");
        await Expect(Lines(panel, "visitor").Last).ToHaveAttributeAsync("data-state", "sent");
        await page.RouteAsync("**/hubs/chat**", route => route.AbortAsync());
        await page.Context.SetOfflineAsync(true);
        await Expect(panel.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "offline");
        foreach (var word in new[] { "Two", "Three" }) await SayAsync(panel, word);
        await Expect(Lines(panel, "visitor")).ToHaveCountAsync(3);
        await panel.GetByTestId("message-box").FillAsync("Half a sent");

        await page.Context.SetOfflineAsync(false);
        await page.ReloadAsync();
        await page.GetByTestId("launcher").ClickAsync();
        // A socket that was open when the network went may still carry a line out: which of them wait is the browser's luck, that all arrive is not.
        await page.UnrouteAllAsync();
        await Expect(panel.Locator("[data-from=visitor][data-state=sent]")).ToHaveCountAsync(3, new() { Timeout = 30_000 });
        await Expect(panel.GetByTestId("message-box")).ToHaveValueAsync("Half a sent");
        await server.Chats.EndAsync(server.Desk.Ana, await ChatOfAsync(server));
        var transcript = (await server.Desk.AllTicketsAsync()).Single().Entries.Single().Body;
        foreach (var word in new[] { "One", "Two", "Three" }) Assert.Equal(2, transcript.Split("> " + word).Length);
    }

    [Fact]
    public async Task Carlas_open_panel_says_that_the_network_is_back_and_sends_what_she_wrote_meanwhile()
    {
        Expecting("ERR_INTERNET_DISCONNECTED|WebSocket|Failed to load resource");
        var server = await StartServerAsync();
        var (page, panel) = await OpenWidgetAsync(server);
        await SayAsync(panel, "One");
        await Expect(Lines(panel, "visitor").Last).ToHaveAttributeAsync("data-state", "sent");
        await page.Context.SetOfflineAsync(true);
        await Expect(panel.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "offline");
        await SayAsync(panel, "Two");
        await page.Context.SetOfflineAsync(false);
        await Expect(panel.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "connected");
        await Expect(panel.Locator("[data-from=visitor][data-state=sent]")).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Carla_ends_the_chat_herself_and_begins_another()
    {
        var server = await StartServerAsync();
        var (page, panel) = await OpenWidgetAsync(server);
        await Expect(panel.GetByTestId("end-chat")).ToBeHiddenAsync();
        await SayAsync(panel, "The bell is mute");
        await panel.GetByTestId("end-chat").ClickAsync();
        await Expect(panel.Locator("[data-kind=ended]")).ToBeVisibleAsync();
        await Expect(panel.Locator("[data-kind=ticket]")).ToContainTextAsync("TKT-");
        await Expect(panel.GetByTestId("end-chat")).ToBeHiddenAsync();
        await AxeAsync(page);

        await panel.GetByTestId("start-anew").ClickAsync();
        await SayAsync(panel, "The gate is stuck");
        await Expect(Lines(panel, "visitor")).ToHaveCountAsync(1);
        await Expect(Lines(panel, "visitor")).ToHaveAttributeAsync("data-state", "sent");
        Assert.Equal("The bell is mute", Assert.Single(await server.Desk.AllTicketsAsync()).Subject);
    }

    [Fact]
    public async Task What_Carla_writes_before_the_server_has_said_who_she_is_is_her_chat_and_she_can_end_it()
    {
        var server = await StartServerAsync();
        var page = await OpenWindowAsync();
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await page.RouteWebSocketAsync(url => url.Contains(ChatHub.Path, StringComparison.Ordinal), line =>
        {
            var (hub, last) = (line.ConnectToServer(), Task.CompletedTask);
            hub.OnMessage(frame => last = PassAsync(last, frame.Text!));

            async Task PassAsync(Task before, string frame)
            {
                await before;
                if (frame.Contains("recognised", StringComparison.Ordinal)) await written.Task;
                line.Send(frame);
            }
        });
        await page.GotoAsync(server.Site.ToString());
        await page.GetByTestId("launcher").ClickAsync();
        var panel = page.FrameLocator("iframe[name=livedesk]");
        await SayAsync(panel, "The bell is mute");
        written.SetResult();
        await Expect(Lines(panel, "visitor")).ToHaveAttributeAsync("data-state", "sent");
        await Expect(panel.GetByTestId("end-chat")).ToBeVisibleAsync();
        await Expect(panel.Locator("#box-problem")).ToBeEmptyAsync();
    }

    [Fact]
    public async Task When_a_file_cannot_be_saved_Carla_reads_it_beside_the_file_and_what_she_wrote_is_there_and_is_sent()
    {
        Expecting("503");
        var server = await StartServerAsync();
        var (_, panel) = await OpenWidgetAsync(server);
        await panel.GetByTestId("message-box").FillAsync("Here is the plan.");
        var plan = new FilePayload { Name = "plan.png", MimeType = "image/png", Buffer = Picture };
        using (server.Desk.Database.WithoutRoomForFiles())
        {
            await panel.GetByTestId("attach-input").SetInputFilesAsync(plan);
            await Expect(panel.Locator("[data-testid=upload][data-state=failed]")).ToContainTextAsync("could not be saved just now");
        }
        await Expect(panel.GetByTestId("message-box")).ToHaveValueAsync("Here is the plan.");
        await panel.GetByTestId("upload").GetByRole(AriaRole.Button).First.ClickAsync();
        await panel.GetByTestId("attach-input").SetInputFilesAsync(plan);
        await Expect(panel.Locator("[data-testid=upload][data-state=done]")).ToBeVisibleAsync();
        await panel.GetByTestId("send").ClickAsync();
        await Expect(Lines(panel, "visitor").And(panel.Locator("[data-state=sent]"))).ToContainTextAsync("Here is the plan.");
        await Expect(panel.Locator("[data-testid=file] img")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Faster_than_allowed_is_slower_but_nothing_is_lost()
    {
        var server = await StartServerAsync();
        var (_, panel) = await OpenWidgetAsync(server);
        for (var i = 0; i < 14; i++) await SayAsync(panel, $"line {i}");
        await Expect(panel.Locator("[data-from=visitor][data-state=sent]")).ToHaveCountAsync(14, new() { Timeout = 30_000 });
        Assert.Equal(Enumerable.Range(0, 14).Select(i => $"line {i}"), await Lines(panel, "visitor").Locator(".body").AllInnerTextsAsync());
    }

    [Fact]
    public async Task The_launcher_moves_nothing_waits_for_the_first_click_and_gives_the_focus_back()
    {
        var server = await StartServerAsync();
        var page = await OpenWindowAsync();
        var asked = new List<string>();
        page.Request += (_, request) => { lock (asked) asked.Add(new Uri(request.Url).AbsolutePath); };
        await page.GotoAsync(server.Site.ToString());
        await Expect(page.GetByTestId("launcher")).ToBeVisibleAsync();
        lock (asked) Assert.DoesNotContain(asked, a => a.StartsWith("/widget/", StringComparison.Ordinal) || a.StartsWith("/build/", StringComparison.Ordinal));
        var shift = await page.EvaluateAsync<double>("() => new Promise(r => { let sum = 0; new PerformanceObserver(l => l.getEntries().forEach(e => sum += e.value)).observe({ type: 'layout-shift', buffered: true }); requestAnimationFrame(() => requestAnimationFrame(() => r(sum))); })");
        Assert.Equal(0, shift);

        await page.GetByTestId("launcher").PressAsync("Enter");
        var panel = page.FrameLocator("iframe[name=livedesk]");
        await Expect(panel.GetByTestId("message-box")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(panel.GetByTestId("panel")).ToBeHiddenAsync();
        await Expect(page.GetByTestId("launcher")).ToBeFocusedAsync();
        Assert.True(await page.EvaluateAsync<bool>("() => { let n = 0; const off = LiveDesk.on('open', () => n++); LiveDesk.open(); off(); LiveDesk.close(); LiveDesk.open(); return n === 1; }"));
        await Expect(panel.GetByTestId("panel")).ToBeVisibleAsync();
        await page.EvaluateAsync("() => { document.body.replaceChildren(document.createElement('main')); }");
        await Expect(page.GetByTestId("launcher")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_page_of_a_site_that_is_not_allowed_gets_no_panel()
    {
        Expecting("frame-ancestors|Framing|Refused to frame|ERR_BLOCKED_BY_RESPONSE");
        var server = await StartServerAsync();
        await server.ConfigureAsync(s => s with { Widget = s.Widget with { AllowedOrigins = ["https://shop.example"] } });
        var page = await OpenWindowAsync();
        await page.GotoAsync(server.Site.ToString());
        await page.GetByTestId("launcher").ClickAsync();
        await Eventually.TrueAsync(() => page.Frames.Any(f => f.Url.StartsWith("chrome-error", StringComparison.Ordinal)), "the browser refuses the frame");
        await Expect(page.FrameLocator("iframe[name=livedesk]").GetByTestId("message-box")).ToHaveCountAsync(0);
    }

    /// <summary>The windows close first: a widget whose server has gone complains, and rightly.</summary>
    public override async Task DisposeAsync()
    {
        try { await base.DisposeAsync(); }
        finally
        {
            foreach (var server in _servers) await server.DisposeAsync();
        }
    }

    private async Task<ChatServer> StartServerAsync()
    {
        var server = await ChatServer.StartAsync();
        _servers.Add(server);
        return server;
    }

    private async Task<(IPage Page, IFrameLocator Panel)> OpenWidgetAsync(ChatServer server)
    {
        var page = await OpenWindowAsync();
        await page.GotoAsync(server.Site.ToString());
        await page.GetByTestId("launcher").ClickAsync();
        return (page, page.FrameLocator("iframe[name=livedesk]"));
    }

    private static async Task SayAsync(IFrameLocator panel, string text)
    {
        await panel.GetByTestId("message-box").FillAsync(text);
        await panel.GetByTestId("message-box").PressAsync("Enter");
    }

    private static ILocator Lines(IFrameLocator panel, string from) => panel.Locator($"[data-testid=message][data-from={from}]");

    private static async Task<Guid> ChatOfAsync(ChatServer server) =>
        (await server.Get<LiveDesk.Infrastructure.Chat.ChatQueries>().ListAsync(server.Desk.Ana)).Single().Id;
}
