using LiveDesk.Domain.Knowledge;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Knowledge;
using NewArticle = LiveDesk.Infrastructure.Knowledge.NewArticle;
using Xunit;

namespace LiveDesk.Tests.Knowledge;

public sealed class ExchangeTests
{
    private static readonly string Repository = FindRepository();

    [Theory, BothDatabases]
    public async Task The_shipped_articles_go_in_and_come_out_as_the_same_bytes(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        foreach (var preset in new[] { "field", "suite", "psa" }) await desk.AddDeskAsync(preset);
        var source = Path.Combine(Repository, "kb", "samples");
        var report = await Exchange(desk).ImportAsync(source);
        Assert.Empty(report.Problems);
        var target = Path.Combine(desk.Database.Folder, "out");
        await Exchange(desk).ExportAsync(target);
        Assert.Equal(Contents(source), Contents(target));
    }

    [Theory, BothDatabases]
    public async Task What_was_exported_imports_elsewhere_under_the_same_ids(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.PublishedAsync("Wörter: \"quoted\" # and more", "---\n\nA text that begins like an end.\n\n```\n---\n```", Visibility.Internal, "de");
        var archived = await desk.PublishedAsync("- dash", "Old");
        await desk.Articles().ArchiveAsync(desk.Kim, archived);
        await desk.Articles().CreateAsync(desk.Ana, new LiveDesk.Infrastructure.Knowledge.NewArticle(new ArticleText("[draft]", "Text"), null, "draft"));
        var first = Path.Combine(desk.Database.Folder, "one");
        Assert.Equal(3, (await Exchange(desk).ExportAsync(first)).Written);

        await using var other = await TestDesk.OpenAsync(kind);
        Assert.Equal((3, 0), await ImportedAsync(other, first));
        var second = Path.Combine(other.Database.Folder, "two");
        await Exchange(other).ExportAsync(second);
        Assert.Equal(Contents(first), Contents(second));
        Assert.Equal(ArticleState.Archived, (await other.ReadAsync(archived)).State);
        Assert.Equal(3, (await Exchange(other).ImportAsync(second)).Unchanged);
    }

    [Theory, BothDatabases]
    public async Task A_file_that_does_not_parse_is_named_with_its_line_and_the_rest_is_imported(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var folder = Directory.CreateDirectory(Path.Combine(desk.Database.Folder, "kb")).FullName;
        void Write(string name, string content) => File.WriteAllText(Path.Combine(folder, name), content);
        Write("a-good.md", "---\ntitle: Good\nslug: good\nstate: published\n---\nText\n");
        Write("b-yaml.md", "---\ntitle: Good\nslug: [broken\n---\nText\n");
        Write("c-state.md", "---\ntitle: Good\nslug: good2\nstate: finished\n---\nText\n");
        Write("d-open.md", "---\ntitle: Good\n");
        Write("e-none.md", "Just text");
        Write("f-key.md", "---\ntitle: Good\ncolour: red\n---\nText\n");
        Write("g-desk.md", "---\ntitle: Good\nslug: g\ndesk: nowhere\n---\nText\n");
        Write("h-empty.md", "---\ntitle: Good\nslug: h\n---\n\n");
        Write("README.md", "Not an article");

        var report = await Exchange(desk).ImportAsync(folder);
        Assert.Equal(1, report.Created);
        Assert.Equal(["b-yaml.md:4", "c-state.md:4", "d-open.md:1", "e-none.md:1", "f-key.md:3", "g-desk.md:1", "h-empty.md:1"], report.Problems.Select(p => string.Join(':', p.Split(':')[..2])));
        Assert.Contains("finished", report.Problems[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_says_what_it_did_and_what_it_could_not()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var folder = Directory.CreateDirectory(Path.Combine(desk.Database.Folder, "kb")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "good.md"), "---\ntitle: Good\n---\nText\n");
        Assert.Equal((0, "1 created, 0 changed, 0 unchanged, 0 left out."), await RunAsync("kb", "import", folder));
        await File.WriteAllTextAsync(Path.Combine(folder, "bad.md"), "nothing");
        Assert.Equal((2, "bad.md:1: An article begins with a line “---” and its title, slug and state below.\n0 created, 0 changed, 1 unchanged, 1 left out."), await RunAsync("kb", "import", folder));
        Assert.Equal((64, "There is no folder “/nowhere/at/all”."), await RunAsync("kb", "import", "/nowhere/at/all"));
        Assert.Equal((64, "Write “kb import FOLDER” or “kb export FOLDER”."), await RunAsync("kb", "exprot"));

        async Task<(int, string)> RunAsync(params string[] args)
        {
            var said = new StringWriter { NewLine = "\n" };
            return (await KnowledgeCommandLine.RunAsync(desk.Services, args, said, said), said.ToString().Trim());
        }
    }

    [Fact]
    public async Task On_an_empty_production_database_a_relative_folder_is_the_callers_and_no_way_in_is_opened()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite, migrated: false);
        var caller = Directory.CreateDirectory(Path.Combine(database.Folder, "caller")).FullName;
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(Path.Combine(caller, "articles")).FullName, "good.md"), "---\ntitle: Good\n---\nText\n");
        // As under `dotnet run --project`: the program stands in its project's folder, the shell in the caller's.
        (string, string)[] settings = [("ASPNETCORE_ENVIRONMENT", "Production"), ("PWD", caller)];
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, settings, "kb", "import", "articles");
        Assert.Contains("1 created, 0 changed", output, StringComparison.Ordinal);
        Assert.Equal(0, exitCode);
        Assert.DoesNotContain("/setup", output, StringComparison.Ordinal);

        (exitCode, output) = await ServerProcess.RunToEndAsync(database, settings, "kb", "import", "nowhere");
        Assert.Contains($"There is no folder “{Path.Combine(caller, "nowhere")}”.", output, StringComparison.Ordinal);
        Assert.Equal(64, exitCode);
        await ServerProcess.RunToEndAsync(database, settings, "kb", "export", "out");
        Assert.True(File.Exists(Path.Combine(caller, "out", "good.md")));
    }

    private static KnowledgeExchange Exchange(TestDesk desk) => desk.Get<KnowledgeExchange>();

    private static async Task<(int, int)> ImportedAsync(TestDesk desk, string folder) => await Exchange(desk).ImportAsync(folder) is var r ? (r.Created, r.Problems.Count) : default;

    private static List<string> Contents(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(f => $"== {Path.GetRelativePath(folder, f)}\n{File.ReadAllText(f)}")];

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LiveDesk.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
