using System.Text.RegularExpressions;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>Lets a link lead only where a reader may be sent, and tells the browser to give nothing away on the way.</summary>
internal static partial class CheckedLinks
{
    public static void In(MarkdownDocument document)
    {
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            // A picture from elsewhere would tell its server who reads what: it becomes a link to itself.
            if (link.IsImage && !IsOwnFile(link.Url)) link.IsImage = false;
            if (link.IsImage) continue;
            if (IsAllowed(link.Url)) Guard(link, link.Url!);
            else BecomeText(link);
        }
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (link.IsEmail || IsAllowed(link.Url)) Guard(link, link.Url);
            else link.ReplaceBy(new LiteralInline(link.Url));
        }
    }

    private static void Guard(Inline link, string url)
    {
        if (IsHere(url)) return;
        var attributes = link.GetAttributes();
        attributes.AddPropertyIfNotExist("rel", "noopener noreferrer nofollow");
        attributes.AddPropertyIfNotExist("target", "_blank");
    }

    private static void BecomeText(LinkInline link)
    {
        if (link.FirstChild is null) link.ReplaceBy(new LiteralInline(link.Url ?? ""));
        else link.ReplaceBy(Spread(link));
    }

    /// <summary>The link's words without the link.</summary>
    private static ContainerInline Spread(LinkInline link)
    {
        var words = new ContainerInline();
        foreach (var child in link.ToList())
        {
            child.Remove();
            words.AppendChild(child);
        }
        return words;
    }

    private static bool IsAllowed(string? url)
    {
        if (url is not { Length: > 0 }) return false;
        if (IsHere(url)) return true;
        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" && StartsWithScheme(url);
    }

    /// <summary>What <see cref="Uri"/> forgives, a browser may read otherwise: the text itself must begin with the scheme.</summary>
    private static bool StartsWithScheme(string url) =>
        url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("mailto:", StringComparison.OrdinalIgnoreCase);

    private static bool IsHere(string url) => HelpAddress().IsMatch(url);

    private static bool IsOwnFile(string? url) => url is not null && FileAddress().IsMatch(url);

    [GeneratedRegex(@"^(/help/[\p{L}\p{N}/-]+)?(#[\p{L}\p{N}-]+)?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex HelpAddress();

    [GeneratedRegex("^/files/[0-9a-f-]{32,36}$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex FileAddress();
}
