using System.Globalization;
using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>
/// A ticket's number in both forms: <c>#1042</c> and <c>TKT-7Q2M9X</c>. The second is a reversible scramble (an odd multiplier modulo
/// 2³⁰ and a mask, in Crockford's base 32), so neighbours do not look alike and no table is needed. It hides the count from a glance, not
/// from an attacker.
/// </summary>
public static class TicketNumber
{
    private const string Digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const string Prefix = "TKT-";
    private const long Modulus = 1L << 30;
    private const long Multiplier = 754_974_721;
    private const long Inverse = 318_767_105;
    private const long Mask = 0x2A5F_1C37;

    public static string Show(long number, NumberForm form) =>
        form is NumberForm.Scrambled ? Scramble(number) : string.Create(CultureInfo.InvariantCulture, $"#{number}");

    /// <summary>Reads either form (<c>1042</c>, <c>#1042</c>, <c>TKT-7Q2M9X</c>, any case; O reads as 0, I and L as 1). Null when it is neither.</summary>
    public static long? Read(string? text)
    {
        var word = text?.Trim() ?? "";
        if (word.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) return Unscramble(word[Prefix.Length..]);
        return long.TryParse(word.TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;
    }

    private static string Scramble(long number)
    {
        // Beyond a thousand million tickets the high part stands in front, in as many characters as it takes.
        var (high, low) = (number / Modulus, number % Modulus);
        var scrambled = (low * Multiplier % Modulus) ^ Mask;
        var text = new char[6];
        for (var i = 5; i >= 0; i--, scrambled >>= 5) text[i] = Digits[(int)(scrambled & 31)];
        return Prefix + (high == 0 ? "" : Convert.ToString(high, CultureInfo.InvariantCulture) + "-") + new string(text);
    }

    private static long? Unscramble(string text)
    {
        long high = 0;
        if (text.IndexOf('-') is var dash and > 0)
        {
            if (!long.TryParse(text[..dash], NumberStyles.None, CultureInfo.InvariantCulture, out high) || high > long.MaxValue / Modulus) return null;
            text = text[(dash + 1)..];
        }
        if (text.Length != 6) return null;
        long scrambled = 0;
        foreach (var c in text.ToUpperInvariant())
        {
            var digit = Digits.IndexOf(c switch { 'O' => '0', 'I' or 'L' => '1', _ => c });
            if (digit < 0) return null;
            scrambled = scrambled << 5 | (long)digit;
        }
        var low = (scrambled ^ Mask) * Inverse % Modulus;
        return high * Modulus + low is var number and > 0 ? number : null;
    }
}
