using System.Diagnostics;
using System.Text.Json;

namespace LiveDesk.Bench;

/// <summary>Drafts with two writers each. Of each writer the first key leaves at once and those within 150 ms after it together, with a fold now and then, as the composer does.</summary>
internal sealed class CoWriters : IAsyncDisposable
{
    /// <summary>Of each writer, as they come: now close together, now apart.</summary>
    public const int KeysPerSecond = 5;
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(150);
    private const int FoldAfter = 200;
    private static readonly Stopwatch Clock = Stopwatch.StartNew();
    private static readonly byte[] Snapshot = YjsLetters.Of(new string('x', 4096));

    private readonly List<Writer> _writers = [];
    private readonly Random _dice = new(1);

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
    public void CountAnew() => Updates = new Marks("  key struck → the other writer");

    /// <summary>A key of one of them.</summary>
    /// <returns>Was it kept?</returns>
    public Task<bool> StrikeAsync(int _)
    {
        lock (_dice)
        {
            var writer = _writers[_dice.Next(_writers.Count)];
            writer.Struck.Add(Updates.New([Other(writer.Number)]));
            return writer.Leaving ??= LeaveAsync(writer);
        }
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

    private async Task<bool> LeaveAsync(Writer writer)
    {
        await Task.Yield();
        if (writer.LastLeft + Gather - Clock.Elapsed is { Ticks: > 0 } wait) await Task.Delay(wait);
        string keys;
        lock (_dice)
        {
            keys = string.Concat(writer.Struck);
            writer.Struck.Clear();
            (writer.LastLeft, writer.Leaving) = (Clock.Elapsed, null);
        }
        return await PushAsync(writer, keys);
    }

    private static async Task<bool> PushAsync(Writer writer, string keys)
    {
        // The updates of one or two keys have some 20 to 40 bytes.
        var answer = await writer.Hub.InvokeAsync("Push", new { subject = writer.Ticket, audience = "reply", epoch = 1, id = Guid.NewGuid().ToString("N"), bytes = YjsLetters.Of(keys.PadRight(20)), upTo = writer.UpTo });
        if (answer.GetProperty("outcome").GetString() != "kept") return false;
        writer.UpTo = answer.GetProperty("id").GetInt64();
        if (++writer.SinceFold >= FoldAfter) await FoldAsync(writer);
        return true;
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
        /// <summary>Keys that have not left yet.</summary>
        public List<string> Struck { get; } = [];
        public Task<bool>? Leaving { get; set; }
        public TimeSpan LastLeft { get; set; }
        public long UpTo { get; set; }
        public int SinceFold { get; set; }
    }
}
