using System.Runtime.InteropServices;

/// <summary>
/// Runs inside the measured server, before its own Main (<c>DOTNET_STARTUP_HOOKS</c>; the runtime wants this name and no namespace): asked by
/// a signal, it collects everything and writes how much is left. What a server holds can only be told from inside.
/// </summary>
#pragma warning disable MA0047 // the runtime looks for this very name
internal static class StartupHook
#pragma warning restore MA0047
{
    public const string Setting = "LIVEDESK_BENCH_HEAP";
    /// <summary>SIGUSR1 on Linux; the enumeration has no name for it.</summary>
    public const int Signal = 10;
    private static PosixSignalRegistration? _registration;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(Setting) is not { Length: > 0 } file) return;
        _registration = PosixSignalRegistration.Create((PosixSignal)Signal, context =>
        {
            context.Cancel = true;
            for (var i = 0; i < 3; i++)
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }
            File.WriteAllText($"{file}.new", GC.GetTotalMemory(forceFullCollection: true).ToString(System.Globalization.CultureInfo.InvariantCulture));
            File.Move($"{file}.new", file, overwrite: true);
        });
    }
}
