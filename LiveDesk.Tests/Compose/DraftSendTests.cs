using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Compose;

/// <summary>Sending a draft: once, whole, and not past what somebody wrote meanwhile.</summary>
public sealed class DraftSendTests
{
    [Theory, BothDatabases]
    public async Task Sending_makes_the_entry_and_an_empty_draft_in_one_commit(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Hello Carla");
        var sent = await Commands(desk).SendAsync(desk.Ana, place, ToSend("Hello Carla", upTo));

        Assert.Equal(DraftOutcome.Sent, sent.Outcome);
        Assert.Equal("Hello Carla", Assert.Single(await EntriesAsync(desk, place)).Body);
        var after = await Queries(desk).StateAsync(desk.Ben, place, held: 1);
        Assert.Equal(2, after.Epoch);
        Assert.Empty(after.Updates);
        Assert.Equal("Hello Carla", YjsText.Read(Assert.Single(after.Ended)));
    }

    [Theory, BothDatabases]
    public async Task A_note_becomes_a_note_and_leaves_the_reply_draft_alone(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var reply = await ReplyAsync(desk);
        var note = reply with { Audience = Audience.Note };
        await TypeAsync(desk, desk.Ana, reply, "Dear Carla");
        var upTo = await TypeAsync(desk, desk.Ana, note, "She called twice");
        await Commands(desk).SendAsync(desk.Ana, note, ToSend("She called twice", upTo));

        Assert.Equal(EntryKind.Note, Assert.Single(await EntriesAsync(desk, reply)).Kind);
        Assert.Equal(["Dear Carla"], Texts(await Queries(desk).StateAsync(desk.Ana, reply, 1)));
    }

    [Theory, BothDatabases]
    public async Task What_work_it_was_stands_on_the_entry_also_of_a_reply_that_waits_and_is_counted(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var reply = await ReplyAsync(desk);
        var note = reply with { Audience = Audience.Note };
        await Commands(desk).SendAsync(desk.Ana, note, ToSend("She called twice", await TypeAsync(desk, desk.Ana, note, "She called twice")) with { ActivityType = "Call" });
        await Commands(desk).SendAsync(desk.Ana, reply, ToSend("We were there", await TypeAsync(desk, desk.Ana, reply, "We were there")) with { ActivityType = "Visit", SendAt = desk.Clock.GetUtcNow().AddHours(1) });
        desk.Clock.Advance(TimeSpan.FromHours(2));
        await desk.DoDueWorkAsync();
        Assert.Equal([(EntryKind.Note, "Call"), (EntryKind.Reply, "Visit")], (await EntriesAsync(desk, reply)).Select(e => (e.Kind, e.ActivityType)));
        var use = await desk.Get<LiveDesk.Infrastructure.Desks.DeskQueries>().ActivityUseAsync(desk.Sam, desk.Desk.Id);
        Assert.Equal((1, 0), (use["Visit"].Entries, use["Visit"].Times));
    }

    [Theory, BothDatabases]
    public async Task A_send_that_is_tried_again_is_the_same_entry(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Hello");
        var sends = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Commands(desk).SendAsync(desk.Ana, place, ToSend("Hello", upTo)))));

        Assert.Single(await EntriesAsync(desk, place));
        Assert.Single(sends.Select(s => s.EntryId).Distinct());
    }

    [Theory, BothDatabases]
    public async Task A_send_of_an_older_text_is_refused_until_the_sender_has_what_Ben_wrote(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var mine = await TypeAsync(desk, desk.Ana, place, "Hello");
        var bens = await TypeAsync(desk, desk.Ben, place, " and sorry");

        Assert.Equal(DraftOutcome.Behind, (await Commands(desk).SendAsync(desk.Ana, place, ToSend("Hello", mine))).Outcome);
        Assert.Empty(await EntriesAsync(desk, place));
        await Commands(desk).SendAsync(desk.Ana, place, ToSend("Hello and sorry", bens));
        Assert.Equal(["Ana", "Ben"], Assert.Single(await EntriesAsync(desk, place)).Authors.Select(a => a.Name));
    }

    [Theory, BothDatabases]
    public async Task Send_asks_once_when_Carla_wrote_meanwhile(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await desk.AddContactAsync("Carla");
        var (ticket, _) = await desk.AddTicketAsync("The alarm beeps", contact: carla);
        var place = new DraftPlace(ticket, Audience.Reply);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Change the battery");
        var news = await CarlaWritesAsync(desk, ticket, carla.Id, "It stopped by itself");

        var asked = await Commands(desk).SendAsync(desk.Ana, place, ToSend("Change the battery", upTo));
        Assert.Equal((DraftOutcome.CustomerWroteMeanwhile, news, "It stopped by itself"), (asked.Outcome, asked.Meanwhile!.EntryId, asked.Meanwhile.Text));
        var sent = await Commands(desk).SendAsync(desk.Ana, place, ToSend("Change the battery", upTo) with { SeenCustomerEntry = news });
        Assert.Equal(DraftOutcome.Sent, sent.Outcome);
    }

    [Theory, BothDatabases]
    public async Task A_send_that_a_rule_forbids_leaves_the_draft_as_it_was(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "x");

        await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).SendAsync(desk.Ana, place, ToSend("   ", upTo)));
        Assert.Equal(["x"], Texts(await Queries(desk).StateAsync(desk.Ana, place, 0)));
        Assert.Empty(await EntriesAsync(desk, place));
    }
}
