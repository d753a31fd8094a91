using System.Globalization;
using System.Text.RegularExpressions;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Chat;
using LiveDesk.Web.Health;
using LiveDesk.Web.Security;
using Limits = LiveDesk.Domain.Limits;

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
        Assert.All(SettingsCheck.Frameworks, section => Assert.Contains($"`{section}`", readme, StringComparison.Ordinal));
        string[] texts = [readme, .. Files(Manual).Select(f => Read(f).Text.Body), File.ReadAllText(Path.Combine(Repository.Root, "docs", "operating.md"))];
        var named = texts.SelectMany(t => Setting().Matches(t).Select(m => m.Groups["name"].Value)).Where(n => SettingsCheck.Known.ContainsKey(n.Split(':')[0])).ToList();
        Assert.All(named, name => Assert.Contains(name, known));
    }

    /// <summary>Page and sentence; the numbers come from the program itself.</summary>
    public static TheoryData<string, string> NumbersInWords => new()
    {
        { "sign-in-security", $"{SignInThrottle.MostFromOneAddress} and {SignInThrottle.MostForOneEmail} within {Word(SignInThrottle.Within.TotalMinutes)} minutes" },
        { "sign-in-security", $"After {Word(SignInCheck.AttemptsBeforeLock)} wrong passwords an account is locked for {SignInCheck.Locked.TotalMinutes} minutes" },
        { "../../SECURITY", $"by network ({SignInThrottle.MostFromOneAddress} failures in {Word(SignInThrottle.Within.TotalMinutes)} minutes) and by address tried ({SignInThrottle.MostForOneEmail})" },
        { "people-and-roles", $"works once, for {Word(PasswordLink.Lives.TotalDays)} days" },
        { "attachments", $"Up to {ChatAllowances.MostUploads} files in {Word(ChatAllowances.UploadsPer.TotalMinutes)} minutes, and up to {FileCommands.MostUnused} that wait" },
        { "attachments", $"never sent is removed after {Word(FileCommands.UnusedLives.TotalDays)} days" },
        { "what-the-visitor-sees", $"up to {Limits.ChatLine:N0} characters a message" },
        { "what-the-visitor-sees", $"more than {Word(ChatAllowances.MostLines)} messages in {Word(ChatAllowances.LinesPer.TotalSeconds)} seconds" },
        { "what-the-visitor-sees", $"for {Word(VisitorTokens.Lives.TotalDays)} days after the last visit" },
        { "answer-live-chats", $"ended in the last {Word(ChatQueries.KeepsEnded.TotalHours)} hours" },
        { "board", $"at most {TicketQueries.MostOnBoard:N0} cards" },
        { "board", $"within the last {Word(TicketQueries.BoardKeepsFinished.TotalDays)} days" },
        { "list", $"every page of the list, up to {BulkAction.Most:N0}" },
        { "merge-and-split", $"For {Ticket.UnmergeWindow.TotalDays} days a line on top" },
        { "ticket-page", $"After {Ticket.TrashKeeps.TotalDays} days a ticket in the trash is deleted" },
        { "notifications", $"removed after {Notification.ReadLives.TotalDays} days" },
        { "canned-responses", $"at most {CannedResponse.LongestBody:N0} characters" },
        { "canned-responses", $"at most {CannedResponse.Most} canned responses of each" },
        { "replies-and-notes", $"at most {Limits.Body:N0} characters" },
        { "health-and-dead-letters", $"After {Word(WorkItem.MostAttempts)} attempts" },
        { "settings-of-the-installation", $"limit open windows, {new SecurityOptions().WindowsPerPerson} and {new SecurityOptions().WindowsPerAddress}" },
        { "settings-of-the-installation", $"from one network address, to {new SecurityOptions().AnonymousRequestsPerMinute}." },
    };

    [Theory, MemberData(nameof(NumbersInWords))]
    public void A_number_in_the_manual_is_the_programs(string page, string sentence) =>
        Assert.Contains(sentence, File.ReadAllText(Path.Combine(Manual, page + ".md")), StringComparison.Ordinal);

    private static string Word(double number) => number switch { 3 => "three", 5 => "five", 7 => "seven", 8 => "eight", 10 => "ten", 12 => "twelve", 60 => "sixty", _ => number.ToString(CultureInfo.InvariantCulture) };

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
