using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>The base of tests in which Ana and Ben write in the composer of one ticket.</summary>
[Collection(InBrowserWriting.Name)]
public abstract class WritingTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    protected async Task<(IPage Ana, IPage Ben)> OpenTogetherAsync(string subject)
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", subject);
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await ben.IsSavedAsync();
        return (ana, ben);
    }

    protected async Task<IPage> OpenTicketAsync(string email, string subject, ServerProcess? server = null, BrowserNewContextOptions? options = null)
    {
        var page = await OpenWindowOfAsync(email, server, options);
        await page.OpenNewTicketAsync("technician", subject);
        await page.GetByTestId("composer-reply").ClickAsync();
        await page.IsSavedAsync();
        return page;
    }

    /// <summary>Where the cursor stands, as soon as it does.</summary>
    protected static async Task WriteAsync(IPage page, string text)
    {
        try
        {
            await Expect(page.GetByTestId("composer-editor")).ToBeFocusedAsync();
        }
        catch (PlaywrightException nowhere)
        {
            throw new Xunit.Sdk.XunitException($"The cursor stands in {await page.EvaluateAsync<string>("document.activeElement?.outerHTML.slice(0, 300) ?? 'nothing'")}, and the reply's tab says {await page.GetByTestId("composer-reply").GetAttributeAsync("aria-selected")}.", nowhere);
        }
        await page.Keyboard.TypeAsync(text);
    }
}
