using System.Collections.Concurrent;

namespace LiveDesk.Web.Chat;

/// <summary>So many in such a time, for each key; says how long to wait when it is used up. Kept in memory, on each node its own.</summary>
public sealed class Allowance(int most, TimeSpan per, TimeProvider clock)
{
    private const int SweepAt = 10_000;
    private readonly ConcurrentDictionary<string, Queue<DateTimeOffset>> _taken = new(StringComparer.Ordinal);

    /// <summary>Null: taken. A time: too many; wait that long.</summary>
    public TimeSpan? Take(string key)
    {
        var now = clock.GetUtcNow();
        if (_taken.Count > SweepAt) Sweep(now);
        var mine = _taken.GetOrAdd(key, _ => new Queue<DateTimeOffset>());
        lock (mine)
        {
            while (mine.TryPeek(out var oldest) && oldest <= now - per) mine.Dequeue();
            if (mine.Count >= most) return mine.Peek() + per - now;
            mine.Enqueue(now);
            return null;
        }
    }

    private void Sweep(DateTimeOffset now)
    {
        foreach (var (key, times) in _taken)
            lock (times)
                if (times.Count == 0 || times.Last() <= now - per) _taken.TryRemove(key, out _);
    }
}

/// <summary>What one visitor, one connection and one address may do in a while.</summary>
public sealed class ChatAllowances(TimeProvider clock)
{
    public const int MostLines = 10, MostUploads = 30, MostUploadsFromOnePlace = 300;
    public static readonly TimeSpan LinesPer = TimeSpan.FromSeconds(5), UploadsPer = TimeSpan.FromMinutes(10);

    /// <summary>Per visitor, and per connection.</summary>
    public Allowance Lines { get; } = new(MostLines, LinesPer, clock);
    public Allowance Signals { get; } = new(20, TimeSpan.FromSeconds(5), clock);
    public Allowance Hellos { get; } = new(30, TimeSpan.FromMinutes(1), clock);
    /// <summary>Per address: a whole office may sit behind one.</summary>
    public Allowance Conversations { get; } = new(300, TimeSpan.FromMinutes(10), clock);
    /// <summary>Per visitor.</summary>
    public Allowance Uploads { get; } = new(MostUploads, UploadsPer, clock);
    /// <summary>Per address.</summary>
    public Allowance UploadsFromOnePlace { get; } = new(MostUploadsFromOnePlace, UploadsPer, clock);
}
