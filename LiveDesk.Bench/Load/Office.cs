using System.Collections.Concurrent;
using System.Diagnostics;

namespace LiveDesk.Bench;

/// <summary>
/// Agents at work, each in a tab: half of them on the board, a quarter on tickets (five to a ticket), a quarter on chats; with visitors
/// who write in those chats.
/// </summary>
internal sealed class Office(LoadDesk load, IReadOnlyList<Agent> agents) : IAsyncDisposable
{
    private const int AgentsPerTicket = 5;
    private const int Chats = 20;
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly List<BoardScreen> _boards = [];
    private readonly List<Circuit> _others = [];
    private readonly List<NoteWriter> _writers = [];
    private readonly List<Visitor> _visitors = [];
    private readonly ConcurrentDictionary<long, (string Status, long At, string Mark)> _moves = new();
    private int _decision;

    public Marks Moves { get; private set; } = new("");
    public Marks Notes { get; private set; } = new("");
    public Marks Lines { get; private set; } = new("");
    private int Boards => agents.Count / 2;
    private int OnTickets => agents.Count / 4;
    private int OnChats => agents.Count - Boards - OnTickets;
    private int Tickets => Math.Max(1, OnTickets / AgentsPerTicket);
    private IEnumerable<Circuit> Circuits => _boards.Select(b => b.Circuit).Concat(_others);
    public int Dead => Circuits.Count(c => c.Problem is not null) + _visitors.Count(v => v.Problem is not null);
    public string? WhyDead => Circuits.FirstOrDefault(c => c.Problem is not null)?.Problem;
    public double CardsOnAScreen => _boards.Average(b => b.CardsShown);
    public string Shape => Machine.Text($"{Boards} on the board, {OnTickets} on {Tickets} tickets, {OnChats} on {Chats} chats");

    /// <summary>The next changes are counted anew.</summary>
    public void Count()
    {
        Moves = new Marks("  card moved → each board");
        Notes = new Marks("  note sent → each window on the ticket");
        Lines = new Marks("  chat line → each agent's window on the chat");
        _moves.Clear();
    }

    public async Task VisitorsComeAsync(Uri server)
    {
        for (var i = 0; i < Chats; i++) _visitors.Add(await Visitor.ComeAsync(server));
        foreach (var visitor in _visitors)
            if (!await visitor.SayAsync("Hello, is somebody there?")) throw new InvalidOperationException("A visitor was refused.");
    }

    public async Task OpenAsync() => await Parallel.ForEachAsync(Enumerable.Range(0, agents.Count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) => await OpenAsync(i));

    public async Task WritersComeAsync()
    {
        for (var i = 0; i < Tickets; i++) _writers.Add(await NoteWriter.OpenAsync(agents[Boards + i], load.Open[i].Id));
    }

    /// <summary>Three of four are moves, one is a note. False: it was refused, or there was nothing to decide.</summary>
    public Task<bool> DecideAsync()
    {
        var n = Interlocked.Increment(ref _decision);
        return n % 4 == 0 ? NoteAsync(n / 4) : MoveAsync();
    }

    public Task<bool> SayAsync(int n)
    {
        var chat = n % Chats;
        var readers = Enumerable.Range(0, OnChats).Where(i => i % Chats == chat).Select(i => Boards + OnTickets + i);
        return _visitors[chat].SayAsync(Lines.New(readers));
    }

    public async Task SettleAsync()
    {
        foreach (var marks in new[] { Moves, Notes, Lines }) await marks.SettleAsync(TimeSpan.FromSeconds(10));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var board in _boards) await board.DisposeAsync();
        foreach (var circuit in _others) await circuit.DisposeAsync();
        foreach (var writer in _writers) await writer.DisposeAsync();
        foreach (var visitor in _visitors) await visitor.DisposeAsync();
    }

    private async Task OpenAsync(int i)
    {
        if (i < Boards)
        {
            var board = await BoardScreen.OpenAsync(agents[i], (card, at) => Shown(card, i, at));
            lock (_boards) _boards.Add(board);
            return;
        }
        var ticket = (i - Boards) % Tickets;
        var circuit = i < Boards + OnTickets
            ? await Circuit.OpenAsync(agents[i], $"tickets/{load.Open[ticket].Number}", (batch, at) => Notes.SeenIn(batch.Texts, i, at))
            : await Circuit.OpenAsync(agents[i], $"chats/{_visitors[(i - Boards - OnTickets) % Chats].Conversation}", (batch, at) => Lines.SeenIn(batch.Texts, i, at));
        lock (_others) _others.Add(circuit);
    }

    private void Shown(Card card, int screen, long at)
    {
        if (_moves.TryGetValue(card.Number, out var move) && move.Status == card.Status) Moves.Seen(move.Mark, screen, at);
    }

    private async Task<bool> MoveAsync()
    {
        for (var i = 0; i < 5; i++)
        {
            var board = _boards[Random.Shared.Next(_boards.Count)];
            if (board.AnyCard(IsFree) is not { } card) continue;
            var others = BoardScreen.Columns.Where(c => c != card.Status).ToList();
            var to = others[Random.Shared.Next(others.Count)];
            var mark = Moves.New($"{card.Number}>{to} {_decision}", Enumerable.Range(0, Boards));
            _moves[card.Number] = (to, Stopwatch.GetTimestamp(), mark);
            await board.MoveAsync(card, to);
            return true;
        }
        return false;
    }

    /// <summary>Nobody else has just moved it, and this screen shows where it is now.</summary>
    private bool IsFree(Card card) => !_moves.TryGetValue(card.Number, out var last) || (last.Status == card.Status && Stopwatch.GetElapsedTime(last.At) > Rest);

    private async Task<bool> NoteAsync(int n)
    {
        var ticket = Enumerable.Range(0, Tickets).Select(i => (n + i) % Tickets).FirstOrDefault(i => !_writers[i].IsBusy, -1);
        if (ticket < 0) return false;
        var readers = Enumerable.Range(0, OnTickets).Where(i => i % Tickets == ticket).Select(i => Boards + i);
        return await _writers[ticket].SendAsync(Notes.New(readers));
    }
}
