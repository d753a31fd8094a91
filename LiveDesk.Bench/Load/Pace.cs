using System.Diagnostics;

namespace LiveDesk.Bench;

/// <summary>So many a second, for a time: the next one does not wait for what became of the last.</summary>
internal static class Pace
{
    /// <returns>How many were not done: refused, or failed.</returns>
    public static async Task<int> KeepAsync(double perSecond, TimeSpan duration, Func<int, Task<bool>> act)
    {
        var underWay = new List<Task<bool>>();
        var clock = Stopwatch.StartNew();
        for (var i = 0; clock.Elapsed < duration; i++)
        {
            underWay.Add(TryAsync(act, i));
            var wait = TimeSpan.FromSeconds((i + 1) / perSecond) - clock.Elapsed;
            if (wait > TimeSpan.Zero) await Task.Delay(wait);
        }
        return (await Task.WhenAll(underWay)).Count(done => !done);
    }

    private static async Task<bool> TryAsync(Func<int, Task<bool>> act, int i)
    {
        try { return await act(i); }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException) { return false; }
    }
}
