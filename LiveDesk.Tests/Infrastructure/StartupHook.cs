using System.Diagnostics;
using System.Runtime.Loader;
using LiveDesk.Tests.Infrastructure;

#pragma warning disable MA0047, CA1050 // the runtime finds it by this name alone
/// <summary>Loaded by the runtime into the real program, before its Main, where <c>DOTNET_STARTUP_HOOKS</c> names this assembly.</summary>
internal static class StartupHook
#pragma warning restore MA0047, CA1050
{
    public static void Initialize()
    {
        // What this assembly needs lies beside it and not beside the program.
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            Path.Combine(Path.GetDirectoryName(typeof(StartupHook).Assembly.Location)!, name.Name + ".dll") is var beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
        if (Environment.GetEnvironmentVariable(KilledFromInside.Setting) is { } wish) DiagnosticListener.AllListeners.Subscribe(new KilledFromInside(wish));
    }
}
