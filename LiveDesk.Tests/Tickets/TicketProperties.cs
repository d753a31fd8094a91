using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Tests.Tickets;

/// <summary>Whatever anybody tries, in whatever order: the rules that hold on every desk hold after each step.</summary>
public sealed class TicketProperties
{
    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void No_sequence_of_events_breaks_a_rule_of_the_desk(string preset)
    {
        var sequences = Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), WithoutOne);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(400).WithEndSize(60), Prop.ForAll(sequences, steps => Play(preset, steps)));
    }

    [Fact]
    public void The_sequences_reach_every_status_that_a_preset_offers()
    {
        foreach (var preset in Presets.All)
        {
            var reached = new HashSet<string>();
            var random = new System.Random(11);
            for (var i = 0; i < 300; i++)
                Play(preset.Name, [.. Enumerable.Range(0, 40).Select(_ => random.Next())], reached);
            Assert.Equal(preset.Statuses.Where(s => !s.Flags.HasFlag(StatusFlags.Disabled)).Select(s => s.Name).Order(), reached.Order());
        }
    }

    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void No_sequence_resolves_a_ticket_without_what_the_desk_needs_on_it(string preset)
    {
        var random = new System.Random(7);
        var resolved = 0;
        for (var i = 0; i < 60; i++)
        {
            var scene = new TicketScene(Cast.DeskOf(preset));
            var field = new CustomField { Id = Guid.NewGuid(), Name = "Cause", Need = FieldNeed.OnResolve };
            scene.Desk.KeepField(Cast.Sam, field, null, Cast.Monday);
            // Of every second ticket somebody fills it in first: what may be resolved is.
            if (i % 2 == 0) scene.Ticket.FillIn(Cast.Ana, field.Id, "Rust", scene.Desk, scene.Now);
            for (var step = 0; step < 40; step++)
            {
                var wasOpen = scene.Ticket.IsOpen;
                Play(scene, [random.Next()], []);
                if (!wasOpen || scene.Ticket.StatusCategory is not StatusCategory.Resolved) continue;
                resolved++;
                Assert.True(scene.Ticket.FieldValues.ContainsKey(field.Id));
            }
        }
        Assert.True(resolved > 0 || Presets.Named(preset).Statuses.All(s => s.Category is not StatusCategory.Resolved || s.Flags.HasFlag(StatusFlags.Disabled)), "some of them resolve it");
    }

    private static void Play(string preset, int[] steps) => Play(preset, steps, []);

    private static void Play(string preset, int[] steps, HashSet<string> reached) => Play(new TicketScene(Cast.DeskOf(preset)), steps, reached);

    internal static void Play(TicketScene scene, IEnumerable<int> steps, HashSet<string> reached)
    {
        foreach (var step in steps)
        {
            var before = new TicketState(scene.Ticket);
            scene.Ticket.ForgetFacts();
            var attempt = scene.Try(step);
            new TicketRules(scene.Desk, before, scene.Ticket, attempt, scene.Now).Check();
            reached.Add(scene.Ticket.StatusName(scene.Desk));
        }
    }

    private static IEnumerable<int[]> WithoutOne(int[] steps) => Enumerable.Range(0, steps.Length).Select(i => steps.Where((_, j) => j != i).ToArray());
}

/// <summary>One attempt: who tried what, and the sentence that refused it, if one did.</summary>
internal sealed record Attempt(string Verb, Actor Who, string? Text, Exception? Refusal, bool ByHand)
{
    public override string ToString() => $"{Who.Kind} {Who.Name} tried {Verb} with “{Text}”: {Refusal?.Message ?? "done"}";
}
