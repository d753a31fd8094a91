using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Chat;

/// <summary>The chats screen, as Ana and Ben work with it while Carla writes in the widget.</summary>
public sealed class ChatScreensTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_sees_the_chat_come_in_opens_it_answers_and_ends_it_and_Bens_list_follows()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        foreach (var page in new[] { ana, ben }) await page.GotoAsync("chats");
        await Expect(ana.GetByTestId("chat-item").First).ToBeVisibleAsync();
        await AxeAsync(ana);

        var carla = await OpenWindowAsync();
        var panel = await carla.OpenWidgetAsync("psa");
        await panel.SayAsync("The **intercom** is *deaf* since `noon`, see [this](https://example.com/p)");
        var (hers, bens) = (Item(ana), Item(ben));
        await Expect(hers).ToHaveAttributeAsync("data-state", "Waiting");
        await Expect(hers.Locator(".chat-first")).ToHaveTextAsync("The intercom is deaf since noon, see this");
        await Expect(bens).ToHaveAttributeAsync("data-state", "Waiting");

        await hers.GetByTestId("chat-open").ClickAsync();
        await Expect(ana.Locator("[data-testid=entry][data-kind=customer]")).ToContainTextAsync("The **intercom** is *deaf*");
        await ana.GetByTestId("chat-box").FillAsync("I ring the bell from here. <b>Do you hear it?</b>");
        await ana.GetByTestId("chat-box").PressAsync("Enter");
        await Expect(panel.Lines("agent")).ToContainTextAsync("I ring the bell from here. <b>Do you hear it?</b>");
        await Expect(hers).ToHaveAttributeAsync("data-state", "Active");
        await Expect(bens.Locator(".avatar")).ToHaveAttributeAsync("data-person", "Ana");
        await AxeAsync(ana);

        await ana.GetByTestId("chat-end").ClickAsync();
        await Expect(bens).ToHaveAttributeAsync("data-state", "Ended");
        await Expect(panel.Locator("[data-kind=ticket]")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("chat-ticket")).ToBeVisibleAsync();
        await AxeAsync(ana);
        await ana.GetByTestId("chat-ticket").ClickAsync();
        await Expect(ana.Locator("[data-testid=entry][data-kind=transcript]")).ToContainTextAsync("Do you hear it?");
    }

    [Fact]
    public async Task On_a_telephone_the_list_and_the_chat_are_one_after_the_other_and_the_way_back_is_there()
    {
        var carla = await OpenWindowAsync();
        var panel = await carla.OpenWidgetAsync("psa");
        await panel.SayAsync("The intercom is mute on my telephone");
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark });
        await ana.GotoAsync("chats");
        await AxeAsync(ana);
        await Item(ana, "mute on my telephone").GetByTestId("chat-open").ClickAsync();
        await Expect(ana.GetByTestId("chat-box")).ToBeVisibleAsync();
        await Expect(Item(ana, "mute on my telephone")).ToBeHiddenAsync();
        await AxeAsync(ana);
        Assert.True(await ana.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 360, "The chat is wider than the screen.");
        await ana.Locator(".chat-back").ClickAsync();
        await Expect(Item(ana, "mute on my telephone")).ToBeVisibleAsync();
        await ana.GotoAsync("chats/" + await Item(ana, "mute on my telephone").GetAttributeAsync("data-id"));
        await ana.GetByTestId("chat-end").ClickAsync();
        await Expect(panel.Locator("[data-kind=ticket]")).ToBeVisibleAsync();
    }

    private static ILocator Item(IPage page, string text = "The intercom is deaf") => page.GetByTestId("chat-item").Filter(new() { HasText = text });
}
