using System.Text.Json;

namespace LiveDesk.Bench;

/// <summary>Drafts with two writers each. Each writer sends what was typed in the last 250 ms as one update, and folds now and then, as the composer does.</summary>
internal sealed class CoWriters : IAsyncDisposable
{
    /// <summary>Of each writer: 5 keys a second, gathered for 250 ms.</summary>
    public const int UpdatesPerSecond = 4;
    private const int FoldAfter = 200;
    private static readonly byte[] Snapshot = YjsLetters.Of(new string('x', 4096));

    private readonly List<Writer> _writers = [];

    public Marks Updates { get; private set; } = new("");
    public int Count => _writers.Count;
    public int Dead => _writers.Count(w => w.Hub.Problem is not null);

    /// <param name="agents">Two to a draft.</param>
    public static async Task<CoWriters> OpenAsync(IReadOnlyList<Agent> agents, IReadOnlyList<LoadTicket> tickets)
    {
        var all = new CoWriters();
        for (var i = 0; i < agents.Count; i++) all._writers.Add(await all.OpenAsync(agents[i], tickets[i / 2].Id, i));
        return all;
    }

    /// <summary>The next updates are counted anew.</summary>
    public void CountAnew() => Updates = new Marks("  update pushed → the other writer");

    /// <returns>Was it kept?</returns>
    public async Task<bool> PushAsync(int n)
    {
        var writer = _writers[n % _writers.Count];
        // The updates of one or two keys have some 20 to 40 bytes.
        var bytes = YjsLetters.Of(Updates.New([Other(writer.Number)]).PadRight(20));
        var answer = await writer.Hub.InvokeAsync("Push", new { subject = writer.Ticket, audience = "reply", epoch = 1, id = Guid.NewGuid().ToString("N"), bytes, upTo = writer.UpTo });
        if (answer.GetProperty("outcome").GetString() != "kept") return false;
        writer.UpTo = answer.GetProperty("id").GetInt64();
        if (++writer.SinceFold >= FoldAfter) await FoldAsync(writer);
        return true;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers) await writer.Hub.DisposeAsync();
    }

    private static int Other(int number) => number ^ 1;

    private async Task<Writer> OpenAsync(Agent agent, Guid ticket, int number)
    {
        var hub = await HubConnection.ConnectAsync(agent.Http.BaseAddress!, "hubs/compose", agent.Cookie, (what, said, at) => Hear(what, said, number, at));
        await hub.InvokeAsync("Open", new { subject = ticket, audience = "reply", held = 0, whole = false });
        return new Writer(hub, ticket, number);
    }

    private void Hear(string what, JsonElement said, int number, long at)
    {
        if (what == "Updated") Updates.SeenIn([YjsLetters.Read(said[0].GetProperty("bytes").GetBytesFromBase64())], number, at);
    }

    private static async Task FoldAsync(Writer writer)
    {
        writer.SinceFold = 0;
        await writer.Hub.InvokeAsync("Fold", new { subject = writer.Ticket, audience = "reply", epoch = 1, upTo = writer.UpTo, bytes = Snapshot });
    }

    private sealed class Writer(HubConnection hub, Guid ticket, int number)
    {
        public HubConnection Hub => hub;
        public Guid Ticket => ticket;
        public int Number => number;
        public long UpTo { get; set; }
        public int SinceFold { get; set; }
    }
}
