using System.Globalization;
using System.Text;

namespace LiveDesk.Domain;

/// <summary>The guards every text from outside passes. Nothing is cut off silently: too long is an error that says so.</summary>
public static class Text
{
    /// <summary>One line: trimmed, inner line breaks and control characters become spaces.</summary>
    /// <exception cref="RuleViolation">It is empty or longer than <paramref name="longest"/> characters.</exception>
    public static string Line(string? value, string what, int longest = Limits.Line) =>
        OptionalLine(value, what, longest)
        ?? throw new RuleViolation($"{Sentence(what)} is missing. Please fill it in.", what);

    public static string? OptionalLine(string? value, string what, int longest = Limits.Line)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        var clean = new StringBuilder(value.Length);
        foreach (var c in value)
            if (char.IsControl(c) || c is '\u2028' or '\u2029') clean.Append(' ');
            else if (!IsBidiOverride(c)) clean.Append(c);
        return Checked(clean.ToString().Trim(), what, longest);
    }

    /// <summary>
    /// Several lines of Markdown: control characters other than line break and tab are dropped, line ends become <c>\n</c>. Marks of
    /// right-to-left text stay, but for the two overrides, which show letters in an order that nobody wrote.
    /// </summary>
    /// <exception cref="RuleViolation">It is empty or longer than <paramref name="longest"/> characters.</exception>
    public static string Body(string? value, string what, int longest = Limits.Body) =>
        OptionalBody(value, what, longest)
        ?? throw new RuleViolation($"{Sentence(what)} is empty. Please write something first.", what);

    public static string? OptionalBody(string? value, string what, int longest = Limits.Body)
    {
        if (string.IsNullOrWhiteSpace(value)) return null;
        var clean = new StringBuilder(value.Length);
        foreach (var c in value.ReplaceLineEndings("\n"))
            if (c is '\n' or '\t' || (!char.IsControl(c) && c is not ('\u202D' or '\u202E'))) clean.Append(c);
        return Checked(clean.ToString().Trim(), what, longest);
    }

    /// <summary>An e-mail address, lower case. Its shape only: one @, no spaces, a dot-free or dotted domain.</summary>
    public static string? OptionalEmail(string? value, string what = "email")
    {
        if (OptionalLine(value, what, Limits.Email) is not { } line) return null;
        var at = line.IndexOf('@');
        var fine = at > 0 && at == line.LastIndexOf('@') && at < line.Length - 1 && !line.Any(IsBlank) && line.IndexOfAny(['<', '>', '"', ',', ';']) < 0;
        return fine ? line.ToLowerInvariant() : throw new RuleViolation($"“{line}” is not an e-mail address. It looks like name@example.com.", what);
    }

    /// <summary>An id that a sender made, so that a resend is recognised: 1 to 64 printable ASCII characters. Null when none was given.</summary>
    public static string? OptionalSenderMadeId(string? id) =>
        string.IsNullOrEmpty(id) ? null
        : id.Length <= 64 && id.All(c => c is > ' ' and <= '~') ? id
        : throw new RuleViolation("A sender-made id has 1 to 64 letters, digits and signs, without spaces.", "id");

    /// <summary>Characters of a <see cref="SortKey"/>: lists need no more to put names in their order.</summary>
    public const int LongestSortKey = 60;

    /// <summary>How a line is sorted by, on every database alike: small letters, no accents, the beginning of it.</summary>
    public static string SortKey(string line)
    {
        var key = new StringBuilder(LongestSortKey);
        // By whole characters: half of one cannot be stored.
        foreach (var rune in line.EnumerateRunes())
        {
            var letters = string.Concat(rune.ToString().Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark)).ToLowerInvariant();
            if (key.Length + letters.Length > LongestSortKey) break;
            key.Append(letters);
        }
        return key.ToString();
    }

    /// <summary>A text from a machine (an error of a mail server) that must never be a reason to fail: cleaned, and cut with an ellipsis.</summary>
    public static string? Shortened(string? value, int longest = Limits.Line)
    {
        var line = OptionalLine(value, "text", int.MaxValue);
        if (line is null || line.Length <= longest) return line;
        var cut = char.IsHighSurrogate(line[longest - 2]) ? longest - 2 : longest - 1;
        return line[..cut] + "…";
    }

    private static string? Checked(string clean, string what, int longest) =>
        clean.All(IsBlank) ? null
        : clean.Length <= longest ? WellFormed(clean)
        : throw new RuleViolation($"{Sentence(what)} is {clean.Length:N0} characters long; {longest:N0} is the most. Please shorten it, or attach it as a file.", what);

    /// <summary>Half of a surrogate pair cannot be stored as UTF-8; it becomes the replacement character.</summary>
    private static string WellFormed(string text) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Space, or invisible (zero width, direction marks): a text of these alone is empty to whoever reads it.</summary>
    private static bool IsBlank(char c) => char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;

    private static bool IsBidiOverride(char c) => c is >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069';

    private static string Sentence(string what) => char.ToUpperInvariant(what[0]) + what[1..];
}

/// <summary>The longest texts, in characters.</summary>
public static class Limits
{
    public const int Line = 300;
    public const int Name = 120;
    public const int Status = 40;
    public const int Email = 254;
    public const int Address = 500;
    public const int Body = 100_000;
    public const int ChatLine = 8_000;
    public const int Article = 400_000;
}
