using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.AspNetCore.SignalR;

namespace LiveDesk.Web.Compose;

/// <summary>Who has which drafts open on this node, so that a draft closes when its reader's rights end.</summary>
public sealed class ComposeConnections
{
    private readonly ConcurrentDictionary<string, ComposeConnection> _connections = new();

    public ComposeConnection Add(string id, Guid personId, Action abort) => _connections[id] = new ComposeConnection(id, personId, abort);

    public ComposeConnection? Find(string id) => _connections.GetValueOrDefault(id);

    public void Remove(string id)
    {
        if (_connections.TryRemove(id, out var connection)) connection.Dispose();
    }

    public int Of(Guid personId) => _connections.Values.Count(c => c.PersonId == personId);

    public IEnumerable<ComposeConnection> All => _connections.Values;

    /// <summary>Those who have it open. A desk has some hundreds of connections: looking through them is cheaper than a second register to keep true.</summary>
    public IEnumerable<ComposeConnection> In(DraftPlace place) => _connections.Values.Where(c => c.HasOpen(place));
}

public sealed class ComposeConnection(string id, Guid personId, Action abort) : IDisposable
{
    /// <summary>A fast writer pushes seven times a second, in one of a page's two drafts; whoever does six times that waits.</summary>
    private readonly TokenBucketRateLimiter _pace = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 120,
        TokensPerPeriod = 40,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    /// <summary>A cursor moves with every key; more than a fast writer makes is dropped.</summary>
    private readonly TokenBucketRateLimiter _handPace = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 40,
        TokensPerPeriod = 20,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    private readonly ConcurrentDictionary<DraftPlace, FactSubject> _open = new();
    private readonly ConcurrentDictionary<DraftPlace, (int Epoch, long Client)> _hands = new();
    private readonly ConcurrentDictionary<DraftPlace, bool> _texts = new();
    private readonly ConcurrentDictionary<DraftPlace, DateTimeOffset> _written = new();
    private int _untold;

    public const int MostOpen = 40;
    /// <summary>Messages that wait for a socket. A browser that reads has a few; one that never reads is let go before it costs memory.</summary>
    public const int MostUntold = 500;

    public string Id => id;
    /// <summary>For presence: this page as a place where somebody replies, and as one where keys are struck; the second ends sooner.</summary>
    public Guid ReplyingScreen { get; } = Guid.NewGuid();
    public Guid TypingScreen { get; } = Guid.NewGuid();
    /// <summary>This page as a place where a note is written.</summary>
    public Guid NotingScreen { get; } = Guid.NewGuid();
    public Guid PersonId => personId;
    public ICollection<DraftPlace> Open => _open.Keys;

    public bool IsInPace() => _pace.AttemptAcquire().IsAcquired;

    public bool MayMoveHand() => _handPace.AttemptAcquire().IsAcquired;

    /// <param name="about">What the draft is about, as it stands now.</param>
    /// <returns>False: too many are open.</returns>
    public bool Enter(DraftPlace place, FactSubject about)
    {
        if (!_open.ContainsKey(place) && _open.Count >= MostOpen) return false;
        _open[place] = about;
        return true;
    }

    /// <summary>Where that now stands, if the draft is still open.</summary>
    public void StandsAt(DraftPlace place, FactSubject about)
    {
        if (_open.TryGetValue(place, out var before)) _open.TryUpdate(place, about, before);
    }

    public bool HasOpen(DraftPlace place) => _open.ContainsKey(place);

    public FactSubject? About(DraftPlace place) => _open.TryGetValue(place, out var about) ? about : null;

    public void Leave(DraftPlace place)
    {
        _open.TryRemove(place, out _);
        _texts.TryRemove(place, out _);
        _written.TryRemove(place, out _);
    }

    /// <summary>When this browser wrote there last, UTC; null: not since the draft was opened, sent or left.</summary>
    public DateTimeOffset? WroteAt(DraftPlace place) => _written.TryGetValue(place, out var at) ? at : null;

    public void Wrote(DraftPlace place, DateTimeOffset now) => _written[place] = now;

    public void WritesNoMore(DraftPlace place) => _written.TryRemove(place, out _);

    /// <summary>Where this browser's hand is in the draft, or that it is out of it (null).</summary>
    /// <returns>Where it was before.</returns>
    public (int Epoch, long Client)? Holds(DraftPlace place, (int Epoch, long Client)? hand)
    {
        (int, long)? before = _hands.TryGetValue(place, out var known) ? known : null;
        if (hand is { } now) _hands[place] = now;
        else _hands.TryRemove(place, out _);
        return before;
    }

    /// <returns>Is that news? Others may have said so before; then one look too many costs little.</returns>
    public bool SaysText(DraftPlace place, bool hasText)
    {
        var before = _texts.TryGetValue(place, out var known) && known;
        _texts[place] = hasText;
        return before != hasText;
    }

    /// <summary>
    /// Sends without waiting for this browser: a slow one keeps nobody else waiting, and one that never reads is let go (it reads everything again when
    /// it comes back).
    /// </summary>
    public void Tell(IClientProxy client, string what, object news)
    {
        if (Interlocked.Increment(ref _untold) > MostUntold) Abort();
        else _ = TellAsync(client, what, news);
    }

    public void Abort() => abort();

    public void Dispose()
    {
        _pace.Dispose();
        _handPace.Dispose();
    }

    private async Task TellAsync(IClientProxy client, string what, object news)
    {
        // A connection that ends meanwhile is no failure of the one who wrote.
        try { await client.SendAsync(what, news); }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or IOException) { Abort(); }
        finally { Interlocked.Decrement(ref _untold); }
    }
}
