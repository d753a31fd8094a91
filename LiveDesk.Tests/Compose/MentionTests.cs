using LiveDesk.Tests.Infrastructure;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>“@” in a text asks a colleague to read it.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class MentionTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task In_a_reply_it_asks_Ben_and_leaves_no_letters_for_the_customer()
    {
        var ana = await OpenTicketAsync("Named in a reply");
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync("drafts");
        await ana.WriteReplyAsync("Change the battery. @be");
        await Expect(People(ana)).ToHaveTextAsync(["Ben"]);
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben is asked");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.WritesAsync("Change the battery.");
        await ana.Keyboard.TypeAsync("Its number is 42.");
        await ana.WritesAsync("Change the battery. Its number is 42.");
        await Expect(Draft(ben, "Named in a reply").GetByTestId("asked-to-review")).ToContainTextAsync("Ana asks you");

        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.Replies("Change the battery. Its number is 42.")).ToHaveCountAsync(1);
        await Expect(ana.Replies("@be")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task In_a_note_Ben_s_name_stays_and_he_is_told_when_it_is_saved()
    {
        var ana = await OpenTicketAsync("Named in a note");
        await ana.GetByTestId("composer-note").ClickAsync();
        await ana.Keyboard.TypeAsync("Is this right, @B");
        await People(ana).Filter(new() { HasText = "Ben" }).ClickAsync();
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Ben is told when the note is saved");
        await Expect(ana.GetByTestId("composer-editor")).ToBeFocusedAsync();
        await ana.Keyboard.TypeAsync("or not?");
        await ana.WritesAsync("Is this right, @Ben or not?");
        await ana.IsSavedAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ana.GetByTestId("composer-send").ClickAsync();
        await ben.GotoAsync("notifications");
        await Expect(ben.GetByTestId("notification").Filter(new() { HasText = "Named in a note" })).ToContainTextAsync("Is this right, @Ben or not?");
    }

    [Fact]
    public async Task Escape_or_a_space_closes_the_list_and_leaves_what_was_typed()
    {
        var ana = await OpenTicketAsync("Only letters");
        await ana.WriteReplyAsync("Write to @be");
        await Expect(List(ana)).ToBeVisibleAsync();
        await ana.Keyboard.PressAsync("Escape");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.Keyboard.TypeAsync("n");
        await ana.Keyboard.PressAsync("Enter");
        await ana.Keyboard.TypeAsync("and @b");
        await Expect(List(ana)).ToBeVisibleAsync();
        await ana.Keyboard.TypeAsync(" too");
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        await ana.WritesAsync("Write to @ben\n\nand @b too");
        await Expect(ana.GetByTestId("composer-notice")).Not.ToBeVisibleAsync();
    }

    [Fact]
    public async Task An_e_mail_address_and_code_open_nothing()
    {
        var ana = await OpenTicketAsync("An address");
        var asked = 0;
        ana.WebSocket += (_, socket) => socket.FrameSent += (_, frame) => { if (frame.Text?.Contains("\"target\":\"Colleagues\"", StringComparison.Ordinal) == true) Interlocked.Increment(ref asked); };
        await ana.ReloadAsync();
        await ana.WriteReplyAsync("mail a@b.example");
        await ana.Keyboard.PressAsync("Enter");
        await ana.Keyboard.TypeAsync("`npm @b` ");
        await ana.WritesAsync("mail a@b.example\n\n`npm @b`");
        await ana.IsSavedAsync();
        await Expect(List(ana)).Not.ToBeVisibleAsync();
        Assert.Equal(0, Volatile.Read(ref asked));
        await ana.Keyboard.TypeAsync("@b");
        await Expect(List(ana)).ToBeVisibleAsync();
        Assert.Equal(1, Volatile.Read(ref asked));
    }

    [Fact]
    public async Task The_arrow_keys_choose_and_only_who_may_see_the_ticket_is_listed()
    {
        var ana = await OpenTicketAsync("Who is listed");
        await ana.WriteReplyAsync("Look @");
        await Expect(People(ana).Filter(new() { HasText = "Sam" })).ToBeVisibleAsync();
        var names = await People(ana).AllTextContentsAsync();
        Assert.Contains("Ben", names);
        Assert.DoesNotContain("Ana", names);
        Assert.DoesNotContain("Ola", names);
        await Expect(Active(ana)).ToHaveTextAsync(names[0]);
        await ana.Keyboard.PressAsync("ArrowUp");
        await Expect(Active(ana)).ToHaveTextAsync(names[^1]);
        await ana.Keyboard.PressAsync("ArrowDown");
        await ana.Keyboard.PressAsync("ArrowDown");
        await Expect(Active(ana)).ToHaveTextAsync(names[1]);
        await ana.Keyboard.PressAsync("Tab");
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync(names[1]);
        await ana.WritesAsync("Look");
        await ana.Keyboard.PressAsync("Control+z");
        await ana.Keyboard.PressAsync("Control+y");
        await ana.WritesAsync("Look");
    }

    [Fact]
    public async Task What_Ben_writes_meanwhile_neither_closes_Ana_s_list_nor_loses_a_letter()
    {
        var ana = await OpenTicketAsync("Both at once");
        await ana.WriteReplyAsync("Dear Carla, @");
        await Expect(List(ana)).ToBeVisibleAsync();
        var ben = await OpenWindowOfAsync("ben@livedesk.test");
        await ben.GotoAsync(ana.Url);
        await ben.GetByTestId("composer-reply").ClickAsync();
        await ben.GetByTestId("composer-join").ClickAsync();
        await ben.Keyboard.PressAsync("Enter");
        await ben.Keyboard.TypeAsync("Ben was here.");
        await ana.WritesAsync("Dear Carla, @\n\nBen was here.");
        await ben.Keyboard.PressAsync("Control+Home");
        await Expect(ana.GetByTestId("composer-editor").Locator("p").First).ToHaveTextAsync("BenDear Carla, @");
        await ben.Keyboard.TypeAsync("Hello! ");
        await ana.WritesAsync("Hello! Dear Carla, @\n\nBen was here.");
        await Expect(ana.Locator("[data-testid=remote-cursor][data-person=Ben]")).ToBeVisibleAsync();
        await ana.Keyboard.TypeAsync("sam");
        await Expect(People(ana)).ToHaveTextAsync(["Sam"]);
        await ana.Keyboard.PressAsync("Enter");
        await Expect(ana.GetByTestId("composer-notice")).ToContainTextAsync("Sam is asked");
        await ana.WritesAsync("Hello! Dear Carla, \n\nBen was here.");
        await ben.WritesAsync("Hello! Dear Carla, \n\nBen was here.");
    }

    [Fact]
    public async Task In_an_article_Kim_asks_Ana_and_readers_never_see_the_letters()
    {
        var kim = await OpenWindowOfAsync("kim@livedesk.test");
        await kim.OpenNewArticleAsync("Named in an article");
        await kim.GetByTestId("article-editor").FillAsync("```\n@Override\n```\nThe supply hums. ");
        await kim.GetByTestId("article-editor").PressAsync("Control+End");
        await kim.Keyboard.TypeAsync("@ana");
        await Expect(People(kim)).ToHaveTextAsync(["Ana"]);
        await kim.Keyboard.PressAsync("Enter");
        await Expect(kim.GetByTestId("composer-notice")).ToContainTextAsync("Ana is asked");
        await kim.WritesAsync("```\n@Override\n```\nThe supply hums. ");
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync("drafts");
        await Expect(Draft(ana, "Named in an article").GetByTestId("asked-to-review")).ToContainTextAsync("Kim asks you");
    }

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task The_open_list_is_accessible_and_fits(int width, ColorScheme scheme)
    {
        var ana = await OpenTicketAsync($"For everybody's eyes at {width}", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = width, Height = 640 }, ColorScheme = scheme });
        await ana.WriteReplyAsync("A line that is so long that its end, where the name stands, is near the edge of a small screen @");
        await Expect(List(ana)).ToBeVisibleAsync();
        var editor = ana.GetByTestId("composer-editor");
        await Expect(editor).ToHaveAttributeAsync("role", "combobox");
        await Expect(editor).ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(editor).ToHaveAttributeAsync("aria-activedescendant", (await People(ana).First.GetAttributeAsync("id"))!);
        await AxeAsync(ana);
        var box = (await List(ana).BoundingBoxAsync())!;
        Assert.True(box.X >= 0 && box.X + box.Width <= width && box.Y >= 0 && box.Y + box.Height <= 640, $"The list stands at {box.X}, {box.Y}.");
        await ana.Keyboard.PressAsync("Escape");
        await Expect(editor).ToHaveAttributeAsync("role", "textbox");
        await Expect(editor).Not.ToHaveAttributeAsync("aria-expanded", "true");
        await Expect(editor).ToBeFocusedAsync();
    }

    private async Task<IPage> OpenTicketAsync(string subject, BrowserNewContextOptions? options = null)
    {
        var ana = await OpenWindowOfAsync("ana@livedesk.test", options: options);
        await ana.OpenNewTicketAsync("technician", subject);
        await ana.GetByTestId("composer-editor").WaitForAsync();
        await ana.IsSavedAsync();
        return ana;
    }

    private static ILocator List(IPage page) => page.GetByTestId("composer-people");

    private static ILocator People(IPage page) => List(page).GetByRole(AriaRole.Option);

    private static ILocator Active(IPage page) => List(page).Locator("[role=option][aria-selected=true]");

    private static ILocator Draft(IPage page, string title) => page.GetByTestId("open-draft").Filter(new() { HasText = title });
}
