using System.Text.RegularExpressions;

namespace LiveDesk.Domain.Notifications;

/// <summary>Whom a note names: “@” at the start of a word, and a name behind it. What stands in code names nobody.</summary>
public static partial class Mentions
{
    /// <summary>May it name somebody? Cheap, and true too often rather than too seldom.</summary>
    public static bool MayBeIn(string markdown) => markdown.Contains('@', StringComparison.Ordinal);

    /// <param name="known">Who can be named. Two of one name are both named; of “Ana” and “Ana Maria” the longer one that stands there is.</param>
    /// <returns>Each once, in the order in which they were given.</returns>
    public static IReadOnlyList<T> In<T>(string markdown, IEnumerable<(string Name, T Who)> known)
    {
        var text = Escape().Replace(Code().Replace(markdown, " "), "${mark}");
        var byName = known.GroupBy(k => k.Name, StringComparer.OrdinalIgnoreCase).OrderByDescending(g => g.Key.Length).ToList();
        var named = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (var at = text.IndexOf('@', StringComparison.Ordinal); at >= 0; at = text.IndexOf('@', at + 1))
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && byName.Find(g => StandsAt(text, at + 1, g.Key)) is { } found) named.Add(found.Key);
        return [.. byName.Where(g => named.Contains(g.Key)).SelectMany(g => g.Select(k => k.Who))];
    }

    private static bool StandsAt(string text, int at, string name) =>
        string.Compare(text, at, name, 0, name.Length, StringComparison.OrdinalIgnoreCase) == 0 && (at + name.Length >= text.Length || !char.IsLetterOrDigit(text[at + name.Length]));

    [GeneratedRegex(@"(?s)```.*?(?:```|$)|`[^`\n]*`", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex(@"\\(?<mark>[\p{P}\p{S}])", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
