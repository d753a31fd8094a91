namespace LiveDesk.Tests.Infrastructure;

/// <summary>A clock that stands still until a test moves it. Timers made from it fire when it passes them.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>A Saturday morning, UTC.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 14, 9, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<TestTimer> _timers = [];
    private DateTimeOffset _now = Start;

    /// <summary>How far it goes on at each look, for what must not look twice.</summary>
    public TimeSpan GoesOnBy { get; set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now += GoesOnBy;
    }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new TestTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_lock) _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock forward; timers that fall due on the way fire in their order, each at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        var until = GetUtcNow() + by;
        while (NextBefore(until) is { } timer) timer.Fire();
        lock (_lock) _now = until;
    }

    private TestTimer? NextBefore(DateTimeOffset until)
    {
        lock (_lock)
        {
            var next = _timers.Where(t => t.DueAt <= until).MinBy(t => t.DueAt);
            if (next is { DueAt: { } due } && due > _now) _now = due;
            return next;
        }
    }

    private sealed class TestTimer(TestClock clock, Action fire) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public DateTimeOffset? DueAt { get; private set; }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            (DueAt, _period) = (dueTime == Timeout.InfiniteTimeSpan ? null : clock.GetUtcNow() + dueTime, period);
            return true;
        }

        public void Fire()
        {
            DueAt = _period > TimeSpan.Zero ? DueAt + _period : null;
            fire();
        }

        public void Dispose()
        {
            lock (clock._lock) clock._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
