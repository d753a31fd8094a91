using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Compose;

/// <summary>The compose hub over the wire.</summary>
public sealed class ComposeHubTests
{
    /// <summary>Typing is over five seconds of the real clock after the last key; replying goes on.</summary>
    private static readonly (string, Doing)[] AnaReplies = [("Ana", Doing.Typing), ("Ana", Doing.Replying)];

    [Theory, BothDatabases]
    public async Task Ben_reads_what_Ana_types_at_once_and_both_begin_anew_when_it_is_sent(DatabaseKind kind)
    {
        await using var server = await ComposeServer.StartAsync(kind);
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);

        var kept = await ana.PushAsync(place, "Hello");
        Assert.Equal("kept", Outcome(kept));
        await Eventually.TrueAsync(() => ben.Relayed.SequenceEqual(["Hello"]), "Ben reads Ana's letters");
        Assert.Empty(ana.Relayed);

        Assert.Equal("sent", Outcome(await ana.SendAsync(place, "Hello", kept.GetProperty("id").GetInt64())));
        await Eventually.TrueAsync(() => ben.Told("Began").Any() && ana.Told("Began").Any(), "both begin anew");
        var anew = (await ben.OpenAsync(place, held: 1))!.Value;
        Assert.Equal((2, "Hello"), (anew.GetProperty("epoch").GetInt32(), YjsText.Read(Assert.Single(anew.GetProperty("ended").EnumerateArray()).GetBytesFromBase64())));
    }

    [Fact]
    public async Task Ola_hears_nothing_of_a_draft_that_Ana_and_Ben_share_and_can_write_nothing_in_it()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);

        Assert.Null(await ola.OpenAsync(place));
        Assert.Null(await ola.OpenAsync(place with { SubjectId = Guid.NewGuid() }));
        Assert.Equal("refused", Outcome(await ola.PushAsync(place, "mine")));
        Assert.Equal("refused", Outcome(await ola.SendAsync(place, "mine", 0)));
        await ana.PushAsync(place, "secret");
        await Eventually.TrueAsync(() => ben.Relayed.Contains("secret"), "Ben reads it");
        Assert.Empty(ola.Relayed);
    }

    [Fact]
    public async Task Nobody_without_a_session_gets_in()
    {
        await using var server = await ComposeServer.StartAsync();
        await Assert.ThrowsAsync<WebSocketException>(() => ComposeSocket.ConnectAsync(server.Address, cookie: null));
        await Assert.ThrowsAsync<WebSocketException>(() => ComposeSocket.ConnectAsync(server.Address, cookie: "livedesk=forged"));
    }

    [Theory, BothDatabases]
    public async Task Who_loses_the_department_loses_the_open_draft(DatabaseKind kind)
    {
        await using var server = await ComposeServer.StartAsync(kind, "hosting");
        var place = new DraftPlace((await server.Desk.AddTicketAsync("Two invoices", department: "Billing")).Id, Audience.Reply);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        await ana.OpenAsync(place);
        Assert.NotNull(await ola.OpenAsync(place));
        await ana.PushAsync(place, "before");
        await Eventually.TrueAsync(() => ola.Relayed.Contains("before"), "Ola reads along");

        await LeaveAsync(server, server.Desk.Ola.Id!.Value, server.Desk.Desk.Id);
        await Eventually.TrueAsync(() => ola.Told("Gone").Any(), "Ola's draft closes");
        await ana.PushAsync(place, "after");
        Assert.Equal("refused", Outcome(await ola.PushAsync(place, "still here?")));
        Assert.DoesNotContain("after", ola.Relayed);
    }

    [Fact]
    public async Task Who_is_deactivated_is_cut_off()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ben.OpenAsync(place);
        await ChangeAsync(server, server.Desk.Ben.Id!.Value, (person, desk) => person.Deactivate(desk.Sam, desk.Clock.GetUtcNow()));
        await Eventually.TrueAsync(() => ben.IsClosed, "Ben's connection is over");
    }

    [Fact]
    public async Task A_moved_ticket_closes_its_draft_for_those_who_no_longer_see_it()
    {
        await using var server = await ComposeServer.StartAsync(preset: "hosting");
        var place = new DraftPlace((await server.Desk.AddTicketAsync("Two invoices", department: "Billing")).Id, Audience.Note);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        await ola.OpenAsync(place);
        var elsewhere = server.Desk.Desk.Departments.First(d => d.Name != "Billing").Id;
        await server.Get<TicketCommands>().MoveToDepartmentAsync(server.Desk.Ana, place.SubjectId, elsewhere);
        await Eventually.TrueAsync(() => ola.Told("Gone").Any(), "Ola's draft closes");
    }

    [Fact]
    public async Task The_same_update_twice_is_one()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        var id = Guid.NewGuid().ToString("N");
        Assert.Equal((await ana.PushAsync(place, "a", id: id)).GetProperty("id").GetInt64(), (await ana.PushAsync(place, "a", id: id)).GetProperty("id").GetInt64());
        Assert.Single((await ana.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray());
        Assert.Equal("refused", Outcome(await ana.InvokeAsync("Push", new { subject = place.SubjectId, audience = "everybody", epoch = 1, id, bytes = "YQ==", upTo = 0 })));
    }

    [Fact]
    public async Task Ana_s_letters_are_not_taken_from_Ben_who_signed_in_at_her_browser()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        Assert.Equal("other", Outcome(await ben.PushAsync(place, "Ana's", person: server.Desk.Ana.Id)));
        Assert.Empty((await ben.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray());
        Assert.Equal("kept", Outcome(await ben.PushAsync(place, "Ben's", person: server.Desk.Ben.Id)));
    }

    [Fact]
    public async Task A_reply_of_nothing_is_refused_with_its_sentence_and_the_draft_stays()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        var upTo = (await ana.PushAsync(place, "x")).GetProperty("id").GetInt64();
        var sent = await ana.SendAsync(place, "  ", upTo);
        Assert.Equal("refused", Outcome(sent));
        Assert.Equal("Message is empty. Please write something first.", sent.GetProperty("sentence").GetString());
        Assert.Single((await ana.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray());
    }

    [Fact]
    public async Task Who_writes_is_seen_replying_by_colleagues()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(place);
        Assert.Empty(server.Get<Presence>().At(place.SubjectId));
        await ana.PushAsync(place, "x");
        Assert.Contains(server.Get<Presence>().At(place.SubjectId).Select(p => (p.Name, p.Doing)).Single(), AnaReplies);
    }

    [Fact]
    public async Task A_note_that_Ana_writes_is_told_as_a_note_and_warns_nobody_of_a_second_reply()
    {
        await using var server = await ComposeServer.StartAsync();
        var note = await ReplyAsync(server) with { Audience = Audience.Note };
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        IEnumerable<(string, Doing)> Seen() => server.Get<Presence>().At(note.SubjectId).Select(p => (p.Name, p.Doing));
        await ana.OpenAsync(note);
        await ana.PushAsync(note, "x");
        Assert.Equal([("Ana", Doing.Noting)], Seen());

        var reply = note with { Audience = Audience.Reply };
        await ana.OpenAsync(reply);
        await ana.PushAsync(reply, "x");
        Assert.Contains(Seen().Single(), AnaReplies);
        await ana.InvokeAsync("Close", new { subject = reply.SubjectId, audience = "reply" });
        Assert.Equal([("Ana", Doing.Noting)], Seen());
        await ana.InvokeAsync("Close", new { subject = note.SubjectId, audience = "note" });
        Assert.Empty(Seen());
    }

    [Fact]
    public async Task Ana_hears_in_the_composer_what_Carla_wrote_while_she_was_writing()
    {
        await using var server = await ComposeServer.StartAsync();
        var carla = await server.Desk.AddContactAsync("Carla");
        var (ticket, _) = await server.Desk.AddTicketAsync("The alarm beeps", contact: carla);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(new DraftPlace(ticket, Audience.Reply));
        await using (var db = server.Get<DeskDatabase>().OpenForSystem())
        {
            var found = await db.Tickets.SingleAsync(t => t.Id == ticket);
            found.TakeMessage(LiveDesk.Domain.Actor.Customer(carla.Id, "Carla"), new NewEntry("It stopped"), server.Desk.Desk, server.Desk.Clock.GetUtcNow());
            await db.CommitAsync();
        }
        await Eventually.TrueAsync(() => ana.Told("CustomerWrote").Any(a => a[0].GetProperty("meanwhile").GetProperty("text").GetString() == "It stopped"), "the bar has Carla's words");
    }

    private static string? Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString();

    private static async Task<DraftPlace> ReplyAsync(ComposeServer server) => new((await server.Desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);

    private static Task LeaveAsync(ComposeServer server, Guid personId, Guid deskId) =>
        ChangeAsync(server, personId, (person, desk) => person.Leave(desk.Sam, deskId, null, desk.Clock.GetUtcNow()));

    private static async Task ChangeAsync(ComposeServer server, Guid personId, Action<Person, TestDesk> change)
    {
        await using var db = server.Get<DeskDatabase>().OpenForSystem();
        var person = await db.People.Include(p => p.Memberships).SingleAsync(p => p.Id == personId);
        change(person, server.Desk);
        await db.CommitAsync();
    }
}
