using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Web.Live;
using Microsoft.Extensions.Logging.Abstractions;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Live;

/// <summary>Who is seen where, by a clock that the test moves.</summary>
public sealed class PresenceTests : IDisposable
{
    private readonly TestClock _clock = new();
    private readonly Presence _presence;
    private readonly Connection _connection = new();
    private readonly Attention _attention = new();
    private readonly List<PresenceChanged> _told = [];
    private readonly FactSubject _place = new(SubjectKind.Ticket, Guid.NewGuid(), Guid.NewGuid(), []);

    public PresenceTests()
    {
        var feed = new InProcessLiveFeed(_clock, NullLogger<InProcessLiveFeed>.Instance);
        feed.Subscribe(() => Sight.Everything, s => s.Fact is PresenceChanged, s => _told.Add((PresenceChanged)s.Fact));
        _presence = new Presence(feed, _clock);
    }

    public void Dispose() => _presence.Dispose();

    [Fact]
    public void Ana_stays_as_long_as_her_screen_says_so_and_leaves_with_it()
    {
        using (AnaIsHere())
        {
            Assert.Equal("Ana Viewing", Seen());
            _clock.Advance(TimeSpan.FromMinutes(20));
            Assert.Equal("Ana Viewing", Seen());
        }
        Assert.Equal("", Seen());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Empty(_told[^1].There);
    }

    [Fact]
    public async Task Whoever_closes_the_window_is_gone_within_seconds_though_the_circuit_waits_for_minutes()
    {
        using var ana = AnaIsHere();
        _clock.Advance(TimeSpan.FromSeconds(9));
        await _connection.OnConnectionDownAsync(null!, default);
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("", Seen());
        Assert.Empty(_told[^1].There);
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Equal("", Seen());
        await _connection.OnConnectionUpAsync(null!, default);
        Assert.Equal("Ana Viewing", Seen());
    }

    [Fact]
    public async Task A_blink_of_the_network_is_no_leaving()
    {
        using var ana = AnaIsHere();
        _clock.Advance(TimeSpan.FromSeconds(2));
        var before = _told.Count;
        await _connection.OnConnectionDownAsync(null!, default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        await _connection.OnConnectionUpAsync(null!, default);
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(before, _told.Count);
        Assert.Equal("Ana Viewing", Seen());
    }

    [Fact]
    public void Of_a_node_or_screen_that_says_nothing_more_nobody_is_left_after_31_seconds()
    {
        _presence.Here(_place, Guid.NewGuid(), new Present(Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Replying));
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("Ana Replying", Seen());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("", Seen());
        Assert.Empty(_told[^1].There);
    }

    [Fact]
    public void A_flood_of_comings_and_goings_is_told_at_most_once_a_second_and_how_it_ended_is_told()
    {
        var screens = Enumerable.Range(0, 20).Select(n => (Id: Guid.NewGuid(), Who: new Present(Guid.NewGuid(), $"Agent {n}", ActorKind.Agent, Doing.Viewing))).ToList();
        for (var n = 0; n < 5_000; n++)
        {
            var (id, who) = screens[n % screens.Count];
            if (n / screens.Count % 2 == 0) _presence.Here(_place, id, who);
            else _presence.Gone(_place.Id, id);
            _clock.Advance(TimeSpan.FromMilliseconds(1));
        }
        Assert.InRange(_told.Count, 2, 6);
        _presence.Here(_place, screens[0].Id, screens[0].Who with { Doing = Doing.Replying });
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("Agent 0 Replying", string.Join(", ", _told[^1].There.Select(p => $"{p.Name} {p.Doing}")));
    }

    [Fact]
    public async Task Of_a_browser_that_vanished_without_a_word_nobody_is_seen_half_a_minute_later()
    {
        using var ana = AnaIsHere();
        // Nothing comes from her any more; this is when the server gives the line up.
        _clock.Advance(Connection.Silence);
        Assert.Equal("Ana Viewing", Seen());
        await _connection.OnConnectionDownAsync(null!, default);
        _clock.Advance(TimeSpan.FromSeconds(30) - Connection.Silence);
        Assert.Equal("", Seen());
        Assert.Empty(_told[^1].There);
    }

    [Fact]
    public void Who_turns_away_is_idle_who_edits_is_editing_and_the_busiest_screen_counts()
    {
        using var ana = AnaIsHere();
        _attention.Turn(idle: true);
        Assert.Equal("Ana Idle", Seen());
        ana.Edits();
        Assert.Equal("Ana Editing", Seen());
        _clock.Advance(Whereabouts.EditingLives + TimeSpan.FromSeconds(1));
        Assert.Equal("Ana Idle", Seen());
        _presence.Here(_place, Guid.NewGuid(), new Present(Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Replying));
        Assert.Equal("Ana Replying", Seen());
        _clock.Advance(TimeSpan.FromSeconds(31));
        _attention.Turn(idle: false);
        Assert.Equal("Ana Viewing", Seen());
    }

    [Fact]
    public void Presence_lists_the_places_that_one_may_see_and_of_whoever_is_elsewhere_only_that_they_are_here()
    {
        var billing = Guid.NewGuid();
        using var ana = AnaIsHere();
        _presence.Here(new FactSubject(SubjectKind.Ticket, Guid.NewGuid(), Guid.NewGuid(), [billing]), Guid.NewGuid(), new Present(Ben.Id!.Value, "Ben", ActorKind.Agent, Doing.Viewing));
        foreach (var one in new[] { Ana, Ben }) _presence.Here(Presence.OpenBy(one.Id!.Value), Guid.NewGuid(), new Present(one.Id.Value, one.Name, ActorKind.Agent, Doing.Viewing));

        Assert.Equal("Ana Person, Ana Ticket, Ben Person, Ben Ticket", Listed(Sight.Everything));
        Assert.Equal("Ana Person, Ben Person, Ben Ticket", Listed(new Sight(false, new HashSet<Guid>(), new HashSet<Guid> { billing })));
        Assert.Equal("Ana Person, Ana Ticket, Ben Person", Listed(new Sight(false, new HashSet<Guid> { _place.DeskId!.Value }, new HashSet<Guid>())));
        Assert.Equal("", Listed(Sight.OfCustomer(Guid.NewGuid())));
    }

    [Fact]
    public void Whoever_turns_back_to_a_window_has_come_there_anew()
    {
        using var ana = AnaIsHere();
        var came = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(came, Assert.Single(_presence.StaysFor(Sight.Everything)).Since);
        _attention.Turn(idle: true);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(came, Assert.Single(_presence.StaysFor(Sight.Everything)).Since);
        _attention.Turn(idle: false);
        Assert.Equal(came + TimeSpan.FromMinutes(2), Assert.Single(_presence.StaysFor(Sight.Everything)).Since);
    }

    private string Listed(Sight sight) => string.Join(", ", _presence.StaysFor(sight).Select(s => $"{s.Who.Name} {s.Place.Kind}").Order(StringComparer.Ordinal));

    private Whereabouts AnaIsHere() => new(_presence, _connection, _attention, _clock, Ana, Guid.NewGuid(), _place);

    private string Seen() => string.Join(", ", _presence.At(_place.Id).Select(p => $"{p.Name} {p.Doing}"));
}
