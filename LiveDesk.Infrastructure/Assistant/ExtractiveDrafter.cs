using LiveDesk.Domain.Assistant;
using LiveDesk.Infrastructure.Search;

namespace LiveDesk.Infrastructure.Assistant;

/// <summary>Needs no model: answers with the sentences of the best passages, word for word, in their order.</summary>
public sealed class ExtractiveDrafter : IDrafter
{
    private const int MostSentences = 6;
    /// <summary>A second passage joins when it is nearly as good as the first.</summary>
    private const double NearlyAsGood = 0.85;

    public string Model => "extractive";

    public Task<Drafted> DraftAsync(DraftQuestion question, IProgress<DraftSentence>? progress, CancellationToken ct)
    {
        var sentences = new List<DraftSentence>();
        foreach (var ranked in Chosen(question.Passages))
            foreach (var text in BestRun(ranked, MostSentences - sentences.Count))
            {
                var sentence = new DraftSentence(text, [ranked.Passage.Source(text)], Supported: true);
                sentences.Add(sentence);
                progress?.Report(sentence);
            }
        return Task.FromResult(new Drafted(sentences));
    }

    /// <summary>The best passage, and one more of the same language that says something else nearly as well.</summary>
    private static IEnumerable<RankedPassage> Chosen(IReadOnlyList<RankedPassage> passages)
    {
        var best = passages[0];
        yield return best;
        if (passages.Skip(1).FirstOrDefault(p => p.Passage.Language == best.Passage.Language && p.Score >= best.Score * NearlyAsGood && !p.Matched.IsSubsetOf(best.Matched)) is { } second) yield return second;
    }

    /// <summary>An instruction makes sense only with the lines around it: the run of neighbouring sentences that holds most of the question, from its beginning.</summary>
    private static IEnumerable<string> BestRun(RankedPassage ranked, int most)
    {
        var sentences = Sentences.Of(ranked.Passage.Text);
        if (sentences.Count <= most || most <= 0) return sentences.Take(Math.Max(0, most));
        var hits = sentences.ConvertAll(s => Words.In(s).Select(Words.Stem).Distinct(StringComparer.Ordinal).Count(ranked.Matched.Contains));
        var from = Enumerable.Range(0, sentences.Count - most + 1).MaxBy(i => hits.Skip(i).Take(most).Sum());
        return sentences.Skip(from).Take(most);
    }
}
