using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Security;

/// <summary>
/// Somebody writes markup into every field that they can reach, and everybody else looks at all screens. The policy alone would keep a
/// script from running, so the oracle is the page itself: nothing of what was written may have become an element.
/// </summary>
public sealed class HostileTextTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private const string Markup = "</textarea></title><b data-hit>x</b><img data-hit src=x onerror=alert(1)>";
    private const string Link = "[here](javascript:alert(1))";

    [Fact]
    public async Task Threat_1_and_3_what_was_written_as_markup_is_text_on_every_screen()
    {
        var carla = await OpenWindowAsync();
        var panel = await carla.OpenWidgetAsync("psa");
        await panel.SayAsync($"Chat {Markup} {Link}");
        await Expect(panel.Lines("visitor")).ToContainTextAsync(Markup);

        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var contact = await AddContactAsync(sam);
        var article = await AddArticleAsync(sam);
        var ticket = await AddTicketAsync(sam);

        await sam.GotoAsync("chats");
        await sam.GetByTestId("chat-item").Filter(new() { HasText = "Chat </textarea>" }).GetByTestId("chat-open").ClickAsync();
        await Expect(sam.Locator("[data-testid=entry][data-kind=customer]")).ToContainTextAsync(Markup);
        await HoldsNoMarkupAsync(sam);
        await sam.GetByTestId("chat-end").ClickAsync();
        await Expect(sam.GetByTestId("chat-ticket")).ToBeVisibleAsync();
        var fromChat = await sam.GetByTestId("chat-ticket").GetAttributeAsync("href");

        var shows = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ticket] = $"Subject {Markup}",
            [fromChat!] = $"Chat {Markup}",
            ["desks/psa/board"] = $"Subject {Markup}",
            ["desks/psa/tickets"] = $"Subject {Markup}",
            [$"desks/psa/tickets?q={Uri.EscapeDataString(Markup)}"] = "",
            [contact] = $"Contact {Markup}",
            ["people?q=contact"] = $"Contact {Markup}",
            ["organisations"] = $"Firm {Markup}",
            ["knowledge"] = $"Article {Markup}",
            [article] = "",
            ["drafts"] = $"Subject {Markup}",
            ["colleagues"] = $"Subject {Markup}",
            ["settings/team"] = "",
            ["settings/work"] = "",
        };
        // Somebody is on the ticket with a draft, so that the lists of drafts and of colleagues name it.
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync(ticket);
        await ana.WriteReplyAsync("A draft");
        await ana.IsSavedAsync();
        foreach (var (page, text) in shows)
        {
            await sam.GotoAsync(page);
            await sam.Locator("h1").First.WaitForAsync();
            if (text.Length > 0) await Expect(sam.Locator("main")).ToContainTextAsync(text);
            await HoldsNoMarkupAsync(sam);
        }

        await sam.GotoAsync(ticket);
        await Eventually.HoldsAsync(async () => Assert.Contains(Markup, await sam.TitleAsync(), StringComparison.Ordinal));
        Assert.Equal(0, await sam.Locator("a[href^='javascript:' i]").CountAsync());
    }

    private static async Task<string> AddContactAsync(IPage page)
    {
        await page.GotoAsync("organisations");
        await page.GetByTestId("new-organisation").ClickAsync();
        await page.GetByTestId("organisation-name").FillAsync($"Firm {Markup}");
        await page.GetByTestId("save-organisation").ClickAsync();
        await Expect(page.GetByTestId("organisation-title")).ToHaveTextAsync($"Firm {Markup}");
        await HoldsNoMarkupAsync(page);
        await page.GotoAsync("people");
        await page.GetByTestId("new-contact").ClickAsync();
        await page.GetByTestId("contact-name").FillAsync($"Contact {Markup}");
        await page.GetByTestId("contact-email").FillAsync("hostile@example.com");
        await page.PickAsync("contact-organisation", $"Firm {Markup}");
        await page.GetByTestId("save-contact").ClickAsync();
        await Expect(page.GetByTestId("contact-title")).ToHaveTextAsync($"Contact {Markup}");
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task<string> AddArticleAsync(IPage page)
    {
        await page.OpenNewArticleAsync($"Article {Markup}");
        await page.WriteArticleAsync($"Body {Markup} {Link}");
        await page.GetByTestId("article-preview").ClickAsync();
        await Expect(page.GetByTestId("preview")).ToContainTextAsync(Markup);
        await HoldsNoMarkupAsync(page);
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task<string> AddTicketAsync(IPage page)
    {
        await page.FillNewTicketAsync("psa", $"Subject {Markup}");
        await page.GetByTestId("new-ticket-requester").FillAsync($"Contact {Markup}");
        await page.GetByTestId("new-ticket-email").FillAsync("hostile@example.com");
        await page.GetByTestId("new-ticket-description").FillAsync($"Body {Markup} {Link}");
        await HoldsNoMarkupAsync(page);
        await page.GetByTestId("new-ticket-save").ClickAsync();
        await page.ComesToAsync("**/tickets/*");
        await Expect(page.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync($"Subject {Markup}");
        return new Uri(page.Url).AbsolutePath;
    }

    private static async Task HoldsNoMarkupAsync(IPage page)
    {
        foreach (var frame in page.Frames) Assert.Equal(0, await frame.Locator("[data-hit]").CountAsync());
    }
}
