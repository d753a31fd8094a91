using Microsoft.Playwright;

namespace LiveDesk.Bench;

/// <summary>Drafts as two people in two browsers have them: from a key to the other's screen, and from a page's load to a long text in it.</summary>
internal static class DraftScreens
{
    private const int Keys = 200;
    private const int Loads = 10;

    /// <summary>When each letter was struck in the one page, and when it stood in the other.</summary>
    private const string Listen = """
        () => {
          const composer = document.querySelector("livedesk-composer"), now = () => performance.timeOrigin + performance.now();
          window.struck = [];
          window.seen = [];
          addEventListener("keydown", () => struck.push(now()), true);
          new MutationObserver(() => { for (const length = composer.getMarkdown().length; seen.length < length;) seen.push(now()); }).observe(composer, { subtree: true, childList: true, characterData: true });
        }
        """;

    public static async Task RunAsync(DeskProcess desk, IReadOnlyList<string> emails, LoadTicket empty, LoadTicket written, int letters)
    {
        using var playwright = await Playwright.CreateAsync();
        await using var first = await Browsers.LaunchAsync(playwright);
        await using var second = await Browsers.LaunchAsync(playwright);
        var ana = await Browsers.SignInAsync(first, desk, emails[0], LoadDesk.Password);
        var ben = await Browsers.SignInAsync(second, desk, emails[1], LoadDesk.Password);
        Console.WriteLine((await LoadAsync(ana, desk, empty, 0)).Show("load of a ticket's page to its reply saved, nothing in it"));
        Console.WriteLine((await LoadAsync(ana, desk, written, letters)).Show($"load of a ticket's page to its reply saved, {letters} updates opened, applied and shown"));
        await KeysAsync(ana, ben, desk, empty);
    }

    private static async Task<Times> LoadAsync(IPage page, DeskProcess desk, LoadTicket ticket, int letters)
    {
        var times = new Times();
        await ShowReplyAsync(page, desk, ticket);
        for (var i = 0; i < Loads; i++)
        {
            await page.ReloadAsync();
            var shown = await page.WaitForFunctionAsync("letters => document.querySelector('[data-testid=composer-saved][data-state=saved]') && document.querySelector('livedesk-composer').getMarkdown().replaceAll(/\\s/g, '').length === letters ? performance.now() : 0", letters, new() { PollingInterval = 5, Timeout = 120_000 });
            times.Add(TimeSpan.FromMilliseconds(await shown.JsonValueAsync<double>()));
        }
        return times;
    }

    private static async Task KeysAsync(IPage ana, IPage ben, DeskProcess desk, LoadTicket ticket)
    {
        foreach (var page in new[] { ana, ben })
        {
            await ShowReplyAsync(page, desk, ticket);
            await page.EvaluateAsync(Listen);
        }
        var dice = new Random(1);
        await ana.Locator("[data-testid=composer-editor]").FocusAsync();
        for (var i = 0; i < Keys; i++)
        {
            await ana.Keyboard.PressAsync("x");
            await Task.Delay(dice.Next(60, 340));
        }
        await ben.WaitForFunctionAsync("keys => seen.length === keys", Keys);
        var (struck, seen) = (await ana.EvaluateAsync<double[]>("struck"), await ben.EvaluateAsync<double[]>("seen"));
        var times = new Times();
        for (var i = 0; i < Keys; i++) times.Add(TimeSpan.FromMilliseconds(seen[i] - struck[i]));
        Console.WriteLine(times.Show("key struck → the letter on the other browser's screen, some 5 keys a second"));
    }

    private static async Task ShowReplyAsync(IPage page, DeskProcess desk, LoadTicket ticket)
    {
        await page.GotoAsync(new Uri(desk.Address, $"tickets/{ticket.Number}").ToString());
        await page.Locator("[data-testid=composer-reply]").ClickAsync();
        await page.Locator("[data-testid=composer-saved][data-state=saved]").WaitForAsync(new() { Timeout = 120_000 });
    }
}
