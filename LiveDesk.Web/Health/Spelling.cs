namespace LiveDesk.Web.Health;

/// <summary>Whether a word is another one with a slip of the finger in it.</summary>
internal static class Spelling
{
    private const int LettersToASlip = 4;

    /// <summary>One slip for every four letters: a letter too many, too few, wrong, or changed with its neighbour. Capitals do not matter.</summary>
    public static bool IsNearly(string written, string meant) =>
        Slips(written.ToUpperInvariant(), meant.ToUpperInvariant()) <= Math.Max(1, meant.Length / LettersToASlip);

    private static int Slips(string a, string b)
    {
        var slips = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) slips[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) slips[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
            for (var j = 1; j <= b.Length; j++)
            {
                var least = Math.Min(Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1, slips[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) least = Math.Min(least, slips[i - 2, j - 2] + 1);
                slips[i, j] = least;
            }
        return slips[a.Length, b.Length];
    }
}
