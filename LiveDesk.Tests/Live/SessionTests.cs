using System.Security.Claims;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Account;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveDesk.Tests.Live;

/// <summary>Who a screen belongs to, and that it is nobody's the moment its session is over.</summary>
public sealed class SessionTests
{
    [Theory, BothDatabases]
    public async Task A_screen_whose_session_was_signed_out_of_is_nobody_s_at_once_and_another_of_the_same_person_goes_on(DatabaseKind kind)
    {
        await using var desk = await DeskWithAccountsAsync(kind);
        using var here = SessionOf(desk, desk.Ana, out var session);
        using var elsewhere = SessionOf(desk, desk.Ana, out _);
        Assert.NotNull(await here.FindAsync());
        Assert.NotNull(await elsewhere.FindAsync());
        var over = new TaskCompletionSource();
        here.Changed += over.SetResult;

        await desk.Get<SessionCommands>().EndAsync(desk.Ana.Id!.Value, session, CancellationToken.None);
        await over.Task;
        Assert.True(here.IsOver);
        Assert.Null(await here.FindAsync());
        Assert.Equal(Sight.Nothing, here.Sight);
        await Eventually.TrueAsync(async () => await elsewhere.FindAsync() is not null && !elsewhere.IsOver, "her other browser goes on");
        using var replayed = new Session(new Whoever(Task.FromResult(Cookie(desk.Ana, session))), desk.Catalogue, desk.Get<Standings>(), desk.Get<ILiveFeed>(), NullLogger<Session>.Instance);
        Assert.Null(await replayed.FindAsync());
    }

    [Fact]
    public async Task Signing_out_twice_is_once_and_what_no_cookie_can_bear_any_more_is_forgotten()
    {
        await using var desk = await DeskWithAccountsAsync(DatabaseKind.Sqlite);
        var (old, recent) = (Guid.NewGuid(), Guid.NewGuid());
        var sessions = desk.Get<SessionCommands>();
        await sessions.EndAsync(desk.Ana.Id!.Value, old, CancellationToken.None);
        await sessions.EndAsync(desk.Ana.Id!.Value, old, CancellationToken.None);
        Assert.Equal([old], await EndedAsync());
        desk.Clock.Advance(SessionCommands.Lasts + TimeSpan.FromDays(2));
        await sessions.EndAsync(desk.Ana.Id!.Value, recent, CancellationToken.None);
        Assert.Equal([recent], await EndedAsync());

        async Task<IEnumerable<Guid>> EndedAsync() => (await desk.Get<Standings>().OfAsync(desk.Ana.Id!.Value))!.Ended;
    }

    [Fact]
    public async Task A_screen_that_is_left_while_it_is_asked_whose_it_is_leaves_nothing_behind()
    {
        await using var desk = await DeskWithAccountsAsync(DatabaseKind.Sqlite);
        var (feed, who) = (new CountingFeed(desk.Get<ILiveFeed>()), new TaskCompletionSource<ClaimsPrincipal>());
        var session = new Session(new Whoever(who.Task), desk.Catalogue, desk.Get<Standings>(), feed, NullLogger<Session>.Instance);
        var finding = session.FindAsync();
        session.Dispose();
        who.SetResult(Cookie(desk.Ana, Guid.NewGuid()));
        await finding;
        Assert.Equal(0, feed.Listening);
    }

    private static async Task<TestDesk> DeskWithAccountsAsync(DatabaseKind kind)
    {
        var desk = await TestDesk.OpenAsync(kind);
        await using var db = desk.OpenDatabase();
        foreach (var person in desk.Everybody) db.Set<Account>().Add(new Account { Id = person.Id!.Value, UserName = person.Name, NormalizedUserName = person.Name.ToUpperInvariant(), SecurityStamp = person.Name });
        await db.CommitAsync();
        return desk;
    }

    private static Session SessionOf(TestDesk desk, Actor who, out Guid session) =>
        new(new Whoever(Task.FromResult(Cookie(who, session = Guid.NewGuid()))), desk.Catalogue, desk.Get<Standings>(), desk.Get<ILiveFeed>(), NullLogger<Session>.Instance);

    /// <summary>The stamp of these accounts is the name.</summary>
    private static ClaimsPrincipal Cookie(Actor who, Guid session) => SignedInCookie.Of(who.Id!.Value, who.Name, who.Role, who.Name, session);

    private sealed class Whoever(Task<ClaimsPrincipal> user) : AuthenticationStateProvider
    {
        public override async Task<AuthenticationState> GetAuthenticationStateAsync() => new(await user);
    }

    private sealed class CountingFeed(ILiveFeed feed) : ILiveFeed
    {
        private int _listening;

        public int Listening => _listening;

        public IDisposable Subscribe(Func<Sight> sight, Func<LiveSignal, bool> cares, Action<LiveSignal> hear)
        {
            Interlocked.Increment(ref _listening);
            return new Left(this, feed.Subscribe(sight, cares, hear));
        }

        public void Publish(IReadOnlyList<LiveSignal> signals) => feed.Publish(signals);
        public void Whisper(Fact fact, LiveActor by) => feed.Whisper(fact, by);
        public void WhisperElsewhere(Fact fact, LiveActor by) => feed.WhisperElsewhere(fact, by);
        public void WhisperHere(Fact fact, LiveActor by) => feed.WhisperHere(fact, by);

        private sealed class Left(CountingFeed feed, IDisposable subscription) : IDisposable
        {
            public void Dispose()
            {
                Interlocked.Decrement(ref feed._listening);
                subscription.Dispose();
            }
        }
    }
}
