using System.Security.Cryptography;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LiveDesk.Infrastructure.Live;

/// <summary>
/// This process among the nodes on one PostgreSQL. While its line to them is up it holds a lock there under its number. The database
/// releases it the moment that the process dies, and the others take over at once what it had <see cref="WorkItem.LeasedBy">leased</see>.
/// </summary>
public sealed class LiveNode
{
    /// <summary>What the lock is among advisory locks of other kinds: the letters LD.</summary>
    private const int LockClass = 0x4C44;

    private volatile bool _holdsLock;

    public int Number { get; } = RandomNumberGenerator.GetInt32(1, int.MaxValue);

    /// <summary>Its number while the others can see that it lives, else null: then only time ends what it leased.</summary>
    public int? KnownNumber => _holdsLock ? Number : null;

    /// <summary>SQL for the numbers of the nodes that live.</summary>
    internal static readonly string Living = $"SELECT objid::int FROM pg_locks WHERE locktype = 'advisory' AND classid = {LockClass} AND objsubid = 2 AND granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    internal static async Task<HashSet<int>> LivingAsync(DeskDb db, CancellationToken ct) => [.. await db.Database.SqlQueryRaw<int>(Living).ToListAsync(ct)];

    /// <summary>As long as this connection lasts. After a break the old one may still seem to hold it, so this waits for no one.</summary>
    internal async Task ShowAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock_shared({LockClass}, {Number})", connection);
        await command.ExecuteNonQueryAsync(ct);
        _holdsLock = true;
    }

    internal void Hide() => _holdsLock = false;
}
