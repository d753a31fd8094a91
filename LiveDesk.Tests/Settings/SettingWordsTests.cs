using System.Xml.Linq;
using LiveDesk.Domain.Desks;
using LiveDesk.Tests.Browser;
using Xunit;

namespace LiveDesk.Tests.Settings;

/// <summary>A preset's plan names the settings it changes: each has its word, and so has each value that is a choice.</summary>
public sealed class SettingWordsTests
{
    [Theory]
    [InlineData("WorkflowWords.resx")]
    [InlineData("WorkflowWords.de.resx")]
    public void Every_setting_of_a_desk_and_every_choice_has_a_word(string file)
    {
        var there = XDocument.Load(Path.Combine(Repository.WebProject, "Settings", file)).Root!.Elements("data").Select(d => d.Attribute("name")!.Value).ToHashSet();
        var settings = typeof(DeskSettings).GetProperties();
        Assert.Equal([], settings.Select(p => $"Setting.{p.Name}").Where(word => !there.Contains(word)));
        Assert.Equal([], settings.Select(p => p.PropertyType).Where(t => t.IsEnum).SelectMany(Enum.GetNames).Select(name => $"Value.{name}").Where(word => !there.Contains(word)));
    }
}
