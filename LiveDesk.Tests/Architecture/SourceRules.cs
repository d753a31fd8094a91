using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LiveDesk.Tests.Architecture;

/// <summary>Rules about files: their folders, their namespaces, their words.</summary>
public static partial class SourceRules
{
    /// <summary>The feature list. A new capability is added here, on purpose.</summary>
    private static readonly HashSet<string> Capabilities =
    [
        "Account", "Assistant", "Chat", "Compose", "Customers", "Desks", "Fields", "Files", "Help", "Knowledge", "Notifications", "People", "Pocket", "Records", "Replies", "Sample", "Search", "Settings", "Sla", "Tickets", "TimeTracking",
    ];

    /// <summary>What carries the capabilities, in each project.</summary>
    private static readonly Dictionary<string, string[]> Carriers = new(StringComparer.Ordinal)
    {
        ["LiveDesk.Domain"] = [],
        ["LiveDesk.Infrastructure"] = ["Database", "Live", "Work"],
        ["LiveDesk.Web"] = ["Client", "Health", "Live", "Properties", "Security", "Shell", "Work", "wwwroot"],
        ["LiveDesk.Tests"] = ["Architecture", "Browser", "Corpus", "Database", "Health", "Infrastructure", "Live", "Security", "Shell", "Work"],
    };

    private static readonly HashSet<string> Kinds = new(
        ["Models", "Services", "Helpers", "Dtos", "DTOs", "Interfaces", "Utils", "Utilities", "Common", "Managers", "Abstractions", "Extensions", "Repositories", "Entities", "ViewModels"], StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<string> FoldersThatAreNoCapability(IEnumerable<string> files)
    {
        foreach (var folder in files.Select(f => Path.GetDirectoryName(f)!.Replace('\\', '/')).Distinct(StringComparer.Ordinal))
        {
            var parts = folder.Split('/');
            if (parts.Length < 2 || !Carriers.TryGetValue(parts[0], out var carriers)) continue;
            if (!Capabilities.Contains(parts[1]) && !carriers.Contains(parts[1])) yield return folder;
            else if (parts.Skip(2).Any(Kinds.Contains)) yield return folder;
        }
    }

    /// <param name="read">The text of a file, by its path.</param>
    public static IEnumerable<string> NamespacesBesideTheirFolder(IEnumerable<string> files, Func<string, string> read) =>
        from file in files
        let declared = NamespaceLine().Match(read(file))
        where declared.Success && declared.Groups["name"].Value != Path.GetDirectoryName(file)!.Replace('\\', '/').Replace('/', '.')
        select $"{file} says {declared.Groups["name"].Value}";

    /// <summary>Words that one language has and the other lacks.</summary>
    public static IEnumerable<string> UnevenWords(IEnumerable<string> resources, Func<string, string> read)
    {
        var all = resources.ToHashSet(StringComparer.Ordinal);
        foreach (var english in all.Where(f => !f.EndsWith(".de.resx", StringComparison.Ordinal)))
        {
            var german = english[..^".resx".Length] + ".de.resx";
            if (!all.Contains(german)) { yield return $"{english} has no German beside it"; continue; }
            var (a, b) = (Keys(read(english)), Keys(read(german)));
            foreach (var key in a.Except(b, StringComparer.Ordinal)) yield return $"{german} lacks “{key}”";
            foreach (var key in b.Except(a, StringComparer.Ordinal)) yield return $"{english} lacks “{key}”";
        }
        foreach (var german in all.Where(f => f.EndsWith(".de.resx", StringComparison.Ordinal) && !all.Contains(f[..^".de.resx".Length] + ".resx")))
            yield return $"{german} has no English beside it";
    }

    private static List<string> Keys(string resx) => [.. XDocument.Parse(resx).Root!.Elements("data").Select(d => d.Attribute("name")!.Value)];

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex NamespaceLine();
}
