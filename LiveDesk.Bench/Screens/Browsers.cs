using LiveDesk.Infrastructure.People;
using Microsoft.Playwright;

namespace LiveDesk.Bench;

/// <summary>Chromium on this machine, and people in it.</summary>
internal static class Browsers
{
    private static readonly string[] Known = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/google-chrome"];
    private static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    public static Task<IBrowser> LaunchAsync(IPlaywright playwright) =>
        playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = Array.Find(Known, File.Exists) ?? throw new InvalidOperationException("These benches need Chromium. Install it: apt-get install chromium"), Headless = true, Args = Flags });

    public static async Task<IPage> SignInAsync(IBrowser browser, DeskProcess desk, string email, string password = SampleAccounts.DefaultPassword)
    {
        var page = await browser.NewPageAsync();
        await page.GotoAsync(new Uri(desk.Address, "sign-in").ToString());
        await page.Locator("[name=Email]").FillAsync(email);
        await page.Locator("[name=Password]").FillAsync(password);
        await page.Locator("form:has([name=Password]) [type=submit]").ClickAsync();
        await page.WaitForURLAsync("**/desks/**");
        return page;
    }
}
