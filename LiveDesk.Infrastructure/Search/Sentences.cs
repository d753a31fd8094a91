namespace LiveDesk.Infrastructure.Search;

/// <summary>Cuts plain text into sentences: at line ends, and after . ! ? … where the next word begins. Abbreviations and numbers stay whole.</summary>
internal static class Sentences
{
    private static readonly HashSet<string> Abbreviations = new(StringComparer.OrdinalIgnoreCase) { "e.g.", "i.e.", "etc.", "z.b.", "d.h.", "u.a.", "bzw.", "ca.", "no.", "nr.", "mr.", "mrs.", "ms.", "dr.", "vs.", "approx.", "min.", "max.", "str." };

    public static List<string> Of(string? text)
    {
        var sentences = new List<string>();
        foreach (var line in (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var from = 0;
            for (var i = 0; i < line.Length; i++)
            {
                if (!EndsAt(line, i, from)) continue;
                sentences.Add(line[from..(i + 1)].Trim());
                from = i + 1;
            }
            if (line[from..].Trim() is { Length: > 0 } rest) sentences.Add(rest);
        }
        return sentences;
    }

    private static bool EndsAt(string line, int i, int from)
    {
        if (line[i] is '。' or '！' or '？') return true;
        if (line[i] is not ('.' or '!' or '?' or '…' or '؟')) return false;
        if (i + 1 >= line.Length || !char.IsWhiteSpace(line[i + 1])) return false;
        if (line[i] is not '.') return true;
        var word = line[(line.LastIndexOf(' ', i, i - from + 1) + 1)..(i + 1)];
        // "1. Open …" is a numbered step, not two sentences; "e.g." ends nothing.
        return !Abbreviations.Contains(word.TrimStart('(')) && !word[..^1].All(char.IsAsciiDigit);
    }
}
