using System.Collections.Concurrent;
using System.Threading.RateLimiting;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Tickets;

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

    public IEnumerable<ComposeConnection> All => _connections.Values;
}

public sealed class ComposeConnection(string id, Guid personId, Action abort) : IDisposable
{
    /// <summary>A fast writer pushes four times a second, and a page has two drafts; whoever does ten times that waits.</summary>
    private readonly TokenBucketRateLimiter _pace = new(new TokenBucketRateLimiterOptions
    {
        TokenLimit = 120,
        TokensPerPeriod = 40,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    private readonly ConcurrentDictionary<DraftPlace, FactSubject> _open = new();

    public const int MostOpen = 40;

    public string Id => id;
    /// <summary>For presence: this page as a place where somebody replies, and as one where keys are struck; the second ends sooner.</summary>
    public Guid ReplyingScreen { get; } = Guid.NewGuid();
    public Guid TypingScreen { get; } = Guid.NewGuid();
    public Guid PersonId => personId;
    public ICollection<DraftPlace> Open => _open.Keys;

    public bool IsInPace() => _pace.AttemptAcquire().IsAcquired;

    /// <param name="about">What the draft is about, as it stands now.</param>
    /// <returns>False: too many are open.</returns>
    public bool Enter(DraftPlace place, FactSubject about)
    {
        if (!_open.ContainsKey(place) && _open.Count >= MostOpen) return false;
        _open[place] = about;
        return true;
    }

    public FactSubject? About(DraftPlace place) => _open.TryGetValue(place, out var about) ? about : null;

    public void Leave(DraftPlace place) => _open.TryRemove(place, out _);

    public void Abort() => abort();

    public void Dispose() => _pace.Dispose();
}
