using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using Xunit;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>Two people decide on one ticket, each in a window of their own.</summary>
public sealed class MeanwhileBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_is_shown_what_Ben_chose_and_asked_and_different_fields_both_win()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await NewTicketAsync(ana, "Two hands on one lever");
        await ben.GotoAsync(new Uri(ana.Url).AbsolutePath);

        // Ana opens the choice on Medium; Ben is faster.
        await ana.GetByTestId("priority").FocusAsync();
        await ben.GetByTestId("priority").SelectOptionAsync("High");
        await Expect(ana.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "3");
        await ana.GetByTestId("priority").SelectOptionAsync("Low");
        var question = ana.GetByTestId("meanwhile");
        await Expect(question).ToContainTextAsync("Ben set it to High");
        await Expect(ben.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "3");
        await Expect(ana.GetByTestId("priority")).ToHaveValueAsync("High");
        await AxeAsync(ana);
        await ana.GetByTestId("meanwhile-keep").ClickAsync();
        await Expect(question).ToHaveCountAsync(0);

        await ana.GetByTestId("priority").FocusAsync();
        await ben.GetByTestId("priority").SelectOptionAsync("Medium");
        await Expect(ana.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "2");
        await ana.GetByTestId("priority").SelectOptionAsync("Low");
        await ana.GetByTestId("meanwhile-take").ClickAsync();
        await Expect(ben.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "1");

        // Different fields: nobody is asked.
        await ana.GetByTestId("assignee").FocusAsync();
        await ben.GetByTestId("priority").SelectOptionAsync("High");
        await ana.GetByTestId("assignee").SelectOptionAsync(new SelectOptionValue { Label = "Ana" });
        await Expect(ben.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Ana");
        await Expect(ana.GetByTestId("priority")).ToHaveAttributeAsync("data-value", "3");
        await Expect(question).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Ana_renames_while_Ben_renames_and_reads_both_subjects()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await NewTicketAsync(ana, "A name for two");
        await ben.GotoAsync(new Uri(ana.Url).AbsolutePath);
        await ana.GetByTestId("rename").ClickAsync();
        await ana.GetByTestId("rename-text").FillAsync("Ana's name");
        await ben.GetByTestId("rename").ClickAsync();
        await ben.GetByTestId("rename-text").FillAsync("Ben's name");
        await ben.GetByTestId("rename-save").ClickAsync();
        await Expect(ben.GetByTestId("subject")).ToHaveTextAsync("Ben's name");
        await ana.GetByTestId("rename-save").ClickAsync();
        await Expect(ana.GetByTestId("meanwhile")).ToContainTextAsync("Ben set it to “Ben's name”");
        await ana.GetByTestId("meanwhile-take").ClickAsync();
        await Expect(ben.GetByTestId("subject")).ToHaveTextAsync("Ana's name");
    }

    private static async Task NewTicketAsync(IPage page, string subject)
    {
        await page.OpenNewTicketAsync("technician", subject);
        await Expect(page.GetByTestId("ticket")).ToBeVisibleAsync();
    }
}
