using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>One reply by several people.</summary>
public sealed class TogetherTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    [Fact]
    public async Task Ben_joins_Ana_s_reply_both_write_it_and_it_bears_both_names()
    {
        var (ana, ben) = await OpenTogetherAsync("Two hands on one reply");
        await WriteAsync(ana, "Dear Carla,");
        await ben.WritesAsync("Dear Carla,");
        await Expect(ben.GetByTestId("composer-replying")).ToContainTextAsync("Ana is replying");
        await Expect(ben.GetByTestId("composer-editor")).ToHaveAttributeAsync("contenteditable", "false");
        await AxeAsync(ben);

        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.TypeAsync(" change the battery.");
        await ana.WritesAsync("Dear Carla, change the battery.");
        await Expect(ana.Locator("[data-testid=remote-cursor][data-person=Ben]")).ToBeVisibleAsync();
        await Expect(ana.GetByTestId("composer-hands")).ToContainTextAsync("Ben");
        await Expect(ana.GetByTestId("composer-editor")).ToHaveAttributeAsync("contenteditable", "true");

        await ben.IsSavedAsync();
        await ben.GetByTestId("composer-send").ClickAsync();
        await Expect(ben.GetByTestId("composer-problem")).Not.ToBeVisibleAsync();
        var entry = ana.Locator("[data-testid=entry][data-kind=reply]", new() { HasText = "change the battery." });
        await Expect(entry).ToContainTextAsync("Ben");
        await Expect(entry).ToContainTextAsync("Ana");
        await ana.WritesAsync("");
    }

    [Fact]
    public async Task Undo_takes_back_one_s_own_letters_and_never_a_colleague_s()
    {
        var (ana, ben) = await OpenTogetherAsync("Whose undo");
        // All at once: of slow keys one undo takes back the last ones only.
        await Expect(ana.GetByTestId("composer-editor")).ToBeFocusedAsync();
        await ana.Keyboard.InsertTextAsync("Ana wrote this. ");
        await ben.WritesAsync("Ana wrote this.");
        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.TypeAsync("Ben added that.");
        await ana.WritesAsync("Ana wrote this. Ben added that.");
        await ana.GetByTestId("composer-editor").FocusAsync();
        await ana.Keyboard.PressAsync("Control+z");
        await ben.WritesAsync("Ben added that.");
        await ana.WritesAsync("Ben added that.");
    }

    [Fact]
    public async Task Ben_takes_over_and_Ana_is_told_and_not_locked_out()
    {
        var (ana, ben) = await OpenTogetherAsync("Who goes on");
        await WriteAsync(ana, "I began");
        await ben.WritesAsync("I began");
        await ben.GetByTestId("composer-take-over").ClickAsync();
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben took this reply over");
        await ben.Keyboard.TypeAsync(" and I finish.");
        await ana.WritesAsync("I began and I finish.");
        await ana.GetByTestId("composer-editor").ClickAsync();
        await ana.Keyboard.PressAsync("Control+End");
        await ana.Keyboard.TypeAsync(" Good.");
        await ben.WritesAsync("I began and I finish. Good.");
    }

    [Fact]
    public async Task Ben_writes_a_note_beside_Ana_s_reply_instead()
    {
        var (ana, ben) = await OpenTogetherAsync("A note instead");
        await WriteAsync(ana, "To the customer");
        await ben.GetByTestId("composer-note-instead").ClickAsync();
        await Expect(ben.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await ben.Keyboard.TypeAsync("For us alone");
        await ben.IsSavedAsync();
        await ana.WritesAsync("To the customer");
        await ana.CloseAsync();
        await ben.GetByTestId("composer-reply").ClickAsync();
        await Expect(ben.GetByTestId("composer-replying")).Not.ToBeVisibleAsync();
        await ben.WritesAsync("To the customer");
    }

    [Fact]
    public async Task Ana_asks_Ben_to_read_her_draft_and_he_finds_it_among_the_drafts()
    {
        var (ana, ben) = await OpenTogetherAsync("Please read this");
        await WriteAsync(ana, "Is this right?");
        await ana.IsSavedAsync();
        await ben.GotoAsync("drafts");
        await Expect(ben.GetByTestId("open-draft").Filter(new() { HasText = "Please read this" })).ToBeVisibleAsync();
        await ana.GetByTestId("composer-review").ClickAsync();
        await ana.GetByRole(AriaRole.Menuitem, new() { Name = "Ben" }).ClickAsync();
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben is asked");
        await Expect(ben.GetByTestId("drafts-to-review")).ToBeVisibleAsync();
        await Expect(ben.GetByTestId("open-draft").Filter(new() { HasText = "Please read this" }).GetByTestId("asked-to-review")).ToContainTextAsync("Ana asks you");
        await AxeAsync(ben);
    }
}
