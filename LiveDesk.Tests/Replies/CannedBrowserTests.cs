using System.Text.RegularExpressions;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Replies;

/// <summary>Canned responses as people use them: “/” in the composer, and the page where they are written.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class CannedBrowserTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_types_slash_bat_chooses_by_keyboard_reads_the_customers_name_and_sends()
    {
        var ana = await OpenTicketAsync("The panel beeps");
        await ana.WriteReplyAsync("/bat");
        await Expect(Item(ana, "battery")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(Items(ana)).ToHaveCountAsync(1);
        await Expect(ana.GetByTestId("canned-preview")).ToContainTextAsync("Hello Carla");
        await Expect(ana.GetByTestId("canned-preview")).ToContainTextAsync("Keller Security");
        await ana.Keyboard.PressAsync("Enter");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.WritesAsync(new Regex("^Hello Carla,\n\nthe beep every minute [^{/]*\n\nAna\\\\?\nKeller Security$", RegexOptions.NonBacktracking));
        await Expect(ana.GetByTestId("composer-editor")).ToBeFocusedAsync();
        await ana.Keyboard.PressAsync("Control+z");
        await ana.WritesAsync(new Regex("^[/bat]*$", RegexOptions.NonBacktracking));
        await ana.Keyboard.PressAsync("Control+y");
        await ana.WritesAsync(new Regex("^Hello Carla,", RegexOptions.NonBacktracking));
        await ana.Keyboard.PressAsync("Control+End");
        await ana.Keyboard.TypeAsync(" (on call)");
        await ana.IsSavedAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await ben.WritesAsync(new Regex("Keller Security \\(on call\\)$", RegexOptions.NonBacktracking));
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.Replies("Hello Carla")).ToHaveCountAsync(1);
        await ana.WritesAsync("");
    }

    [Fact]
    public async Task A_missing_organisation_is_named_blocks_the_send_and_loses_nothing()
    {
        var ana = await OpenTicketOfZoraAsync("Somebody has to come");
        await ana.WriteReplyAsync("Good morning! /vis");
        await Expect(Item(ana, "visit")).ToContainTextAsync("No value: organisation.name");
        await ana.Keyboard.PressAsync("Tab");
        var held = new Regex("^Good morning! Hello Zora,[\\s\\S]*at \\{\\{organisation\\.name\\}\\} to let", RegexOptions.NonBacktracking);
        await ana.WritesAsync(held);
        await ana.IsSavedAsync();
        await ana.Keyboard.PressAsync("Control+Enter");
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("{{organisation.name}} has no value yet");
        await ana.WritesAsync(held);
        await Expect(ana.Replies("Good morning")).ToHaveCountAsync(0);
        await ana.ReloadAsync();
        await ana.WritesAsync(held);

        // Among colleagues it may stand.
        await ana.GetByTestId("composer-note").ClickAsync();
        await ana.Keyboard.TypeAsync("/vis");
        await Expect(Item(ana, "visit")).ToBeVisibleAsync();
        await ana.Keyboard.PressAsync("Enter");
        await ana.IsSavedAsync();
        await ana.Keyboard.PressAsync("Control+Enter");
        await Expect(ana.Locator("[data-testid=entry][data-kind=note]", new() { HasText = "{{organisation.name}}" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task What_Sam_writes_in_settings_is_in_Anas_open_list_at_once()
    {
        var ana = await OpenTicketAsync("A list that stays open");
        await ana.WriteReplyAsync("/");
        await Expect(Item(ana, "battery")).ToBeVisibleAsync();
        await Expect(Item(ana, "call-back")).ToContainTextAsync("yours");

        var sam = await OpenWindowOfAsync("sam@livedesk.test");
        var other = await OpenWindowOfAsync("sam@livedesk.test");
        foreach (var window in new[] { sam, other }) await window.GotoAsync("settings/canned");
        await sam.GetByTestId("canned-new").ClickAsync();
        await sam.GetByTestId("canned-name").FillAsync("aaa-keys <b>x</b>");
        await sam.GetByTestId("canned-scope").SelectOptionAsync(new SelectOptionValue { Label = "Everybody on Keller Security" });
        await sam.GetByTestId("canned-body").FillAsync("Hello {{customer.first_name}} <img src=x onerror=alert(1)>, the **keys** of {{customer.shoe}}");
        await Expect(sam.GetByTestId("canned-preview")).ToContainTextAsync("Hello Carla <img src=x onerror=alert(1)>, the keys");
        Assert.Equal(0, await sam.GetByTestId("canned-preview").Locator("img").CountAsync());
        await AxeAsync(sam);
        await sam.GetByTestId("canned-save").ClickAsync();
        await Expect(sam.GetByTestId("canned-problem")).ToContainTextAsync("one word");
        await sam.GetByTestId("canned-name").FillAsync("aaa-keys");
        await sam.GetByTestId("canned-save").ClickAsync();
        await Expect(sam.GetByTestId("canned-problem")).ToContainTextAsync("“{{customer.shoe}}”");
        Assert.EndsWith("{{customer.shoe}}", await sam.GetByTestId("canned-body").InputValueAsync(), StringComparison.Ordinal);
        await sam.GetByTestId("canned-body").FillAsync("Hello {{customer.first_name}}, the keys of {{desk.name}}.");
        await sam.GetByTestId("canned-save").ClickAsync();
        await Expect(sam.GetByTestId("canned-dialog")).Not.ToBeVisibleAsync();
        await Expect(Row(other, "aaa-keys")).ToContainTextAsync("Keller Security");

        await Expect(Item(ana, "aaa-keys")).ToBeVisibleAsync();
        await ana.Keyboard.TypeAsync("key");
        await Expect(Items(ana)).ToHaveCountAsync(1);
        await ana.Keyboard.PressAsync("Escape");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.WritesAsync("/key");

        // Two who change it at once: the second is told, keeps the text, and decides.
        foreach (var window in new[] { sam, other }) await Row(window, "aaa-keys").GetByTestId("canned-edit").ClickAsync();
        await sam.GetByTestId("canned-body").FillAsync("Hello, the keys are at the desk.");
        await sam.GetByTestId("canned-save").ClickAsync();
        await Expect(Row(other, "aaa-keys")).ToContainTextAsync("at the desk");
        await other.GetByTestId("canned-body").FillAsync("Hello, the keys are at the gate.");
        await other.GetByTestId("canned-save").ClickAsync();
        await Expect(other.GetByTestId("canned-problem")).ToContainTextAsync("meanwhile");
        await Expect(other.GetByTestId("canned-body")).ToHaveValueAsync("Hello, the keys are at the gate.");
        await other.GetByTestId("canned-save").ClickAsync();
        await Expect(Row(sam, "aaa-keys")).ToContainTextAsync("at the gate");
        await Row(sam, "aaa-keys").GetByTestId("canned-delete").ClickAsync();
        await sam.GetByTestId("canned-delete-confirm").ClickAsync();
        await Expect(Row(other, "aaa-keys")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Ben_has_his_own_which_Ana_is_not_offered()
    {
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync("settings");
        await ben.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Canned responses" }).First.ClickAsync();
        await Expect(Row(ben, "battery")).ToHaveCountAsync(0);
        await ben.GetByTestId("canned-new").ClickAsync();
        await Expect(ben.GetByTestId("canned-scope").Locator("option")).ToHaveCountAsync(1);
        await ben.GetByTestId("canned-name").FillAsync("zzz-bens");
        await ben.GetByTestId("canned-body").FillAsync("Half a tex");
        // What was typed outlives the page.
        await ben.ReloadAsync();
        await ben.GetByTestId("canned-new").ClickAsync();
        await Expect(ben.GetByTestId("canned-name")).ToHaveValueAsync("zzz-bens");
        await Expect(ben.GetByTestId("canned-body")).ToHaveValueAsync("Half a tex");
        await ben.GetByTestId("canned-save").ClickAsync();
        await Expect(Row(ben, "zzz-bens")).ToContainTextAsync("Only for me");
        var ana = await OpenTicketAsync("Not Ana's");
        await ana.WriteReplyAsync("/");
        await Expect(Item(ana, "battery")).ToBeVisibleAsync();
        await Expect(Item(ana, "zzz-bens")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_path_a_choice_of_two_code_and_an_article_open_nothing()
    {
        var ana = await OpenTicketAsync("Slashes");
        await ana.WriteReplyAsync("and/or https://bat.example `/bat` 1 / 2");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.Keyboard.TypeAsync(" /nobody-wrote-this");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.Keyboard.PressAsync("Enter");
        await ana.Keyboard.TypeAsync("/bat");
        await Expect(Item(ana, "battery")).ToBeVisibleAsync();
        await ana.Keyboard.PressAsync("Escape");
        await ana.GetByRole(AriaRole.Button, new() { Name = "Canned responses" }).ClickAsync();
        await Expect(Items(ana)).Not.ToHaveCountAsync(0);
        await ana.Keyboard.TypeAsync("call");
        await Expect(Items(ana)).ToHaveCountAsync(1);
        await Item(ana, "call-back").ClickAsync();
        await ana.WritesAsync(new Regex("/bat Hello Carla,\n\nI tried to reach you", RegexOptions.NonBacktracking));
        await Expect(ana.GetByTestId("composer-editor")).ToBeFocusedAsync();
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("No canned responses here");
        await kim.GetByTestId("article-editor").PressAsync("Control+End");
        await kim.Keyboard.TypeAsync("/b");
        await kim.IsSavedAsync();
        await Expect(List(kim)).ToHaveCountAsync(0);
        await kim.GotoAsync("settings/canned");
        await Expect(kim.GetByTestId("not-found")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task The_list_and_the_page_are_accessible_and_fit(int width, ColorScheme scheme)
    {
        var options = new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 640 }, ColorScheme = scheme };
        var ana = await OpenTicketOfZoraAsync($"Canned at {width}", options);
        await ana.WriteReplyAsync("A line that is so long that its end, where the name stands, is near the edge of a small screen /");
        await Expect(Item(ana, "visit")).ToContainTextAsync("No value");
        var editor = ana.GetByTestId("composer-editor");
        await Expect(editor).ToHaveAttributeAsync("role", "combobox");
        await Expect(editor).ToHaveAttributeAsync("aria-activedescendant", (await Items(ana).First.GetAttributeAsync("id"))!);
        await AxeAsync(ana);
        var box = (await List(ana).BoundingBoxAsync())!;
        Assert.True(box.X >= 0 && box.X + box.Width <= width && box.Y >= 0 && box.Y + box.Height <= 640, $"The list stands at {box.X}, {box.Y}, {box.Width} by {box.Height}.");

        var sam = await OpenWindowOfAsync("sam@livedesk.test", options: options);
        await sam.GotoAsync("settings/canned");
        await Row(sam, "battery").WaitForAsync();
        await AxeAsync(sam);
        await Row(sam, "battery").GetByTestId("canned-edit").ClickAsync();
        await Expect(sam.GetByTestId("canned-preview")).ToContainTextAsync("Hello Carla");
        await AxeAsync(sam);
        Assert.True(await sam.EvaluateAsync<int>("() => document.documentElement.scrollWidth") <= width);
    }

    private async Task<IPage> OpenTicketAsync(string subject, BrowserNewContextOptions? options = null)
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: options);
        await ana.OpenNewTicketAsync("technician", subject);
        await ana.GetByTestId("composer-editor").WaitForAsync();
        await ana.IsSavedAsync();
        return ana;
    }

    /// <summary>Of Zora, whom nobody knows: she belongs to no organisation.</summary>
    private async Task<IPage> OpenTicketOfZoraAsync(string subject, BrowserNewContextOptions? options = null)
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: options);
        await ana.GotoAsync("desks/technician/tickets");
        await ana.GetByTestId("new-ticket").ClickAsync();
        await ana.GetByTestId("new-ticket-requester").FillAsync("Zora");
        await ana.GetByTestId("new-ticket-email").FillAsync("zora@nowhere.example");
        await ana.GetByTestId("new-ticket-subject").FillAsync(subject);
        await ana.GetByTestId("new-ticket-description").FillAsync("Since this morning.");
        await ana.GetByTestId("new-ticket-save").ClickAsync();
        await ana.ComesToAsync("**/tickets/*");
        await ana.GetByTestId("composer-editor").WaitForAsync();
        await ana.IsSavedAsync();
        return ana;
    }

    private static ILocator List(IPage page) => page.GetByTestId("canned-list");

    private static ILocator Items(IPage page) => page.GetByTestId("canned-item");

    private static ILocator Item(IPage page, string name) => page.Locator($"[data-testid=canned-item][data-name='{name}']");

    private static ILocator Row(IPage page, string name) => page.Locator($"[data-testid=canned-row][data-name='{name}']");
}
