using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Xunit.Sdk;

namespace LiveDesk.Tests.Security;

/// <summary>
/// Rule 6 of the tickets: sight is one rule, and what you may not see does not exist for you. Every question that can be asked, and every
/// signal that can be heard, as every kind of person, held against the plain rule (<see cref="SightWorld.Sees"/>): an answer is the one that
/// they would get if what they may not see had never been.
/// </summary>
public sealed class SightWalkTests(SightWorlds worlds) : IClassFixture<SightWorlds>
{
    public static TheoryData<string, DatabaseKind> Walkers => new()
    {
        { "Ola", DatabaseKind.Sqlite }, { "Max", DatabaseKind.Sqlite }, { "Rita", DatabaseKind.Sqlite }, { "Uma", DatabaseKind.Sqlite },
        { "Ana", DatabaseKind.Sqlite }, { "Kim", DatabaseKind.Sqlite }, { "Nora", DatabaseKind.Sqlite }, { "Sam", DatabaseKind.Sqlite },
        { "Ola", DatabaseKind.Postgres }, { "Rita", DatabaseKind.Postgres },
    };

    [Theory, MemberData(nameof(Walkers))]
    public async Task Threat_16_every_answer_is_as_if_what_they_may_not_see_had_never_been(string name, DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var (me, hidden) = (await world.ActorAsync(name), world.HiddenFrom(world.People[name]));
        Assert.True(hidden.Count > 5 || name == "Sam", $"Nearly nothing is hidden from {name}: this would prove nothing.");
        Assert.Equal(world.Stands.Where(s => s.Kind is SubjectKind.Ticket && world.Sees(world.People[name], s.DeskId, s.Departments)).Select(s => s.Id).Order(), (await world.Desk.TicketQueries.NamesAsync(me, world.Things.Tickets)).Select(t => t.Id).Order());
        await using var without = await WithoutHidden.OfAsync(world, world.People[name]);
        var (words, names, leaks) = (new QuestionWords(world, me), hidden.SelectMany(s => s.Names).ToList(), new List<string>());
        foreach (var question in Questions.Of(world.Desk))
            foreach (var arguments in words.For(question))
            {
                var (answer, harmless) = (await Questions.AskAsync(world.Desk, question, arguments), await Questions.AskAsync(without, question, arguments));
                if (answer != harmless) leaks.Add(Difference(Questions.NameOf(question), name, arguments, answer, harmless));
                // What was written about a hidden ticket on one that is seen is in both.
                else if (!Questions.QuoteTickets(question) && names.Find(n => answer.Contains(n, StringComparison.Ordinal)) is { } told) leaks.Add($"{Questions.NameOf(question)}(…) calls a ticket by its name: {told}");
            }
        if (leaks.Count > 0) throw new XunitException($"{leaks.Count} answers tell {name} of what they may not see:\n" + string.Join('\n', leaks.DistinctBy(l => l.Split('(')[0]).Take(20)));
    }

    private static string Difference(string question, string name, object?[] arguments, string answer, string harmless)
    {
        var at = answer.Zip(harmless).TakeWhile(pair => pair.First == pair.Second).Count();
        string Around(string text) => text[Math.Max(0, at - 500)..Math.Min(text.Length, at + 1500)].ReplaceLineEndings(" ");
        var differs = PartsOf(answer).SequenceEqual(PartsOf(harmless), StringComparer.Ordinal) ? "only the order differs" : "more than the order differs";
        return $"{question}({string.Join(", ", arguments.Where(a => a is not (Actor or CancellationToken)).Select(a => a?.ToString() ?? "null"))}) for {name}, from letter {at} of {answer.Length} and {harmless.Length} on; {differs}\n  answers …{Around(answer)}…\n  not     …{Around(harmless)}…";
    }

    /// <summary>As <see cref="Told"/> sets them apart, sorted: a leak and a list without an order of its own fail alike, and are not mended alike.</summary>
    private static IEnumerable<string> PartsOf(string answer) => answer.Split([' ', ',', '\n', '[', ']', '{', '}'], StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);

    /// <summary>A question that answers Sam alike with and without what Ola does not see would never show a leak.</summary>
    [Fact]
    public async Task Every_question_would_show_a_leak_if_there_were_one()
    {
        var world = await worlds.OnAsync(DatabaseKind.Sqlite);
        await using var without = await WithoutHidden.OfAsync(world, world.People["Ola"]);
        var words = new QuestionWords(world, world.Desk.Sam);
        var blind = new List<string>();
        foreach (var question in Questions.Of(world.Desk).Where(Questions.KnowsTickets))
            if (!await DiffersAsync(question)) blind.Add(Questions.NameOf(question));
        Assert.True(blind.Count == 0, "Nothing that the walk asks shows whether these know of hidden tickets. Let SightStories tell of something that they answer with, or say in Questions.KnowNoTickets that they know none:\n" + string.Join('\n', blind));

        async Task<bool> DiffersAsync(System.Reflection.MethodInfo question)
        {
            foreach (var arguments in words.For(question))
                if (await Questions.AskAsync(world.Desk, question, arguments) != await Questions.AskAsync(without, question, arguments)) return true;
            return false;
        }
    }

    [Fact]
    public void No_question_and_no_signal_is_forgotten()
    {
        Assert.True(!Questions.Unknown.Any(), "In whose name are these asked? Let them take an Actor, or say in Questions.AskedByNobody why nobody's sight limits them: " + string.Join(", ", Questions.Unknown));
        Assert.Empty(Questions.Stale);
        Assert.Empty(FactsAbout.Stale);
    }

    [Theory, BothDatabases]
    public async Task Threat_17_of_all_that_was_told_while_they_worked_everybody_heard_what_they_may_see_and_nothing_else(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        EverybodyHeardTheirs(world, world.Heard);
        Assert.True(KindsIn(world.Heard) > 35, $"Of {KindsIn(world.Heard)} kinds of facts alone: too little happened.");
    }

    /// <summary>As it is read back from the history, or from what another node whispered.</summary>
    [Theory, BothDatabases]
    public async Task Threat_17_every_kind_of_signal_of_every_ticket_and_chat_is_heard_by_those_who_may_see_it_and_by_nobody_else(DatabaseKind kind)
    {
        var world = await worlds.OnAsync(kind);
        var feed = world.Desk.Get<ILiveFeed>();
        using var listeners = await world.ListenAsync();
        foreach (var it in world.Stands)
            feed.Publish([.. FactsAbout.KindsFor(it.Kind).Select(type => Activity.Of(new RecordedFact(FactsAbout.Of(type, it), Actor.System, TestClock.Start)).ToSignal())]);
        EverybodyHeardTheirs(world, listeners);
        Assert.True(KindsIn(listeners) > 75, $"Of {KindsIn(listeners)} kinds of facts alone: some are missing.");
    }

    private static int KindsIn(Listeners listeners) => listeners.Told.DistinctBy(s => s.Fact.GetType()).Count();

    private static void EverybodyHeardTheirs(SightWorld world, Listeners listeners)
    {
        var outsiders = 0;
        foreach (var signal in listeners.Told)
            foreach (var person in listeners.People)
            {
                var sees = world.Sees(person, signal.Subject.DeskId!.Value, signal.Subject.Departments ?? []);
                Assert.True(listeners.HasHeard(person, signal) == sees, $"{person.Name} {(sees ? "may see it and did not hear" : "may not see it and heard")}: {signal.Fact}");
                if (!sees) outsiders++;
            }
        Assert.True(outsiders > 1000, "without outsiders this would prove nothing");
    }
}
