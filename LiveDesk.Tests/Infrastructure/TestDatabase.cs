using System.Reflection;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Xunit.Sdk;

namespace LiveDesk.Tests.Infrastructure;

public enum DatabaseKind { Sqlite, Postgres }

/// <summary>Runs a theory once on SQLite and once on PostgreSQL. Its one parameter is the kind.</summary>
public sealed class BothDatabasesAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[DatabaseKind.Sqlite], [DatabaseKind.Postgres]];
}

/// <summary>A migrated database of its own, with its data folder; both are gone after the test. Migrating happens once a run and kind, the rest are copies.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> SqliteTemplate = new(MigratedSqliteAsync);
    private static readonly Lazy<Task<string>> PostgresTemplate = new(MigratedPostgresAsync);

    private TestDatabase(DatabaseKind kind, string folder, string connection, string? postgresName) =>
        (Kind, Folder, Connection, Name) = (kind, folder, connection, postgresName);

    public DatabaseKind Kind { get; }
    /// <summary><c>Data:Folder</c>: absolute, exists.</summary>
    public string Folder { get; }
    /// <summary>On PostgreSQL; null on SQLite, where it is a file.</summary>
    public string? Name { get; }
    /// <summary><c>ConnectionStrings:Desk</c></summary>
    public string Connection { get; }

    public static async Task<TestDatabase> CreateAsync(DatabaseKind kind, bool migrated = true)
    {
        var folder = Directory.CreateTempSubdirectory("livedesk-test-").FullName;
        if (kind is DatabaseKind.Sqlite)
        {
            var file = Path.Combine(folder, "livedesk.db");
            if (migrated) File.Copy(await SqliteTemplate.Value, file);
            return new TestDatabase(kind, folder, $"Data Source={file}", null);
        }
        var cluster = await PostgresCluster.RunningAsync();
        var name = await cluster.CreateAsync(migrated ? await PostgresTemplate.Value : null);
        return new TestDatabase(kind, folder, cluster.ConnectionTo(name), name);
    }

    /// <summary>The same to the last row and file, in a place of its own. Nobody may write meanwhile.</summary>
    public async Task<TestDatabase> CopyAsync()
    {
        var folder = Directory.CreateTempSubdirectory("livedesk-test-").FullName;
        foreach (var file in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(f => !f.StartsWith(Path.Combine(Folder, "livedesk.db"), StringComparison.Ordinal)))
        {
            var place = Path.Combine(folder, Path.GetRelativePath(Folder, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            File.Copy(file, place);
        }
        if (Kind is DatabaseKind.Sqlite)
        {
            // What is still in the write-ahead log is brought home first.
            await ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)");
            var file = Path.Combine(folder, "livedesk.db");
            File.Copy(Path.Combine(Folder, "livedesk.db"), file);
            return new TestDatabase(Kind, folder, $"Data Source={file}", null);
        }
        // A template has no visitors.
        NpgsqlConnection.ClearPool(new NpgsqlConnection(Connection));
        var cluster = await PostgresCluster.RunningAsync();
        var name = await cluster.CreateAsync(Name);
        return new TestDatabase(Kind, folder, cluster.ConnectionTo(name), name);
    }

    /// <summary>Until it is disposed no attachment can be written: a file lies where their folder should be.</summary>
    public IDisposable WithoutRoomForFiles()
    {
        var place = Path.Combine(Folder, "attachments");
        Assert.False(Path.Exists(place), "There are attachments already.");
        File.WriteAllText(place, "");
        return new Afterwards(() => File.Delete(place));
    }

    private sealed class Afterwards(Action act) : IDisposable
    {
        public void Dispose() => act();
    }

    public IConfiguration Configuration(params (string Key, string Value)[] more) => new ConfigurationBuilder().AddInMemoryCollection(
    [
        new("ConnectionStrings:Desk", Connection),
        new("Data:Folder", Folder),
        .. more.Select(m => new KeyValuePair<string, string?>(m.Key, m.Value)),
    ]).Build();

    /// <summary>Past the desk, for what only a stranger with the database's password could do.</summary>
    public async Task ExecuteAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = Kind is DatabaseKind.Sqlite ? new SqliteConnection(Connection) : new NpgsqlConnection(Connection);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Name is not null) await (await PostgresCluster.RunningAsync()).DropAsync(Name);
        else SqliteConnection.ClearPool(new SqliteConnection(Connection));
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<string> MigratedSqliteAsync()
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("livedesk-test-").FullName, "template.db");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        await MigrateAsync($"Data Source={file};Pooling=False");
        return file;
    }

    private static async Task<string> MigratedPostgresAsync()
    {
        var cluster = await PostgresCluster.RunningAsync();
        var name = await cluster.CreateAsync();
        await MigrateAsync(cluster.ConnectionTo(name) + ";Pooling=False");
        return name;
    }

    private static async Task MigrateAsync(string connection)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Desk", connection)]).Build();
        await using var services = new ServiceCollection().AddLogging().AddLiveDesk(configuration).BuildServiceProvider();
        await services.GetRequiredService<DatabaseStart>().PrepareAsync(CancellationToken.None);
    }
}
