using LiveDesk.Domain.Knowledge;

namespace LiveDesk.Infrastructure.Search;

/// <param name="Score">0 to 1: how sure it is that the passage is about the question.</param>
/// <param name="Matched">Stems of the question that stand in the passage.</param>
public sealed record RankedPassage(Passage Passage, double Score, IReadOnlySet<string> Matched);

/// <summary>
/// What ranks first, the same on both databases. A passage is as good as the rarest words that it shares with the question: how much of one
/// of the question's sentences it covers, times how much weight of words it matches at all. So a long, chatty mail finds the passage that
/// answers its one real question, and a single shared everyday word does not.
/// </summary>
internal static class Ranking
{
    /// <summary>In small collections every word would seem common.</summary>
    private const int SmallestCollection = 50;
    /// <summary>The weight of words at which a match counts half.</summary>
    private const double HalfWeight = 3;
    /// <summary>The weight of words (about two rare ones) that make a question. "A green one, please." in a longer mail is not one.</summary>
    private const double WholeQuestion = 6;

    /// <param name="growing">The last word of a search box, perhaps half typed: it stands for every word that begins so.</param>
    public static List<RankedPassage> Rank(string question, IReadOnlyList<Passage> candidates, string? growing = null)
    {
        if (growing is not null) question = Completed(question, growing, candidates);
        var parts = Parts(question);
        var all = parts.SelectMany(p => p).Distinct(StringComparer.Ordinal).ToList();
        var stems = candidates.Select(p => StemsOf(p)).ToList();
        var weight = all.ToDictionary(t => t, t => Rarity(stems.Count(s => s.All.Contains(t)), Math.Max(candidates.Count, SmallestCollection)), StringComparer.Ordinal);
        return [.. candidates.Select((p, i) => Score(p, stems[i], parts, weight)).OrderByDescending(r => r.Score).ThenBy(r => r.Passage.Title, StringComparer.Ordinal).ThenBy(r => r.Passage.Order)];
    }

    private static string Completed(string question, string growing, IReadOnlyList<Passage> candidates)
    {
        var whole = candidates.SelectMany(p => Words.In($"{p.Title} {p.Heading} {p.Text}")).Where(w => w.StartsWith(growing, StringComparison.Ordinal)).GroupBy(w => w, StringComparer.Ordinal);
        // The most frequent word that begins so; the word itself when it is one.
        var word = whole.OrderByDescending(g => g.Key == growing).ThenByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key;
        return word is null ? question : string.Join(' ', [.. Words.In(question).SkipLast(1), word]);
    }

    /// <summary>The question's sentences as stems, without those that carry no meaning, and a pair of neighbours as one: a question often stands in two.</summary>
    private static List<List<string>> Parts(string question)
    {
        var sentences = Sentences.Of(question).Select(Words.Terms).Where(t => t.Count > 0).ToList();
        var pairs = sentences.Zip(sentences.Skip(1), (a, b) => a.Union(b, StringComparer.Ordinal).ToList());
        return [.. sentences, .. pairs];
    }

    private static RankedPassage Score(Passage passage, (HashSet<string> All, HashSet<string> Title) stems, List<List<string>> parts, Dictionary<string, double> weight)
    {
        var matched = weight.Keys.Where(stems.All.Contains).ToHashSet(StringComparer.Ordinal);
        var mass = matched.Sum(t => weight[t]);
        var whole = Math.Min(weight.Values.Sum(), WholeQuestion);
        var coverage = parts.Select(p => Math.Min(1, p.Sum(t => weight[t]) / whole) * (Share(p, stems.All, weight) * 0.85 + Share(p, stems.Title, weight) * 0.15)).DefaultIfEmpty(0).Max();
        return new RankedPassage(passage, coverage * mass / (mass + HalfWeight), matched);
    }

    private static double Share(List<string> terms, HashSet<string> stems, Dictionary<string, double> weight) =>
        terms.Where(stems.Contains).Sum(t => weight[t]) / terms.Sum(t => weight[t]);

    private static (HashSet<string> All, HashSet<string> Title) StemsOf(Passage p)
    {
        var title = Words.In($"{p.Title} {p.Heading}").Select(Words.Stem).ToHashSet(StringComparer.Ordinal);
        return ([.. title, .. Words.In(p.Text).Select(Words.Stem)], title);
    }

    private static double Rarity(int standsIn, int of) => Math.Log(1 + (of - standsIn + 0.5) / (standsIn + 0.5));
}
