using System.Diagnostics;
using Microsoft.Playwright;

namespace LiveDesk.Bench;

/// <summary>
/// With two browsers on this machine: from Ana's click on "send" to the entry on Ben's screen; and how long a board
/// takes from the click on its link to its cards. Then the same for a large board.
/// </summary>
internal static class ScreenBench
{
    private const int Sends = 60;

    public static async Task RunAsync(string[] arguments)
    {
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var playwright = await Playwright.CreateAsync();
            await using var first = await Browsers.LaunchAsync(playwright);
            await using var second = await Browsers.LaunchAsync(playwright);
            await SampleAsync(published, first, second);
            await LargeAsync(published, first);
        }
        finally { Directory.Delete(published, recursive: true); }
    }

    private static async Task SampleAsync(string published, IBrowser first, IBrowser second)
    {
        await using var desk = DeskProcess.Start(published, "Development", LoadDesk.TemporaryFolder());
        await desk.ServesAsync();
        var (ana, ben) = (await Browsers.SignInAsync(first, desk, "ana@livedesk.test"), await Browsers.SignInAsync(second, desk, "ben@livedesk.test"));
        await SendsAsync(ana, ben, desk);
        await BoardsAsync(ana, desk, "psa", "click on Board to its cards (sample desk)");
    }

    /// <summary>A desk of 10,000 tickets: its board of 500 open ones.</summary>
    private static async Task LargeAsync(string published, IBrowser browser)
    {
        using var load = await LoadDesk.MakeAsync(1);
        var folder = LoadDesk.CopyOf(load.Folder);
        await using var desk = DeskProcess.Start(published, "Production", folder);
        await desk.ServesAsync();
        var page = await Browsers.SignInAsync(browser, desk, load.Emails[0], LoadDesk.Password);
        await BoardsAsync(page, desk, LoadDesk.Slug, $"click on Board to its cards ({LoadDesk.OpenTickets} open tickets)");
        Console.WriteLine($"cards in the page, of {LoadDesk.OpenTickets}: {await page.Locator("[data-testid=card]").CountAsync()}");
    }

    private static async Task SendsAsync(IPage ana, IPage ben, DeskProcess desk)
    {
        await ana.GotoAsync(new Uri(desk.Address, "desks/psa/tickets?status=New").ToString());
        await ana.Locator("[data-testid=ticket-row] td.subject a").First.ClickAsync();
        await ana.WaitForURLAsync("**/tickets/*");
        await ben.GotoAsync(ana.Url);
        await ben.Locator("[data-testid=thread]").WaitForAsync();
        var times = new Times();
        for (var i = 0; i < Sends; i++)
        {
            var text = $"Measured line {i}.";
            await ana.Locator("[data-testid=composer-reply]").ClickAsync();
            var editor = ana.Locator("[data-testid=composer-editor] [contenteditable=true], [data-testid=composer-editor][contenteditable=true]").First;
            await editor.FillAsync(text);
            await ana.Locator("[data-testid=composer-saved][data-state=saved]").WaitForAsync();
            var seen = ben.WaitForFunctionAsync("text => { for (const e of document.querySelectorAll('[data-testid=entry]')) if (e.textContent.includes(text)) return performance.timeOrigin + performance.now(); return 0; }", text, new() { PollingInterval = 5 });
            var clicked = await ana.EvaluateAsync<double>("() => { const at = performance.timeOrigin + performance.now(); document.querySelector('[data-testid=composer-send]').click(); return at; }");
            var at = await (await seen).JsonValueAsync<double>();
            times.Add(TimeSpan.FromMilliseconds(at - clicked));
        }
        Console.WriteLine(times.Show("click on send to the other browser's screen"));
    }

    private static async Task BoardsAsync(IPage ana, DeskProcess desk, string slug, string what)
    {
        var times = new Times();
        for (var i = 0; i < 20; i++)
        {
            await ana.GotoAsync(new Uri(desk.Address, $"desks/{slug}/tickets").ToString());
            await ana.Locator("[data-testid=ticket-row]").First.WaitForAsync();
            var clock = Stopwatch.GetTimestamp();
            await ana.Locator($"a[href='/desks/{slug}/board']").First.ClickAsync();
            await ana.Locator("[data-testid=card]").First.WaitForAsync();
            times.Add(Stopwatch.GetElapsedTime(clock));
        }
        Console.WriteLine(times.Show(what));
    }
}
