using System.Text.RegularExpressions;
using LiveDesk.Tests.Infrastructure;
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
        Expecting("ERR_CONNECTION|ERR_FAILED|WebSocket|Failed to|negotiat|Connection disconnected");
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
    [Fact]
    public async Task What_Ana_goes_on_typing_while_her_note_is_sent_stands_after_it_in_the_order_of_her_keys()
    {
        const string More = "and the fuse is good too, so is the switch";
        var ana = await OpenTicketAsync("ana@livedesk.test", "Faster than the server");
        var line = await ComposerLine.OfAsync(ana);
        await ana.GetByTestId("composer-note").ClickAsync();
        await WriteAsync(ana, "The battery is flat");
        await ana.IsSavedAsync();
        line.Hold();
        await ana.Keyboard.PressAsync("Control+Enter");
        await Eventually.TrueAsync(() => Task.FromResult(line.HasHeld), "the server answers");
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
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]", new() { HasText = "The battery is flat" })).ToHaveCountAsync(1);
        await ana.ReloadAsync();
        await ana.WritesAsync($"{More}.");
    }
}
