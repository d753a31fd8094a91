using System.IO.Enumeration;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>What several browser tests do on the same screens, by their test ids.</summary>
internal static class Screens
{
    /// <summary>Asks again and again for the address: the browser's library can miss a move inside the page that happens while it begins to listen.</summary>
    /// <param name="address">With * for whatever stands there.</param>
    public static Task ComesToAsync(this IPage page, string address) =>
        Eventually.TrueAsync(() => FileSystemName.MatchesSimpleExpression(address, page.Url), $"the page comes to {address}", TimeSpan.FromSeconds(30));

    /// <summary>The page found its restarted server by itself, and was loaded anew: going elsewhere before would cross with that.</summary>
    public static Task IsBackAsync(this IPage page) => Expect(page.GetByTestId("away-summary")).ToBeVisibleAsync();

    /// <summary>A Technician desk of a test's own, so that what it sets there is nobody else's. The administrator's page.</summary>
    /// <returns>Its slug.</returns>
    public static async Task<string> OpenNewDeskAsync(this IPage page, string name)
    {
        var slug = $"{name.ToLowerInvariant()}-{Guid.NewGuid().ToString("N")[..6]}";
        await page.GotoAsync("settings/desks");
        await page.GetByTestId("new-desk").ClickAsync();
        await page.GetByTestId("desk-name").FillAsync(name);
        await page.GetByTestId("desk-slug").FillAsync(slug);
        await page.Locator("[name=preset][value=technician]").CheckAsync();
        await page.GetByTestId("save-desk").ClickAsync();
        await page.ComesToAsync($"**/settings/desks/{slug}");
        return slug;
    }

    /// <summary>Chooses one of many: the first that is offered, or the one of this name.</summary>
    /// <param name="stays">It stands there as chosen, and is not put on a list.</param>
    public static async Task PickAsync(this IPage page, string testId, string? name = null, bool stays = true)
    {
        var (clear, box, hit) = (page.GetByTestId($"{testId}-clear"), page.Locator($"input[data-testid={testId}]"), page.GetByTestId($"{testId}-hit"));
        await clear.Or(box).First.WaitForAsync();
        if (await clear.IsVisibleAsync()) await clear.ClickAsync();
        if (name is null) await box.FocusAsync();
        else await box.FillAsync(name);
        await (name is null ? hit.First : hit.Filter(new LocatorFilterOptions { HasText = name }).First).ClickAsync();
        if (stays) await Expect(clear).ToBeVisibleAsync();
    }

    /// <summary>Fills the form of a new ticket on a desk, and leaves it open.</summary>
    public static async Task FillNewTicketAsync(this IPage page, string desk, string subject)
    {
        await page.GotoAsync($"desks/{desk}/tickets");
        await page.GetByTestId("new-ticket").ClickAsync();
        await page.GetByTestId("new-ticket-requester").FillAsync("Carla");
        await page.GetByTestId("new-ticket-email").FillAsync("carla.of.the.lift@example.com");
        await page.GetByTestId("new-ticket-subject").FillAsync(subject);
        await page.GetByTestId("new-ticket-description").FillAsync("Since this morning.");
        // The field desk works for organisations only.
        if (desk == "field") await page.PickAsync("new-ticket-organisation");
    }

    /// <summary>A ticket that no other test knows, opened by hand; the page is on it. Returns its address.</summary>
    public static async Task<string> OpenNewTicketAsync(this IPage page, string desk, string subject)
    {
        await page.FillNewTicketAsync(desk, subject);
        await page.GetByTestId("new-ticket-save").ClickAsync();
        try
        {
            await page.ComesToAsync("**/tickets/*");
        }
        catch (Xunit.Sdk.XunitException late)
        {
            throw new Xunit.Sdk.XunitException($"No ticket was opened. The page, with what is in its fields:\n{await page.EvaluateAsync<string>("document.body.innerText + [...document.querySelectorAll('input, textarea')].map(f => `\n${f.dataset.testid}: ${f.value}`).join('')")}", late);
        }
        await Expect(page.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync(subject);
        return new Uri(page.Url).AbsolutePath;
    }

    /// <summary>The widget on the sample site of a desk, opened.</summary>
    public static async Task<IFrameLocator> OpenWidgetAsync(this IPage page, string desk)
    {
        await page.GotoAsync($"demo?desk={desk}");
        await page.GetByTestId("launcher").ClickAsync();
        var panel = page.FrameLocator("iframe[name=livedesk]");
        await Expect(panel.GetByTestId("message-box")).ToBeVisibleAsync();
        return panel;
    }

    public static async Task SayAsync(this IFrameLocator panel, string text)
    {
        await panel.GetByTestId("message-box").FillAsync(text);
        await panel.GetByTestId("message-box").PressAsync("Enter");
    }

    public static ILocator Lines(this IFrameLocator panel, string from) => panel.Locator($"[data-testid=message][data-from={from}]:not([data-kind])");

    /// <summary>What the composer holds, as Markdown; where there is none, what is there instead.</summary>
    public static async Task<string> MarkdownAsync(this IPage page)
    {
        try
        {
            return await page.EvaluateAsync<string>(
                """
                () => {
                  const composer = document.querySelector("livedesk-composer");
                  return composer?.getMarkdown ? composer.getMarkdown() : `No composer on ${location.href} (${document.readyState}): ${composer?.outerHTML} in ${document.body?.outerHTML.slice(0, 2000)}`;
                }
                """);
        }
        catch (PlaywrightException reloading) when (reloading.Message.Contains("Execution context was destroyed", StringComparison.Ordinal))
        {
            return "The page is being loaded anew.";
        }
    }

    public static Task WritesAsync(this IPage page, string markdown) => page.WritesAsync(new Regex("^" + Regex.Escape(markdown) + "$", RegexOptions.NonBacktracking));

    public static Task WritesAsync(this IPage page, Regex markdown) => Eventually.HoldsAsync(async () => Assert.Matches(markdown, await page.MarkdownAsync()), TimeSpan.FromSeconds(60));

    public static async Task WriteReplyAsync(this IPage page, string text)
    {
        await page.GetByTestId("composer-reply").ClickAsync();
        await page.Keyboard.TypeAsync(text);
    }

    /// <summary>Into the composer, as a browser pastes.</summary>
    public static Task PasteAsync(this IPage page, string text, string html = "") => page.EvaluateAsync(
        """
        ([text, html]) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          if (html) data.setData("text/html", html);
          document.querySelector("[data-testid=composer-editor]").dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }
        """, new[] { text, html });

    public static Task IsSavedAsync(this IPage page) => Expect(page.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "saved", new() { Timeout = 60_000 });

    public static ILocator Replies(this IPage page, string text) => page.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = text });
}
