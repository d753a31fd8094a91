using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>A tab with the board open: knows the cards that it shows, and can drag one to another column.</summary>
internal sealed class BoardScreen : IAsyncDisposable
{
    /// <summary>What can be chosen by hand, and asks for nothing more.</summary>
    public static readonly IReadOnlyList<string> Columns = ["In Progress", "Waiting on Customer"];
    private const string Drop = """{"type":"drop","dataTransfer":{"dropEffect":"none","effectAllowed":"all","files":[],"items":[],"types":[]}}""";

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Card> _cards = [];
    private readonly Dictionary<ulong, long> _byHandler = [];
    private readonly Dictionary<string, ulong> _columns = new(StringComparer.Ordinal);
    private readonly Action<Card, long> _shown;
    private ulong _grab;
    /// <summary>The card that the elements that come next belong to.</summary>
    private (long Number, string Status) _within;

    private BoardScreen(Action<Card, long> shown) => _shown = shown;

    public Circuit Circuit { get; private set; } = default!;

    /// <param name="shown">Called when a card is new on the screen, or new in its column.</param>
    public static async Task<BoardScreen> OpenAsync(Agent agent, Action<Card, long> shown)
    {
        var board = new BoardScreen(shown);
        board.Circuit = await Circuit.OpenAsync(agent, $"desks/{LoadDesk.Slug}/board", board.Hear);
        return board;
    }

    public int CardsShown
    {
        get { lock (_lock) return _cards.Count; }
    }

    /// <summary>A card on this screen that may be moved, by chance; null when there is none.</summary>
    public Card? AnyCard(Func<Card, bool> may)
    {
        lock (_lock)
        {
            var found = _cards.Values.Where(may).ToList();
            return found.Count == 0 ? null : found[Random.Shared.Next(found.Count)];
        }
    }

    public async Task MoveAsync(Card card, string column)
    {
        ulong grab, to;
        lock (_lock) (grab, to) = (_grab, _columns[column]);
        await Circuit.FireAsync(grab, "cardgrab", string.Create(CultureInfo.InvariantCulture, $"{{\"number\":{card.Number}}}"));
        await Circuit.FireAsync(to, "drop", Drop);
    }

    public ValueTask DisposeAsync() => Circuit.DisposeAsync();

    private void Hear(RenderBatch batch, long at)
    {
        lock (_lock)
        {
            foreach (var element in batch.Elements) Note(element, at);
            foreach (var handler in batch.HandlersOver)
                if (_byHandler.Remove(handler, out var number) && _cards.TryGetValue(number, out var card) && card.Handler == handler) _cards.Remove(number);
        }
    }

    private void Note(ScreenElement element, long at)
    {
        switch (element.Attributes.GetValueOrDefault("data-testid"))
        {
            case "column" when element.Handlers.TryGetValue("ondrop", out var drop):
                _columns[element.Attributes["data-status"]] = drop;
                break;
            case "board" when element.Handlers.TryGetValue("oncardgrab", out var grab):
                _grab = grab;
                break;
            case "card":
                _within = (long.Parse(element.Attributes["data-number"], CultureInfo.InvariantCulture), element.Attributes["data-status"]);
                break;
            // The button of its menu: the handler that ends when the card leaves the screen.
            case null when element.Attributes.ContainsKey("data-card-menu") && element.Handlers.TryGetValue("onclick", out var menu):
                var card = new Card(_within.Number, _within.Status, menu);
                (_cards[card.Number], _byHandler[menu]) = (card, card.Number);
                _shown(card, at);
                break;
        }
    }
}

internal sealed record Card(long Number, string Status, ulong Handler);
