using System.Globalization;
using System.Text;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Files;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>A chat as Markdown: who, when (UTC), and their words quoted. A very long chat takes several entries; nothing is left out.</summary>
internal static class Transcript
{
    private const int PartLength = Limits.Body - 10_000;

    public static IReadOnlyList<string> Of(IEnumerable<ChatMessage> lines, IReadOnlyList<Attachment> files)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        foreach (var line in lines)
        {
            var text = Quoted(line, files);
            if (part.Length > 0 && part.Length + text.Length > PartLength)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
            part.Append(text);
        }
        parts.Add(part.Length > 0 ? part.ToString() : "*Nobody wrote anything.*");
        return parts;
    }

    public static string Names(IEnumerable<Attachment> files, Guid messageId) =>
        string.Join(", ", files.Where(f => f.ChatMessageId == messageId).OrderBy(f => f.Id).Select(f => f.FileName));

    private static string Quoted(ChatMessage line, IReadOnlyList<Attachment> files)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{Plain(line.AuthorName)}** · {line.At.UtcDateTime:yyyy-MM-dd HH:mm} UTC\n\n");
        // Agents write Markdown; a visitor's signs are signs.
        if (line.Body.Length > 0)
            foreach (var row in line.Body.Split('\n')) text.Append("> ").Append(line.Side is ChatSide.Visitor ? Plain(row) + "  " : row).Append('\n');
        if (Names(files, line.Id) is { Length: > 0 } names) text.Append("> *").Append(Plain(names)).Append("*\n");
        return text.Append('\n').ToString();
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '#' or '>' or '|' or '~' or '&' or '!') plain.Append('\\');
            plain.Append(c);
        }
        return plain.ToString();
    }
}
