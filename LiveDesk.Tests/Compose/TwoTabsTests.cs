using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>What is kept in a browser is kept for all its tabs, and for the person who typed it alone.</summary>
public sealed class TwoTabsTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    private const string Cut = ServerKilled + "|ERR_FAILED|Failed to|negotiat|401";

    [Theory]
    [InlineData("on another ticket")]
    [InlineData("on the same ticket")]
    public async Task What_Ana_types_in_a_tab_that_is_cut_off_is_all_there_though_a_tab_of_hers_was_back_before(string where)
    {
        Expecting(Cut);
        var ana = await OpenTicketAsync("ana@livedesk.test", $"A tab {where}");
        var line = await ComposerLine.OfAsync(ana);
        await ana.WriteReplyAsync("Before. ");
        await ana.IsSavedAsync();
        await line.CutAsync();
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await ana.Keyboard.TypeAsync("Cut off, ");

        var second = await ana.Context.NewPageAsync();
        if (where.Contains("another", StringComparison.Ordinal)) await second.OpenNewTicketAsync("technician", "Beside it");
        else await second.GotoAsync(ana.Url);
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await ben.WritesAsync("Before. Cut off,");

        await ana.Keyboard.TypeAsync("and still. ");
        line.Mend();
        await ana.IsSavedAsync();
        await ana.Keyboard.TypeAsync("Back.");
        await ana.IsSavedAsync();
        await ben.WritesAsync("Before. Cut off, and still. Back.");
        await ana.ReloadAsync();
        await ana.WritesAsync("Before. Cut off, and still. Back.");
    }

    [Fact]
    public async Task What_Ana_typed_waits_for_her_when_Ben_signs_in_beside_it_and_is_never_his()
    {
        Expecting(Cut);
        var ana = await OpenTicketAsync("ana@livedesk.test", "Hers alone");
        var ticket = ana.Url;
        var line = await ComposerLine.OfAsync(ana);
        await line.CutAsync();
        await ana.WriteReplyAsync("By Ana alone.");
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await ana.OpenNewTicketAsync("technician", "Elsewhere meanwhile");
        await ana.Context.ClearCookiesAsync();
        var tab = await ana.Context.NewPageAsync();
        await SignInAsync(tab, "ben@livedesk.test");
        line.Mend();
        await Expect(ana.GetByTestId("composer-problem")).ToBeVisibleAsync();
        await tab.GotoAsync(ticket);
        await tab.GetByTestId("composer-reply").ClickAsync();
        await tab.IsSavedAsync();
        await tab.WritesAsync("");

        await tab.Context.ClearCookiesAsync();
        await SignInAsync(tab, "ana@livedesk.test");
        await tab.GotoAsync(ticket);
        await tab.GetByTestId("composer-reply").ClickAsync();
        await tab.WritesAsync("By Ana alone.");
        await tab.IsSavedAsync();
        await tab.GetByTestId("composer-send").ClickAsync();
        await Expect(tab.Replies("By Ana alone.")).ToContainTextAsync("Ana");
        await Expect(tab.Replies("By Ana alone.")).Not.ToContainTextAsync("Ben");
    }

    [Fact]
    public async Task When_a_signal_is_lost_on_the_way_to_Ben_he_reads_all_of_it_nevertheless()
    {
        var (ana, ben) = await OpenTogetherAsync("A signal is lost");
        var line = await ComposerLine.OfAsync(ben);
        line.Lose("Updated");
        await WriteAsync(ana, "Lost, ");
        await Eventually.TrueAsync(() => line.HasLost, "the signal is lost");
        await WriteAsync(ana, "and found.");
        await ben.WritesAsync("Lost, and found.");
    }
}
