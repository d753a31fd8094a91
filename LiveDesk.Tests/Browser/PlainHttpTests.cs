using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>A desk in a network of one's own, without a certificate: browsers keep part of what they can do from such pages.</summary>
public sealed class PlainHttpTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Over_plain_http_Carla_chats_Ana_answers_writes_a_reply_and_copies_its_link()
    {
        var desk = new UriBuilder(Server.Address) { Host = BrowserFixture.PlainHost }.Uri.ToString();
        var carla = await OpenWindowAsync(options: new() { BaseURL = desk });
        var panel = await carla.OpenWidgetAsync("psa");
        Assert.False(await carla.EvaluateAsync<bool>("isSecureContext || 'randomUUID' in crypto || 'clipboard' in navigator"));
        await panel.SayAsync("Nothing but plain wire here");
        await Expect(panel.Lines("visitor")).ToHaveAttributeAsync("data-state", "sent");

        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new() { BaseURL = desk });
        await ana.GotoAsync("chats");
        await ana.GetByTestId("chat-item").Filter(new() { HasText = "plain wire" }).GetByTestId("chat-open").ClickAsync();
        await ana.GetByTestId("chat-box").FillAsync("It is enough");
        await ana.GetByTestId("chat-send").ClickAsync();
        await Expect(panel.Lines("agent")).ToContainTextAsync("It is enough");
        await ana.GetByTestId("chat-end").ClickAsync();
        await ana.GetByTestId("chat-ticket").ClickAsync();
        await ana.WriteReplyAsync("As we said");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").And(ana.Locator(":visible")).ClickAsync();
        await Expect(ana.Replies("As we said")).ToBeVisibleAsync();

        await ana.Keyboard.PressAsync("Control+k");
        await ana.GetByTestId("palette-input").FillAsync("copy");
        await ana.Locator("[data-testid=palette-line][data-id=copy-link]").ClickAsync();
        await ana.Keyboard.PressAsync("Control+k");
        await ana.GetByTestId("palette-input").PressAsync("Control+v");
        await Expect(ana.GetByTestId("palette-input")).ToHaveValueAsync(ana.Url.Split('#')[0]);
    }
}
