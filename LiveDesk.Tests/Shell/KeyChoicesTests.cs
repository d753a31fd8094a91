using System.Net;
using System.Net.Http.Json;
using LiveDesk.Domain;
using LiveDesk.Web.Shell;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Shell;

/// <summary>Keys that people choose for others than usual.</summary>
public sealed class KeyChoicesTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public void What_is_kept_is_read_again_and_what_is_no_key_is_refused()
    {
        Assert.Null(KeyChoices.Usual.Kept);
        Assert.Equal(KeyChoices.Usual, KeyChoices.Read(null));
        var chosen = new KeyChoices(false, new Dictionary<string, string> { ["reply"] = "&", ["goBoard"] = "g ü", ["next"] = "=" }).Checked();
        var read = KeyChoices.Read(chosen.Kept);
        Assert.False(read.Single);
        Assert.Equal(chosen.Keys.OrderBy(k => k.Key, StringComparer.Ordinal), read.Keys.OrderBy(k => k.Key, StringComparer.Ordinal));
        foreach (var (name, key) in new[] { ("reply", ""), ("reply", "ab"), ("reply", "Q"), ("reply", "a b c"), ("reply", " "), ("reply", "\u0007"), ("", "q"), ("single", "q"), ("a&b", "q"), (new string('x', 31), "q") })
            Assert.Throws<RuleViolation>(() => new KeyChoices(true, new Dictionary<string, string> { [name] = key }).Checked());
        Assert.Throws<RuleViolation>(() => new KeyChoices(true, new Dictionary<string, string> { ["reply"] = "q", ["note"] = "q" }).Checked());
        Assert.Throws<RuleViolation>(() => new KeyChoices(true, null!).Checked());
    }

    [Fact]
    public async Task Sam_changes_a_key_on_the_sheet_and_his_other_window_has_it_at_once()
    {
        var (sam, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        var ticket = await sam.OpenNewTicketAsync("technician", "Keys of Sam's own");
        await other.GotoAsync(ticket);
        // On this desk one begins with a note.
        await Expect(other.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        await OpenSheetAsync(sam);
        await Change(sam, "reply").ClickAsync();
        await AxeAsync(sam);
        await sam.GetByTestId("key-input").FillAsync("e");
        await sam.GetByTestId("key-save").ClickAsync();
        await Expect(sam.GetByTestId("key-problem")).ToContainTextAsync("Resolve");
        // What begins like another one would hide it.
        await sam.GetByTestId("key-input").FillAsync("g");
        await sam.GetByTestId("key-save").ClickAsync();
        await Expect(sam.GetByTestId("key-problem")).ToContainTextAsync("g b");
        await sam.GetByTestId("key-input").FillAsync("y q");
        await sam.GetByTestId("key-save").ClickAsync();
        await Expect(sam.Locator("dt[data-key=reply]")).ToHaveTextAsync("yq");
        await sam.SetViewportSizeAsync(360, 700);
        await AxeAsync(sam);
        Assert.True(await sam.EvaluateAsync<bool>("document.querySelector('.dialog.shortcuts').scrollWidth <= innerWidth"));

        await Expect(other.Locator("nav.nav[data-keys*='y q']")).ToBeAttachedAsync();
        await other.EvaluateAsync("document.activeElement?.blur()");
        await other.Keyboard.PressAsync("r");
        await Expect(other.GetByTestId("composer")).ToHaveAttributeAsync("data-audience", "note");
        // The second key has to follow soon: a browser that stood still between them is given both again.
        await Eventually.HoldsAsync(async () =>
        {
            await other.EvaluateAsync("document.activeElement?.blur()");
            await other.Keyboard.PressAsync("y");
            await other.Keyboard.PressAsync("q");
            await Eventually.TrueAsync(async () => await other.GetByTestId("composer").GetAttributeAsync("data-audience") == "reply", "the composer turns to a reply", TimeSpan.FromSeconds(8));
        });

        await sam.GetByTestId("keys-usual").ClickAsync();
        await Expect(sam.Locator("dt[data-key=reply]")).ToHaveTextAsync("r");
        await Expect(other.Locator("nav.nav[data-keys]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Keys_are_kept_for_those_who_are_signed_in_and_ask_from_a_page_of_ours()
    {
        using var http = await Server.ClientOfAsync("ola@livedesk.test");
        var keys = new KeyChoices(true, new Dictionary<string, string> { ["reply"] = "q" });
        Assert.Equal(HttpStatusCode.NotFound, (await http.PutAsJsonAsync("keyboard/keys", keys)).StatusCode);
        http.DefaultRequestHeaders.Add("X-LiveDesk", "1");
        Assert.Equal(HttpStatusCode.BadRequest, (await http.PutAsJsonAsync("keyboard/keys", keys with { Keys = new Dictionary<string, string> { ["reply"] = "too long" } })).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await http.PutAsJsonAsync("keyboard/keys", KeyChoices.Usual)).StatusCode);
        using var nobody = Server.Client();
        nobody.DefaultRequestHeaders.Add("X-LiveDesk", "1");
        Assert.NotEqual(HttpStatusCode.NoContent, (await nobody.PutAsJsonAsync("keyboard/keys", keys)).StatusCode);
    }

    private static ILocator Change(IPage page, string key) => page.Locator($"[data-testid=key-change][data-key={key}]");

    private static async Task OpenSheetAsync(IPage page)
    {
        await page.EvaluateAsync("document.activeElement?.blur()");
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByTestId("shortcuts")).ToBeVisibleAsync();
    }
}
