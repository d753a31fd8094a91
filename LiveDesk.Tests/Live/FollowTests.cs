using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Live;

/// <summary>A supervisor goes where a colleague goes, is seen there, and whispers.</summary>
public sealed class FollowTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Sam_follows_Ana_into_ticket_and_chat_whispers_to_her_and_stays_when_she_goes_where_there_is_nothing_to_join()
    {
        var carla = await OpenWindowAsync();
        var frames = EveryFrameOf(carla);
        var panel = await carla.OpenWidgetAsync("psa");
        await panel.SayAsync("The lift hums since the follow-up");
        var (ana, sam) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        foreach (var page in new[] { ana, sam }) await page.GotoAsync("colleagues");
        await Row(sam, "Ana").GetByTestId("colleague-follow").ClickAsync();
        await Expect(sam.Locator("[data-testid=follow-bar][data-person=Ana]")).ToHaveAttributeAsync("data-state", "nowhere");

        var ticket = await ana.OpenNewTicketAsync("technician", "The lift plays music");
        await sam.ComesToAsync("**" + ticket);
        await Expect(sam.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("The lift plays music");
        await Expect(sam.GetByTestId("follow-bar")).ToHaveAttributeAsync("data-state", "there");
        await Expect(In(ana, "Sam")).ToBeVisibleAsync();

        await ana.GotoAsync("chats");
        var item = ana.GetByTestId("chat-item").Filter(new() { HasText = "hums since the follow-up" });
        await item.GetByTestId("chat-open").ClickAsync();
        await ana.ComesToAsync("**/chats/*");
        await sam.ComesToAsync("**" + new Uri(ana.Url).AbsolutePath);
        await Expect(In(ana, "Sam")).ToHaveAttributeAsync("data-doing", "viewing");
        await Expect(In(sam, "Ana")).ToBeVisibleAsync();
        await AxeAsync(sam);
        // The chat puts Sam's cursor into its box by itself; as long as he does not touch it, he is led on, and back.
        await ana.GotoAsync(ticket);
        await sam.ComesToAsync("**" + ticket);
        await ana.GoBackAsync();
        await sam.ComesToAsync("**/chats/*");

        await Expect(sam.GetByTestId("chat-box")).ToBeVisibleAsync();
        // Typing is a signal that may get lost, as any key's; the next key says it again.
        var types = sam.Locator("[data-testid=typing][data-person=Visitor]");
        await Eventually.HoldsAsync(async () =>
        {
            await panel.GetByTestId("message-box").PressAsync("a");
            try { await types.WaitForAsync(new() { Timeout = 2_500 }); }
            catch (TimeoutException) { Assert.Fail($"Sam, at {sam.Url} with Ana at {ana.Url}, does not see the visitor type: {await sam.InnerTextAsync("main")}"); }
        }, TimeSpan.FromSeconds(30));
        await Expect(In(sam, "Visitor")).ToHaveCountAsync(0);

        await sam.GetByTestId("chat-mode-whisper").ClickAsync();
        await sam.GetByTestId("chat-box").FillAsync("offer a refund");
        await sam.GetByTestId("chat-box").PressAsync("Enter");
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]")).ToContainTextAsync("offer a refund");
        await ana.GetByTestId("chat-box").FillAsync("You get your money back.");
        await ana.GetByTestId("chat-box").PressAsync("Enter");
        await Expect(panel.Lines("agent")).ToContainTextAsync("You get your money back.");
        lock (frames)
        {
            Assert.Contains(frames, f => f.Contains("money back", StringComparison.Ordinal));
            Assert.DoesNotContain(frames, f => f.Contains("offer a refund", StringComparison.Ordinal) || f.Contains("Sam", StringComparison.Ordinal));
        }
        await Expect(panel.Locator("body")).Not.ToContainTextAsync("refund");

        var chat = sam.Url;
        await ana.GotoAsync("desks/technician/board");
        await Expect(sam.GetByTestId("follow-bar")).ToHaveAttributeAsync("data-state", "nowhere");
        Assert.Equal(chat, sam.Url);

        // Sam's cursor is in the box still: nobody is torn away from there.
        await ana.GotoAsync(ticket);
        await Expect(sam.GetByTestId("follow-bar")).ToHaveAttributeAsync("data-state", "went");
        await Expect(sam.GetByTestId("follow-bar")).ToContainTextAsync("The lift plays music");
        Assert.Equal(chat, sam.Url);
        await sam.GetByTestId("follow-go").ClickAsync();
        await sam.ComesToAsync("**" + ticket);
        await Expect(sam.GetByTestId("follow-bar")).ToHaveAttributeAsync("data-state", "there");
        await sam.Locator("h1").FocusAsync();
        await sam.Keyboard.PressAsync("Escape");
        await Expect(sam.GetByTestId("follow-bar")).ToHaveCountAsync(0);
        await ana.GotoAsync(new Uri(chat).AbsolutePath);
        await Expect(In(ana, "Sam")).ToHaveCountAsync(0);
        Assert.EndsWith(ticket, sam.Url, StringComparison.Ordinal);
        await ana.GetByTestId("chat-end").ClickAsync();
        await Expect(ana.GetByTestId("chat-ticket")).ToBeVisibleAsync(); // it is over: closed in the middle of it, the browser complains
    }

    [Fact]
    public async Task Sam_is_not_led_away_from_an_open_window_nor_from_what_he_typed_into_a_plain_field()
    {
        var (ana, sam) = (await OpenWindowOfAsync("ana@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var bar = sam.GetByTestId("follow-bar");
        foreach (var page in new[] { ana, sam }) await page.GotoAsync("colleagues");
        await Row(sam, "Ana").GetByTestId("colleague-follow").ClickAsync();
        // Where she was a moment ago, in a window that is closed, leads nowhere any more.
        await Expect(bar).ToHaveAttributeAsync("data-state", "nowhere");
        await sam.Locator("nav a[href$='/tickets']").First.ClickAsync();
        await sam.GetByTestId("new-ticket").ClickAsync();
        var first = await ana.OpenNewTicketAsync("technician", "The lift stops between floors");
        await Expect(bar).ToHaveAttributeAsync("data-state", "went");
        await Expect(sam.GetByTestId("new-ticket-dialog")).ToBeVisibleAsync();
        await sam.Keyboard.PressAsync("Escape");
        await Expect(sam.GetByTestId("new-ticket-dialog")).ToHaveCountAsync(0);
        await Expect(bar).ToHaveAttributeAsync("data-state", "went");

        await sam.Locator("nav a[href='/settings']").ClickAsync();
        await sam.Locator("main a[href='/settings/profile']").First.ClickAsync();
        var name = sam.GetByTestId("my-name");
        await name.FillAsync("Samuel, not yet saved");
        await sam.Locator("h1").FocusAsync();
        var second = await ana.OpenNewTicketAsync("technician", "The lift stops between doors");
        await Expect(bar).ToContainTextAsync("between doors");
        await Expect(bar).ToHaveAttributeAsync("data-state", "went");
        await Expect(name).ToHaveValueAsync("Samuel, not yet saved");
        await sam.GetByTestId("follow-go").ClickAsync();
        await sam.ComesToAsync("**" + second);

        await ana.GotoAsync(first);
        await sam.ComesToAsync("**" + first);
        await sam.GetByTestId("follow-stop").ClickAsync();
        await Expect(bar).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Ola_sees_that_Ben_is_here_and_where_only_when_it_is_in_her_department()
    {
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var ola = await OpenWindowOfAsync("ola@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark });
        await ben.OpenNewTicketAsync("hosting", "Ben looks at a technical matter");
        foreach (var page in new[] { ana, ola }) await page.GotoAsync("colleagues");
        await Expect(Row(ana, "Ben").GetByTestId("colleague-place")).ToContainTextAsync("a technical matter");
        await Expect(Row(ola, "Ben")).ToBeVisibleAsync();
        await Expect(Row(ola, "Ben").GetByTestId("colleague-place")).ToHaveCountAsync(0);

        await ben.FillNewTicketAsync("hosting", "Ben looks at an invoice");
        await ben.GetByTestId("new-ticket-department").SelectOptionAsync(new SelectOptionValue { Label = "Billing" });
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await Expect(Row(ola, "Ben").GetByTestId("colleague-place")).ToContainTextAsync("Ben looks at an invoice");
        await Expect(ola.GetByTestId("colleague-follow")).ToHaveCountAsync(0);
        await AxeAsync(ola);
        Assert.True(await ola.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 360, "The list is wider than the screen.");
        await Row(ola, "Ben").GetByTestId("colleague-join").ClickAsync();
        await Expect(ola.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("Ben looks at an invoice");
        await Expect(In(ben, "Ola")).ToBeVisibleAsync();
    }

    private static ILocator Row(IPage page, string person) => page.Locator($"[data-testid=colleague][data-person={person}]");

    private static ILocator In(IPage page, string person) => page.Locator($"[data-testid=presence][data-person={person}]");

    private static List<string> EveryFrameOf(IPage page)
    {
        var frames = new List<string>();
        page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => { lock (frames) frames.Add(frame.Text ?? System.Text.Encoding.UTF8.GetString(frame.Binary ?? [])); };
        return frames;
    }
}
