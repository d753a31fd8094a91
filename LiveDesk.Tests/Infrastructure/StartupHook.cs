using System.Diagnostics;
using LiveDesk.Tests.Infrastructure;

#pragma warning disable MA0047, CA1050 // the runtime finds it by this name alone
/// <summary>Loaded by the runtime into the real program, before its Main, where <c>DOTNET_STARTUP_HOOKS</c> names this assembly.</summary>
internal static class StartupHook
#pragma warning restore MA0047, CA1050
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(KilledFromInside.Setting) is { } wish) DiagnosticListener.AllListeners.Subscribe(new KilledFromInside(wish));
    }
}
