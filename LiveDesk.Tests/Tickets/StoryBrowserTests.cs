using System.Text.RegularExpressions;
using LiveDesk.Domain;
using LiveDesk.Tests.Compose;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Tickets;

/// <summary>The story of a ticket as people read it, link to it, and go back in it.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class StoryBrowserTests(BrowserFixture browser, SampleServerFixture sample) : WritingTests(browser, sample)
{
    [Fact]
    public async Task Ana_filters_the_story_sends_Ben_a_link_to_an_old_note_and_he_is_led_there()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "The quarry's siren");
        var address = new Uri(ana.Url).AbsolutePath;
        await ana.GetByTestId("composer-note").ClickAsync();
        await ana.Keyboard.TypeAsync("The fuse is under the desk");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        var note = ana.Locator("[data-testid=entry][data-kind=note]");
        await Expect(note).ToBeVisibleAsync();
        await ana.GetByTestId("priority").SelectOptionAsync("High");

        await ana.GetByTestId("show-everything").ClickAsync();
        await ana.ComesToAsync($"*{address}?show=everything");
        await Expect(ana.GetByTestId("show-everything")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(Change(ana, "TicketWasPrioritised")).ToContainTextAsync("changed the priority to High");
        await Expect(note).ToBeVisibleAsync();
        await AxeAsync(ana);
        // A change of a colleague comes by itself.
        var ben = await OpenWindowOfAsync("ben@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark });
        await ben.GotoAsync(address);
        await ben.GetByTestId("assign").ClickAsync();
        await Expect(Change(ana, "TicketWasAssigned")).ToContainTextAsync("assigned it to Ben");
        await ana.GetByTestId("show-changes").FocusAsync();
        await ana.Keyboard.PressAsync("Enter");
        await Expect(note).ToHaveCountAsync(0);
        await Expect(Change(ana, "TicketWasAssigned")).ToBeVisibleAsync();
        await ana.GetByTestId("show-notes").ClickAsync();
        await Expect(note).ToBeVisibleAsync();
        var link = (await note.GetByTestId("item-link").GetAttributeAsync("href"))!;
        var id = (await note.GetAttributeAsync("data-id"))!;

        // Much was written since: a link in either form leads to it all the same, also where it is filtered out.
        await WriteManyAsync(address, 130);
        await ben.GotoAsync(link);
        await IsLedToAsync(ben, id);
        await ben.GotoAsync($"{address}?show=messages&item=entry-{id}");
        await IsLedToAsync(ben, id);
        await Expect(ben.GetByTestId("show-everything")).ToHaveAttributeAsync("aria-pressed", "true");
        await AxeAsync(ben);
        await ben.GotoAsync(address);
        await Expect(ben.GetByTestId("earlier")).ToBeVisibleAsync();
        await Expect(ben.Locator($"#entry-{id}")).ToHaveCountAsync(0);
        await ben.EvaluateAsync("hash => { location.hash = hash; }", $"#entry-{id}");
        await ben.ReloadAsync();
        await IsLedToAsync(ben, id);

        await ben.GotoAsync($"{address}?item=entry-{Guid.NewGuid()}");
        await Expect(ben.GetByTestId("item-missing")).ToBeVisibleAsync();
        await AxeAsync(ben);
        var ola = await OpenWindowOfAsync("ola@livedesk.test");
        await ola.GotoAsync(link);
        await Expect(ola.GetByText("There is nothing here")).ToBeVisibleAsync();
        await Expect(ola.GetByText("The fuse")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Ana_goes_back_in_time_by_slider_button_and_key_and_nothing_moves_her_but_herself()
    {
        var ana = await OpenTicketAsync("ana@livedesk.test", "The lamp of the quarry");
        var address = new Uri(ana.Url).AbsolutePath;
        await ana.GetByTestId("priority").SelectOptionAsync("High");
        await Expect(ana.GetByTestId("priority")).ToHaveValueAsync("High");
        await ana.GetByTestId("rename").ClickAsync();
        await ana.GetByTestId("rename-text").FillAsync("The lamp of the quarry's gate");
        await ana.GetByTestId("rename-save").ClickAsync();
        await Expect(ana.GetByTestId("subject")).ToHaveTextAsync("The lamp of the quarry's gate");
        await ana.WriteReplyAsync("We bring a new one.");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.Replies("a new one")).ToBeVisibleAsync();

        // From a line of the story straight to how it was right after it.
        await ana.GetByTestId("show-changes").ClickAsync();
        await Change(ana, "TicketWasPrioritised").GetByTestId("past-link").ClickAsync();
        await ana.ComesToAsync($"*{address}/past?at=*");
        await Expect(Fact(ana, "priority")).ToHaveAttributeAsync("data-changed", "");
        await Expect(Fact(ana, "priority")).ToContainTextAsync("High");
        await Expect(ana.GetByTestId("past-subject")).ToHaveTextAsync("The lamp of the quarry");
        await Expect(ana.GetByTestId("past-thread")).Not.ToContainTextAsync("We bring a new one");
        await Expect(ana.GetByTestId("happened")).ToContainTextAsync("changed the priority to High");
        await Expect(ana.Locator("livedesk-composer")).ToHaveCountAsync(0);
        await AxeAsync(ana);

        var slider = ana.GetByTestId("moment");
        await slider.FocusAsync();
        await ana.Keyboard.PressAsync("Home");
        await Expect(Fact(ana, "priority")).ToContainTextAsync("Medium");
        await Expect(ana.GetByTestId("moment-of")).ToContainTextAsync("Moment 1 of");
        await Expect(slider).ToBeFocusedAsync();
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", new Regex("opened the ticket"));
        await ana.Keyboard.PressAsync("ArrowRight");
        await Expect(ana.GetByTestId("moment-of")).ToContainTextAsync("Moment 2 of");
        await ana.Keyboard.PressAsync("End");
        await Expect(ana.GetByTestId("past-subject")).ToHaveTextAsync("The lamp of the quarry's gate");
        await Expect(ana.GetByTestId("past-thread")).ToContainTextAsync("We bring a new one");
        await ana.GetByTestId("moment-earlier").ClickAsync();
        // Opened, more urgent, called otherwise, answered.
        await Expect(ana.GetByTestId("moment-of")).ToHaveTextAsync("Moment 3 of 4");

        // Ben writes meanwhile: the way becomes longer, and Ana stays where she stands.
        var ben = await OpenWindowOfAsync("ben@livedesk.test", options: new() { ViewportSize = new ViewportSize { Width = 360, Height = 740 }, ColorScheme = ColorScheme.Dark });
        await ben.GotoAsync(address);
        await ben.GetByTestId("assign").ClickAsync();
        await Expect(ana.GetByTestId("moment-of")).ToHaveTextAsync("Moment 3 of 5");
        await Expect(slider).ToHaveValueAsync("2");
        await Expect(Fact(ana, "assignee")).ToContainTextAsync("Unassigned");

        // The address is the place, for Ben too, on his telephone in the dark.
        await ben.GotoAsync(ana.Url);
        await Expect(ben.GetByTestId("moment")).ToHaveValueAsync("2");
        await Expect(ben.GetByTestId("as-it-was")).ToContainTextAsync("As it was on");
        await AxeAsync(ben);
        Assert.True(await ben.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"), "nothing is wider than the telephone");
        await ana.GetByTestId("back-to-now").ClickAsync();
        await Expect(ana.GetByTestId("assignee")).ToHaveAttributeAsync("data-value", "Ben");
    }

    private static ILocator Change(IPage page, string kind) => page.Locator($"[data-testid=change][data-kind={kind}]");

    private static ILocator Fact(IPage page, string name) => page.Locator($"[data-testid=past-fact][data-fact={name}]");

    private static async Task IsLedToAsync(IPage page, string id)
    {
        var note = page.Locator($"#entry-{id}");
        await Expect(note).ToHaveAttributeAsync("data-asked", "");
        await Expect(note).ToBeInViewportAsync();
    }

    /// <summary>As though much had been written meanwhile: copies of the ticket's only entry, straight into the sample's database.</summary>
    private async Task WriteManyAsync(string address, int count)
    {
        await using var connection = new SqliteConnection(Server.Connection + ";Pooling=False");
        await connection.OpenAsync();
        var columns = new List<string>();
        await using (var ask = connection.CreateCommand())
        {
            ask.CommandText = """SELECT name FROM pragma_table_info('Entries')""";
            await using var names = await ask.ExecuteReaderAsync();
            while (await names.ReadAsync()) columns.Add(names.GetString(0));
        }
        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < count; i++)
        {
            await using var write = connection.CreateCommand();
            write.CommandText = $"""
                INSERT INTO "Entries" ({string.Join(", ", columns.Select(c => $"\"{c}\""))})
                SELECT {string.Join(", ", columns.Select(c => c switch { "Id" => "$id", "At" => "\"At\" + 1000000", "Body" => "'Copy'", "SenderMadeId" => "NULL", _ => $"\"{c}\"" }))}
                FROM "Entries" WHERE "TicketId" = (SELECT "Id" FROM "Tickets" WHERE "Number" = $number) ORDER BY "Id" LIMIT 1
                """;
            write.Parameters.AddWithValue("$id", Ids.New(now).ToString().ToUpperInvariant());
            write.Parameters.AddWithValue("$number", long.Parse(address.Split('/')[^1], System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal(1, await write.ExecuteNonQueryAsync());
        }
    }
}
