using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;

namespace LiveDesk.Infrastructure.Database;

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
