using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>The words of a Markdown tree: one line a block, no marks, nothing encoded.</summary>
internal static class PlainText
{
    public static string Of(Block block)
    {
        var text = new StringBuilder();
        Write(block, text);
        return text.ToString().Trim();
    }

    private static void Write(Block block, StringBuilder text)
    {
        switch (block)
        {
            case LeafBlock { Inline: { } inlines }:
                Write(inlines, text);
                text.Append('\n');
                break;
            case LeafBlock leaf:
                text.Append(leaf.Lines.ToString()).Append('\n');
                break;
            case TableRow row:
                text.AppendJoin(" · ", row.OfType<TableCell>().Select(Of)).Append('\n');
                break;
            case ContainerBlock container:
                foreach (var child in container) Write(child, text);
                break;
        }
    }

    private static void Write(ContainerInline inlines, StringBuilder text)
    {
        foreach (var inline in inlines)
            switch (inline)
            {
                case LiteralInline literal: text.Append(literal.Content.AsSpan()); break;
                case CodeInline code: text.Append(code.Content); break;
                case AutolinkInline link: text.Append(link.Url); break;
                case LineBreakInline { IsHard: true }: text.Append('\n'); break;
                case LineBreakInline: text.Append(' '); break;
                case HtmlEntityInline entity: text.Append(entity.Transcoded.AsSpan()); break;
                case DelimiterInline delimiter: text.Append(delimiter.ToLiteral()); Write(delimiter, text); break;
                case ContainerInline container: Write(container, text); break;
            }
    }
}
