using System.Text.RegularExpressions;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>A page that is drawn or loaded anew under a writer's hands: what they type goes on being their text.</summary>
public sealed class InterruptedTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    [Fact]
    public async Task A_page_that_is_drawn_anew_in_the_middle_of_a_word_does_not_interrupt_it()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "Drawn anew");
        await ana.GetByTestId("composer-reply").ClickAsync();
        await WriteAsync(ana, "The battery ");
        for (var n = 1; n <= 3; n++)
        {
            await ana.EvaluateAsync("() => { const old = document.querySelector('livedesk-composer'); old.replaceWith(old.cloneNode(false)); }");
            await ana.Keyboard.TypeAsync($"goes on {n} ");
        }
        await ana.WritesAsync("The battery goes on 1 goes on 2 goes on 3");
    }

    [Fact]
    public async Task Letters_typed_before_the_text_is_back_after_a_reload_are_the_texts_and_no_shortcuts()
    {
        Expecting(ServerKilled + "|ERR_CONNECTION|ERR_FAILED|Failed to|negotiat");
        var ana = await OpenTicketAsync("ana@livedesk.test", "Reloaded in a hurry");
        var line = await ComposerLine.OfAsync(ana);
        await ana.GetByTestId("composer-reply").ClickAsync();
        await WriteAsync(ana, "The battery ");
        await ana.IsSavedAsync();
        await line.CutAsync();
        await ana.ReloadAsync();
        await WriteAsync(ana, "near the reset");
        line.Mend();
        await ana.WritesAsync(new Regex("The battery", RegexOptions.NonBacktracking));
        await ana.WritesAsync(new Regex("near the reset", RegexOptions.NonBacktracking));
        await ana.IsSavedAsync();
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "reply");
    }

    /// <summary>The answer comes in the middle of a word: the sent text gives place to an empty one under her hands.</summary>
    [Theory]
    [InlineData("alone")]
    [InlineData("with a second tab of hers on the ticket")]
    [InlineData("in a browser whose storage has failed")]
    public async Task What_Ana_goes_on_typing_while_her_note_is_sent_stands_after_it_in_the_order_of_her_keys(string how)
    {
        const string More = "and the fuse is good too, so is the switch";
        var ana = await OpenTicketAsync("ana@livedesk.test", $"Faster than the server, {how}");
        var line = await ComposerLine.OfAsync(ana);
        await ana.GetByTestId("composer-note").ClickAsync();
        if (how.Contains("tab", StringComparison.Ordinal)) await OpenBesideAsync(ana);
        if (how.Contains("storage", StringComparison.Ordinal)) await ana.EvaluateAsync("() => { IDBDatabase.prototype.transaction = () => { throw new DOMException('gone', 'InvalidStateError'); }; }");
        await WriteAsync(ana, "The battery is flat");
        await ana.IsSavedAsync();
        await SendHeldAsync(ana, line);
        foreach (var letter in More)
        {
            await ana.Keyboard.TypeAsync(letter.ToString());
            line.LetOne();
        }
        line.LetAll();
        await ana.WritesAsync(More);
        await ana.Keyboard.TypeAsync(".");
        await ana.WritesAsync($"{More}.");
        await ana.IsSavedAsync();
        await Expect(Note(ana, "The battery is flat")).ToHaveCountAsync(1);
        await ana.ReloadAsync();
        await ana.WritesAsync($"{More}.");
    }

    [Fact]
    public async Task A_file_that_Ana_attaches_while_her_note_is_sent_goes_with_the_next_one()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "The plan comes after");
        var line = await ComposerLine.OfAsync(ana);
        await ana.GetByTestId("composer-note").ClickAsync();
        await WriteAsync(ana, "I measured it");
        await ana.IsSavedAsync();
        await SendHeldAsync(ana, line);
        await ana.GetByTestId("composer-files").SetInputFilesAsync(new FilePayload { Name = "plan.txt", MimeType = "text/plain", Buffer = "two doors"u8.ToArray() });
        await Expect(Chip(ana)).ToBeVisibleAsync();
        line.LetAll();
        await ana.WritesAsync("");
        await Expect(Chip(ana)).ToBeVisibleAsync();
        await ana.IsSavedAsync();
        await ana.Keyboard.TypeAsync("Here is the plan");
        await ana.Keyboard.PressAsync("Control+Enter");
        await Expect(Note(ana, "Here is the plan").GetByTestId("attachment")).ToBeVisibleAsync();
        await Expect(Note(ana, "I measured it").GetByTestId("attachment")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_page_that_is_drawn_anew_while_a_note_is_on_its_way_sends_or_keeps_every_letter_of_it()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "Drawn anew on the way");
        var line = await ComposerLine.OfAsync(ana);
        await ana.GetByTestId("composer-note").ClickAsync();
        await WriteAsync(ana, "The battery");
        await ana.IsSavedAsync();
        line.Hold();
        await ana.Keyboard.TypeAsync(" is");
        await ana.Keyboard.PressAsync("Control+Enter");
        await ana.EvaluateAsync("() => { const old = document.querySelector('livedesk-composer'); old.replaceWith(old.cloneNode(false)); }");
        await ana.Keyboard.TypeAsync(" flat");
        line.LetAll();
        await ana.IsSavedAsync();
        await Eventually.HoldsAsync(async () => Assert.Equal("The battery is flat", string.Join(' ', (await Note(ana, "The battery").Locator("p").AllInnerTextsAsync()).Append(await ana.MarkdownAsync()).Select(t => t.Trim())).Trim()));
    }

    [Fact]
    public async Task What_was_sent_while_Ana_was_cut_off_does_not_come_back_with_her_though_more_was_sent_since()
    {
        Expecting(ServerKilled + "|ERR_CONNECTION|ERR_FAILED|Failed to|negotiat");
        var ana = await OpenTicketAsync("ana@livedesk.test", "Sent without her");
        var line = await ComposerLine.OfAsync(ana);
        await ana.GetByTestId("composer-note").ClickAsync();
        await WriteAsync(ana, "The **first** note");
        await ana.IsSavedAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-note").ClickAsync();
        await ben.WritesAsync("The **first** note");
        await line.CutAsync();
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await WriteAsync(ben, "");
        await ben.Keyboard.PressAsync("Control+Enter");
        await ben.WritesAsync("");
        await WriteAsync(ben, "The second note");
        await ben.IsSavedAsync();
        await ben.Keyboard.PressAsync("Control+Enter");
        await ben.WritesAsync("");
        line.Mend();
        await ana.IsSavedAsync();
        await ana.WritesAsync("");
        await ben.WritesAsync("");
        await Expect(Note(ben, "The second note")).ToHaveCountAsync(1);
    }

    /// <summary>Another tab of hers, on the same ticket and text. It stays behind the first one.</summary>
    private static async Task OpenBesideAsync(IPage page)
    {
        var beside = await page.Context.NewPageAsync();
        await beside.GotoAsync(page.Url);
        await beside.GetByTestId("composer-note").ClickAsync();
        await beside.IsSavedAsync();
        await page.BringToFrontAsync();
        await page.GetByTestId("composer-note").ClickAsync();
    }

    /// <summary>Sends, and holds what the server says to it.</summary>
    private static async Task SendHeldAsync(IPage page, ComposerLine line)
    {
        line.Hold();
        await page.Keyboard.PressAsync("Control+Enter");
        await Eventually.TrueAsync(() => line.HasHeld, "the server answers");
    }

    private static ILocator Note(IPage page, string text) => page.Locator("[data-testid=entry][data-kind=note]", new() { HasText = text });

    private static ILocator Chip(IPage page) => page.Locator(".composer-file[data-state=there]");
}
