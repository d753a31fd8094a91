using System.Collections.Concurrent;
using LiveDesk.Domain.People;

namespace LiveDesk.Infrastructure.Live;

/// <summary>
/// A change makes many screens look again, all at the same moment and most of them at the same thing. So one read serves all whose sight
/// is the same, until the next change. It is made, and so subscribes, before any screen that reads through it: when a screen hears of a
/// change, what was read before it is forgotten already.
/// </summary>
/// <typeparam name="T">What is read; shared, so nobody changes it.</typeparam>
internal sealed class SharedReads<T> : IDisposable
{
    /// <summary>What changes by time alone is read anew after this; and what was put together from parts, whole.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);
    private const int MostKept = 64;
    private const int MostChanged = 1_024;

    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, Changes> _changes = new();
    private readonly ConcurrentDictionary<(Guid About, string Sight), Reading> _readings = new();
    private long _allChanged;

    /// <param name="about">What a signal changes: an id of the asker's choosing; <see cref="Guid.Empty"/>: everything; null: nothing.</param>
    /// <param name="part">Which part of it; null: any.</param>
    public SharedReads(ILiveFeed feed, TimeProvider clock, Func<LiveSignal, Guid?> about, Func<LiveSignal, Guid?>? part = null)
    {
        _clock = clock;
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Sequence > 0 || s.Fact is FeedCameBack, signal =>
        {
            if (signal.Fact is FeedCameBack || about(signal) == Guid.Empty) Interlocked.Increment(ref _allChanged);
            else if (about(signal) is { } id) Changed(id, part?.Invoke(signal));
        });
    }

    public Task<T> ReadAsync(Guid about, string sight, Func<DateTimeOffset, Task<T>> read, CancellationToken ct) => ReadAsync(about, sight, (now, _) => read(now), ct);

    /// <param name="sight">The same words for all who see the same of it.</param>
    /// <param name="read">Gets what was read the last time, if it is known: what did not change can be taken from there.</param>
    public async Task<T> ReadAsync(Guid about, string sight, Func<DateTimeOffset, Before<T>?, Task<T>> read, CancellationToken ct)
    {
        var (key, stand, now) = ((about, sight), Stand(about), _clock.GetUtcNow());
        if (_readings.TryGetValue(key, out var last) && last.Stand == stand && now - last.At < Lasts && last.Value is { IsFaulted: false, IsCanceled: false }) return await last.Value.WaitAsync(ct);
        if (_readings.Count > MostKept) _readings.Clear();
        var known = last is null || last.Value.IsCompletedSuccessfully ? last : last.Known;
        var parts = known is not null && known.Stand.All == stand.All && now - known.WholeAt < Lasts ? Of(about).Since(known.Stand.Own, stand.Own) : null;
        // Nobody's own: the others wait for it too, so it goes on when the first one leaves.
        var value = read(now, known is null ? null : new Before<T>(await known.Value, parts));
        _readings[key] = new Reading(stand, now, parts is null ? now : known!.WholeAt, value, known is null ? null : known with { Known = null });
        return await value.WaitAsync(ct);
    }

    public void Dispose() => _subscription.Dispose();

    private Changes Of(Guid id) => _changes.GetOrAdd(id, _ => new Changes());

    private void Changed(Guid id, Guid? part)
    {
        Of(id).Add(part);
        if (_changes.Count <= MostChanged) return;
        // Not one by one for ever: all count as changed, in this order, and the list begins anew.
        Interlocked.Increment(ref _allChanged);
        _changes.Clear();
    }

    private (long Own, long All) Stand(Guid about) => (_changes.TryGetValue(about, out var changes) ? changes.Count : 0, Interlocked.Read(ref _allChanged));

    /// <param name="WholeAt">When all of it was read; since then, parts.</param>
    /// <param name="Known">The last one that had been read when this one was begun.</param>
    private sealed record Reading((long Own, long All) Stand, DateTimeOffset At, DateTimeOffset WholeAt, Task<T> Value, Reading? Known);
}

/// <summary>What was read the last time.</summary>
/// <param name="Changed">The parts that changed since, where that is all that did; null: anything may have.</param>
internal sealed record Before<T>(T Value, IReadOnlySet<Guid>? Changed);

/// <summary>How often something changed, and which part of it the last times.</summary>
internal sealed class Changes
{
    private const int MostKept = 128;

    private readonly Lock _lock = new();
    private readonly Guid?[] _parts = new Guid?[MostKept];
    private long _count;

    public long Count => Interlocked.Read(ref _count);

    public void Add(Guid? part)
    {
        lock (_lock) _parts[_count++ % MostKept] = part;
    }

    /// <summary>What changed after the first of two counts, up to the second; null: it is not known, or no single part.</summary>
    public IReadOnlySet<Guid>? Since(long from, long to)
    {
        lock (_lock)
        {
            if (from > to || _count - from > MostKept) return null;
            var parts = new HashSet<Guid>();
            for (var n = from; n < to; n++)
            {
                if (_parts[n % MostKept] is not { } part) return null;
                parts.Add(part);
            }
            return parts;
        }
    }
}
