using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace LiveDesk.Web.Shell;

/// <summary>One of several values in an address.</summary>
/// <param name="Lasting">What it is called however names change.</param>
internal sealed record Term<T>(string Lasting, IReadOnlyList<T> Means);

/// <summary>What stands behind the “?” of an address, read one name at a time. What is not understood is left out and named.</summary>
/// <param name="text">With or without “?”.</param>
internal sealed class AddressQuery(string text)
{
    /// <summary>Characters of it that are shown to whoever wrote it.</summary>
    private const int MostShown = 40;

    private readonly Dictionary<string, StringValues> _query = QueryHelpers.ParseQuery(text);
    private readonly List<string> _notUnderstood = [];
    private readonly Dictionary<string, List<string>> _lasting = new(StringComparer.Ordinal);

    public IReadOnlyList<string> NotUnderstood => _notUnderstood;

    /// <summary>Everything that says something.</summary>
    public IEnumerable<(string Name, string Text)> All => _query.Select(q => (q.Key, q.Value.ToString())).Where(q => q.Item2.Length > 0);

    /// <summary>Null: nothing stands there.</summary>
    public string? Text(string name) => _query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;

    /// <param name="read">Null for what it does not understand.</param>
    public T? One<T>(string name, Func<string, T?> read) where T : struct
    {
        if (Text(name) is not { } text) return null;
        var understood = read(text);
        if (understood is null) NotUnderstand(name, text);
        return understood;
    }

    /// <inheritdoc cref="One{T}(string, Func{string, T?})"/>
    public T? Whole<T>(string name, Func<string, T?> read) where T : class
    {
        if (Text(name) is not { } text) return null;
        var understood = read(text);
        if (understood is null) NotUnderstand(name, text);
        return understood;
    }

    /// <summary>Values with commas between them, or one that has a comma itself. Those that are not understood are named one by one; the others count.</summary>
    /// <param name="read">Null for what it does not understand.</param>
    public IReadOnlyList<T>? Several<T>(string name, Func<string, Term<T>?> read)
    {
        if (Text(name) is not { } text) return null;
        string[] values = read(text) is not null ? [text] : text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var (understood, lasting) = (new List<Term<T>>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var value in values)
        {
            var term = read(value);
            if (term is null) NotUnderstand(name, value);
            else understood.Add(term);
            lasting.Add(term?.Lasting ?? value);
        }
        _lasting[name] = [.. lasting];
        return understood.Count == 0 ? null : [.. understood.SelectMany(t => t.Means).Distinct()];
    }

    /// <summary>The values of <see cref="Several"/>, always in the same order and under their lasting names.</summary>
    public IReadOnlyList<string> Lasting(string name) => _lasting.GetValueOrDefault(name) ?? [];

    public int Page => One<int>("page", text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and < 1_000_000 ? n : null) ?? 1;

    public void NotUnderstand(string name, string text) => _notUnderstood.Add($"{name}={(text.Length > MostShown ? text[..MostShown] + "…" : text)}");
}
