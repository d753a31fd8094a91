using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Knowledge;
using Xunit;

namespace LiveDesk.Tests.Knowledge;

public sealed class MarkdownTextTests
{
    private static readonly string[] Allowed =
        ["p", "br", "em", "strong", "del", "ins", "mark", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li", "a", "h2", "h3", "h4", "h5", "h6", "hr", "table", "thead", "tbody", "tr", "th", "td", "input", "img"];

    private static readonly string[] AllowedAttributes = ["href", "rel", "target", "title", "id", "class", "type", "start", "disabled", "checked", "src", "alt", "style"];

    /// <summary>What really hit help desks and Markdown renderers.</summary>
    public static TheoryData<string> Attacks => new(
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<scr<script>ipt>alert(1)</scr</script>ipt>",
        "[click](javascript:alert(1))", "[click](JaVaScRiPt:alert(1))", "[click](java\tscript:alert(1))", "[click](java&#10;script:alert(1))", "[click](&#106;avascript:alert(1))",
        "[click](\u0001javascript:alert(1))", "[click](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[click](vbscript:msgbox)", "[click](file:///etc/passwd)",
        "<javascript:alert(1)>", "<data:text/html,x>", "![x](javascript:alert(1))", "![x\" onerror=\"alert(1)](https://evil.example/a.png)", "[x](https://a.example/\" onmouseover=\"alert(1))",
        "[x](https://a.example 'title\" onclick=\"alert(1)')", "[a]: javascript:alert(1)\n\n[a]", "[//evil](//evil.example)", "[x](/sign-out)", "[x](/help/../sign-out)", "[x](/help/%2e%2e/x)", "[x](\\\\evil.example)",
        "<a href=\"javascript:alert(1)\">x</a>", "<iframe src=//evil>", "<style>*{display:none}</style>", "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "`<script>alert(1)</script>`", "```\n</code></pre><script>alert(1)</script>\n```", "```\"><script>alert(1)</script>\nx\n```", "| <script> | b |\n|---|---|\n| <img onerror=x> | [x](javascript:1) |",
        "# <img src=x onerror=alert(1)>", "<!-- --><script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "**<b onclick=x>**", "[<img src=x onerror=alert(1)>](https://a.example)",
        "http://a.example/<script>", "mailto:a@b.example?<script>", "<https://a.example/\"onmouseover=alert(1)//>", "[x](https://user:pass@a.example)", "- [ ] <script>", "\u2028<script>alert(1)</script>\0");

    [Theory, MemberData(nameof(Attacks))]
    public void Threat_1_nothing_hostile_survives_in_a_message(string attack) => AssertHarmless(MarkdownText.ToHtml(attack).Value ?? "");

    [Theory, MemberData(nameof(Attacks))]
    public void Threat_1_nothing_hostile_survives_in_an_article(string attack) => AssertHarmless(MarkdownText.ToArticleHtml(attack).Value ?? "");

    [Fact]
    public void The_corpus_would_be_dangerous_if_html_were_let_through()
    {
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertHarmless("<img src=x onerror=alert(1)>"));
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertHarmless("<a href=\"javascript:alert(1)\">x</a>"));
    }

    [Theory]
    [InlineData("[the manual](https://docs.example/a?b=1)", "https://docs.example/a?b=1")]
    [InlineData("<https://docs.example>", "https://docs.example")]
    [InlineData("https://docs.example/x", "https://docs.example/x")]
    [InlineData("[write us](mailto:help@desk.example)", "mailto:help@desk.example")]
    [InlineData("<help@desk.example>", "mailto:help@desk.example")]
    public void A_good_link_leads_there_and_gives_nothing_away(string markdown, string target)
    {
        var link = Html(MarkdownText.ToHtml(markdown).Value!).QuerySelector("a")!;
        Assert.Equal(target, link.GetAttribute("href"));
        Assert.Equal("noopener noreferrer nofollow", link.GetAttribute("rel"));
    }

    [Fact]
    public void A_link_to_the_help_centre_stays_in_the_window()
    {
        var link = Html(MarkdownText.ToArticleHtml("[see](/help/en/first-desk#s-words)").Value!).QuerySelector("a")!;
        Assert.Equal("/help/en/first-desk#s-words", link.GetAttribute("href"));
        Assert.False(link.HasAttribute("target"));
    }

    [Fact]
    public void A_refused_link_keeps_its_words() => Assert.Equal("click now", Html(MarkdownText.ToHtml("[click **now**](javascript:alert(1))").Value!).Body!.TextContent.Trim());

    [Fact]
    public void A_picture_from_elsewhere_is_not_fetched()
    {
        var page = Html(MarkdownText.ToHtml("![spy](https://evil.example/pixel.gif) ![mine](/files/0199a1b2-0000-7000-8000-000000000001)").Value!);
        Assert.Equal("/files/0199a1b2-0000-7000-8000-000000000001", Assert.Single(page.QuerySelectorAll("img")).GetAttribute("src"));
        Assert.Equal("https://evil.example/pixel.gif", page.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public void A_message_keeps_its_line_breaks_and_an_article_flows()
    {
        Assert.Contains("<br />", MarkdownText.ToHtml("one\ntwo").Value, StringComparison.Ordinal);
        Assert.DoesNotContain("<br", MarkdownText.ToArticleHtml("one\ntwo").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void The_articles_headings_stand_below_its_title_and_have_addresses()
    {
        var heading = Html(MarkdownText.ToArticleHtml("# Über *uns*").Value!).QuerySelector("h2")!;
        Assert.Equal("s-über-uns", heading.Id);
    }

    [Theory]
    [InlineData("Press **Save**, then [wait](https://a.example).", "Press Save, then wait.")]
    [InlineData("# Title\n\n- one\n- two `x`\n", "Title\none\ntwo x")]
    [InlineData("a < b & c <script>alert(1)</script>", "a < b & c <script>alert(1)</script>")]
    [InlineData("2 * 3 * 4 and snake_case_word", "2 * 3 * 4 and snake_case_word")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |", "a · b\n1 · 2")]
    [InlineData("  \n", "")]
    public void Plain_text_is_what_a_reader_would_say_aloud(string markdown, string plain) => Assert.Equal(plain, MarkdownText.ToPlain(markdown));

    [Theory]
    [InlineData("> ")]
    [InlineData("[")]
    [InlineData("![](")]
    [InlineData("*a_")]
    [InlineData("`a``")]
    [InlineData("- ")]
    [InlineData("<")]
    [InlineData("http://")]
    [InlineData("| a ")]
    [InlineData("\\")]
    [InlineData("(")]
    [InlineData("a@")]
    public void Threat_29_the_longest_text_of_malice_that_there_can_be_is_drawn_in_a_second(string piece)
    {
        var text = string.Concat(Enumerable.Repeat(piece, Limits.Article / piece.Length));
        var html = "";
        var taken = ProcessorTime.Of(() =>
        {
            html = MarkdownText.ToHtml(text).Value ?? "";
            _ = MarkdownText.ToPlain(text);
        });
        AssertHarmless(html);
        Assert.True(taken < TimeSpan.FromSeconds(1), $"{piece} took {taken}");
    }

    private static IDocument Html(string html) => new HtmlParser().ParseDocument(html);

    private static void AssertHarmless(string html)
    {
        foreach (var element in Html(html).Body!.QuerySelectorAll("*"))
        {
            Assert.Contains(element.LocalName, Allowed);
            foreach (var attribute in element.Attributes) Assert.Contains(attribute.Name, AllowedAttributes);
            if (element.GetAttribute("style") is { } style) Assert.Matches("^text-align: (left|right|center);$", style);
            if (element.LocalName == "input") Assert.Equal("checkbox", element.GetAttribute("type"));
            if (element.GetAttribute("src") is { } source) Assert.StartsWith("/files/", source, StringComparison.Ordinal);
            if (element.GetAttribute("href") is { } href) Assert.Matches("^(https?://|mailto:|/help/[^.%\\\\]+$|#)", href);
        }
    }
}
