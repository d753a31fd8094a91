using System.Text.Json.Serialization;
using LiveDesk.Domain;
using Microsoft.AspNetCore.WebUtilities;

namespace LiveDesk.Web.Shell;

/// <summary>Keys that a person chose for others than usual, by the names in Client/desk/keys.ts, which also says whether two are the same.</summary>
/// <param name="Single">Whether a letter or sign alone does anything.</param>
/// <param name="Keys">One sign, or two that follow each other: <c>q</c>, <c>g x</c>.</param>
public sealed record KeyChoices(bool Single, IReadOnlyDictionary<string, string> Keys)
{
    private const string SingleName = "single", Off = "off";
    private const int Most = 60, LongestName = 30;

    public static readonly KeyChoices Usual = new(true, new Dictionary<string, string>(StringComparer.Ordinal));

    public static KeyChoices Read(string? kept)
    {
        if (kept is null) return Usual;
        var all = QueryHelpers.ParseQuery(kept).ToDictionary(x => x.Key, x => x.Value.ToString(), StringComparer.Ordinal);
        return new KeyChoices(all.GetValueOrDefault(SingleName) != Off, all.Where(x => x.Key != SingleName).ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>As it is kept; null: all is as usual.</summary>
    [JsonIgnore]
    public string? Kept => Single && Keys.Count == 0 ? null
        : string.Join('&', (Single ? [] : new[] { $"{SingleName}={Off}" }).Concat(Keys.OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => $"{k.Key}={Uri.EscapeDataString(k.Value)}")));

    /// <exception cref="RuleViolation">There is no such key, or two are the same.</exception>
    public KeyChoices Checked()
    {
        if (Keys is null || Keys.Count > Most || Keys.Keys.Any(name => name.Length is 0 or > LongestName || name == SingleName || !name.All(char.IsAsciiLetter))) throw new RuleViolation("There is no such command. Load the page again.", "keys");
        if (!Keys.Values.All(IsKey)) throw new RuleViolation("A key is one sign, or two with a space between.", "keys");
        if (Keys.Values.Distinct(StringComparer.Ordinal).Count() < Keys.Count) throw new RuleViolation("Two commands cannot have the same key.", "keys");
        return this;
    }

    private static bool IsKey(string? key) => key?.Split(' ') is { Length: 1 or 2 } parts && parts.All(p => p.EnumerateRunes().Count() == 1 && p == p.ToLowerInvariant() && !p.Any(c => char.IsControl(c) || char.IsWhiteSpace(c)));
}
