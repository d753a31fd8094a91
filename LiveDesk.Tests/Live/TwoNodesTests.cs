using System.Collections.Concurrent;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Work;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Live;

/// <summary>Two nodes on one PostgreSQL, each with its own services, as two processes have them.</summary>
public sealed class TwoNodesTests : IAsyncLifetime
{
    private TestDesk _first = default!;
    private TestDesk _second = default!;

    public async Task InitializeAsync()
    {
        _first = await TestDesk.OpenAsync(DatabaseKind.Postgres);
        _second = await _first.OpenSecondNodeAsync();
        await _first.Get<PostgresFeedLine>().StartAsync(CancellationToken.None);
        await _second.Get<PostgresFeedLine>().StartAsync(CancellationToken.None);
        await BothAreUpAsync();
        // Presence listens from its first use on: a node whose first screen just opened learns of the others with their next renewal.
        foreach (var node in new[] { _first, _second }) node.Get<Presence>();
    }

    public async Task DisposeAsync()
    {
        await _second.Get<PostgresFeedLine>().StopAsync(CancellationToken.None);
        await _first.Get<PostgresFeedLine>().StopAsync(CancellationToken.None);
        await _second.DisposeAsync();
        await _first.DisposeAsync();
    }

    [Fact]
    public async Task A_move_on_one_node_is_heard_on_the_other_once_and_not_by_the_outsider()
    {
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        var ben = Listen(_second, _second.Ben, id);
        var ola = Listen(_second, _second.Ola, id);
        var ana = Listen(_first, _first.Ana, id);

        var progress = _first.Desk.Statuses.Single(s => s.Category is StatusCategory.Active && s.Enabled);
        await _first.Tickets.MoveAsync(_first.Ana, id, progress.Id);
        await Eventually.TrueAsync(() => ben.Any(s => s.Fact is TicketWasMoved), "Ben's node hears of the move");

        var moved = Assert.Single(ben, s => s.Fact is TicketWasMoved);
        Assert.Equal("Ana", moved.By.Name);
        Assert.Equal(progress.Id, ((TicketWasMoved)moved.Fact).To);
        Assert.Single(ana, s => s.Fact is TicketWasMoved);
        // Whatever Ola were told would have come with or before what Ben was told: one connection, in order.
        Assert.Empty(ola);
    }

    [Fact]
    public async Task Work_that_a_node_had_in_hand_when_it_died_is_taken_over_at_once_but_not_while_it_lives()
    {
        await using (var db = _first.OpenDatabase())
        {
            var item = new WorkItem("nobody does this", "{}", _first.Clock.GetUtcNow());
            item.Lease(_first.Clock.GetUtcNow().AddMinutes(2), _first.Get<LiveNode>().KnownNumber);
            db.Work.Add(item);
            await db.CommitAsync();
        }
        Assert.Equal(0, await _second.Get<WorkRunner>().DoDueAsync(CancellationToken.None));

        // As when its process is killed: the database notices that the connection is gone.
        await _first.Get<PostgresFeedLine>().StopAsync(CancellationToken.None);
        await Eventually.TrueAsync(async () => await _second.Get<WorkRunner>().DoDueAsync(CancellationToken.None) == 1, "the other node takes it");
    }

    [Fact]
    public async Task What_one_node_tells_Ana_reaches_her_window_on_the_other()
    {
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        var heard = new ConcurrentQueue<Guid>();
        using var window = _second.Get<ILiveFeed>().Subscribe(() => _second.Ana.Sight, s => s.Fact is NotificationsChanged changed && changed.PersonId == _second.Ana.Id, s => ((NotificationsChanged)s.Fact).New.ToList().ForEach(heard.Enqueue));
        await _first.Tickets.AssignAsync(_first.Ben, id, _first.Ana.Id);
        await _first.DoDueWorkAsync();
        await Eventually.TrueAsync(() => !heard.IsEmpty, "Ana's window on the other node hears of it");
        Assert.Equal("The alarm beeps", Assert.Single(await _second.Get<NotificationQueries>().NewAsync(_second.Ana, heard)).Title);
    }

    [Fact]
    public async Task A_person_renamed_on_one_node_has_the_new_name_on_the_other()
    {
        var rico = await _first.AddPersonAsync("Rico", Domain.People.Role.Agent);
        await Eventually.TrueAsync(async () => (await _second.Catalogue.PersonAsync(rico.Id!.Value))?.Name == "Rico" || Forget(_second), "Rico is known on both");

        await using var db = _first.OpenDatabase();
        db.People.Single(p => p.Id == rico.Id).Rename(Actor.System, "Enrico", _first.Clock.GetUtcNow());
        await db.CommitAsync();
        await Eventually.TrueAsync(async () => (await _second.Catalogue.PersonAsync(rico.Id!.Value))?.Name == "Enrico", "the other node forgot the old name");
    }

    [Fact]
    public async Task A_broken_line_heals_and_every_screen_looks_again()
    {
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        var ben = Listen(_second, _second.Ben, id);

        await BreakAllLinesAsync();
        await Eventually.TrueAsync(() => ben.Any(s => s.Fact is FeedCameBack), "screens are told to look again");
        await BothAreUpAsync();

        await Eventually.TrueAsync(async () =>
        {
            // The sending line may still be coming back: what it dropped is found by the next call or the sweep.
            await _first.Tickets.RenameAsync(_first.Ana, id, "Renamed " + Guid.NewGuid());
            return ben.Any(s => s.Fact is TicketWasRenamed);
        }, "what happens after the break is heard");
    }

    [Fact]
    public async Task What_a_node_did_not_live_to_tell_is_found_by_the_sweep()
    {
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        var ben = Listen(_second, _second.Ben, id);
        await using var mute = await _first.OpenSecondNodeAsync(); // commits, and never gets to its line

        await mute.Tickets.RenameAsync(mute.Ana, id, "The alarm is silent");
        await Eventually.TrueAsync(() => ben.Any(s => s.Fact is TicketWasRenamed), "the sweep finds it", TimeSpan.FromSeconds(30));
        Assert.Single(ben, s => s.Fact is TicketWasRenamed);
    }

    [Fact]
    public async Task A_commit_of_a_thousand_facts_arrives_whole()
    {
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        var ben = Listen(_second, _second.Ben, id);
        await using var db = _first.OpenDatabase();
        var ticket = db.Tickets.Single(t => t.Id == id);
        for (var i = 0; i < 1000; i++) ticket.Rename(_first.Ana, $"Name {i}", _first.Clock.GetUtcNow());
        await db.CommitAsync();

        await Eventually.TrueAsync(() => ben.Count(s => s.Fact is TicketWasRenamed) == 1000, "a thousand signals");
        Assert.Equal(ben.Select(s => s.Sequence).Order(), ben.Select(s => s.Sequence));
    }

    [Fact]
    public async Task Ana_on_one_node_is_seen_on_the_other_until_she_leaves()
    {
        var (place, screen) = (await PlaceAsync(), Guid.NewGuid());
        _first.Get<Presence>().Here(place, screen, new Present(_first.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Replying));
        _second.Get<Presence>().Here(place, Guid.NewGuid(), new Present(_second.Ben.Id!.Value, "Ben", ActorKind.Agent, Doing.Viewing));
        await Eventually.TrueAsync(() => Names(_second, place) == "Ana, Ben" && Names(_first, place) == "Ana, Ben", "both nodes see both");

        _first.Clock.Advance(TimeSpan.FromSeconds(2));
        _first.Get<Presence>().Gone(place.Id, screen);
        await Eventually.TrueAsync(() => Names(_second, place) == "Ben" && Names(_first, place) == "Ben", "Ana left on both");
    }

    [Fact]
    public async Task People_of_a_node_that_died_are_gone_after_a_while_and_those_who_stay_are_renewed()
    {
        var place = await PlaceAsync();
        var seen = Listen(_second, _second.Ben, place.Id);
        _first.Get<Presence>().Here(place, Guid.NewGuid(), new Present(_first.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Viewing));
        await Eventually.TrueAsync(() => Names(_second, place) == "Ana", "Ana is seen");

        _second.Clock.Advance(Presence.ScreenLives + TimeSpan.FromSeconds(1)); // and not a word from the first node in that time
        Assert.Equal("", Names(_second, place));
        Assert.Contains(seen, s => s.Fact is PresenceChanged { There.Count: 0 });

        _first.Clock.Advance(TimeSpan.FromSeconds(11));
        await Eventually.TrueAsync(() => Names(_second, place) == "Ana", "the renewal brings her back");
    }

    [Fact]
    public async Task A_crowd_on_one_node_is_seen_whole_on_the_other()
    {
        var place = await PlaceAsync();
        for (var i = 0; i < 60; i++) _first.Get<Presence>().Here(place, Guid.NewGuid(), new Present(Guid.NewGuid(), $"Sebastião „Żółć“ 李小龍 {i:00}", ActorKind.Agent, Doing.Viewing));
        _first.Clock.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => _second.Get<Presence>().At(place.Id).Count == 60, "all sixty are seen");
        Assert.Contains("Sebastião „Żółć“ 李小龍 59", Names(_second, place), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_a_node_is_gone_screens_look_again_for_what_it_told_nobody_of()
    {
        _second.Get<PostgresFeedLine>().SweepEvery = TimeSpan.FromMilliseconds(100);
        await using var third = await TestDesk.JoinAsync(_first.Database);
        await Eventually.TrueAsync(() => third.Get<PostgresFeedLine>().IsUp, "the third node listens");
        await LooksAroundAsync(_second);
        var ben = Listen(_second, _second.Ben, Guid.NewGuid());
        await LooksAroundAsync(_second);
        Assert.Empty(ben);

        await third.Get<PostgresFeedLine>().StopAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => ben.Any(s => s.Fact is FeedCameBack), "Ben's screen looks again");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("x:p:nonsense")]
    [InlineData("x:a:1,two,3")]
    [InlineData("x:a:99999999999999999999999999")]
    [InlineData("x:w:{\"kind\":\"Nothing\"")]
    [InlineData("x:w:{\"kind\":\"NoSuchFact\",\"data\":\"{}\",\"by\":{\"kind\":\"System\",\"id\":null,\"name\":\"x\"}}")]
    public async Task Nonsense_on_the_channel_harms_nobody(string payload)
    {
        // Else the sweep would find what the line no longer hears.
        _second.Get<PostgresFeedLine>().SweepEvery = TimeSpan.FromHours(1);
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        var ben = Listen(_second, _second.Ben, id);
        await ExecuteAsync($"SELECT pg_notify('{PostgresLiveFeed.ChannelName}', '{payload}')");
        await _first.Tickets.RenameAsync(_first.Ana, id, "Still heard");
        await Eventually.TrueAsync(() => ben.Any(s => s.Fact is TicketWasRenamed), "what follows is heard");
        Assert.DoesNotContain(ben, s => s.Fact is FeedCameBack);
    }

    /// <summary>A change that nobody told this node of shows that it swept, and so saw who lives.</summary>
    private async Task LooksAroundAsync(TestDesk node)
    {
        var (id, _) = await _first.AddTicketAsync("Untold");
        var heard = Listen(node, node.Ben, id);
        await using var mute = await _first.OpenSecondNodeAsync();
        await mute.Tickets.RenameAsync(mute.Ana, id, "Found by the sweep");
        await Eventually.TrueAsync(() => heard.Any(s => s.Fact is TicketWasRenamed), "the node sweeps", TimeSpan.FromSeconds(30));
    }

    private Task BothAreUpAsync() => Eventually.TrueAsync(() => _first.Get<PostgresFeedLine>().IsUp && _second.Get<PostgresFeedLine>().IsUp, "both nodes listen");

    private Task BreakAllLinesAsync() =>
        ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'LiveDesk %'");

    private Task ExecuteAsync(string sql) => _first.Database.ExecuteAsync(sql);

    private async Task<FactSubject> PlaceAsync()
    {
        var (id, _) = await _first.AddTicketAsync("The alarm beeps");
        return new FactSubject(SubjectKind.Ticket, id, _first.Desk.Id, [_first.Desk.DefaultDepartment.Id]);
    }

    private static ConcurrentQueue<LiveSignal> Listen(TestDesk node, Actor who, Guid subject)
    {
        var heard = new ConcurrentQueue<LiveSignal>();
        node.Get<ILiveFeed>().Subscribe(() => who.Sight, s => s.Fact is FeedCameBack || s.Fact.Subject.Id == subject, heard.Enqueue);
        return heard;
    }

    private static string Names(TestDesk node, FactSubject place) => string.Join(", ", node.Get<Presence>().At(place.Id).Select(p => p.Name));

    private static bool Forget(TestDesk node)
    {
        node.Catalogue.Forget();
        return false;
    }
}
