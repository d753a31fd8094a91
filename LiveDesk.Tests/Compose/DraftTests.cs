using System.Text;
using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Compose;

/// <summary>The server's side of a draft. It does not read what is in one, so any bytes stand for an update here.</summary>
public sealed class DraftTests
{
    [Theory, BothDatabases]
    public async Task What_Ana_typed_is_there_when_Ben_opens_the_draft(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        await TypeAsync(desk, desk.Ana, place, "Hello");
        await TypeAsync(desk, desk.Ana, place, " Carla");

        var state = await Queries(desk).StateAsync(desk.Ben, place, held: 0);
        Assert.Equal(["Hello", " Carla"], Texts(state));
        Assert.Equal(1, state.Epoch);
    }

    [Theory, BothDatabases]
    public async Task An_update_that_is_sent_again_is_not_a_second_one(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var update = Update("Hello");
        var first = await Commands(desk).AppendAsync(desk.Ana, place, update);
        var again = await Commands(desk).AppendAsync(desk.Ana, place, update);

        Assert.Equal(first.Id, again.Id);
        Assert.Single((await Queries(desk).StateAsync(desk.Ana, place, 0)).Updates);
    }

    [Theory, BothDatabases]
    public async Task Ana_and_Ben_typing_at_the_same_moment_lose_nothing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => TypeAsync(desk, i % 2 == 0 ? desk.Ana : desk.Ben, place, $"{i}"))));

        var state = await Queries(desk).StateAsync(desk.Ana, place, 0);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"{i}").Order(StringComparer.Ordinal), Texts(state).Order(StringComparer.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task With_the_acknowledgement_comes_what_others_wrote_before_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var first = await TypeAsync(desk, desk.Ana, place, "Hello");
        await TypeAsync(desk, desk.Ben, place, "dear");
        var kept = await Commands(desk).AppendAsync(desk.Ana, place, Update("Carla", seenUpTo: first));

        Assert.Equal("dear", YjsText.Read(Assert.Single(kept.Others).Bytes));
    }

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
    public async Task Letters_for_an_epoch_that_was_sent_are_turned_away_not_mixed_in(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Hello");
        await Commands(desk).SendAsync(desk.Ana, place, ToSend("Hello", upTo));

        Assert.Null((await Commands(desk).AppendAsync(desk.Ben, place, Update("late"))).Id);
        Assert.Empty((await Queries(desk).StateAsync(desk.Ben, place, 1)).Updates);
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

    [Theory, BothDatabases]
    public async Task A_folded_draft_opens_with_the_snapshot_and_what_came_after(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        await TypeAsync(desk, desk.Ana, place, "a");
        var upTo = await TypeAsync(desk, desk.Ana, place, "b");
        await TypeAsync(desk, desk.Ben, place, "c");
        await Commands(desk).FoldAsync(desk.Ana, place, 1, upTo, YjsText.Of("ab"));

        var state = await Queries(desk).StateAsync(desk.Ben, place, 0);
        Assert.Equal(("ab", "c"), (YjsText.Read(state.Snapshot!), Assert.Single(Texts(state))));
        var whole = await Queries(desk).StateAsync(desk.Ben, place, 0, whole: true);
        Assert.Equal(["a", "b", "c"], Texts(whole));
    }

    [Theory, BothDatabases]
    public async Task Owner_status_and_priority_of_the_ticket_never_touch_a_draft(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        await TypeAsync(desk, desk.Ana, place, "Half a sen");
        await desk.Tickets.AssignAsync(desk.Ben, place.SubjectId, desk.Ben.Id);
        await desk.Tickets.PrioritiseAsync(desk.Ben, place.SubjectId, Priority.High);
        await desk.Tickets.RenameAsync(desk.Ben, place.SubjectId, "Beeping alarm");
        await desk.Tickets.ResolveAsync(desk.Ben, place.SubjectId, "Battery changed");

        var state = await Queries(desk).StateAsync(desk.Ana, place, 1);
        Assert.Equal((1, "Half a sen"), (state.Epoch, Assert.Single(Texts(state))));
    }

    [Theory, BothDatabases]
    public async Task A_draft_of_another_department_does_not_exist_for_Ola(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Hello");

        await Assert.ThrowsAsync<NotFoundException>(() => Queries(desk).StateAsync(desk.Ola, place, 0));
        await Assert.ThrowsAsync<NotFoundException>(() => Commands(desk).AppendAsync(desk.Ola, place, Update("!")));
        await Assert.ThrowsAsync<NotFoundException>(() => Commands(desk).SendAsync(desk.Ola, place, ToSend("!", upTo)));
        await Assert.ThrowsAsync<NotFoundException>(() => Commands(desk).FoldAsync(desk.Ola, place, 1, upTo, YjsText.Of("!")));
        await Assert.ThrowsAsync<NotFoundException>(() => Commands(desk).ClearAsync(desk.Ola, place, 1, upTo, []));
        Assert.Equal(["Hello"], Texts(await Queries(desk).StateAsync(desk.Ana, place, 0)));
    }

    [Theory, BothDatabases]
    public async Task Kim_who_edits_articles_has_no_part_in_a_ticket_s_draft(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await Assert.ThrowsAsync<NotFoundException>(async () => await Queries(desk).StateAsync(desk.Kim, await ReplyAsync(desk), 0));
    }

    [Theory, BothDatabases]
    public async Task What_is_no_update_or_too_large_is_refused_with_a_sentence(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var large = await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).AppendAsync(desk.Ana, place, Update("x") with { Bytes = new byte[DraftCommands.LargestUpdate + 1] }));
        Assert.Contains("256 KB", large.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).AppendAsync(desk.Ana, place, Update("x") with { ClientMadeId = "sent-1" }));
        foreach (var (what, bytes) in YjsText.NoUpdates)
        {
            var refused = await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).AppendAsync(desk.Ana, place, Update("x") with { Bytes = bytes }));
            Assert.True(refused.Message.Contains("not an update of a draft", StringComparison.Ordinal), what);
        }
    }

    [Theory, BothDatabases]
    public async Task Of_two_who_open_an_article_at_once_one_seed_is_taken(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ArticleAsync(desk);
        var taken = await Task.WhenAll(Task.Run(() => Commands(desk).SeedAsync(desk.Kim, place, 1, 1, YjsText.Of("one"))), Task.Run(() => Commands(desk).SeedAsync(desk.Ben, place, 1, 1, YjsText.Of("two"))));
        Assert.Single(taken, yes => yes);
        Assert.Single((await Queries(desk).StateAsync(desk.Ana, place, 0)).Updates);
    }

    [Theory, BothDatabases]
    public async Task A_window_with_an_older_revision_does_not_bring_the_old_text_back(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ArticleAsync(desk);
        await using (var db = desk.OpenDatabase())
        {
            var article = await db.Articles.SingleAsync(a => a.Id == place.SubjectId);
            article.Revise(desk.Kim, new ArticleText("Battery", "New"), "newer", desk.Clock.GetUtcNow());
            await db.CommitAsync();
        }
        Assert.False(await Commands(desk).SeedAsync(desk.Ben, place, 1, revision: 1, YjsText.Of("Old")));
        Assert.True(await Commands(desk).SeedAsync(desk.Kim, place, 1, revision: 2, YjsText.Of("New")));
    }

    [Theory, BothDatabases]
    public async Task A_cleared_article_draft_begins_anew_and_is_no_entry(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ArticleAsync(desk);
        var upTo = await TypeAsync(desk, desk.Kim, place, "Change the battery");
        Assert.Equal(DraftOutcome.Behind, await Commands(desk).ClearAsync(desk.Kim, place, 1, upTo - 1, []));
        Assert.Equal(DraftOutcome.Sent, await Commands(desk).ClearAsync(desk.Kim, place, 1, upTo, YjsText.Of("all")));
        var after = await Queries(desk).StateAsync(desk.Kim, place, 1);
        Assert.Equal((2, 0), (after.Epoch, after.Updates.Count));
    }

    private static DraftCommands Commands(TestDesk desk) => desk.Get<DraftCommands>();

    private static DraftQueries Queries(TestDesk desk) => desk.Get<DraftQueries>();

    private static async Task<DraftPlace> ReplyAsync(TestDesk desk) => new((await desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);

    private static async Task<DraftPlace> ArticleAsync(TestDesk desk)
    {
        var now = desk.Clock.GetUtcNow();
        var article = new Article(Ids.New(now), null, "battery", new ArticleText("Battery", "Old"), desk.Kim, "first", now);
        await using var db = desk.OpenDatabase();
        db.Articles.Add(article);
        await db.CommitAsync();
        return new DraftPlace(article.Id, Audience.Article);
    }

    private static NewDraftUpdate Update(string text, long seenUpTo = long.MaxValue) => new(1, Guid.NewGuid().ToString("N"), YjsText.Of(text), seenUpTo);

    private static async Task<long> TypeAsync(TestDesk desk, Actor who, DraftPlace place, string text) =>
        (await Commands(desk).AppendAsync(who, place, Update(text))).Id ?? throw new InvalidOperationException("The epoch is over.");

    private static DraftToSend ToSend(string markdown, long upTo) => new(1, upTo, markdown, YjsText.Of(markdown));

    private static IEnumerable<string> Texts(DraftState state) => state.Updates.Select(u => YjsText.Read(u.Bytes));

    private static async Task<List<Entry>> EntriesAsync(TestDesk desk, DraftPlace place)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.Where(t => t.Id == place.SubjectId).SelectMany(t => t.Entries).AsNoTracking().ToListAsync();
    }

    private static async Task<Guid> CarlaWritesAsync(TestDesk desk, Guid ticketId, Guid contactId, string text)
    {
        await using var db = desk.OpenDatabase();
        var ticket = await db.Tickets.SingleAsync(t => t.Id == ticketId);
        var entry = ticket.TakeMessage(Actor.Customer(contactId, "Carla"), new NewEntry(text), desk.Desk, desk.Clock.GetUtcNow());
        await db.CommitAsync();
        return entry.Id;
    }
}
