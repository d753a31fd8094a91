using Microsoft.Playwright;

namespace LiveDesk.Tests.Settings;

/// <summary>Settings and customers as people use them, with two browsers: what one saves, the other sees.</summary>
public sealed class SettingsBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    private const string Script = "<img src=x onerror=alert(1)>";

    [Fact]
    public async Task Sam_invites_Zoe_who_chooses_her_password_works_and_is_signed_out_when_he_deactivates_her()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        await sam.GotoAsync("settings/team");
        await sam.GetByTestId("add-person").ClickAsync();
        await sam.GetByTestId("person-name").FillAsync($"Zoe {Script}");
        await sam.GetByTestId("person-email").FillAsync("zoe");
        await sam.GetByTestId("save-person").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("person-problem")).ToContainTextAsync("is not an e-mail address");
        await Assertions.Expect(sam.GetByTestId("person-name")).ToHaveValueAsync($"Zoe {Script}");
        await sam.GetByTestId("person-email").FillAsync("zoe@livedesk.test");
        await sam.GetByLabel("Keller Security").CheckAsync();
        await sam.GetByTestId("save-person").ClickAsync();
        var link = await sam.GetByTestId("password-link").InputValueAsync();
        await sam.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();
        var row = sam.Locator("[data-testid=team-row][data-person='zoe@livedesk.test']");
        await Assertions.Expect(row).ToContainTextAsync(Script);

        // What she will see, before she does.
        await row.GetByTestId("access").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("access-desk")).ToHaveAttributeAsync("data-value", "Keller Security");
        await sam.GetByTestId("access-number").FillAsync("nonsense");
        await sam.GetByTestId("access-try").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("access-problem")).ToContainTextAsync("no number of a ticket");
        await sam.GetByTestId("access-number").FillAsync("1001");
        await sam.GetByTestId("access-try").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("access-answer")).Not.ToBeEmptyAsync();
        await AxeAsync(sam);
        await sam.Keyboard.PressAsync("Escape");
        await Assertions.Expect(sam.GetByTestId("access-dialog")).ToHaveCountAsync(0);

        var (zoe, again) = (await OpenWindowAsync(), await OpenWindowAsync());
        await again.GotoAsync(link);
        await zoe.GotoAsync(link);
        await AxeAsync(zoe);
        await zoe.Locator("[name=Password]").FillAsync("three small boats");
        await zoe.GetByTestId("save-password").ClickAsync();
        await zoe.ComesToAsync("*/desks/technician/*");
        // The link is good for one password.
        Expecting("422");
        await again.Locator("[name=Password]").FillAsync("four small boats");
        await again.GetByTestId("save-password").ClickAsync();
        await Assertions.Expect(again.GetByRole(AriaRole.Alert)).ToContainTextAsync("This link");

        await row.GetByTestId("deactivate").ClickAsync();
        await sam.GetByTestId("deactivate-confirm").ClickAsync();
        await zoe.ComesToAsync("*/sign-in*");
        await Assertions.Expect(row.GetByTestId("deactivated")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_Sam_saves_of_a_desk_is_on_Supervisors_screens_and_in_the_preview()
    {
        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var other = await OpenWindowOfAsync("sam@livedesk.test");
        foreach (var window in new[] { sam, other }) await window.GotoAsync("settings/desks/suite");
        await AxeAsync(sam);

        await sam.GetByTestId("new-department").FillAsync($"Returns {Script}");
        await sam.GetByTestId("add-department").ClickAsync();
        await Assertions.Expect(other.GetByTestId("department").Filter(new() { HasText = Script })).ToBeVisibleAsync();
        await sam.GetByTestId("new-department").FillAsync("support");
        await sam.GetByTestId("add-department").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("department-problem")).ToContainTextAsync("already has a department");
        await Assertions.Expect(sam.GetByTestId("new-department")).ToHaveValueAsync("support");
        // Two of them rename it at once: the second reads what the first did, and decides.
        foreach (var page in new[] { sam, other }) await page.GetByTestId("department").Filter(new() { HasText = Script }).GetByTestId("department-rename").ClickAsync();
        await other.GetByTestId("department-name").FillAsync($"Repairs {Script}");
        await other.GetByTestId("department-save").ClickAsync();
        await Assertions.Expect(other.GetByTestId("department-dialog")).ToHaveCountAsync(0);
        await sam.GetByTestId("department-name").FillAsync("Back office");
        await sam.GetByTestId("department-save").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("department-dialog-problem")).ToContainTextAsync("Repairs");
        await sam.GetByTestId("department-save").ClickAsync();
        await Assertions.Expect(other.Locator("[data-testid=department][data-value='Back office']")).ToBeVisibleAsync();

        // What the other one is typing is not overwritten by what Sam saves.
        await other.GetByTestId("desk-settings").GetByTestId("desk-name").FillAsync("Half a na");
        await sam.GetByTestId("greeting").FillAsync("Grüezi <b>there</b>");
        await sam.GetByTestId("origins").FillAsync("https://shop.example/\nnonsense");
        await sam.GetByTestId("save-widget").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("widget-problem")).ToContainTextAsync("“nonsense” is not an origin");
        await sam.GetByTestId("origins").FillAsync("https://shop.example/");
        await sam.GetByTestId("save-widget").ClickAsync();
        await Assertions.Expect(other.GetByTestId("greeting")).ToHaveValueAsync("Grüezi <b>there</b>");
        await Assertions.Expect(other.GetByTestId("desk-settings").GetByTestId("desk-name")).ToHaveValueAsync("Half a na");
        await Assertions.Expect(other.FrameLocator("[data-testid=widget-preview]").Locator("body")).ToContainTextAsync("Grüezi <b>there</b>");
        Assert.Contains("data-desk=\"suite\"", await sam.GetByTestId("snippet").InputValueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sam_writes_down_a_domain_of_spam_and_takes_it_off_again_in_two_windows()
    {
        var (sam, other) = (await OpenWindowOfAsync("sam@livedesk.test"), await OpenWindowOfAsync("sam@livedesk.test"));
        await sam.GotoAsync("settings/desks/suite");
        await sam.GetByTestId("tab-spam").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("spam-none")).ToBeVisibleAsync();
        await other.GotoAsync("settings/desks/suite/spam?q=prizes");
        await sam.GetByTestId("new-spam").FillAsync($"@prizes {Script}");
        await sam.GetByTestId("add-spam").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("spam-problem")).ToContainTextAsync("is not an e-mail address");
        await sam.GetByTestId("new-spam").FillAsync("@prizes.example");
        await sam.GetByTestId("add-spam").ClickAsync();
        await Assertions.Expect(other.GetByTestId("spam-row")).ToContainTextAsync("@prizes.example");
        await AxeAsync(sam);
        await other.GetByTestId("spam-remove").ClickAsync();
        await Assertions.Expect(sam.GetByTestId("spam-none")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Ana_adds_a_customer_whom_Ben_sees_at_once_and_finds_again()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync("people?q=quillfeather");
        await Assertions.Expect(ben.GetByTestId("empty")).ToBeVisibleAsync();
        await AxeAsync(ben);

        await ana.GotoAsync("people");
        await ana.GetByTestId("new-contact").ClickAsync();
        await ana.GetByTestId("contact-name").FillAsync($"Quillfeather {Script}");
        await ana.GetByTestId("contact-email").FillAsync("carla@example.com");
        await ana.GetByTestId("save-contact").ClickAsync();
        await Assertions.Expect(ana.GetByTestId("contact-problem")).ToContainTextAsync("already");
        await ana.GetByTestId("contact-email").FillAsync("quill@example.com");
        await ana.GetByTestId("save-contact").ClickAsync();
        await Assertions.Expect(ana.GetByTestId("contact-title")).ToHaveTextAsync($"Quillfeather {Script}");
        await AxeAsync(ana);
        await Assertions.Expect(ben.GetByTestId("contact-row")).ToContainTextAsync(Script);
    }

    [Fact]
    public async Task An_agent_has_no_settings_of_others_and_every_page_fits_a_small_screen()
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        foreach (var closed in new[] { "settings/desks", "settings/desks/suite", "settings/desks/suite/tickets", "settings/team", "settings/work" })
        {
            await ana.GotoAsync(closed);
            await Assertions.Expect(ana.GetByTestId("not-found")).ToBeVisibleAsync();
        }
        var sam = await OpenWindowOfAsync("sam@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 } });
        foreach (var page in new[] { "sign-in", "settings", "settings/profile", "settings/password", "settings/desks", "settings/desks/field", "settings/desks/field/tickets", "settings/team", "settings/work", "people", "organisations" })
        {
            await sam.GotoAsync(page);
            await sam.Locator("h1").First.WaitForAsync();
            Assert.True(await sam.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= 360, $"{page} is wider than the screen");
            await AxeAsync(sam);
        }
    }
}
