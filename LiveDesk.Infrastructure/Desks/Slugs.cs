using System.Globalization;
using System.Text;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>An address out of a name: “Büro Süd” is <c>buro-sud</c>.</summary>
public static class Slugs
{
    private const int Longest = 40;

    public static string Of(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD).ToLowerInvariant())
            if (char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) slug.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) is not UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') slug.Append('-');
        var text = slug.Length > Longest ? slug.ToString(0, Longest) : slug.ToString();
        return text.Trim('-') is { Length: > 0 } found ? found : "desk";
    }
}
