using System.Globalization;
using System.Text;

namespace LiveDesk.Infrastructure.Search;

/// <summary>
/// How text becomes words, for both databases alike: small letters, no accents (ü is u, ß is ss, أ is ا), letters and digits only, Chinese and
/// Japanese characters one by one. Done here and not by the databases' own analysers, so that both find the same, in any language,
/// and so that nothing a person types can be an operator.
/// </summary>
internal static class Words
{
    private const int Longest = 64;

    /// <summary>What is written into the index: every word, and its stem where that differs.</summary>
    public static string ForIndex(string? text)
    {
        var index = new StringBuilder();
        foreach (var word in In(text))
        {
            index.Append(word).Append(' ');
            if (Stem(word) is var stem && stem != word) index.Append(stem).Append(' ');
        }
        return index.ToString().TrimEnd();
    }

    /// <summary>The words of a text in their order, folded but not stemmed.</summary>
    public static List<string> In(string? text)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var c in Folded(text))
        {
            if (char.IsLetterOrDigit(c) && !IsIdeograph(c))
            {
                if (word.Length < Longest) word.Append(c);
                continue;
            }
            Take(word, words);
            if (IsIdeograph(c)) words.Add(c.ToString());
        }
        Take(word, words);
        return words;
    }

    /// <summary>The shortest end of a telephone number that leads to whom it belongs.</summary>
    public const int ShortestNumber = 5;

    /// <summary>
    /// Of a telephone number, what is dialled, and every end of it: with or without the country's code, an index that knows only beginnings
    /// finds it.
    /// </summary>
    public static string Dialled(string? phone)
    {
        var digits = Digits(phone);
        return string.Join(' ', Enumerable.Range(0, Math.Max(1, digits.Length - ShortestNumber + 1)).Select(from => digits[from..]));
    }

    /// <summary>
    /// Somebody types a telephone number, in whatever groups: its digits without the zeros that stand for a country or a town. Null: it is something else.
    /// </summary>
    public static string? AsPhone(string? text)
    {
        if (text is null || text.Any(c => !char.IsAsciiDigit(c) && c is not (' ' or '+' or '-' or '/' or '(' or ')' or '.' or '\u00A0'))) return null;
        var digits = Digits(text).TrimStart('0');
        return digits.Length is >= 3 and <= 20 ? digits : null;
    }

    /// <summary>The zero of “+49 (0)40” is dialled by nobody who dials the rest.</summary>
    private static string Digits(string? text) => string.Concat((text ?? "").Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));

    /// <summary>The stems of the words that carry meaning, each once, in order of appearance.</summary>
    public static List<string> Terms(string? text) => [.. In(text).Where(w => !StopWords.Contains(w)).Select(Stem).Distinct(StringComparer.Ordinal)];

    /// <summary>
    /// A light stem: English and German endings only, never shorter than four letters. Too little is better here than too much: "internal" and
    /// "internet" must stay apart.
    /// </summary>
    public static string Stem(string word)
    {
        if (word.Length < 5 || !char.IsAsciiLetter(word[^1])) return word;
        foreach (var ending in Endings)
            if (word.Length - ending.Length >= 4 && word.EndsWith(ending, StringComparison.Ordinal)) return Undoubled(word[..^ending.Length]);
        return word;
    }

    private static readonly string[] Endings = ["ings", "ing", "ungen", "edly", "ed", "ies", "ern", "es", "en", "em", "er", "e", "s", "y"];

    /// <summary>"resett(ing)" is "reset".</summary>
    private static string Undoubled(string stem) => stem.Length > 4 && stem[^1] == stem[^2] && stem[^1] is not ('l' or 's' or 'z') ? stem[..^1] : stem;

    private static string Folded(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var folded = new StringBuilder(text.Length);
        foreach (var c in WellFormed(text).Normalize(NormalizationForm.FormKD))
            if (c is 'ß' or 'ẞ') folded.Append("ss");
            // Arabic stretches words with a letter that means nothing.
            else if (c is not 'ـ' && CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.Format)) folded.Append(char.ToLowerInvariant(c));
        return folded.ToString();
    }

    /// <summary>Half of a surrogate pair cannot be normalised.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>One letter begins half of all words: alone it is a word of its own.</summary>
    public static bool MayGrow(string word) => word.Length > 1;

    /// <summary>Whether a character belongs to the word around it, marks and half pairs among them.</summary>
    public static bool IsOfWord(char c) => char.IsLetterOrDigit(c) || char.IsSurrogate(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.Format;

    public static bool IsIdeograph(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u4DBF' or >= '\u4E00' and <= '\u9FFF';

    private static void Take(StringBuilder word, List<string> words)
    {
        if (word.Length == 0) return;
        words.Add(word.ToString());
        word.Clear();
    }
}
