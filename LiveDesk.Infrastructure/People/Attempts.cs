using System.Collections.Concurrent;

namespace LiveDesk.Infrastructure.People;

/// <summary>How often somebody may try within a time. Counts what failed: who gets in is forgiven.</summary>
public sealed class Attempts(TimeProvider clock, int most, TimeSpan within)
{
    private const int MostKeys = 50_000;
    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts an attempt; false when there were too many.</summary>
    public bool Enter(string key)
    {
        var now = clock.GetUtcNow();
        if (_windows.Count > MostKeys) ForgetOld(now);
        return _windows.AddOrUpdate(key, _ => new Window(now, 1), (_, w) => now - w.Since >= within ? new Window(now, 1) : w with { Count = w.Count + 1 }).Count <= most;
    }

    public void Forgive(string key)
    {
        while (_windows.TryGetValue(key, out var seen) && seen.Count > 0 && !_windows.TryUpdate(key, seen with { Count = seen.Count - 1 }, seen)) { }
    }

    private void ForgetOld(DateTimeOffset now)
    {
        foreach (var (key, window) in _windows)
            if (now - window.Since >= within) _windows.TryRemove(key, out _);
    }

    private sealed record Window(DateTimeOffset Since, int Count);
}
