namespace LiveDesk.Tests.Architecture;

/// <summary>STYLE.md's rules, held against the compiled code and the files; each is also seen to catch an offender.</summary>
public sealed class ArchitectureTests
{
    private static readonly IReadOnlyList<Call> Offences = CallReader.CallsIn(typeof(Offenders).Assembly);
    private static readonly string Offender = typeof(Offenders).FullName!;

    /// <summary>Who may look past the sight, and why.</summary>
    private static readonly HashSet<string> MayLookPast = [];

    /// <summary>The places where a capability says what work follows from its facts: one each, and the first stood alone.</summary>
    private static readonly HashSet<string> MayBeLonely = [typeof(LiveDesk.Infrastructure.Work.IWorkFor).FullName!, typeof(LiveDesk.Infrastructure.Work.IWorkHandler).FullName!];

    [Fact]
    public void The_domain_references_nothing_but_the_base_library()
    {
        Assert.Empty(Rules.ForeignReferences(Rules.Domain));
        Assert.NotEmpty(Rules.ForeignReferences(Rules.Infrastructure));
    }

    [Fact]
    public void Only_the_commit_saves()
    {
        Assert.Empty(Rules.SavedBehindTheCommit(Rules.AllCalls));
        Assert.Contains(Rules.SavedBehindTheCommit(Offences), c => c.Caller == Offender && c.Method == "SaveChangesAsync");
        Assert.Contains(Rules.SavedBehindTheCommit(Offences), c => c.Caller == Offender && c.Method == "ExecuteDeleteAsync");
    }

    [Fact]
    public void The_commit_is_seen_to_save_so_that_the_reading_of_calls_works()
    {
        Assert.Contains(Rules.AllCalls, c => c is { Caller: "LiveDesk.Infrastructure.Database.DeskDb", Method: "SaveChangesAsync" });
        Assert.Contains(Rules.AllCalls, c => c is { Caller: "LiveDesk.Infrastructure.Database.DeskDatabase", Method: "Publish" });
    }

    [Fact]
    public void Nobody_opens_the_database_but_for_somebody()
    {
        Assert.Empty(Rules.OpenedOutsideTheDatabase(Rules.AllCalls));
        Assert.Contains(Rules.OpenedOutsideTheDatabase(Offences), c => c.Caller == Offender);
    }

    [Fact]
    public void Only_committing_publishes()
    {
        Assert.Empty(Rules.PublishedByHand(Rules.AllCalls));
        Assert.Contains(Rules.PublishedByHand(Offences), c => c.Caller == Offender);
    }

    [Fact]
    public void Nobody_looks_past_the_sight()
    {
        Assert.DoesNotContain(Rules.LookedPastTheSight(Rules.AllCalls), c => !MayLookPast.Contains(c.Caller));
        Assert.Contains(Rules.LookedPastTheSight(Offences), c => c.Caller == Offender);
    }

    [Fact]
    public void Only_the_queue_of_a_live_screen_reads_it()
    {
        Assert.Empty(Rules.ReadPastTheQueue(Rules.AllCalls));
        Assert.Contains(Rules.ReadPastTheQueue(Offences), c => c.Caller == Offender);
    }

    [Fact]
    public void Only_Markdown_becomes_markup()
    {
        Assert.Empty(Rules.MadeMarkup(Rules.AllCalls));
        Assert.Contains(Rules.MadeMarkup(Offences), c => c.Caller == Offender);
    }

    [Fact]
    public void Entries_and_links_are_added_through_their_ticket()
    {
        Assert.Empty(Rules.AddedPastTheirTicket(Rules.AllCalls));
        Assert.NotEmpty(Rules.AddedPastTheirTicket([new Call("LiveDesk.Web.Somewhere", "LiveDesk.Domain.Tickets.Entry", ".ctor")]));
        Assert.Empty(typeof(LiveDesk.Domain.Tickets.Entry).GetConstructors());
        Assert.Empty(typeof(LiveDesk.Domain.Tickets.TicketLink).GetConstructors());
    }

    [Fact]
    public void What_the_domain_keeps_changes_through_verbs_only()
    {
        Assert.Contains(typeof(LiveDesk.Domain.Tickets.Ticket), Rules.Entities());
        Assert.Contains(typeof(LiveDesk.Domain.Tickets.Entry), Rules.Entities());
        Assert.Empty(Rules.PublicSetters(Rules.Entities()));
        Assert.NotEmpty(Rules.PublicSetters([typeof(Offenders.Settable)]));
    }

    [Fact]
    public void No_method_is_async_void()
    {
        Assert.Empty(new[] { Rules.Domain, Rules.Infrastructure, Rules.Web }.SelectMany(Rules.AsyncVoids));
        Assert.Contains($"{Offender}.{nameof(Offenders.Forget)}", Rules.AsyncVoids(typeof(Offenders).Assembly));
    }

    [Fact]
    public void An_interface_has_two_implementations()
    {
        Assert.Empty(Rules.LonelyInterfaces(Rules.Domain, Rules.Infrastructure, Rules.Web).Except(MayBeLonely));
        Assert.Contains(typeof(Offenders.ILonely).FullName, Rules.LonelyInterfaces(typeof(Offenders).Assembly));
    }

    [Fact]
    public void Folders_are_capabilities()
    {
        Assert.Empty(SourceRules.FoldersThatAreNoCapability(Sources("*.cs").Concat(Sources("*.razor"))));
        Assert.Equal(["LiveDesk.Domain/Helpers", "LiveDesk.Web/Tickets/Models"],
            SourceRules.FoldersThatAreNoCapability(["LiveDesk.Domain/Helpers/X.cs", "LiveDesk.Web/Tickets/Models/X.cs", "LiveDesk.Web/Tickets/X.cs"]));
    }

    [Fact]
    public void Namespaces_follow_folders()
    {
        Assert.Empty(SourceRules.NamespacesBesideTheirFolder(Sources("*.cs"), Read));
        Assert.NotEmpty(SourceRules.NamespacesBesideTheirFolder(["LiveDesk.Domain/Tickets/X.cs"], _ => "using System;\nnamespace LiveDesk.Domain.Chat;\n"));
    }

    [Fact]
    public void Both_languages_have_the_same_words()
    {
        Assert.Empty(SourceRules.UnevenWords(Sources("*.resx"), Read));
        const string one = """<root><data name="Save"><value>x</value></data></root>""";
        Assert.Equal(["B.de.resx lacks “Save”", "A.resx has no German beside it"],
            SourceRules.UnevenWords(["B.resx", "B.de.resx", "A.resx"], f => f == "B.de.resx" ? "<root/>" : one).OrderDescending(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Sources(string pattern) =>
        new[] { "LiveDesk.Domain", "LiveDesk.Infrastructure", "LiveDesk.Web", "LiveDesk.Tests" }.SelectMany(p => Repository.Sources(p, pattern));

    private static string Read(string file) => File.ReadAllText(Path.Combine(Repository.Root, file));
}
