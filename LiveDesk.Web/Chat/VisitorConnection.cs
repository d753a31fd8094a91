using System.Threading.Channels;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Live;

namespace LiveDesk.Web.Chat;

[Flags]
public enum Wakeup
{
    /// <summary>Nothing happened for a while; say that the visitor is still there.</summary>
    None = 0,
    /// <summary>Something changed: read again.</summary>
    Read = 1,
    /// <summary>Somebody types, came, or has read.</summary>
    Live = 2,
}

/// <summary>One browser tab of one visitor.</summary>
public sealed class VisitorConnection(string id, VisitorKey visitor, Action abort)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Channel<bool> _wakeups = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Lock _hearing = new();
    private int _why;

    public string Id { get; } = id;
    public VisitorKey Visitor { get; } = visitor;
    public Guid Screen { get; } = Guid.NewGuid();
    public Guid TypingScreen { get; } = Guid.NewGuid();
    public Guid? Conversation { get; private set; }
    /// <summary>Where the conversation stands, once it is known.</summary>
    public FactSubject? Place { get; set; }
    public string Name { get; set; } = ChatSession.Unnamed;
    public HashSet<Guid> Told { get; } = [];
    /// <summary>The chat and its tickets.</summary>
    public HashSet<Guid> Subjects { get; } = [];
    public WireLive Live { get; private set; } = new(null, AgentHere: false, null);
    public Task Pump { get; set; } = Task.CompletedTask;

    public void Begin(Guid? conversation)
    {
        lock (_hearing) (Conversation, Place, Live) = (conversation, null, new WireLive(null, AgentHere: false, null));
        Told.Clear();
    }

    public async Task<IDisposable> EnterAsync()
    {
        await _turn.WaitAsync();
        return new Leave(_turn);
    }

    public void Wake(Wakeup why)
    {
        Interlocked.Or(ref _why, (int)why);
        _wakeups.Writer.TryWrite(true);
    }

    public void HearPresence(PresenceChanged present)
    {
        var agents = present.There.Where(p => p.Kind is ActorKind.Agent).ToList();
        lock (_hearing) Live = Live with { AgentHere = agents.Count > 0, AgentTyping = agents.Find(p => p.Doing is Doing.Typing)?.Name };
        Wake(Wakeup.Live);
    }

    public void HearSeen(ChatWasSeen seen)
    {
        if (seen.By is not ChatSide.Agent) return;
        lock (_hearing) Live = Live with { SeenUpTo = seen.UpTo };
        Wake(Wakeup.Live);
    }

    /// <summary>Null: it is over.</summary>
    public async Task<Wakeup?> WaitAsync(TimeSpan atMost)
    {
        using var patience = new CancellationTokenSource(atMost);
        try
        {
            if (!await _wakeups.Reader.WaitToReadAsync(patience.Token)) return null;
            _wakeups.Reader.TryRead(out _);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested) { return Wakeup.None; }
        return (Wakeup)Interlocked.Exchange(ref _why, 0);
    }

    public void Stop() => _wakeups.Writer.TryComplete();

    public void Abort() => abort();

    private sealed class Leave(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
