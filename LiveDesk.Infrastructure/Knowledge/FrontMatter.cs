using System.Globalization;
using System.Text;
using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LiveDesk.Infrastructure.Knowledge;

/// <summary>An article as a file: YAML front matter and Markdown. Writing and reading are exact inverses.</summary>
/// <param name="Id">Null where the file leaves it out: then it follows from language and slug.</param>
/// <param name="Desk">The desk's slug; null for the whole installation.</param>
public sealed record ArticleFile(Guid? Id, string Slug, ArticleText Text, ArticleState State, string? Desk);

/// <summary>What is wrong with a file, and where.</summary>
/// <param name="Line">Counted from 1.</param>
public sealed class FrontMatterException(int line, string problem) : Exception(problem)
{
    public int Line { get; } = line;
}

internal static class FrontMatter
{
    private const string Fence = "---";
    private static readonly string[] Known = ["id", "title", "slug", "language", "category", "visibility", "state", "desk"];

    public static string Write(ArticleFile file)
    {
        var text = new StringBuilder(Fence).Append('\n');
        void Line(string key, string? value)
        {
            if (value is not null) text.Append(key).Append(": ").Append(Scalar(value)).Append('\n');
        }
        Line("id", file.Id?.ToString());
        Line("title", file.Text.Title);
        Line("slug", file.Slug);
        Line("language", file.Text.Language);
        Line("category", file.Text.Category);
        Line("visibility", Lower(file.Text.Visibility));
        Line("state", Lower(file.State));
        Line("desk", file.Desk);
        return text.Append(Fence).Append('\n').Append(file.Text.Body).Append('\n').ToString();
    }

    /// <exception cref="FrontMatterException">It does not parse; says where and why.</exception>
    public static ArticleFile Read(string content)
    {
        var text = content.TrimStart('\uFEFF').ReplaceLineEndings("\n");
        if (!text.StartsWith(Fence + "\n", StringComparison.Ordinal)) throw new FrontMatterException(1, "An article begins with a line “---” and its title, slug and state below.");
        var end = text.IndexOf("\n" + Fence + "\n", StringComparison.Ordinal);
        if (end < 0) throw new FrontMatterException(1, "The front matter has no end: a line “---” is missing before the text.");
        var fields = Fields(text[4..(end + 1)]);
        return Build(fields, text[(end + 5)..]);
    }

    private static Dictionary<string, (string Value, int Line)> Fields(string yaml)
    {
        var stream = new YamlStream();
        try { stream.Load(new StringReader(yaml)); }
        catch (YamlException e) { throw new FrontMatterException((int)e.Start.Line + 1, $"The front matter is not YAML: {e.Message}"); }
        if (stream.Documents.Count != 1 || stream.Documents[0].RootNode is not YamlMappingNode map) throw new FrontMatterException(2, "The front matter is a list of “name: value” lines.");
        var fields = new Dictionary<string, (string, int)>(StringComparer.Ordinal);
        foreach (var (key, value) in map.Children)
        {
            var line = (int)key.Start.Line + 1;
            if (key is not YamlScalarNode { Value: { } name } || !Known.Contains(name)) throw new FrontMatterException(line, $"“{key}” is not known here. Known are {string.Join(", ", Known)}.");
            if (value is not YamlScalarNode scalar) throw new FrontMatterException(line, $"“{name}” takes one value.");
            fields[name] = (scalar.Value ?? "", line);
        }
        return fields;
    }

    private static ArticleFile Build(Dictionary<string, (string Value, int Line)> fields, string body)
    {
        string Needed(string name) => Optional(name) ?? throw new FrontMatterException(1, $"“{name}” is missing.");
        string? Optional(string name) => fields.TryGetValue(name, out var f) && f.Value.Length > 0 ? f.Value : null;
        T Choice<T>(string name, T otherwise) where T : struct, Enum
        {
            if (Optional(name) is not { } value) return otherwise;
            var allowed = Enum.GetNames<T>().Select(n => n.ToLowerInvariant()).ToList();
            return allowed.Contains(value) ? Enum.Parse<T>(value, ignoreCase: true) : throw new FrontMatterException(fields[name].Line, $"“{value}” is not a {name}. It is one of {string.Join(", ", allowed)}.");
        }
        Guid? id = Optional("id") is not { } given ? null : Guid.TryParse(given, out var read) ? read : throw new FrontMatterException(fields["id"].Line, $"“{given}” is not an id.");
        var article = new ArticleText(Needed("title"), body.Trim('\n'), Optional("language") ?? "en", Optional("category"), Choice("visibility", Visibility.Public));
        return new ArticleFile(id, Optional("slug") ?? Article.SlugFor(article.Title), article, Choice("state", ArticleState.Draft), Optional("desk"));
    }

    /// <summary>As it stands where YAML reads it back as the same text, quoted otherwise.</summary>
    private static string Scalar(string value) => IsPlain(value) ? value : Quoted(value);

    private static bool IsPlain(string value)
    {
        if (value.Length == 0 || value != value.Trim() || "-?:,[]{}#&*!|>'\"%@`".Contains(value[0], StringComparison.Ordinal)) return false;
        return !value.Contains(": ", StringComparison.Ordinal) && !value.Contains(" #", StringComparison.Ordinal) && !value.EndsWith(':') && !value.Any(c => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF');
    }

    private static string Quoted(string value)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in value)
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"),
                _ => c.ToString(),
            });
        return quoted.Append('"').ToString();
    }

    private static string Lower<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
