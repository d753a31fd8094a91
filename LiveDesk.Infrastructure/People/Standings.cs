using System.Collections.Concurrent;
using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <param name="Stamp">Changes with the password and at deactivation; a session that carries another one is over.</param>
/// <param name="Ended">Sessions that the person signed out of.</param>
public sealed record Standing(string Name, Role Role, string Stamp, IReadOnlyCollection<Guid> Ended);

/// <summary>
/// Does somebody who signed in earlier still belong here? Asked at every request and by every open screen, so kept in memory:
/// forgotten when a person changes, and after <see cref="Fresh"/> in any case, should the feed between nodes be broken.
/// </summary>
public sealed class Standings : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly DeskDatabase _database;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, (Standing? Standing, DateTimeOffset At)> _known = new();
    private long _generation;

    public Standings(DeskDatabase database, ILiveFeed feed, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Fact is FeedCameBack || (s.Fact is not PresenceChanged && s.Subject.Kind is SubjectKind.Person), _ => Forget());
    }

    /// <summary>Null: there is no such person, or they were deactivated.</summary>
    public async ValueTask<Standing?> OfAsync(Guid personId, CancellationToken ct = default)
    {
        var now = _clock.GetUtcNow();
        if (_known.TryGetValue(personId, out var known) && now - known.At < Fresh) return known.Standing;
        var generation = Interlocked.Read(ref _generation);
        var read = await ReadAsync(personId, ct);
        if (generation == Interlocked.Read(ref _generation)) _known[personId] = (read, now);
        return read;
    }

    public void Dispose() => _subscription.Dispose();

    private void Forget()
    {
        Interlocked.Increment(ref _generation);
        _known.Clear();
    }

    private async Task<Standing?> ReadAsync(Guid id, CancellationToken ct)
    {
        await using var db = _database.OpenForSystem();
        var found = await db.People.AsNoTracking().Where(p => p.Id == id && p.Deactivated == null)
            .Join(db.Set<Account>(), p => p.Id, a => a.Id, (p, a) => new { p.Name, p.Role, a.SecurityStamp }).SingleOrDefaultAsync(ct);
        if (found is not { SecurityStamp.Length: > 0 }) return null;
        return new Standing(found.Name, found.Role, found.SecurityStamp, await db.EndedSessions.Where(s => s.PersonId == id).Select(s => s.Id).ToListAsync(ct));
    }
}
