using System.Text;

namespace LiveDesk.Domain.Sla;

/// <summary>One property of an iCalendar file (RFC 5545): unfolded, name in capitals, parameters left out, value as it stands.</summary>
/// <param name="Number">The line of the file on which it begins, from 1.</param>
internal sealed record ICalendarLine(int Number, string Name, string Value)
{
    /// <exception cref="RuleViolation">A line is no property; the message names it.</exception>
    public static IEnumerable<ICalendarLine> Read(string text) => Unfold(text).Select(line => Parse(line.Number, line.Text));

    public RuleViolation Refused(string sentence) => Refused(Number, sentence);

    public static RuleViolation Refused(int line, string sentence) => new($"Line {line}: {sentence}", "holidays");

    /// <summary>The value as people read it: <c>\,</c> <c>\;</c> <c>\\</c> are the sign itself, <c>\n</c> is a space.</summary>
    public string Unescaped()
    {
        var plain = new StringBuilder(Value.Length);
        for (var i = 0; i < Value.Length; i++)
            plain.Append(Value[i] != '\\' || i + 1 == Value.Length ? Value[i] : Value[++i] is 'n' or 'N' ? ' ' : Value[i]);
        return plain.ToString();
    }

    /// <summary>A line that begins with a space or a tab goes on with the one before it, without that sign. Empty lines are passed over.</summary>
    private static IEnumerable<(int Number, string Text)> Unfold(string text)
    {
        var (line, begun, number) = (new StringBuilder(), 0, 0);
        using var reader = new StringReader(text.TrimStart('\uFEFF'));
        while (reader.ReadLine() is { } next)
        {
            number++;
            if (next.Length > 0 && next[0] is ' ' or '\t' && begun > 0) { line.Append(next, 1, next.Length - 1); continue; }
            if (line.Length > 0) yield return (begun, line.ToString());
            line.Clear().Append(next);
            begun = number;
        }
        if (line.Length > 0) yield return (begun, line.ToString());
    }

    private static ICalendarLine Parse(int number, string line)
    {
        var name = line.AsSpan(0, line.TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c == '-').Count());
        var colon = ColonOf(line);
        if (name.IsEmpty || colon < 0 || line[name.Length] is not (':' or ';')) throw Refused(number, $"“{Text.Shortened(line, 40)}” is not a property. It looks like SUMMARY:Christmas Day.");
        return new(number, name.ToString().ToUpperInvariant(), line[(colon + 1)..].Trim());
    }

    /// <summary>Where the value begins: a parameter in quotation marks may have colons of its own.</summary>
    private static int ColonOf(string line)
    {
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
            if (line[i] == '"') quoted = !quoted;
            else if (line[i] == ':' && !quoted) return i;
        return -1;
    }
}
