using System.Diagnostics;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Live;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Web.Live;

/// <summary>
/// A screen, or a part of one, that is never stale. It subscribes before its first read, reads again whenever something it
/// <see cref="Cares"/> about happened, and gathers a burst into one read: at most two reads however many signals, and the last state is
/// always read. One read follows another: a slow one that began earlier never puts its older answer over a newer one.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    /// <summary>So a screen spends at most a ninth of its time on looking.</summary>
    private const int LooksBetween = 8;
    private readonly CancellationTokenSource _gone = new();
    private IDisposable? _subscription;
    private Task _reading = Task.CompletedTask;
    private int _asked;   // 0 settled, 1 a read is under way or due, 2 and another after it
    private bool _subscribed;
    private bool _drawing;
    private TimeSpan _look;

    // Taken once: a signal may still come in when the source is disposed of.
    protected LiveComponent() => Gone = _gone.Token;

    [Inject] protected Session Session { get; set; } = default!;
    [Inject] protected ILiveFeed Feed { get; set; } = default!;

    /// <summary>Ends when the component leaves the screen.</summary>
    protected CancellationToken Gone { get; }

    /// <summary>
    /// How long a burst is gathered before it is read: a few times as long as the last look took, with all waiting, but within these two. So a
    /// quiet server shows a change at once, and a busy one draws less often instead of falling behind.
    /// </summary>
    protected virtual TimeSpan LongestGather => TimeSpan.FromMilliseconds(100);

    /// <inheritdoc cref="LongestGather"/>
    protected virtual TimeSpan ShortestGather => TimeSpan.FromMilliseconds(25);

    /// <summary>Does this signal concern what is shown? Called on the publisher's thread: look, touch nothing.</summary>
    protected abstract bool Cares(LiveSignal signal);

    /// <summary>Reads what is shown, through the same queries as ever. Asked for by <see cref="LookAgainAsync"/>, never called: it must not overtake another.</summary>
    protected abstract Task ReadAsync();

    protected override async Task OnInitializedAsync()
    {
        await Session.FindAsync();
        // It may have left the screen meanwhile.
        if (Gone.IsCancellationRequested) return;
        Listen();
        await ReadInTurnAsync();
    }

    /// <summary>What is shown changed by the person's own hand (another page, another filter): read now.</summary>
    protected Task LookAgainAsync() => _subscribed ? ReadInTurnAsync() : Task.CompletedTask;

    /// <summary>For signals that need no read, such as presence: on the component's own thread.</summary>
    protected virtual void Hear(LiveSignal signal) => Signal();

    protected void Signal()
    {
        // Settled: start. Reading: note that one more read is due. Noted: nothing to do.
        int seen;
        do
        {
            seen = Volatile.Read(ref _asked);
            if (seen == 2) return;
        }
        while (Interlocked.CompareExchange(ref _asked, seen + 1, seen) != seen);
        if (seen == 0) _ = InvokeAsync(CatchUpAsync);
    }

    /// <summary>For what is drawn without a read, from the component's own thread: a burst is one drawing, and a read that is due draws it too.</summary>
    protected async Task DrawSoonAsync()
    {
        if (_drawing || Volatile.Read(ref _asked) != 0) return;
        _drawing = true;
        try { await Task.Delay(LongestGather, Gone); }
        catch (OperationCanceledException) { return; /* the component left the screen */ }
        finally { _drawing = false; }
        StateHasChanged();
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
        if (!disposing) return;
        _subscription?.Dispose();
        Session.Changed -= OnRightsChanged;
        _gone.Cancel();
        _gone.Dispose();
    }

    private void Listen()
    {
        if (_subscribed || !RendererInfo.IsInteractive) return;
        _subscribed = true;
        Session.Changed += OnRightsChanged;
        _subscription = Feed.Subscribe(() => Session.Sight, s => s.Fact is FeedCameBack || Cares(s), Hear);
    }

    private void OnRightsChanged() => Signal();

    private Task ReadInTurnAsync() => _reading = ReadAfterAsync(_reading);

    private async Task ReadAfterAsync(Task earlier)
    {
        // Whoever asked for the earlier one hears how it failed.
        await earlier.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await ReadAsync();
    }

    private async Task CatchUpAsync()
    {
        try
        {
            do
            {
                var gather = TimeSpan.FromTicks(Math.Clamp(_look.Ticks * LooksBetween, ShortestGather.Ticks, LongestGather.Ticks));
                var due = Stopwatch.GetTimestamp() + (long)(gather.TotalSeconds * Stopwatch.Frequency);
                await Task.Delay(gather, Gone);
                Volatile.Write(ref _asked, 1);
                await ReadInTurnAsync();
                StateHasChanged();
                _look = Stopwatch.GetElapsedTime(due);
            }
            while (Interlocked.CompareExchange(ref _asked, 0, 1) != 1);
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested) { /* the component left the screen */ }
        catch (ObjectDisposedException) when (_gone.IsCancellationRequested) { /* the same */ }
        catch (Exception e)
        {
            Volatile.Write(ref _asked, 0);
            await DispatchExceptionAsync(e);
        }
    }
}
