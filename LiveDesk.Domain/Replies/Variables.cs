using System.Text;

namespace LiveDesk.Domain.Replies;

/// <summary>What a canned response can say of the ticket that it is used on. Null or blank: there is no value.</summary>
/// <param name="TicketNumber">As the desk shows it.</param>
public sealed record VariableValues(string? CustomerName, string? AgentName, string? TicketNumber, string? TicketSubject, string? DeskName, string? OrganisationName);

/// <param name="Text">Markdown.</param>
/// <param name="Missing">The variables that had no value, each once, in the order they stand in the text, where they are still to be read.</param>
public sealed record FilledText(string Text, IReadOnlyList<string> Missing);

/// <summary>
/// The variables of canned responses: <c>{{customer.first_name}}</c>, in any case and with spaces inside the braces. Braces around anything else are
/// text. Every text is read once from its first character to its last, however it looks.
/// </summary>
public static class Variables
{
    /// <summary>What stands between braces and is longer is no variable, and no misspelled one.</summary>
    private const int Longest = 60;

    private static readonly Dictionary<string, Func<VariableValues, string?>> Values = new(StringComparer.OrdinalIgnoreCase)
    {
        ["customer.name"] = v => v.CustomerName,
        ["customer.first_name"] = v => FirstOf(v.CustomerName),
        ["agent.name"] = v => v.AgentName,
        ["agent.first_name"] = v => FirstOf(v.AgentName),
        ["ticket.number"] = v => v.TicketNumber,
        ["ticket.subject"] = v => v.TicketSubject,
        ["desk.name"] = v => v.DeskName,
        ["organisation.name"] = v => v.OrganisationName,
    };

    public static IReadOnlyList<string> Known { get; } = [.. Values.Keys];

    /// <summary>As it stands in a text.</summary>
    public static string Written(string name) => "{{" + name + "}}";

    /// <exception cref="RuleViolation">It names a variable that there is not; the sentence lists those that there are.</exception>
    public static void DemandKnown(string text)
    {
        foreach (var (_, name) in In(text))
            if (!Values.ContainsKey(name)) throw new RuleViolation($"There is no variable “{Written(name)}”. These are the variables: {string.Join(", ", Known.Select(Written))}.", "text");
    }

    /// <summary>The known variables that a text still holds, each once, in their order.</summary>
    public static IReadOnlyList<string> LeftIn(string? text) => [.. In(text ?? "").Select(v => v.Name).Where(Values.ContainsKey).Select(n => n.ToLowerInvariant()).Distinct(StringComparer.Ordinal)];

    /// <summary>A value comes in as the letters that it is: what would be a mark of Markdown in it is escaped, and braces in it are no variables.</summary>
    public static FilledText Fill(string body, VariableValues values)
    {
        var (text, missing, done) = (new StringBuilder(body.Length), new List<string>(), 0);
        foreach (var (at, name) in In(body))
        {
            if (!Values.TryGetValue(name, out var valueOf)) continue;
            text.Append(body, done, at.Start.Value - done);
            var known = name.ToLowerInvariant();
            if (valueOf(values) is { } value && !string.IsNullOrWhiteSpace(value)) text.Append(AsLetters(value.Trim()));
            else
            {
                text.Append(Written(known));
                if (!missing.Contains(known)) missing.Add(known);
            }
            done = at.End.Value;
        }
        return new FilledText(text.Append(body, done, body.Length - done).ToString(), missing);
    }

    /// <summary>Each pair of braces on one line with something short and without braces between them. It looks at most <see cref="Longest"/> characters ahead, so a text of braces alone costs no more than any other.</summary>
    private static IEnumerable<(Range At, string Name)> In(string text)
    {
        for (var at = 0; (at = text.IndexOf("{{", at, StringComparison.Ordinal)) >= 0;)
        {
            var inside = text.AsSpan(at + 2, Math.Min(Longest + 2, text.Length - at - 2));
            var end = inside.IndexOfAny('{', '}', '\n');
            if (end < 0 || !inside[end..].StartsWith("}}", StringComparison.Ordinal) || inside[..end].IsWhiteSpace()) at++;
            else
            {
                var name = inside[..end].Trim().ToString();
                yield return (at..(at + end + 4), name);
                at += end + 4;
            }
        }
    }

    /// <summary>Of “Dr. Samira Haddad” it is Samira.</summary>
    private static string? FirstOf(string? name) =>
        name?.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is { Length: > 0 } words ? Array.Find(words, w => !w.EndsWith('.')) ?? words[0] : null;

    /// <summary>Also what means something at the start of a line alone: “1. May” is no list.</summary>
    public static string AsLetters(string value)
    {
        var text = new StringBuilder(value.Length + 8);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            var opensLine = (i == 0 && c is '#' or '+' or '-' or '=') || (c is '.' or ')' && i > 0 && value.AsSpan(0, i).IndexOfAnyExceptInRange('0', '9') < 0);
            if (opensLine || c is '\\' or '`' or '*' or '_' or '[' or ']' or '<' or '>' or '&' or '~' or '|' or '!') text.Append('\\');
            text.Append(c);
        }
        return text.ToString();
    }
}
