using System.Collections.Concurrent;
using System.Security.Claims;
using System.Threading.Channels;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;

namespace LiveDesk.Web.Account;

/// <summary>
/// What stays open under a session (a composer's connection, a screen's), so that it ends with the session: at sign-out, with a new password, at a
/// deactivation, on whichever node that happens. Whoever calls is checked at the call; this is for those who only listen.
/// </summary>
public sealed class SessionConnections(ILiveFeed feed, Standings standings, TimeProvider clock, ILogger<SessionConnections> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, Held> _held = new(StringComparer.Ordinal);
    private readonly Channel<Guid?> _toCheck = Channel.CreateUnbounded<Guid?>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="grace">What it is still given once its session is over: a screen's time to lead on to sign-in.</param>
    public void Add(string id, ClaimsPrincipal user, Action abort, TimeSpan grace = default)
    {
        var held = _held[id] = new Held(user, abort, grace);
        // It may have ended between the request that brought it here and now.
        if (held.Person is { } person) _toCheck.Writer.TryWrite(person);
    }

    public void Remove(string id) => _held.TryRemove(id, out _);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(() => Sight.Everything, s => EndsSessions(s) || s.Fact is FeedCameBack, s => _toCheck.Writer.TryWrite(s.Fact is FeedCameBack ? null : s.Subject.Id));
        await foreach (var person in _toCheck.Reader.ReadAllAsync(stoppingToken))
            foreach (var held in _held.Values.Where(h => person is null || h.Person == person))
                if (!await StillHoldsAsync(held, stoppingToken)) _ = EndAsync(held, stoppingToken);
    }

    internal static bool EndsSessions(LiveSignal signal) => signal.Fact is SessionWasEnded or PasswordWasChanged or RightsChanged;

    private async Task<bool> StillHoldsAsync(Held held, CancellationToken ct)
    {
        try
        {
            return held.Person is { } id && SignedInCookie.StillHolds(held.User, await standings.OfAsync(id, ct));
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // What cannot be read holds no longer: the browser comes back by itself, and is checked then.
            log.LogError(e, "Whether a session of {Person} goes on could not be read", held.Person);
            return false;
        }
    }

    private async Task EndAsync(Held held, CancellationToken ct)
    {
        try { await Task.Delay(held.Grace, clock, ct); }
        catch (OperationCanceledException) { return; /* the program ends, and every connection with it */ }
        held.Abort();
    }

    private sealed record Held(ClaimsPrincipal User, Action Abort, TimeSpan Grace)
    {
        public Guid? Person { get; } = SignedInCookie.PersonOf(User);
    }
}
