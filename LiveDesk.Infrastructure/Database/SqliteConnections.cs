using System.Data.Common;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LiveDesk.Infrastructure.Database;

/// <summary>Every SQLite connection: foreign keys on, full durability (an acknowledged write survives a power cut), patient with a busy file for as long as a person waits for an answer.</summary>
internal sealed class SqliteConnections : DbConnectionInterceptor
{
    /// <summary>Seconds. Then whoever writes hears that it could not be saved, instead of a screen that hangs.</summary>
    private const int Patience = 5;
    /// <summary>Bytes of the file that are read without a system call for each page (docs/decisions/0018).</summary>
    private const long Mapped = 256L * 1024 * 1024;
    private static readonly string Pragmas = $"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout={Patience * 1000}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size={Mapped};";

    // The handle's own type is not named: the package that has it may be of another version.
    private static readonly Func<SqliteConnection, object> HandleOf = typeof(SqliteConnection).GetProperty("Handle")!.GetMethod!.CreateDelegate<Func<SqliteConnection, object>>();

    /// <summary>A connection out of the pool is prepared already: its handle is known.</summary>
    private readonly ConditionalWeakTable<object, object> _prepared = [];

    public static string Prepared(string connection) => new SqliteConnectionStringBuilder(connection) { DefaultTimeout = Patience }.ToString();

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        if (IsPrepared(connection)) return;
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
        WasPrepared(connection);
    }

    public override async Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsPrepared(connection)) return;
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
        WasPrepared(connection);
    }

    private bool IsPrepared(DbConnection connection) => _prepared.TryGetValue(HandleOf((SqliteConnection)connection), out _);

    private void WasPrepared(DbConnection connection) => _prepared.AddOrUpdate(HandleOf((SqliteConnection)connection), this);
}

/// <summary>
/// Which SQLite runs: the system's library when it is newer than the bundled one (security fixes, and JSON queries need 3.38).
/// Call <see cref="Choose"/> before the first connection: in the app, the tests and the EF tool.
/// </summary>
public static class SqliteLibrary
{
    private static int _chosen;

    public static void Choose()
    {
        if (Interlocked.Exchange(ref _chosen, 1) == 1) return;
        // EF asks for SQLitePCLRaw 2.1; 2.0.6 has all that it calls. With a newer package this never fires.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name is "SQLitePCLRaw.core" && Path.Combine(AppContext.BaseDirectory, "SQLitePCLRaw.core.dll") is var beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
        PreferTheSystems();
    }

    public static string Version()
    {
        using var connection = new SqliteConnection("Data Source=:memory:");
        return connection.ServerVersion is { Length: > 0 } version ? version : "unknown";
    }

    private static void PreferTheSystems()
    {
        var provider = Assembly.Load("SQLitePCLRaw.provider.e_sqlite3");
        NativeLibrary.SetDllImportResolver(provider, (name, assembly, path) =>
            name == "e_sqlite3" && NativeLibrary.TryLoad("libsqlite3.so.0", out var systems) && IsNewer(systems) ? systems : IntPtr.Zero);
    }

    private static bool IsNewer(IntPtr library)
    {
        if (!NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var number)) return false;
        return Marshal.GetDelegateForFunctionPointer<VersionNumber>(number)() > 3_035_005;
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();
}
