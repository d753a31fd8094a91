using System.Globalization;

namespace LiveDesk.Infrastructure.Live;

/// <summary>A notification that is too long for PostgreSQL goes in pieces, and is put together again by the nodes that hear it.</summary>
internal sealed class LongNotifications
{
    private const int MostPieces = 1_000;
    private const int MostBegun = 64;

    private readonly Dictionary<string, string?[]> _begun = new(StringComparer.Ordinal);
    private long _last;

    public IReadOnlyList<string> Split(string what, int longest)
    {
        var (id, pieces) = (Interlocked.Increment(ref _last), what.Chunk(longest).ToList());
        return [.. pieces.Select((piece, i) => string.Create(CultureInfo.InvariantCulture, $"{id}.{i}.{pieces.Count}:{new string(piece)}"))];
    }

    /// <summary>Called by one at a time: whoever listens.</summary>
    /// <returns>The whole, when this was its last piece.</returns>
    /// <exception cref="FormatException">This is not a piece of anything.</exception>
    public string? Join(string node, string heard)
    {
        var (head, piece) = heard.Split(':', 2) is [var first, var rest] ? (first.Split('.'), rest) : throw new FormatException("A piece without its number.");
        if (head.Length != 3 || !int.TryParse(head[1], CultureInfo.InvariantCulture, out var at) || !int.TryParse(head[2], CultureInfo.InvariantCulture, out var count) || count is < 1 or > MostPieces || at < 0 || at >= count)
            throw new FormatException("A piece with a number that cannot be.");
        // Of a node that died in the middle the rest never comes.
        if (_begun.Count >= MostBegun) _begun.Clear();
        var key = $"{node} {head[0]}";
        if (!_begun.TryGetValue(key, out var pieces) || pieces.Length != count) _begun[key] = pieces = new string?[count];
        pieces[at] = piece;
        if (Array.Exists(pieces, p => p is null)) return null;
        _begun.Remove(key);
        return string.Concat(pieces);
    }
}
