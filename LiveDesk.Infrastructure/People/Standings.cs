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
/// Does somebody who signed in earlier still belong here? Asked at every request and by every open screen, so kept in memory: read anew when a
/// person changed, and after <see cref="Fresh"/> in any case, should the feed between nodes be broken. Of all who are asked about, in one question.
/// </summary>
public sealed class Standings : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    /// <summary>Whoever was not asked about for so long has left.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly DeskDatabase _database;
    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _asked = new();
    private readonly Lock _gate = new();
    private Reading? _reading;
    private long _generation;

    public Standings(DeskDatabase database, ILiveFeed feed, TimeProvider clock)
    {
        (_database, _clock) = (database, clock);
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Fact is FeedCameBack || (s.Fact is not PresenceChanged && s.Subject.Kind is SubjectKind.Person), _ => Interlocked.Increment(ref _generation));
    }

    /// <summary>Null: there is no such person, or they were deactivated.</summary>
    public async ValueTask<Standing?> OfAsync(Guid personId, CancellationToken ct = default)
    {
        var now = _clock.GetUtcNow();
        _asked[personId] = now;
        if (_known.TryGetValue(personId, out var known) && known.Generation == Interlocked.Read(ref _generation) && now - known.At < Fresh) return known.Standing;
        return (await ReadingOf(personId, now).Answer.WaitAsync(ct)).GetValueOrDefault(personId);
    }

    public void Dispose() => _subscription.Dispose();

    /// <summary>The one under way, when it asks about them and nothing changed since it began; else one about everybody who was asked about lately.</summary>
    private Reading ReadingOf(Guid personId, DateTimeOffset now)
    {
        lock (_gate)
        {
            var generation = Interlocked.Read(ref _generation);
            if (_reading is { Answer.IsCompleted: false } under && under.Generation == generation && under.People.Contains(personId)) return under;
            foreach (var (left, _) in _asked.Where(a => now - a.Value > Kept))
            {
                _asked.TryRemove(left, out _);
                _known.TryRemove(left, out _);
            }
            HashSet<Guid> people = [personId, .. _asked.Keys];
            return _reading = new Reading(generation, people, ReadAsync([.. people], generation));
        }
    }

    private async Task<IReadOnlyDictionary<Guid, Standing>> ReadAsync(Guid[] people, long generation)
    {
        // Whoever began it holds the lock.
        await Task.Yield();
        var now = _clock.GetUtcNow();
        await using var db = _database.OpenForSystem();
        var found = await db.People.AsNoTracking().Where(p => EF.Parameter(people).Contains(p.Id) && p.Deactivated == null)
            .Join(db.Set<Account>(), p => p.Id, a => a.Id, (p, a) => new { p.Id, p.Name, p.Role, a.SecurityStamp }).Where(p => p.SecurityStamp != null && p.SecurityStamp != "").ToListAsync();
        var ended = (await db.EndedSessions.Where(s => EF.Parameter(people).Contains(s.PersonId)).Select(s => new { s.PersonId, s.Id }).ToListAsync()).ToLookup(s => s.PersonId, s => s.Id);
        var standings = found.ToDictionary(p => p.Id, p => new Standing(p.Name, p.Role, p.SecurityStamp!, [.. ended[p.Id]]));
        foreach (var id in people) _known[id] = new Known(standings.GetValueOrDefault(id), now, generation);
        return standings;
    }

    private sealed record Known(Standing? Standing, DateTimeOffset At, long Generation);

    private sealed record Reading(long Generation, IReadOnlySet<Guid> People, Task<IReadOnlyDictionary<Guid, Standing>> Answer);
}
