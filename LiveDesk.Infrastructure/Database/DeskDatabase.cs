using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;

namespace LiveDesk.Infrastructure.Database;

/// <summary>Opens the database for somebody. One <see cref="DeskDb"/> per operation; dispose it when the operation ends.</summary>
public sealed class DeskDatabase : IDisposable
{
    /// <summary>The longest that a writer waits for those before it: more than any load makes, less than a person waits.</summary>
    private static readonly TimeSpan LongestQueue = TimeSpan.FromSeconds(15);
    private readonly SemaphoreSlim _writer = new(1, 1);
    private readonly ILiveFeed _feed;
    private readonly IReadOnlyList<IWorkFor> _workFor;
    private readonly WorkSignal _workSignal;
    private readonly SqliteConnections? _connections;
    private readonly DbContextOptions _contextOptions;

    public DeskDatabase(IOptions<DatabaseOptions> options, ILiveFeed feed, IEnumerable<IWorkFor> workFor, IEnumerable<IInterceptor> interceptors, WorkSignal workSignal)
    {
        (_feed, _workFor, _workSignal) = (feed, [.. workFor], workSignal);
        IsSqlite = options.Value.IsSqlite;
        _connections = IsSqlite ? new SqliteConnections(options.Value.Desk, new SqliteStatements()) : null;
        _contextOptions = ContextOptions(_connections?.Connection ?? options.Value.Desk, _connections is null ? interceptors : [_connections, .. interceptors]);
    }

    public bool IsSqlite { get; }

    public DeskDb OpenFor(Actor me) => Open(me.Sight);

    /// <summary>For the system's own work, which no person's sight limits: timers, imports, the start.</summary>
    public DeskDb OpenForSystem() => Open(Sight.Everything);

    /// <summary>For readers who are not signed in: published public articles, and nothing else.</summary>
    public DeskDb OpenForPublic() => Open(Sight.Nothing);

    private DeskDb Open(Sight sight) => IsSqlite ? new SqliteDeskDb(_contextOptions, this, sight) : new PostgresDeskDb(_contextOptions, this, sight);

    internal IEnumerable<WorkItem> WorkThatFollows(RecordedFact fact) => _workFor.SelectMany(w => w.For(fact));

    /// <summary>SQLite has one writer. One at a time through this gate is several times faster than four that wait for the file's lock.</summary>
    internal async Task<IDisposable?> EnterWriterAsync(CancellationToken ct)
    {
        if (!IsSqlite) return null;
        if (!await _writer.WaitAsync(LongestQueue, ct)) throw new TimeoutException("The database is busy: those who write before did not finish.");
        return new Leave(_writer);
    }

    internal void WasCommitted(IReadOnlyList<Activity> activities, bool hasWork)
    {
        if (activities.Count > 0) _feed.Publish([.. activities.Select(a => a.ToSignal())]);
        if (hasWork) _workSignal.ThereIsWork();
    }

    public void Dispose() => _connections?.Dispose();

    /// <summary>For its model alone: there is nobody to see anything.</summary>
    internal static DeskDb OnlyModel(string connection) =>
        DatabaseOptions.MeansSqlite(connection) ? new SqliteDeskDb(ContextOptions(connection), null!, Sight.Nothing) : new PostgresDeskDb(ContextOptions(connection), null!, Sight.Nothing);

    internal static DbContextOptions ContextOptions(string connection, params IEnumerable<IInterceptor> interceptors)
    {
        var builder = new DbContextOptionsBuilder();
        // A ticket comes with the few rows that its verbs need; where there may be many, a query splits itself.
        if (DatabaseOptions.MeansSqlite(connection)) builder.UseSqlite(connection, o => o.MigrationsHistoryTable("Migrations").UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery));
        else builder.UseNpgsql(connection, o => o.MigrationsHistoryTable("Migrations").UseQuerySplittingBehavior(QuerySplittingBehavior.SingleQuery));
        return builder.AddInterceptors(interceptors).Options;
    }

    private sealed class Leave(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}

/// <summary>SQLite, the default.</summary>
public sealed class SqliteDeskDb(DbContextOptions options, DeskDatabase database, Sight sight) : DeskDb(options, database, sight)
{
    internal override bool IsSqlite => true;
}

public sealed class PostgresDeskDb(DbContextOptions options, DeskDatabase database, Sight sight) : DeskDb(options, database, sight)
{
    internal override bool IsSqlite => false;
}
