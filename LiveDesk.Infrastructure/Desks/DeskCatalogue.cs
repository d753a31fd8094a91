using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>
/// Desks and people as read-only snapshots, read once and forgotten when one of them changes (here or on another node). Every
/// ticket command needs its desk's workflow, every card a name: this saves those joins.
/// </summary>
public sealed class DeskCatalogue : IDisposable
{
    private readonly DeskDatabase _database;
    private readonly IDisposable _subscription;
    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile Snapshot? _snapshot;
    private long _generation;

    public DeskCatalogue(DeskDatabase database, ILiveFeed feed)
    {
        _database = database;
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Fact is FeedCameBack || (s.Fact is not PresenceChanged && s.Subject.Kind is SubjectKind.Desk or SubjectKind.Person), _ => Forget());
    }

    /// <exception cref="NotFoundException">There is no such desk.</exception>
    public async ValueTask<Desk> DeskAsync(Guid id, CancellationToken ct = default) =>
        (await SnapshotAsync(ct)).Desks.GetValueOrDefault(id) ?? throw new NotFoundException("desk");

    public async ValueTask<Desk?> DeskBySlugAsync(string slug, CancellationToken ct = default) =>
        (await SnapshotAsync(ct)).Desks.Values.FirstOrDefault(d => d.Slug == slug);

    public async ValueTask<IReadOnlyList<Desk>> DesksAsync(CancellationToken ct = default) =>
        [.. (await SnapshotAsync(ct)).Desks.Values.OrderBy(d => d.CreatedAt).ThenBy(d => d.Slug, StringComparer.Ordinal)];

    /// <summary>The desks of which this actor sees at least a part.</summary>
    public async ValueTask<IReadOnlyList<Desk>> DesksOfAsync(Actor me, CancellationToken ct = default) =>
        [.. (await DesksAsync(ct)).Where(d => me.Sight.Covers(d.Id, [.. d.Departments.Select(x => x.Id)]))];

    public async ValueTask<Person?> PersonAsync(Guid id, CancellationToken ct = default) => (await SnapshotAsync(ct)).People.GetValueOrDefault(id);

    /// <summary>What these people are called, in the order of their names.</summary>
    public async ValueTask<IReadOnlyList<string>> NamesAsync(IEnumerable<Guid> people, CancellationToken ct = default)
    {
        var all = (await SnapshotAsync(ct)).People;
        return [.. people.Select(id => all.GetValueOrDefault(id)?.Name ?? "?").Order(StringComparer.CurrentCulture)];
    }

    public async ValueTask<IReadOnlyCollection<Person>> PeopleAsync(CancellationToken ct = default) => (await SnapshotAsync(ct)).People.Values;

    /// <summary>With all that its rules need.</summary>
    internal static IQueryable<Desk> Whole(IQueryable<Desk> desks) =>
        desks.Include(d => d.Statuses.OrderBy(s => s.Order)).Include(d => d.AllDepartments.OrderBy(x => x.Id)).Include(d => d.Values.OrderBy(c => c.Order)).Include(d => d.Tags).AsSplitQuery();

    /// <summary>For work that follows from a change of the desk: on another node the catalogue may be a moment older than that.</summary>
    internal static async Task<Desk?> NowAsync(DeskDatabase database, Guid deskId, CancellationToken ct)
    {
        await using var db = database.OpenForSystem();
        return await Whole(db.Desks.AsNoTracking()).SingleOrDefaultAsync(d => d.Id == deskId, ct);
    }

    /// <summary>People who can work on this desk's tickets, by name. The same list until one of them changes.</summary>
    public async ValueTask<IReadOnlyList<Person>> MembersAsync(Guid deskId, CancellationToken ct = default)
    {
        var snapshot = await SnapshotAsync(ct);
        return snapshot.Members.GetOrAdd((deskId, CultureInfo.CurrentCulture.Name), _ =>
            [.. snapshot.People.Values.Where(p => p.Deactivated is null && p.Role.Includes(Right.WorkTickets) && (p.Role is Role.Admin || p.Memberships.Any(m => m.DeskId == deskId))).OrderBy(p => p.Name, StringComparer.CurrentCulture)]);
    }

    /// <summary>The person with the rights they have now; null when they are gone or deactivated.</summary>
    public async ValueTask<Actor?> ActorAsync(Guid personId, CancellationToken ct = default)
    {
        var snapshot = await SnapshotAsync(ct);
        return snapshot.People.GetValueOrDefault(personId) is { Deactivated: null } person ? person.ActingOver(snapshot.LimitedDesks) : null;
    }

    /// <summary>Everybody who works here, with the rights they have now.</summary>
    public async ValueTask<IReadOnlyDictionary<Guid, Actor>> ActorsAsync(CancellationToken ct = default)
    {
        var snapshot = await SnapshotAsync(ct);
        return snapshot.People.Values.Where(p => p.Deactivated is null).ToDictionary(p => p.Id, p => p.ActingOver(snapshot.LimitedDesks));
    }

    public void Forget()
    {
        Interlocked.Increment(ref _generation);
        _snapshot = null;
    }

    public void Dispose() => _subscription.Dispose();

    private async ValueTask<Snapshot> SnapshotAsync(CancellationToken ct)
    {
        if (_snapshot is { } known) return known;
        await _reading.WaitAsync(ct);
        try
        {
            if (_snapshot is { } meanwhile) return meanwhile;
            var generation = Interlocked.Read(ref _generation);
            var read = await ReadAsync(ct);
            // What changed while it was read is read again by the next caller.
            if (generation == Interlocked.Read(ref _generation)) _snapshot = read;
            return read;
        }
        finally { _reading.Release(); }
    }

    private async Task<Snapshot> ReadAsync(CancellationToken ct)
    {
        await using var db = _database.OpenForSystem();
        var desks = await Whole(db.Desks.AsNoTracking()).ToListAsync(ct);
        var people = await db.People.AsNoTracking().Include(p => p.Memberships).ToListAsync(ct);
        return new Snapshot(desks.ToFrozenDictionary(d => d.Id), people.ToFrozenDictionary(p => p.Id), desks.Where(d => d.Settings.DepartmentsLimitSight).Select(d => d.Id).ToFrozenSet());
    }

    private sealed record Snapshot(FrozenDictionary<Guid, Desk> Desks, FrozenDictionary<Guid, Person> People, IReadOnlySet<Guid> LimitedDesks)
    {
        /// <summary>By desk, and by the culture whose order of names it is.</summary>
        public ConcurrentDictionary<(Guid DeskId, string Culture), IReadOnlyList<Person>> Members { get; } = new();
    }
}
