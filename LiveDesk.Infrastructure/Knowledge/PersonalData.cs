using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace LiveDesk.Infrastructure.Knowledge;

public enum PersonalDataKind { Name, Email, Phone, Iban, Card, IpAddress, LicenceKey }

/// <param name="Start">In characters from the beginning of the text.</param>
public sealed record PersonalDatum(PersonalDataKind Kind, string Value, int Start);

/// <summary>
/// Finds what should not stand in an article, nor go to a provider: addresses, numbers, keys and the names that the ticket knows. It errs on
/// the side of finding too much; a person decides.
/// </summary>
public static partial class PersonalData
{
    private static readonly (PersonalDataKind Kind, Regex Looks, Func<string, bool> Is)[] Patterns =
    [
        (PersonalDataKind.Email, Email(), _ => true),
        (PersonalDataKind.Iban, Iban(), IsIban),
        (PersonalDataKind.Card, Card(), IsCard),
        (PersonalDataKind.LicenceKey, LicenceKey(), v => v.Any(char.IsAsciiDigit) && v.Any(char.IsAsciiLetter)),
        (PersonalDataKind.IpAddress, IpAddress(), v => IPAddress.TryParse(v, out _)),
        (PersonalDataKind.Phone, Phone(), v => v.Count(char.IsAsciiDigit) is >= 7 and <= 15),
    ];

    /// <param name="names">Full names that would give somebody away; each of their words counts too.</param>
    public static IReadOnlyList<PersonalDatum> Find(string? text, IEnumerable<string> names)
    {
        if (string.IsNullOrEmpty(text)) return [];
        var found = new List<PersonalDatum>();
        var taken = new System.Collections.BitArray(text.Length);
        foreach (var (kind, looks, isIt) in Patterns)
            foreach (var match in looks.EnumerateMatches(text))
                Add(found, taken, new PersonalDatum(kind, text.Substring(match.Index, match.Length), match.Index), isIt);
        foreach (var name in names.SelectMany(Parts).Distinct(StringComparer.OrdinalIgnoreCase))
            for (var at = IndexOfWord(text, name, 0); at >= 0; at = IndexOfWord(text, name, at + name.Length))
                Add(found, taken, new PersonalDatum(PersonalDataKind.Name, text.Substring(at, name.Length), at), _ => true);
        return [.. found.OrderBy(f => f.Start)];
    }

    /// <summary>The text with everything found replaced by what it is: <c>[e-mail]</c>.</summary>
    public static string Redact(string? text, IEnumerable<string> names)
    {
        var (redacted, at) = (new StringBuilder(), 0);
        foreach (var datum in Find(text, names))
        {
            redacted.Append(text, at, datum.Start - at).Append('[').Append(Word(datum.Kind)).Append(']');
            at = datum.Start + datum.Value.Length;
        }
        return redacted.Append(text, at, (text?.Length ?? 0) - at).ToString();
    }

    private static string Word(PersonalDataKind kind) => kind switch
    {
        PersonalDataKind.Name => "name",
        PersonalDataKind.Email => "e-mail",
        PersonalDataKind.Phone => "phone",
        PersonalDataKind.Iban => "account number",
        PersonalDataKind.Card => "card number",
        PersonalDataKind.IpAddress => "IP address",
        _ => "key",
    };

    /// <summary>What was found first keeps its place: an account number is not a phone number too.</summary>
    private static void Add(List<PersonalDatum> found, System.Collections.BitArray taken, PersonalDatum datum, Func<string, bool> isIt)
    {
        for (var i = 0; i < datum.Value.Length; i++) if (taken[datum.Start + i]) return;
        if (!isIt(datum.Value)) return;
        for (var i = 0; i < datum.Value.Length; i++) taken[datum.Start + i] = true;
        found.Add(datum);
    }

    /// <summary>"Carla Diaz" is found as a whole, and as "Carla" and "Diaz" alone; initials are not.</summary>
    private static IEnumerable<string> Parts(string name) =>
        name.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(p => p.Length > 2).Prepend(name.Trim()).Where(p => p.Length > 2);

    private static int IndexOfWord(string text, string word, int from)
    {
        for (var at = text.IndexOf(word, from, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + word.Length;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && (end == text.Length || !char.IsLetterOrDigit(text[end]))) return at;
        }
        return -1;
    }

    private static bool IsIban(string value)
    {
        var iban = value.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        if (iban.Length is < 15 or > 34) return false;
        var rest = 0;
        foreach (var c in iban[4..] + iban[..4])
        {
            var digits = char.IsAsciiDigit(c) ? c - '0' : c - 'A' + 10;
            rest = (rest * (digits > 9 ? 100 : 10) + digits) % 97;
        }
        return rest == 1;
    }

    /// <summary>Luhn's check, so that an order number is not called a card.</summary>
    private static bool IsCard(string value)
    {
        var digits = value.Where(char.IsAsciiDigit).Select(c => c - '0').Reverse().ToList();
        if (digits.Count is < 13 or > 19) return false;
        return digits.Select((d, i) => i % 2 == 0 ? d : d * 2 > 9 ? d * 2 - 9 : d * 2).Sum() % 10 == 0;
    }

    [GeneratedRegex(@"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"\b[A-Z]{2}[0-9]{2}( ?[A-Z0-9]{4}){2,7}( ?[A-Z0-9]{1,3})?\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Iban();

    [GeneratedRegex(@"\b[0-9]([ -]?[0-9]){12,18}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Card();

    [GeneratedRegex(@"\b[A-Z0-9]{4,6}(-[A-Z0-9]{4,6}){2,7}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LicenceKey();

    [GeneratedRegex(@"\b[0-9]{1,3}(\.[0-9]{1,3}){3}\b|\b([0-9A-Fa-f]{1,4}:){2,7}(:?[0-9A-Fa-f]{1,4}){1,6}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex IpAddress();

    [GeneratedRegex(@"(\+|\b00|\b0|\()[0-9]([ ()/.-]{0,3}[0-9]){6,14}\b|\b[0-9]{3}[ .-][0-9]{3}[ .-][0-9]{4}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Phone();
}
