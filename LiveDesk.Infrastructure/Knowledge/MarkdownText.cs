using System.Buffers;
using System.Globalization;
using System.Net;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>
/// Markdown, the one text format, as HTML and as plain text. The only place that makes a <see cref="MarkupString"/>: HTML in the text is shown
/// as text, and a link leads to http, https, mailto or the help centre, or is no link.
/// </summary>
public static class MarkdownText
{
    private const int MostLinks = 2_000;
    private const int MostMarks = 20_000;
    private static readonly SearchValues<char> Marks = SearchValues.Create("*_~^=+[`>");

    // Messages keep the line breaks their writers typed; articles flow.
    private static readonly MarkdownPipeline Messages = Common().UseSoftlineBreakAsHardlineBreak().Build();
    private static readonly MarkdownPipeline Articles = Common().Build();

    /// <summary>A message: an entry, a chat line, a draft.</summary>
    public static MarkupString ToHtml(string? markdown) => Render(markdown, Messages, headingIds: false);

    /// <summary>An article: the same, with an address (<c>#s-…</c>) on every heading; see <see cref="HeadingId"/>.</summary>
    public static MarkupString ToArticleHtml(string? markdown) => Render(markdown, Articles, headingIds: true);

    /// <summary>Without Markdown's marks: for search, previews and titles. Not HTML: encode it like any text.</summary>
    public static string ToPlain(string? markdown)
    {
        if (string.IsNullOrWhiteSpace(markdown)) return "";
        return Parse(markdown, Articles) is { } document ? PlainText.Of(document) : markdown;
    }

    /// <summary>The address of a heading inside its article.</summary>
    public static string HeadingId(string heading) => "s-" + Domain.Knowledge.Article.SlugFor(heading);

    internal static MarkdownDocument? ParseArticle(string markdown) => Parse(markdown, Articles);

    private static MarkdownPipelineBuilder Common() =>
        new MarkdownPipelineBuilder().DisableHtml().UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseListExtras().UseTaskLists();

    private static MarkupString Render(string? markdown, MarkdownPipeline pipeline, bool headingIds)
    {
        if (string.IsNullOrWhiteSpace(markdown)) return default;
        if (Parse(markdown, pipeline) is not { } document) return AsWritten(markdown);
        CheckedLinks.In(document);
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            if (headingIds) heading.GetAttributes().Id = HeadingId(PlainText.Of(heading));
            // The page's own title is its first heading.
            heading.Level = Math.Min(6, heading.Level + 1);
        }
        return (MarkupString)document.ToHtml(pipeline);
    }

    /// <summary>Null for what no person writes: nested too deep, or so many unfinished links and marks that the parser would take seconds (its time grows with their square).</summary>
    private static MarkdownDocument? Parse(string markdown, MarkdownPipeline pipeline)
    {
        if (markdown.AsSpan().Count("](") > MostLinks || markdown.Length > MostMarks && markdown.Count(Marks.Contains) > MostMarks) return null;
        try { return Markdown.Parse(markdown, pipeline); }
        catch (ArgumentException e) when (e.Message.Contains("nested", StringComparison.Ordinal)) { return null; }
    }

    private static MarkupString AsWritten(string markdown) =>
        (MarkupString)string.Create(CultureInfo.InvariantCulture, $"<pre>{WebUtility.HtmlEncode(markdown)}</pre>");
}
