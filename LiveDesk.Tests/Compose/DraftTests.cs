using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Compose;

/// <summary>The server's side of a draft: what is typed is kept, whoever types. It does not read what is in one, so any bytes stand for an update here.</summary>
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
    public async Task Other_letters_under_a_name_that_is_known_already_are_kept_as_well(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var update = Update("Hello");
        var first = await Commands(desk).AppendAsync(desk.Ana, place, update);
        var more = await Commands(desk).AppendAsync(desk.Ana, place, update with { Bytes = YjsText.Of("Hello Carla") });

        Assert.True(more.Id > first.Id);
        Assert.Equal(["Hello", "Hello Carla"], Texts(await Queries(desk).StateAsync(desk.Ben, place, 0)));
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
        Assert.Contains("2,048 KB is the most", large.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).AppendAsync(desk.Ana, place, Update("x") with { ClientMadeId = "sent-1" }));
        foreach (var (what, bytes) in YjsText.NoUpdates)
        {
            var refused = await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).AppendAsync(desk.Ana, place, Update("x") with { Bytes = bytes }));
            Assert.True(refused.Message.Contains("not an update of a draft", StringComparison.Ordinal), what);
        }
    }
}
