using System.Text.RegularExpressions;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Health;

namespace LiveDesk.Tests.Knowledge;

/// <summary>LiveDesk's own manual (<c>kb/livedesk</c>): it can be read, followed and quoted, and it speaks of settings that exist.</summary>
public sealed partial class ManualTests
{
    private static readonly string Kb = Path.Combine(Repository.Root, "kb");
    private static readonly string Manual = Path.Combine(Kb, "livedesk");

    public static TheoryData<string> ShippedFiles => [.. Files(Kb)];

    public static TheoryData<string> ManualFiles => [.. Files(Manual)];

    [Theory, MemberData(nameof(ShippedFiles))]
    public void Each_shipped_file_is_read_by_the_importer_and_written_back_as_it_was(string file)
    {
        var content = File.ReadAllText(Path.Combine(Kb, file));
        Assert.Equal(content, FrontMatter.Write(FrontMatter.Read(content)));
    }

    [Theory, MemberData(nameof(ManualFiles))]
    public void Each_page_of_the_manual_is_for_the_desks_people_and_answers_one_question_a_section(string file)
    {
        var page = Read(file);
        Assert.Equal($"{page.Slug}.md", file);
        Assert.Equal((null, "en", Visibility.Internal, ArticleState.Published), (page.Desk, page.Text.Language, page.Text.Visibility, page.State));
        Assert.NotNull(page.Text.Category);
        var passages = Passages.Sections(page.Text.Body).ToList();
        Assert.True(passages.Count >= 3, "A page has an opening and at least two questions.");
        Assert.Equal("", passages[0].Heading);
        Assert.All(passages.Skip(1), p => Assert.EndsWith("?", p.Heading, StringComparison.Ordinal));
        Assert.Equal(passages.Count, passages.Select(p => p.Heading).Distinct(StringComparer.Ordinal).Count());
        Assert.All(passages, p => Assert.InRange(p.Text.Length, 50, 1_100));
    }

    [Fact]
    public void The_manual_has_at_least_25_pages_and_no_two_share_an_address()
    {
        Assert.InRange(Files(Manual).Count, 25, 200);
        var addresses = Files(Kb).Select(f => FrontMatter.Read(File.ReadAllText(Path.Combine(Kb, f)))).Select(a => (a.Text.Language, a.Slug)).ToList();
        Assert.Equal(addresses.Count, addresses.Distinct().Count());
    }

    [Fact]
    public void A_link_of_the_manual_leads_to_a_page_of_the_manual()
    {
        var pages = Files(Manual).Select(f => $"/help/en/{Read(f).Slug}").ToHashSet(StringComparer.Ordinal);
        var links = Files(Manual).SelectMany(f => Link().Matches(Read(f).Text.Body).Select(m => (f, m.Groups["to"].Value))).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, l => Assert.Contains(l.Value, pages));
    }

    [Fact]
    public void Every_setting_that_the_manual_names_exists_and_every_setting_stands_in_both_tables()
    {
        var known = SettingsCheck.Known.SelectMany(s => s.Value.Select(name => $"{s.Key}:{name}")).ToHashSet(StringComparer.Ordinal);
        Assert.Contains("Files:LargestMegabytes", known);
        var (readme, table) = (File.ReadAllText(Path.Combine(Repository.Root, "README.md")), Read("settings-of-the-installation.md").Text.Body);
        Assert.All(known, setting => Assert.Contains($"`{setting}`", readme, StringComparison.Ordinal));
        Assert.All(known, setting => Assert.Contains($"`{setting}`", table, StringComparison.Ordinal));
        string[] texts = [readme, .. Files(Manual).Select(f => Read(f).Text.Body), File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating.md"))];
        var named = texts.SelectMany(t => Setting().Matches(t).Select(m => m.Groups["name"].Value)).Where(n => SettingsCheck.Known.ContainsKey(n.Split(':')[0])).ToList();
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Theory, BothDatabases]
    public async Task Ana_finds_the_page_that_answers_her_and_Carla_does_not(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var report = await desk.Get<KnowledgeExchange>().ImportAsync(Manual);
        Assert.Empty(report.Problems);
        Assert.Equal(Files(Manual).Count, report.Created);
        (string Question, string Page)[] asked =
        [
            ("where do I find the setup code", "first-start"),
            ("How do I put the widget on my site?", "embed-the-widget"),
            ("back up a SQLite installation", "backup-and-restore"),
            ("nginx websocket", "reverse-proxy"),
            ("how large may an attached file be", "attachments"),
            ("restore an old revision of an article", "revisions"),
            ("what is a dead letter", "health-and-dead-letters"),
        ];
        foreach (var (question, page) in asked)
        {
            var hits = await desk.Get<HelpQueries>().SearchAsync(question, reader: desk.Ana);
            Assert.Empty(await desk.Get<HelpQueries>().SearchAsync(question));
            Assert.True(hits.Count > 0 && hits[0].Address.StartsWith($"/help/en/{page}", StringComparison.Ordinal), $"“{question}” finds {string.Join(", ", hits.Take(3).Select(h => h.Address))}");
        }
    }

    private static ArticleFile Read(string file) => FrontMatter.Read(File.ReadAllText(Path.Combine(Manual, file)));

    private static List<string> Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\]\((?<to>[^)]+)\)", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("`(?<name>[A-Z][A-Za-z]+:[A-Z][A-Za-z]+)`", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Setting();
}
