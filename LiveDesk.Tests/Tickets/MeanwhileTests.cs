using FsCheck;
using FsCheck.Fluent;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>Two people decide at the same time: on different fields both win, on the same one nobody is overwritten unseen.</summary>
public sealed class MeanwhileTests
{
    [Fact]
    public void Ben_who_saw_medium_does_not_overwrite_Anas_high()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        var seen = new Seen<Priority>(ticket.Priority);
        ticket.Prioritise(Ana, Priority.High, null, desk, Monday, seen);
        var told = Assert.Throws<ChangedMeanwhile>(() => ticket.Prioritise(Ben, Priority.Low, null, desk, Monday, seen));
        Assert.Equal((TicketField.Priority, Priority.High, Priority.High), (told.Field, told.Theirs, ticket.Priority));
        ticket.Prioritise(Ben, Priority.High, null, desk, Monday, seen);
        ticket.Prioritise(Ben, Priority.Low, null, desk, Monday, new Seen<Priority>(Priority.High));
        Assert.Equal(Priority.Low, ticket.Priority);
    }

    [Fact]
    public void Nobody_and_none_are_values_that_somebody_saw()
    {
        var desk = DeskOf("technician");
        var ticket = Ticket.Open(Request(desk) with { CategoryId = null }, desk, Carla, Monday);
        ticket.Assign(Ana, Ana.Id, desk, Monday, new Seen<Guid?>(null));
        Assert.Equal(Ana.Id, Assert.Throws<ChangedMeanwhile>(() => ticket.Assign(Ben, Ben.Id, desk, Monday, new Seen<Guid?>(null))).Theirs);
        Assert.Throws<ChangedMeanwhile>(() => ticket.Assign(Ben, null, desk, Monday, new Seen<Guid?>(Ben.Id)));
        ticket.Categorise(Ana, desk.Categories[0].Id, desk, Monday, new Seen<Guid?>(null));
        Assert.Throws<ChangedMeanwhile>(() => ticket.Categorise(Ben, desk.Categories[1].Id, desk, Monday, new Seen<Guid?>(null)));
        Assert.Equal((Ana.Id, desk.Categories[0].Id), (ticket.OwnerId, ticket.CategoryId));
    }

    [Fact]
    public void Bens_words_are_not_dropped_when_Ana_resolved_first_with_others()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        var seen = new Seen<Guid>(ticket.StatusId);
        ticket.Resolve(Ana, "A new battery.", desk, Monday, seen);
        Assert.Throws<ChangedMeanwhile>(() => ticket.Resolve(Ben, "A new fuse.", desk, Monday, seen));
        ticket.Resolve(Ben, "A new battery.", desk, Monday, seen);
        Assert.Equal("A new battery.", ticket.Resolution!.Text);
    }

    [Fact]
    public void Of_two_random_decisions_on_what_both_saw_none_is_overwritten_in_silence() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(500), Prop.ForAll(Arb.From(Gen.Choose(0, int.MaxValue).Two().Select(t => new[] { t.Item1, t.Item2 })), pair => Interleave(pair[0], pair[1])));

    private static void Interleave(int first, int second)
    {
        var desk = DeskOf("technician");
        desk.KeepField(Sam, Colour, null, Monday);
        foreach (var type in new[] { "Question", "Fault" }) desk.AddType(Sam, type, Monday);
        var ticket = OpenedBy(Carla, desk);
        var shown = Values(ticket);
        Decide(ticket, desk, Ana, first, shown);
        var afterAna = Values(ticket);
        var refused = Decide(ticket, desk, Ben, second, shown);
        var afterBen = Values(ticket);
        foreach (var field in Enum.GetValues<TicketField>())
        {
            // Assigning may move the status by the desk's workflow; that is no decision of Ben's on it.
            if (field is TicketField.Status && FieldOf(second) is TicketField.Assignee) continue;
            var overwritten = !Equals(shown[field], afterAna[field]) && !Equals(afterAna[field], afterBen[field]);
            Assert.False(overwritten, $"{field}: Ana {afterAna[field]}, Ben {afterBen[field]}");
        }
        if (refused is not null) Assert.Equal((FieldOf(second), afterAna[FieldOf(second)]), (refused.Field, refused.Theirs));
        if (FieldOf(first) != FieldOf(second) && FieldOf(second) is not TicketField.Status) Assert.Null(refused);
    }

    private static readonly CustomField Colour = new() { Id = Guid.NewGuid(), Name = "Colour", Kind = FieldKind.Text };

    private static TicketField FieldOf(int dice) => (TicketField)(dice % Enum.GetValues<TicketField>().Length);

    private static Dictionary<TicketField, object?> Values(Ticket t) => new()
    {
        [TicketField.Status] = t.StatusId, [TicketField.Assignee] = t.OwnerId, [TicketField.Priority] = t.Priority,
        [TicketField.Department] = t.DepartmentId, [TicketField.Category] = t.CategoryId, [TicketField.Type] = t.TypeId, [TicketField.Subject] = t.Subject,
        [TicketField.FollowUp] = t.FollowUpAt, [TicketField.ActionRequired] = t.ActionRequiredAt, [TicketField.Requester] = (t.Requester, t.ContactId), [TicketField.Organisation] = t.OrganisationId, [TicketField.Custom] = t.FieldValues.GetValueOrDefault(Colour.Id),
    };

    private static ChangedMeanwhile? Decide(Ticket ticket, Desk desk, Actor who, int dice, Dictionary<TicketField, object?> shown)
    {
        var value = dice / Enum.GetValues<TicketField>().Length;
        Seen<T> Saw<T>(TicketField field) => new((T)shown[field]!);
        var (asking, contact) = ((Requester, Guid?))shown[TicketField.Requester]!;
        var customer = new TicketCustomer(asking, contact, (Guid?)shown[TicketField.Organisation]);
        try
        {
            switch (FieldOf(dice))
            {
                case TicketField.Status: ticket.MoveTo(who, desk.Statuses[value % desk.Statuses.Count].Id, new MoveDetails("Done.", "A part.", SeenStatusId: (Guid)shown[TicketField.Status]!), desk, Monday); break;
                case TicketField.Assignee: ticket.Assign(who, new[] { null, Ana.Id, Ben.Id }[value % 3], desk, Monday, Saw<Guid?>(TicketField.Assignee)); break;
                case TicketField.Priority: ticket.Prioritise(who, (Priority)(1 + value % 4), null, desk, Monday, Saw<Priority>(TicketField.Priority)); break;
                case TicketField.Department: ticket.MoveToDepartment(who, desk.Departments[value % desk.Departments.Count].Id, desk, Monday, Saw<Guid>(TicketField.Department)); break;
                case TicketField.Category: ticket.Categorise(who, desk.Categories[value % desk.Categories.Count].Id, desk, Monday, Saw<Guid?>(TicketField.Category)); break;
                case TicketField.Type: ticket.ChooseType(who, desk.Types[value % desk.Types.Count].Id, desk, Monday, Saw<Guid?>(TicketField.Type)); break;
                case TicketField.FollowUp: ticket.SetDate(who, TicketDate.FollowUp, value % 3 == 0 ? null : Monday.AddDays(value % 3), desk, Monday, Saw<DateTimeOffset?>(TicketField.FollowUp)); break;
                case TicketField.ActionRequired: ticket.SetDate(who, TicketDate.ActionRequired, value % 3 == 0 ? null : Monday.AddDays(value % 3), desk, Monday, Saw<DateTimeOffset?>(TicketField.ActionRequired)); break;
                case TicketField.Requester: ticket.ChangeCustomer(who, customer with { Requester = new Requester($"Caller {value % 3}", "carla@example.com", null) }, desk, Monday, new Seen<TicketCustomer>(customer)); break;
                case TicketField.Organisation: ticket.ChangeCustomer(who, customer with { OrganisationId = new[] { null, Ana.Id, Ben.Id }[value % 3] }, desk, Monday, new Seen<TicketCustomer>(customer)); break;
                case TicketField.Custom: ticket.FillIn(who, Colour.Id, new[] { null, "red", "blue" }[value % 3], desk, Monday, Saw<string?>(TicketField.Custom)); break;
                default: ticket.Rename(who, $"Subject {value % 3}", Monday, Saw<string>(TicketField.Subject)); break;
            }
            return null;
        }
        catch (ChangedMeanwhile e) { return e; }
        catch (RuleViolation) { return null; /* the desk's own rule, such as a forbidden move */ }
    }

    [Theory, BothDatabases]
    public async Task Ben_is_told_that_it_was_Ana_and_when_and_may_then_decide(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The panel beeps");
        await desk.Tickets.PrioritiseAsync(desk.Ana, id, Priority.High);
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        var saw = new Seen<Priority>(Priority.Medium);
        var told = await Assert.ThrowsAsync<ChangedMeanwhile>(() => desk.Tickets.PrioritiseAsync(desk.Ben, id, Priority.Low, seen: saw));
        Assert.Equal(("Ana", TestClock.Start, (object)Priority.High), (told.By, told.At, told.Theirs));
        await desk.Tickets.AssignAsync(desk.Ben, id, desk.Ben.Id, new Seen<Guid?>(null)); // another field: both win
        await desk.Tickets.PrioritiseAsync(desk.Ben, id, Priority.Low, seen: new Seen<Priority>(Priority.High));
        // Ana's own hand, twice on one screen that was not yet redrawn, is no conflict.
        await desk.Tickets.AssignAsync(desk.Ana, id, desk.Ana.Id, new Seen<Guid?>(desk.Ben.Id));
        await desk.Tickets.AssignAsync(desk.Ana, id, null, new Seen<Guid?>(desk.Ben.Id));
        await using var db = desk.OpenDatabase();
        var ticket = await db.Tickets.SingleAsync(t => t.Id == id);
        Assert.Equal((Priority.Low, null), (ticket.Priority, ticket.OwnerId));
    }

    [Theory, BothDatabases]
    public async Task Two_who_decide_at_the_same_moment_both_win_or_the_later_is_asked(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var asked = 0;
        for (var round = 0; round < 25; round++)
        {
            var (id, _) = await desk.AddTicketAsync($"The panel beeps {round}");
            var medium = new Seen<Priority>(Priority.Medium);
            var high = TriedAsync(() => desk.Tickets.PrioritiseAsync(desk.Ana, id, Priority.High, seen: medium));
            var low = TriedAsync(() => desk.Tickets.PrioritiseAsync(desk.Ben, id, Priority.Low, seen: medium));
            var taken = desk.Tickets.AssignAsync(desk.Sam, id, desk.Ana.Id, new Seen<Guid?>(null));
            var renamed = desk.Tickets.RenameAsync(desk.Ben, id, "It is silent", new Seen<string>($"The panel beeps {round}"));
            var refusals = new[] { await high, await low };
            await Task.WhenAll(taken, renamed);

            var refusal = Assert.Single(refusals, r => r is not null)!;
            asked++;
            await using var db = desk.OpenDatabase();
            var ticket = await db.Tickets.SingleAsync(t => t.Id == id);
            Assert.Equal((desk.Ana.Id, "It is silent"), (ticket.OwnerId, ticket.Subject));
            Assert.Equal(refusals[0] is null ? Priority.High : Priority.Low, ticket.Priority);
            Assert.Equal((refusals[0] is null ? "Ana" : "Ben", (object)ticket.Priority), (refusal.By, refusal.Theirs));
        }
        Assert.Equal(25, asked);
    }

    /// <summary>Nobody said what they saw (an import, a rule, the API): what was there when they asked counts, so the history never loses a step.</summary>
    [Theory, BothDatabases]
    public async Task Whoever_says_nothing_of_what_they_saw_overwrites_nothing_that_came_after(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("Start");
        var everybody = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => TriedAsync(() => desk.Tickets.RenameAsync(i % 2 == 0 ? desk.Ana : desk.Ben, id, $"Name {i}"))));
        await using var db = desk.OpenDatabase();
        var ticket = await db.Tickets.SingleAsync(t => t.Id == id);
        var steps = await db.Activities.CountAsync(a => a.SubjectId == id && a.Kind == nameof(TicketWasRenamed));
        Assert.Equal(everybody.Count(r => r is null), steps);
        Assert.StartsWith("Name ", ticket.Subject, StringComparison.Ordinal);
    }

    private static async Task<ChangedMeanwhile?> TriedAsync(Func<Task> decide)
    {
        await Task.Yield();
        try
        {
            await decide();
            return null;
        }
        catch (ChangedMeanwhile e) { return e; }
    }
}
