using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Browser;

/// <summary>Long texts in plain fields: what may be is saved, what may not is said, and the screen lives on.</summary>
public sealed class LongTextTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    // In lines, as a log has them: a single word of a million letters takes the browser itself a minute.
    private const string Put = "(field, [line, count]) => { field.focus(); field.value = line.repeat(count); field.dispatchEvent(new Event('input', { bubbles: true })); field.dispatchEvent(new Event('change', { bubbles: true })); }";

    [Fact]
    public async Task A_description_of_a_hundred_thousand_letters_is_saved_and_one_of_a_million_waits_to_be_shortened()
    {
        var ben = await BeginTicketAsync();
        await ben.GetByTestId("new-ticket-subject").FillAsync("A long log");
        var description = ben.GetByTestId("new-ticket-description");
        await description.EvaluateAsync(Put, new object[] { "Тревога!\n", 111_112 });
        Assert.Equal("This text has 1,000,008 characters; 100,000 is the most. It was not saved: please shorten it.", await description.EvaluateAsync<string>("field => field.validationMessage"));
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await Expect(description).ToBeFocusedAsync();
        await Expect(ben.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "online");

        await description.EvaluateAsync(Put, new object[] { "Тревога!\n", 11_111 });
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await ben.ComesToAsync("**/tickets/*");
        await Expect(ben.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("A long log");
    }

    [Fact]
    public async Task A_subject_that_is_far_too_long_is_answered_with_a_sentence()
    {
        var ben = await BeginTicketAsync();
        await ben.GetByTestId("new-ticket-subject").EvaluateAsync(Put, new object[] { "x", 90_000 });
        await ben.GetByTestId("new-ticket-save").ClickAsync();
        await Expect(ben.GetByTestId("new-ticket-problem")).ToContainTextAsync("300");
        await Expect(ben.GetByTestId("connection-bar")).ToHaveAttributeAsync("data-state", "online");
        await Expect(ben.GetByTestId("new-ticket-subject")).ToHaveValueAsync(new string('x', 90_000));
    }

    /// <summary>Ben, in the window of a new ticket, with Emil as its requester.</summary>
    private async Task<IPage> BeginTicketAsync()
    {
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync("desks/psa/tickets");
        await ben.GetByTestId("new-ticket").ClickAsync();
        await ben.GetByTestId("new-ticket-requester").FillAsync("Emil");
        await ben.GetByTestId("new-ticket-email").FillAsync("emil@example.com");
        return ben;
    }
}
