using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Knowledge;

namespace LiveDesk.Tests.Knowledge;

/// <summary>The articles of <c>kb/samples</c>: the help centre shows them, and the drafter quotes them passage by passage.</summary>
public sealed class SampleArticlesTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "kb", "samples");

    private static readonly IReadOnlyList<string> Names =
        [.. Directory.EnumerateFiles(Folder, "*.md", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Files => [.. Names];

    [Theory, MemberData(nameof(Files))]
    public void Each_sample_article_could_be_published_and_quoted(string file)
    {
        var (fields, body) = Read(file);
        Assert.Equal(["title", "slug", "language", "category", "visibility", "state", "desk"], fields.Keys);
        Assert.Equal(file.Split('/')[0], fields["desk"]);
        Assert.Contains(fields["category"], Presets.Named(fields["desk"]).Categories);
        Assert.Contains(fields["visibility"], new[] { "public", "internal" });
        Assert.Contains(fields["state"], new[] { "published", "draft" });
        Assert.StartsWith(fields["slug"], Path.GetFileName(file), StringComparison.Ordinal);
        var article = new Article(Ids.New(Cast.Monday), null, fields["slug"], new ArticleText(fields["title"], body, fields["language"], fields["category"]), Cast.Kim, "Imported", Cast.Monday);
        Assert.Equal((fields["language"], Article.SlugFor(fields["slug"])), (article.Language, article.Slug));
        Assert.True(article.Body == body.Trim(), "The text is kept as it is written.");
        var passages = body.Split("\n## ");
        Assert.True(passages.Length >= 3, "An article has an opening and at least two headed passages.");
        Assert.All(passages, p => Assert.InRange(p.Length, 60, 1_500));
    }

    [Fact]
    public void Each_desk_has_four_to_seven_and_no_two_share_an_address()
    {
        var all = Names.Select(name => Read(name).Fields).ToList();
        Assert.Equal(all.Count, all.Select(f => (f["language"], f["slug"])).Distinct().Count());
        foreach (var preset in Presets.All)
            Assert.InRange(all.Count(f => f["desk"] == preset.Name && f["language"] == "en"), 4, 7);
        var german = Assert.Single(all, f => f["language"] == "de");
        Assert.Contains(all, f => f["language"] == "en" && f["slug"] == german["slug"]);
    }

    private static (Dictionary<string, string> Fields, string Body) Read(string file)
    {
        var parts = File.ReadAllText(Path.Combine(Folder, file)).Split("---\n", 3);
        Assert.Equal("", parts[0]);
        return (parts[1].Split('\n', StringSplitOptions.RemoveEmptyEntries).ToDictionary(l => l[..l.IndexOf(':')], l => l[(l.IndexOf(':') + 2)..]), parts[2]);
    }
}
