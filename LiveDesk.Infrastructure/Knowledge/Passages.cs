using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using Markdig.Syntax;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>Cuts an article where its writer cut it: one passage a heading's section. A very long section becomes several.</summary>
internal static class Passages
{
    /// <summary>Characters: what somebody reads in one go, and a model takes as one quotation.</summary>
    private const int Longest = 1_800;

    public static List<Passage> Of(Article article, DateTimeOffset now)
    {
        var passages = new List<Passage>();
        foreach (var (heading, text) in Sections(article.Body))
            passages.Add(new Passage(Ids.New(now), article, passages.Count, heading, text));
        return passages;
    }

    internal static IEnumerable<(string Heading, string Text)> Sections(string markdown)
    {
        if (MarkdownText.ParseArticle(markdown) is not { } document) return [.. Pieces("", [markdown])];
        var sections = new List<(string Heading, List<string> Blocks)> { ("", []) };
        foreach (var block in document)
            if (block is HeadingBlock heading) sections.Add((PlainText.Of(heading), []));
            else if (block is not ThematicBreakBlock and not LinkReferenceDefinitionGroup) sections[^1].Blocks.Add(PlainText.Of(block));
        return [.. sections.SelectMany(s => Pieces(s.Heading, s.Blocks))];
    }

    private static IEnumerable<(string Heading, string Text)> Pieces(string heading, IEnumerable<string> blocks)
    {
        var piece = "";
        foreach (var block in blocks.SelectMany(Fitting).Where(b => b.Length > 0))
        {
            if (piece.Length > 0 && piece.Length + block.Length > Longest)
            {
                yield return (heading, piece);
                piece = "";
            }
            piece = piece.Length == 0 ? block : $"{piece}\n{block}";
        }
        if (piece.Length > 0) yield return (heading, piece);
    }

    /// <summary>A block longer than a passage is cut at its sentences, and a sentence longer than that where it must.</summary>
    private static IEnumerable<string> Fitting(string block) =>
        block.Length <= Longest ? [block] : Search.Sentences.Of(block).SelectMany(s => s.Length <= Longest ? [s] : s.Chunk(Longest).Select(c => new string(c)));
}
