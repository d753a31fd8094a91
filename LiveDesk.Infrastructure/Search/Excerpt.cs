using System.Text;

namespace LiveDesk.Infrastructure.Search;

/// <summary>A piece of a text around what was searched for.</summary>
/// <param name="Parts">In order; together they are the piece. Plain text.</param>
public sealed record Excerpt(IReadOnlyList<ExcerptPart> Parts);

public sealed record ExcerptPart(string Text, bool IsHit);

/// <summary>Cuts excerpts out of texts, finding words as the index does.</summary>
internal static class Excerpts
{
    /// <summary>Characters before the first hit and after it.</summary>
    private const int Before = 40, After = 120;

    /// <param name="words">As <see cref="Words.In"/> makes them; the last one may still be growing.</param>
    /// <returns>Null when none of the words stands there.</returns>
    public static Excerpt? Of(string text, IReadOnlyList<string> words)
    {
        var hits = Runs(text).Where(r => IsHit(text[r], words)).ToList();
        if (hits.Count == 0) return null;
        var from = Math.Max(0, hits[0].Start.Value - Before);
        var to = Math.Min(text.Length, hits[0].End.Value + After);
        while (from > 0 && !char.IsWhiteSpace(text[from - 1])) from--;
        while (to < text.Length && !char.IsWhiteSpace(text[to])) to++;
        var parts = new List<ExcerptPart>();
        var at = from;
        foreach (var hit in hits.TakeWhile(h => h.End.Value <= to))
        {
            if (hit.Start.Value > at) parts.Add(new ExcerptPart((at == from && from > 0 ? "…" : "") + OneLine(text[at..hit.Start.Value]), IsHit: false));
            parts.Add(new ExcerptPart(text[hit], IsHit: true));
            at = hit.End.Value;
        }
        if (at < to || to < text.Length) parts.Add(new ExcerptPart(OneLine(text[at..to]) + (to < text.Length ? "…" : ""), IsHit: false));
        return new Excerpt(parts);
    }

    /// <summary>Where words stand: letters and digits with the marks upon them, ideographs one by one.</summary>
    private static IEnumerable<Range> Runs(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (Words.IsIdeograph(text[i])) i++;
            else while (i < text.Length && Words.IsOfWord(text[i]) && !Words.IsIdeograph(text[i])) i++;
            if (i > start) yield return start..i;
            else i++;
        }
    }

    private static bool IsHit(string run, IReadOnlyList<string> words) =>
        Words.In(run).Exists(word => words.Select((asked, i) => new SearchTerm(asked, MayGrow: i == words.Count - 1)).Any(t => t.IsIn(word)));

    private static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var c in text)
            if (!char.IsWhiteSpace(c)) line.Append(c);
            else if (line.Length == 0 || line[^1] != ' ') line.Append(' ');
        return line.ToString();
    }
}
