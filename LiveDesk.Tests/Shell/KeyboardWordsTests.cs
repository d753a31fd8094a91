using System.Text.RegularExpressions;
using System.Xml.Linq;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Shell;

namespace LiveDesk.Tests.Shell;

/// <summary>The tables of keys and places, held against what they speak of.</summary>
public sealed partial class KeyboardWordsTests
{
    [Fact]
    public void Every_key_and_every_group_of_the_table_has_its_words_and_no_words_are_left_over()
    {
        var table = File.ReadAllText(Path.Combine(Repository.WebProject, "Client", "desk", "keys.ts"));
        var keys = KeyLine().Matches(table);
        Assert.True(keys.Count > 20);
        var wanted = keys.Select(k => $"Key.{k.Groups["name"].Value}").Concat(keys.Select(k => $"Group.{k.Groups["group"].Value}")).ToHashSet(StringComparer.Ordinal);
        var there = XDocument.Load(Path.Combine(Repository.WebProject, "Shell", "KeyboardWords.resx")).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).Where(n => n.Contains('.', StringComparison.Ordinal));
        Assert.Equal(wanted.Order(StringComparer.Ordinal), there.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_palette_knows_every_tab_of_the_settings()
    {
        var tabs = TabLink().Matches(File.ReadAllText(Path.Combine(Repository.WebProject, "Settings", "SettingsFrame.razor"))).Select(m => m.Groups["href"].Value).ToList();
        Assert.NotEmpty(tabs);
        Assert.Equal(tabs, Places.OfSettings.Select(p => p.Href));
    }

    [GeneratedRegex("""^  (?<name>\w+): \{ group: "(?<group>\w+)", keys:""", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex KeyLine();

    [GeneratedRegex("""<NavLink href="(?<href>[^"]+)" """, RegexOptions.NonBacktracking)]
    private static partial Regex TabLink();
}
