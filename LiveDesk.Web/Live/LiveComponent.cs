using LiveDesk.Domain;
using LiveDesk.Infrastructure.Live;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Web.Live;

/// <summary>
/// A screen, or a part of one, that is never stale. It subscribes before its first read, reads again whenever something it
/// <see cref="Cares"/> about happened, and gathers a burst into one read: at most two reads however many signals, and the last state is
/// always read.
/// </summary>
public abstract class LiveComponent : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _gone = new();
    private IDisposable? _subscription;
    private int _asked;   // 0 settled, 1 a read is under way or due, 2 and another after it
    private bool _subscribed;

    [Inject] protected Session Session { get; set; } = default!;
    [Inject] protected ILiveFeed Feed { get; set; } = default!;

    /// <summary>Ends when the component leaves the screen.</summary>
    protected CancellationToken Gone => _gone.Token;

    /// <summary>How long a burst is gathered before it is read.</summary>
    protected virtual TimeSpan Gather => TimeSpan.FromMilliseconds(100);

    /// <summary>Does this signal concern what is shown? Called on the publisher's thread: look, touch nothing.</summary>
    protected abstract bool Cares(LiveSignal signal);

    /// <summary>Reads what is shown, through the same queries as ever.</summary>
    protected abstract Task ReadAsync();

    protected override async Task OnInitializedAsync()
    {
        await Session.FindAsync();
        Listen();
        await ReadAsync();
    }

    /// <summary>What is shown changed by the person's own hand (another page, another filter): read now.</summary>
    protected Task LookAgainAsync() => _subscribed ? ReadAsync() : Task.CompletedTask;

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

    private async Task CatchUpAsync()
    {
        try
        {
            do
            {
                await Task.Delay(Gather, Gone);
                Volatile.Write(ref _asked, 1);
                await ReadAsync();
                StateHasChanged();
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
