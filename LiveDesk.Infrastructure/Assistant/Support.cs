using System.Text.RegularExpressions;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Search;

namespace LiveDesk.Infrastructure.Assistant;

/// <summary>
/// Does a passage say what a sentence says? A check of words, not of meaning, and strict where a mistake costs most: every number, address and
/// negation must stand in the passage too. What fails is shown with a mark.
/// </summary>
internal static partial class Support
{
    /// <summary>Share of the sentence's words that must stand in its passages.</summary>
    private const double Enough = 0.6;
    private static readonly HashSet<string> Negations = new(StringComparer.Ordinal) { "not", "no", "never", "cannot", "without", "dont", "doesnt", "isnt", "cant", "nicht", "kein", "keine", "keinen", "nie", "niemals", "ohne" };

    public static bool Holds(string sentence, IReadOnlyList<Passage> cited)
    {
        if (cited.Count == 0) return false;
        var text = string.Join('\n', cited.Select(p => $"{p.Title}. {p.Heading}.\n{p.Text}"));
        var stems = Words.In(text).Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        var terms = Words.Terms(sentence);
        if (terms.Count == 0 || terms.Count(stems.Contains) < Enough * terms.Count) return false;
        return Exact().EnumerateMatches(sentence) is var exact && AllStand(exact, sentence, text) && Denies(sentence) == Denies(Closest(terms, text));
    }

    /// <summary>The sentence without links that its passages do not have: a draft sends nobody anywhere new.</summary>
    public static string WithoutForeignLinks(string sentence, IReadOnlyList<Passage> cited) =>
        Link().Replace(sentence, m => cited.Any(p => p.Text.Contains(m.Value, StringComparison.OrdinalIgnoreCase)) ? m.Value : "[link removed]");

    private static bool AllStand(Regex.ValueMatchEnumerator exact, string sentence, string text)
    {
        foreach (var match in exact)
            if (!HasWhole(text, sentence.AsSpan(match.Index, match.Length).TrimEnd(".,:;").ToString())) return false;
        return true;
    }

    /// <summary>"5" does not stand in "15".</summary>
    private static bool HasWhole(string text, string value)
    {
        for (var at = text.IndexOf(value, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(value, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + value.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return true;
        }
        return false;
    }

    private static bool Denies(string sentence) => Words.In(sentence.Replace("'", "", StringComparison.Ordinal).Replace("’", "", StringComparison.Ordinal)).Exists(Negations.Contains);

    private static string Closest(List<string> terms, string text) =>
        Sentences.Of(text).MaxBy(s => Words.In(s).Select(Words.Stem).Distinct(StringComparer.Ordinal).Count(terms.Contains)) ?? "";

    [GeneratedRegex(@"https?://\S+|www\.\S+|[\w.+-]+@[\w.-]+|\w*[0-9][\w.,:/-]*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Exact();

    [GeneratedRegex(@"(https?://|www\.|javascript:|data:|mailto:)[^\s)>\]]+", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
