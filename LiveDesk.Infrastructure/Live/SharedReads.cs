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
    /// <summary>What changes by time alone is read anew after this.</summary>
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(5);
    private const int MostKept = 64;
    private const int MostChanges = 1_024;

    private readonly TimeProvider _clock;
    private readonly IDisposable _subscription;
    private readonly ConcurrentDictionary<Guid, long> _changes = new();
    private readonly ConcurrentDictionary<(Guid About, string Sight), Reading> _readings = new();
    private long _allChanged;

    /// <param name="about">What a signal changes: an id of the asker's choosing; <see cref="Guid.Empty"/>: everything; null: nothing.</param>
    public SharedReads(ILiveFeed feed, TimeProvider clock, Func<LiveSignal, Guid?> about)
    {
        _clock = clock;
        _subscription = feed.Subscribe(() => Sight.Everything, s => s.Sequence > 0 || s.Fact is FeedCameBack, signal =>
        {
            if (signal.Fact is FeedCameBack || about(signal) == Guid.Empty) Interlocked.Increment(ref _allChanged);
            else if (about(signal) is { } id) Changed(id);
        });
    }

    public Task<T> ReadAsync(Guid about, string sight, Func<DateTimeOffset, Task<T>> read, CancellationToken ct) => ReadAsync(about, sight, (now, _) => read(now), ct);

    /// <param name="sight">The same words for all who see the same of it.</param>
    /// <param name="read">Gets what was read the last time, if it is known: what did not change can be taken from there.</param>
    public async Task<T> ReadAsync(Guid about, string sight, Func<DateTimeOffset, T?, Task<T>> read, CancellationToken ct)
    {
        var (key, stand, now) = ((about, sight), Stand(about), _clock.GetUtcNow());
        if (_readings.TryGetValue(key, out var last) && last.Stand == stand && now - last.At < Lasts && last.Value is { IsFaulted: false, IsCanceled: false }) return await last.Value.WaitAsync(ct);
        if (_readings.Count > MostKept) _readings.Clear();
        // Nobody's own: the others wait for it too, so it goes on when the first one leaves.
        var value = read(now, last?.Value is { IsCompletedSuccessfully: true } known ? await known : default);
        _readings[key] = new Reading(stand, now, value);
        return await value.WaitAsync(ct);
    }

    public void Dispose() => _subscription.Dispose();

    private void Changed(Guid id)
    {
        _changes.AddOrUpdate(id, 1, (_, n) => n + 1);
        if (_changes.Count <= MostChanges) return;
        // Not one by one for ever: all count as changed, in this order, and the list begins anew.
        Interlocked.Increment(ref _allChanged);
        _changes.Clear();
    }

    private (long, long) Stand(Guid about) => (_changes.GetValueOrDefault(about), Interlocked.Read(ref _allChanged));

    private sealed record Reading((long, long) Stand, DateTimeOffset At, Task<T> Value);
}
