using System.Text;
using System.Text.Json;

namespace LiveDesk.Infrastructure.Assistant;

internal sealed record SaidSentence(string Text, IReadOnlyList<string> Sources);

/// <summary>Reads a model's answer as it streams in, and gives out each sentence's object as soon as it is closed. What is not such an object is passed over.</summary>
internal sealed class AnswerReader
{
    private const int LongestObject = 4_000;
    private const int LongestSentence = 800;

    private readonly StringBuilder _answer = new();
    private readonly Stack<int> _opened = new();
    private int _at;
    private bool _inString, _escaped;

    public int Length => _answer.Length;

    /// <summary>The model says that it does not know: a well-formed answer without sentences.</summary>
    public bool SaysNothing
    {
        get
        {
            var text = _answer.ToString();
            var (from, to) = (text.IndexOf('{', StringComparison.Ordinal), text.LastIndexOf('}') + 1);
            return from >= 0 && to > from && Parsed(text[from..to]) is { } answer && answer.ValueKind is JsonValueKind.Object
                && answer.TryGetProperty("sentences", out var sentences) && sentences.ValueKind is JsonValueKind.Array && sentences.GetArrayLength() == 0;
        }
    }

    public IEnumerable<SaidSentence> Read(string chunk)
    {
        _answer.Append(chunk);
        for (; _at < _answer.Length; _at++)
            if (Closes(_answer[_at]) is { } from && _at - from < LongestObject && Sentence(_answer.ToString(from, _at - from + 1)) is { } said) yield return said;
    }

    /// <summary>Where the object began that this character ends.</summary>
    private int? Closes(char c)
    {
        if (_escaped) _escaped = false;
        else if (_inString && c == '\\') _escaped = true;
        else if (c == '"' && _opened.Count > 0) _inString = !_inString;
        else if (_inString) return null;
        else if (c == '{') _opened.Push(_at);
        else if (c == '}' && _opened.Count > 0) return _opened.Pop();
        return null;
    }

    private static SaidSentence? Sentence(string json)
    {
        if (Parsed(json) is not { } said || !said.TryGetProperty("text", out var text) || text.ValueKind is not JsonValueKind.String) return null;
        var line = Domain.Text.OptionalLine(text.GetString(), "sentence", LongestObject);
        if (line is null || line.Length > LongestSentence) return null;
        var sources = said.TryGetProperty("sources", out var given) && given.ValueKind is JsonValueKind.Array ? given.EnumerateArray().Where(s => s.ValueKind is JsonValueKind.String).Select(s => s.GetString()!).ToList() : [];
        return new SaidSentence(line, sources);
    }

    private static JsonElement? Parsed(string json)
    {
        try { return JsonElement.Parse(json); }
        catch (JsonException) { return null; }
    }
}
