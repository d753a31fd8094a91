using System.Net;
using System.Net.Http.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Shell;

/// <summary>Ana works without a mouse: the palette, the single keys, the sheet that lists them.</summary>
public sealed class PaletteTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_goes_from_a_sentence_to_another_ticket_and_acts_on_it_by_keys_alone()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var quokka = await ana.OpenNewTicketAsync("technician", "The quokka camera blinks");
        await ana.OpenNewTicketAsync("technician", "A ticket to be left");
        await ana.WriteReplyAsync("Half a sentence");
        await OpenPaletteAsync(ana);
        await AxeAsync(ana);
        await ana.Keyboard.PressAsync("Escape");
        await Expect(ana.GetByTestId("palette")).ToHaveCountAsync(0);
        await ana.Keyboard.TypeAsync(" goes on");
        await ana.WritesAsync("Half a sentence goes on");

        await OpenPaletteAsync(ana);
        await ana.Keyboard.TypeAsync("quokka blin");
        await Expect(Line(ana, quokka)).ToBeVisibleAsync();
        await ana.Keyboard.PressAsync("Enter");
        await ana.ComesToAsync($"*{quokka}");
        await Expect(ana.GetByTestId("ticket").Locator("h1")).ToHaveTextAsync("The quokka camera blinks");

        await OpenPaletteAsync(ana);
        await ana.Keyboard.TypeAsync("move progr");
        await Expect(ana.GetByTestId("palette-line")).ToContainTextAsync(["In Progress"]);
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");

        await OpenPaletteAsync(ana);
        await ana.Keyboard.TypeAsync("resolve");
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByTestId("resolve-dialog")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_Ana_used_last_comes_first_and_a_forbidden_status_says_why()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("psa", "Palette of statuses");
        await ana.GetByTestId("assign").ClickAsync();
        await Expect(ana.GetByTestId("status")).ToHaveAttributeAsync("data-value", "In Progress");
        await OpenPaletteAsync(ana);
        await ana.Keyboard.TypeAsync("move to new");
        await Expect(ana.Locator("[data-testid=palette-line][aria-disabled=true]")).ToContainTextAsync("nobody took yet");
        await ana.GetByTestId("palette-input").FillAsync("drafts");
        await ana.Keyboard.PressAsync("Enter");
        await ana.ComesToAsync("*/drafts");
        await OpenPaletteAsync(ana);
        await Expect(ana.GetByTestId("palette-line").First).ToHaveAttributeAsync("data-id", "/drafts");
    }

    [Fact]
    public async Task At_360_pixels_a_button_opens_it_and_German_words_find_German_places()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 360, Height = 700 }, Locale = "de-DE" });
        await ana.GotoAsync("colleagues");
        await ana.GetByTestId("palette-open").ClickAsync();
        await Expect(ana.GetByTestId("palette-input")).ToBeFocusedAsync();
        await ana.Keyboard.TypeAsync("Einstel prof");
        await Expect(ana.GetByTestId("palette-line").First).ToHaveAttributeAsync("data-id", "/settings/profile");
        await AxeAsync(ana);
        Assert.True(await ana.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && document.querySelector('.dialog.palette').scrollWidth <= innerWidth"));
        await ana.Keyboard.PressAsync("Enter");
        await ana.ComesToAsync("*/settings/profile");
    }

    [Fact]
    public async Task Single_keys_act_beside_fields_and_never_in_them_and_Ana_can_switch_them_off()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("technician", "Single keys");
        await ana.GetByTestId("composer-editor").ClickAsync();
        await ana.Keyboard.TypeAsync("aecrnm?gt/");
        await ana.WritesAsync("aecrnm?gt/");
        await ana.Keyboard.PressAsync("Escape");
        await Expect(ana.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Expect(ana.GetByTestId("assign")).ToBeVisibleAsync();

        await LeaveFieldsAsync(ana);
        await ana.Keyboard.PressAsync("n");
        await Expect(ana.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await LeaveFieldsAsync(ana);
        await ana.Keyboard.PressAsync("a");
        await Expect(ana.GetByTestId("assign")).ToHaveCountAsync(0);
        await LeaveFieldsAsync(ana);
        await ana.Keyboard.PressAsync("?");
        await Expect(ana.GetByTestId("shortcuts")).ToContainTextAsync("Assign to me");
        await AxeAsync(ana);
        // On the page it counts at once; a new page has it from the server.
        await ana.RunAndWaitForResponseAsync(() => ana.GetByTestId("single-keys").UncheckAsync(), r => r.Url.EndsWith("/keyboard/keys", StringComparison.Ordinal) && r.Ok);
        await ana.Keyboard.PressAsync("Escape");
        await Expect(ana.GetByTestId("shortcuts")).ToHaveCountAsync(0);
        await LeaveFieldsAsync(ana);
        await ana.Keyboard.PressAsync("e");
        await ana.Keyboard.PressAsync("?");
        // The palette is no single key: it opens, and nothing of the two before it did.
        await OpenPaletteAsync(ana);
        await Expect(ana.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(1);
        // It is hers wherever she signs in; for the other tests it is as usual again.
        await ana.ReloadAsync();
        await Expect(ana.Locator("nav.nav[data-keys*=false]")).ToBeVisibleAsync();
        await OpenPaletteAsync(ana);
        await ana.Keyboard.TypeAsync("keyboard sh");
        // On a page that is new what was found can be there before the palette's own lines.
        await Expect(ana.GetByTestId("palette-line").First).ToHaveAttributeAsync("data-id", "sheet");
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByTestId("single-keys")).Not.ToBeCheckedAsync();
        await ana.RunAndWaitForResponseAsync(() => ana.GetByTestId("single-keys").CheckAsync(), r => r.Url.EndsWith("/keyboard/keys", StringComparison.Ordinal) && r.Ok);
        await Expect(ana.Locator("nav.nav[data-keys*=false]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Enter_pressed_before_the_palette_knows_its_lines_means_the_first_one_that_comes()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync("desks/technician/tickets");
        await Expect(ana.GetByTestId("ticket-row").First).ToBeVisibleAsync();
        var typed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await ana.RouteAsync("**/keyboard", async route =>
        {
            await typed.Task;
            await route.ContinueAsync();
        });
        await OpenPaletteAsync(ana);
        await ana.Keyboard.TypeAsync("colleag");
        await ana.Keyboard.PressAsync("Enter");
        typed.SetResult();
        await ana.ComesToAsync("*/colleagues");
    }

    [Fact]
    public async Task On_the_list_j_and_k_walk_o_opens_and_g_t_goes_back()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.OpenNewTicketAsync("technician", "Walked to, one wombat");
        await ana.OpenNewTicketAsync("technician", "Walked to, two wombat");
        await ana.GotoAsync("desks/technician/tickets?q=wombat");
        await Expect(ana.GetByTestId("ticket-row")).ToHaveCountAsync(2);
        await LeaveFieldsAsync(ana);
        await ana.Keyboard.PressAsync("j");
        await ana.Keyboard.PressAsync("j");
        await ana.Keyboard.PressAsync("k");
        await ana.Keyboard.PressAsync("j");
        var second = await ana.GetByTestId("ticket-row").Nth(1).GetAttributeAsync("data-number");
        await ana.Keyboard.PressAsync("o");
        await ana.ComesToAsync($"*/tickets/{second}");
        await Expect(ana.GetByTestId("ticket")).ToBeVisibleAsync();
        // The second key has to follow soon: a browser that stood still between them is given both again.
        await Eventually.HoldsAsync(async () =>
        {
            await LeaveFieldsAsync(ana);
            await ana.Keyboard.PressAsync("g");
            await ana.Keyboard.PressAsync("t");
            await Eventually.TrueAsync(() => ana.Url.EndsWith("/desks/technician/tickets", StringComparison.Ordinal), "the page comes to the list", TimeSpan.FromSeconds(8));
        });
    }

    [Fact]
    public async Task The_palette_finds_for_Ola_nothing_that_she_may_not_see_and_for_a_stranger_nothing_at_all()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var address = await ana.OpenNewTicketAsync("technician", "The okapi gate");
        Assert.Contains(await FindAsync("ana@livedesk.test", "okapi"), h => h.Href == address);
        Assert.DoesNotContain(await FindAsync("ola@livedesk.test", "okapi"), h => h.Kind == "Tickets");
        using var nobody = Server.Client();
        nobody.DefaultRequestHeaders.Add("X-LiveDesk", "1");
        Assert.NotEqual(HttpStatusCode.OK, (await nobody.GetAsync("keyboard/find?q=okapi")).StatusCode);
    }

    private async Task<List<Hit>> FindAsync(string email, string words)
    {
        using var http = await Server.ClientOfAsync(email);
        http.DefaultRequestHeaders.Add("X-LiveDesk", "1");
        return (await http.GetFromJsonAsync<List<Hit>>($"keyboard/find?q={words}"))!;
    }

    private static async Task OpenPaletteAsync(IPage page)
    {
        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.GetByTestId("palette-input")).ToBeFocusedAsync();
    }

    private static ILocator Line(IPage page, string href) => page.Locator($"[data-testid=palette-line][data-id='{href}'][aria-selected=true]");

    private static Task LeaveFieldsAsync(IPage page) => page.EvaluateAsync("document.activeElement?.blur()");

    private sealed record Hit(string Kind, string Label, string Hint, string Href);
}
