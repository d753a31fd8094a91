using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace LiveDesk.Tests.Compose;

/// <summary>The customer writes while the answer is being written: shown at once, asked once, and not one letter lost.</summary>
[Collection(InBrowserWriting.Name)]
public sealed class CustomerWroteMeanwhileTests(BrowserFixture browser, SampleServerFixture sample) : BrowserTests(browser, sample)
{
    [Fact]
    public async Task Ana_reads_Carlas_new_line_beside_her_reply_is_asked_once_and_then_sends_it()
    {
        var (ana, carla, panel) = await WriteToEachOtherAsync("The siren howls", "We switch it off at two.");
        await panel.SayAsync("It has stopped by itself!");
        var bar = ana.GetByTestId("composer-customer");
        await Expect(bar).ToContainTextAsync("It has stopped by itself!");
        await ana.WritesAsync("We switch it off at two.");
        await AxeAsync(ana);

        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("Not sent yet: read the new message first.");
        await Expect(bar).ToContainTextAsync("It has stopped by itself!");
        await ana.WritesAsync("We switch it off at two.");
        await Expect(ana.Replies("We switch it off")).ToHaveCountAsync(0);
        await Expect(panel.Lines("agent")).ToHaveCountAsync(1);

        await ana.GetByTestId("composer-send").ClickAsync();
        await ana.WritesAsync("");
        await Expect(bar).ToHaveCountAsync(0);
        await Expect(ana.Replies("We switch it off at two.")).ToHaveCountAsync(1);
        await Expect(panel.Lines("agent").Last).ToContainTextAsync("We switch it off at two.");
        await carla.CloseAsync();
    }

    [Fact]
    public async Task A_message_that_Ana_has_marked_as_seen_is_not_asked_about_and_one_after_it_is()
    {
        var (ana, _, panel) = await WriteToEachOtherAsync("The door stays shut", "Pull it, ");
        await panel.SayAsync("Pushing does not help.");
        var bar = ana.GetByTestId("composer-customer");
        await bar.GetByRole(AriaRole.Button, new() { Name = "Seen" }).ClickAsync();
        await Expect(bar).ToHaveCountAsync(0);
        await panel.SayAsync("Neither does pulling.");
        await Expect(bar).ToContainTextAsync("Neither does pulling.");
        await ana.GetByTestId("composer-editor").ClickAsync();
        await ana.Keyboard.PressAsync("Control+End");
        await ana.Keyboard.TypeAsync("then lift it.");
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("Not sent yet");

        // She reloads instead of sending: the text is there, and what she has read now is not asked about again.
        await ana.ReloadAsync();
        await ana.WritesAsync("Pull it, then lift it.");
        await ana.IsSavedAsync();
        await ana.GetByTestId("composer-send").ClickAsync();
        await ana.WritesAsync("");
        await Expect(ana.Replies("Pull it, then lift it.")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task What_Carla_writes_for_the_first_time_while_Ana_s_line_is_down_is_shown_when_it_is_back_and_Send_asks_once()
    {
        Expecting("ERR_FAILED|ERR_ABORTED|WebSocket|Failed to|negotiat|Connection disconnected|Invocation canceled");
        var database = ForThisTest(await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false));
        var server = ForThisTest(ServerProcess.On(database));
        await server.StartAgainAsync();
        var node = ForThisTest(await TestDesk.JoinAsync(database));
        var ana = await OpenWindowOfAsync("ana@livedesk.test", server);
        await ana.OpenNewTicketAsync("technician", "Carla rang, and has not written");
        var line = await ComposerLine.OfAsync(ana);
        await ana.WriteReplyAsync("We come tomorrow.");
        await ana.IsSavedAsync();
        await line.CutAsync();
        await Expect(ana.GetByTestId("composer-saved")).ToHaveAttributeAsync("data-state", "offline");
        await CarlaWritesAsync(node, TicketNumber.Read(new Uri(ana.Url).Segments[^1])!.Value, "It has stopped by itself.");

        line.Mend();
        await Expect(ana.GetByTestId("composer-customer")).ToContainTextAsync("It has stopped by itself.");
        await ana.GetByTestId("composer-send").ClickAsync();
        await Expect(ana.GetByTestId("composer-problem")).ToContainTextAsync("Not sent yet: read the new message first.");
        await ana.GetByTestId("composer-send").ClickAsync();
        await ana.WritesAsync("");
        await Expect(ana.Replies("We come tomorrow.")).ToHaveCountAsync(1);
    }

    private static async Task CarlaWritesAsync(TestDesk node, long number, string text)
    {
        await using var db = node.OpenDatabase();
        var ticket = await db.Tickets.SingleAsync(t => t.Number == number);
        ticket.TakeMessage(Actor.Customer(Guid.NewGuid(), "Carla"), new NewEntry(text), await node.Catalogue.DeskAsync(ticket.DeskId), TimeProvider.System.GetUtcNow());
        await db.CommitAsync();
    }

    /// <summary>A chat that Ana took and handed over; she is on its ticket and has begun her reply.</summary>
    private async Task<(IPage Ana, IPage Carla, IFrameLocator Panel)> WriteToEachOtherAsync(string question, string reply)
    {
        var carla = await OpenWindowAsync();
        var panel = await carla.OpenWidgetAsync("psa");
        await panel.SayAsync(question);
        var ana = await OpenWindowOfAsync("ana@livedesk.test");
        await ana.GotoAsync("chats");
        await ana.GetByTestId("chat-item").Filter(new() { HasText = question }).GetByTestId("chat-open").ClickAsync();
        await ana.GetByTestId("chat-box").FillAsync("I look into it.");
        await ana.GetByTestId("chat-box").PressAsync("Enter");
        await Expect(panel.Lines("agent")).ToHaveCountAsync(1);
        await ana.GetByTestId("chat-end").ClickAsync();
        await ana.GetByTestId("chat-ticket").ClickAsync();
        await Expect(ana.GetByTestId("ticket")).ToContainTextAsync(question);
        await ana.WriteReplyAsync(reply);
        await ana.IsSavedAsync();
        return (ana, carla, panel);
    }
}
