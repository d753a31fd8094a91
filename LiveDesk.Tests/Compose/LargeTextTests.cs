using System.Globalization;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>Much text at once: what the composer takes is saved, and what is too much stands in nobody's way.</summary>
public sealed class LargeTextTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    [Fact]
    public async Task A_log_of_short_lines_that_Ana_pastes_is_saved_and_so_is_what_she_types_after_it()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "A long log");
        var log = string.Join("\n\n", Enumerable.Range(1, 7_200).Select(n => $"line {n.ToString("D4", CultureInfo.InvariantCulture)}"));
        await ana.PasteAsync(log);
        await ana.Keyboard.TypeAsync(" and the end");
        await ana.IsSavedAsync();
        await Expect(ana.GetByTestId("composer-problem")).Not.ToBeVisibleAsync();
        await ana.ReloadAsync();
        await Eventually.HoldsAsync(async () => Assert.Equal($"{log} and the end", await ana.MarkdownAsync()), TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task What_is_too_large_to_be_saved_is_said_and_once_Ana_has_taken_it_out_everything_is_saved()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "Far too much");
        await WriteAsync(ana, "Before. ");
        await ana.IsSavedAsync();
        await ana.EvaluateAsync("document.querySelector('livedesk-composer').insertMarkdown('x'.repeat(2_200_000))");
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("too large to be saved");
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("too large to be saved");

        await ana.GetByTestId("composer-editor").FocusAsync();
        await ana.Keyboard.PressAsync("Control+a");
        await ana.Keyboard.TypeAsync("Short.");
        await ana.IsSavedAsync();
        await ana.ReloadAsync();
        await ana.WritesAsync("Short.");
    }
}
