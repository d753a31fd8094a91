using System.Text;
using System.Text.RegularExpressions;
using LiveDesk.Domain.Assistant;

namespace LiveDesk.Web.Assistant;

/// <summary>A proposal as the Markdown that goes into the composer: sentences flow, steps stand on lines of their own.</summary>
internal static partial class DraftMarkdown
{
    public static string Of(IReadOnlyList<DraftSentence> sentences)
    {
        var text = new StringBuilder();
        for (var i = 0; i < sentences.Count; i++)
        {
            if (i > 0) text.Append(EndsSentence(sentences[i - 1].Text) ? " " : "\n");
            text.Append(Marks().Replace(sentences[i].Text, @"\$0"));
        }
        return text.ToString();
    }

    private static bool EndsSentence(string text) => text.Length > 0 && text[^1] is '.' or '!' or '?' or '…' or '。' or '؟';

    /// <summary>Articles' plain words must not become marks again.</summary>
    [GeneratedRegex(@"[\\`*_\[\]<>#|~]", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();
}
