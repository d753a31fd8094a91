using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Tests.Tickets;
using Xunit;

namespace LiveDesk.Tests.Desks;

/// <summary>Whatever Sam edits, in whatever order, of whichever preset: the desk still works, and so do its tickets.</summary>
public sealed class WorkflowProperties
{
    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void No_sequence_of_edits_leaves_a_desk_that_cannot_work_or_a_ticket_that_is_nowhere(string preset) => ForAll(steps =>
    {
        var desk = Cast.DeskOf(preset);
        var tickets = desk.Statuses.Where(s => s.Enabled).Select(s => Brought(s.Name, desk)).ToList();
        foreach (var step in steps)
        {
            var before = new DeskState(desk);
            if (!WorkflowEdits.Try(desk, step)) Assert.Equal(before, new DeskState(desk));
            DeskRules.Check(desk);
            foreach (var ticket in tickets) CheckFollows(ticket, desk);
        }
    });

    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void On_an_edited_workflow_the_rules_of_every_desk_hold_whatever_happens_to_a_ticket(string preset) => ForAll(steps =>
    {
        var desk = Cast.DeskOf(preset);
        foreach (var step in steps.Take(steps.Length / 3)) WorkflowEdits.Try(desk, step);
        TicketProperties.Play(new TicketScene(desk), steps.Skip(steps.Length / 3), []);
    });

    [Fact]
    public void The_edits_are_not_all_refused()
    {
        var random = new System.Random(5);
        foreach (var preset in Presets.All)
        {
            var desk = Cast.DeskOf(preset.Name);
            var made = Enumerable.Range(0, 400).Count(_ => WorkflowEdits.Try(desk, random.Next()));
            Assert.InRange(made, 50, 350);
        }
    }

    private static void CheckFollows(Ticket ticket, Desk desk)
    {
        var wasOpen = ticket.IsOpen;
        ticket.FollowDesk(desk, _ => Cast.Sam, Cast.Monday);
        var status = desk.Status(ticket.StatusId);
        Assert.True(status.Enabled, $"{status.Name} is off and nothing took its ticket");
        Assert.Equal((status.Category, wasOpen), (ticket.StatusCategory, ticket.IsOpen));
        Assert.Equal(status.Category is StatusCategory.OnHold, ticket.OnHold is not null);
        Assert.False(ticket.FollowDesk(desk, _ => Cast.Sam, Cast.Monday), "following twice is the same as once");
    }

    private static Ticket Brought(string status, Desk desk)
    {
        var ticket = Cast.OpenedBy(Cast.Carla, desk);
        ticket.Bring(status, desk);
        return ticket;
    }

    private static void ForAll(Action<int[]> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(40), Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), WithoutOne), holds));

    private static IEnumerable<int[]> WithoutOne(int[] steps) => Enumerable.Range(0, steps.Length).Select(i => steps.Where((_, j) => j != i).ToArray());
}

/// <summary>What holds of every desk that can be worked on, in words of TICKETS, not of the code that guards it.</summary>
internal static class DeskRules
{
    private static readonly StatusCategory[] Open = [StatusCategory.New, StatusCategory.Active, StatusCategory.WaitingCustomer, StatusCategory.OnHold];

    public static void Check(Desk desk)
    {
        var there = desk.Statuses.Where(s => !s.IsRemoved).ToList();
        Hold(there.Select(s => s.Name.ToUpperInvariant()).Distinct().Count() == there.Count, "names are unique");
        Hold(desk.FirstStatus is { Category: StatusCategory.New, Enabled: true }, "a ticket can begin");
        foreach (var kind in new[] { StatusCategory.Active, StatusCategory.Closed })
            Hold(desk.FirstOf(kind) is { } s && !s.Is(StatusFlags.SystemOnly), $"somebody can choose {kind}");
        Hold(desk.Rules.All(r => desk.Statuses.Any(s => s.Enabled && s.Name == r.To)), "no rule leads nowhere");
        var resolves = there.Exists(s => s.Enabled && s.Category is StatusCategory.Resolved);
        foreach (var from in Open)
        {
            var resolved = desk.After(TicketEvent.Resolved, from);
            Hold(resolved?.Category == (resolves ? StatusCategory.Resolved : StatusCategory.Closed) && !resolved.Is(StatusFlags.SystemOnly), "what is resolved is resolved, or closed where nothing is resolved");
            Hold(desk.After(TicketEvent.Closed, from) is { Category: StatusCategory.Closed }, "what is closed is closed");
            Hold(desk.After(TicketEvent.CustomerWrote, from) is not { Category: not (StatusCategory.New or StatusCategory.Active) }, "who writes is not left waiting");
        }
        foreach (var from in new[] { StatusCategory.Resolved, StatusCategory.Closed }) Hold(desk.After(TicketEvent.Reopened, from) is { IsOpen: true }, "what is reopened is open");
        if (desk.FirstOf(StatusCategory.OnHold) is not null)
            Hold(desk.After(TicketEvent.Held, StatusCategory.Active) is { Category: StatusCategory.OnHold } && desk.After(TicketEvent.Resumed, StatusCategory.OnHold) is { IsOpen: true, Category: not StatusCategory.OnHold }, "a hold begins and ends");
        foreach (var gone in desk.Statuses.Where(s => s.Replaced is not null))
            Hold(!gone.Enabled && desk.Standing(gone.Id) is { Enabled: true } next && next.IsOpen == gone.IsOpen, $"another one stands for {gone.Name}");
    }

    private static void Hold(bool rule, string sentence) => Assert.True(rule, sentence);
}

/// <summary>Every number is some edit.</summary>
internal static class WorkflowEdits
{
    private static readonly string[] Names = ["Waiting", "In Progress", "closed", "Third line", "Parts ordered", " ", "Open", "Resolved", "Answered"];

    /// <returns>Whether it was made; it may have changed nothing.</returns>
    public static bool Try(Desk desk, int step)
    {
        var dice = new System.Random(step);
        Status Any() => desk.Statuses[dice.Next(desk.Statuses.Count)];
        var form = new StatusForm(Names[dice.Next(Names.Length)], "", (StatusCategory)dice.Next(6), Status.Colours[dice.Next(7)], (StatusFlags)dice.Next(32));
        var (status, into, rule) = (Any(), Any(), EventRule.All[dice.Next(EventRule.All.Count)]);
        try
        {
            switch (dice.Next(12))
            {
                case 0: desk.AddStatus(Cast.Sam, form, Cast.Monday); break;
                case 1: desk.AddStatus(Cast.Sam, form with { Name = $"Status {step % 1000}", Flags = form.Category is StatusCategory.Resolved ? form.Flags & ~StatusFlags.PausesResolution : form.Flags & (StatusFlags.SystemOnly | StatusFlags.Muted) }, Cast.Monday); break;
                case 2: desk.ChangeStatus(Cast.Sam, status.Id, form, Cast.Monday); break;
                case 3: desk.ChangeStatus(Cast.Sam, status.Id, status.Form with { Category = form.Category }, Cast.Monday); break;
                case 4: desk.ChangeStatus(Cast.Sam, status.Id, status.Form with { Flags = form.Flags & (StatusFlags.SystemOnly | StatusFlags.RequiresResolution) }, Cast.Monday); break;
                case 5: desk.ShiftStatus(Cast.Sam, status.Id, dice.Next(-3, 4), Cast.Monday); break;
                case 6: desk.SwitchOff(Cast.Sam, status.Id, into.Id, Cast.Monday); break;
                case 7: desk.Remove(Cast.Sam, status.Id, into.Id, Cast.Monday); break;
                case 8: desk.SwitchOn(Cast.Sam, status.Id, Cast.Monday); break;
                case 9: desk.Apply(Cast.Sam, Presets.All[dice.Next(5)], dice.Next(2) == 0 ? [] : [new StatusFate(status.Id, into.Name)], desk.Version, Cast.Monday); break;
                default: desk.AnswerEvent(Cast.Sam, rule.On, rule.From.ToDictionary(from => from, _ => dice.Next(3) == 0 ? null : (Guid?)into.Id), Cast.Monday); break;
            }
            return true;
        }
        catch (RuleViolation) { return false; }
    }
}
