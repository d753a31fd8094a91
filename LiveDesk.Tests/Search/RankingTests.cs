using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Tests.Knowledge;
using Xunit;

namespace LiveDesk.Tests.Search;

/// <summary>The same order on both databases.</summary>
public sealed class RankingTests
{
    [Theory, BothDatabases]
    public async Task What_a_reader_means_stands_first(DatabaseKind kind)
    {
        await using var desk = await LibraryAsync(kind);
        await AssertFirstAsync(desk, "panel beeps", "Why your alarm panel beeps, and how to stop it");
        await AssertFirstAsync(desk, "Zentrale piept nach Stromausfall", "Warum die Alarmzentrale piept und wie Sie das abstellen");
        await AssertFirstAsync(desk, "door handle batt", "Replacing the battery of an access-control door handle");
        await AssertFirstAsync(desk, "intercom sound", "intercom");
        await AssertFirstAsync(desk, "recorder has no picture", "recorder");
        Assert.Empty(await desk.Get<HelpQueries>().SearchAsync("zeppelin"));
        Assert.Empty(await desk.Get<HelpQueries>().SearchAsync("\" OR *"));
    }

    [Theory, BothDatabases]
    public async Task A_hit_leads_to_its_heading_and_shows_where_the_words_stand(DatabaseKind kind)
    {
        await using var desk = await LibraryAsync(kind);
        var hit = (await desk.Get<HelpQueries>().SearchAsync("torx T8 key"))[0];
        Assert.Equal("/help/en/access-control-battery#s-change-the-battery", hit.Address);
        Assert.StartsWith("Loosen the screw", hit.Excerpt, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task A_thousand_messages_do_not_sway_the_articles(DatabaseKind kind)
    {
        await using var desk = await LibraryAsync(kind);
        for (var i = 0; i < 60; i++) await desk.AddTicketAsync($"The intercom has no sound {i}");
        await AssertFirstAsync(desk, "intercom sound", "intercom");
    }

    [Theory, BothDatabases]
    public async Task Nobody_outside_finds_internal_articles(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.PublishedAsync("Master code", "The zebra code is 1234.", Visibility.Internal);
        await desk.PublishedAsync("Public code", "The zebra code is on the card.");
        Assert.Equal("Public code", Assert.Single(await desk.Get<HelpQueries>().SearchAsync("zebra")).Title);
    }

    internal static async Task<TestDesk> LibraryAsync(DatabaseKind kind, params (string, string)[] settings)
    {
        var desk = await TestDesk.OpenAsync(kind, settings: settings);
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LiveDesk.sln"))) folder = folder.Parent!;
        var report = await desk.Get<KnowledgeExchange>().ImportAsync(Path.Combine(folder.FullName, "kb", "samples", "technician"));
        Assert.Empty(report.Problems);
        return desk;
    }

    private static async Task AssertFirstAsync(TestDesk desk, string words, string title) =>
        Assert.Contains(title, (await desk.Get<HelpQueries>().SearchAsync(words))[0].Title, StringComparison.OrdinalIgnoreCase);
}
