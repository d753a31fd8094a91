using System.Diagnostics;
using Xunit.Sdk;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>Waits for a state, never for a time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    public static Task TrueAsync(Func<bool> holds, string what, TimeSpan? within = null) => TrueAsync(() => Task.FromResult(holds()), what, within);

    public static async Task TrueAsync(Func<Task<bool>> holds, string what, TimeSpan? within = null)
    {
        var since = Stopwatch.StartNew();
        while (!await holds())
        {
            if (since.Elapsed > (within ?? Patience)) throw new XunitException($"Waited {since.Elapsed.TotalSeconds:F1} s, and still not: {what}");
            await Task.Delay(Between);
        }
    }

    /// <summary>The assertions hold in the end; while they do not, they are tried again, and the last failure is the one reported.</summary>
    public static async Task HoldsAsync(Func<Task> assertions, TimeSpan? within = null)
    {
        var since = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                await assertions();
                return;
            }
            catch (XunitException) when (since.Elapsed < (within ?? Patience))
            {
                await Task.Delay(Between);
            }
        }
    }
}
