using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>Ana changes many tickets at once: all of it, none of it twice, and back.</summary>
public sealed class BulkTests
{
    [Theory, BothDatabases]
    public async Task Each_ticket_passes_its_own_guards_and_those_that_refuse_are_named(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = await AddAsync(desk, 4);
        var bulk = desk.Get<BulkCommands>();
        await desk.Tickets.PutAsideAsync(desk.Ben, ids[1], isSpam: false);
        await bulk.StartAsync(desk.Ana, desk.Desk.Id, ToStatus(desk, "In Progress"), ids);
        // Ben is faster than the work: his decision stands.
        await desk.Tickets.CloseAsync(desk.Ben, ids[2]);
        await desk.DoDueWorkAsync();

        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((4, 2, 2, true), (last.Total, last.Done, last.Refused, last.HasEnded));
        Assert.Contains("in the trash", last.FirstRefused[0].Why, StringComparison.Ordinal);
        Assert.Contains("Ben", last.FirstRefused[1].Why, StringComparison.Ordinal);
        Assert.Equal(["In Progress", "Open", "Closed", "In Progress"], await StatusesAsync(desk, ids));
        Assert.Null(await desk.Get<BulkQueries>().LastAsync(desk.Ben, desk.Desk.Id));
    }

    [Theory, BothDatabases]
    public async Task One_undo_brings_every_ticket_back_but_those_that_Ben_changed_since(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var ids = await AddAsync(desk, 4);
        await desk.Tickets.HoldAsync(desk.Ana, ids[0], "A part is ordered", desk.Clock.GetUtcNow().AddDays(3));
        await desk.Tickets.MoveAsync(desk.Ana, ids[1], desk.Desk.StatusNamed("In Progress").Id);
        var bulk = desk.Get<BulkCommands>();
        var closed = await bulk.StartAsync(desk.Ana, desk.Desk.Id, ToStatus(desk, "Closed"), ids);
        Assert.Contains("still goes on", (await Assert.ThrowsAsync<RuleViolation>(() => bulk.UndoAsync(desk.Ana, closed))).Message, StringComparison.Ordinal);
        await desk.DoDueWorkAsync();
        Assert.Equal(["Closed", "Closed", "Closed", "Closed"], await StatusesAsync(desk, ids));
        await desk.Tickets.ReopenAsync(desk.Ben, ids[3]);

        await Assert.ThrowsAsync<NotFoundException>(() => bulk.UndoAsync(desk.Ben, closed));
        // The last one is the one that was started last.
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var undo = await bulk.UndoAsync(desk.Ana, closed);
        await desk.DoDueWorkAsync();
        Assert.Equal(["On Hold", "In Progress", "New", "In Progress"], await StatusesAsync(desk, ids));
        Assert.Equal("A part is ordered", (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ids[0])).OnHold!.Reason);
        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((true, 3, 1, false), (last.IsUndo, last.Done, last.Refused, last.CanBeUndone));
        Assert.Contains("already", (await Assert.ThrowsAsync<RuleViolation>(() => bulk.UndoAsync(desk.Ana, closed))).Message, StringComparison.Ordinal);
        Assert.Contains("already", (await Assert.ThrowsAsync<RuleViolation>(() => bulk.UndoAsync(desk.Ana, undo))).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Assignee_priority_category_type_department_and_trash_go_and_come_back(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var ids = await AddAsync(desk, 2);
        var (department, category, type) = (desk.Desk.Departments[1].Id, desk.Desk.Categories[1].Id, desk.Desk.Types[1].Id);
        var bulk = desk.Get<BulkCommands>();
        foreach (var change in new BulkChange[] { new(BulkKind.Assignee, desk.Ben.Id), new(BulkKind.Priority, Priority: Priority.High), new(BulkKind.Category, category), new(BulkKind.Type, type), new(BulkKind.Department, department), new(BulkKind.Trash) })
        {
            var before = await StandAsync(desk, ids);
            var done = await bulk.StartAsync(desk.Ana, desk.Desk.Id, change, ids);
            await desk.DoDueWorkAsync();
            var after = await StandAsync(desk, ids);
            Assert.All(before.Zip(after), pair => Assert.NotEqual(pair.First, pair.Second));
            await bulk.UndoAsync(desk.Ana, done);
            await desk.DoDueWorkAsync();
            Assert.Equal(before, await StandAsync(desk, ids));
        }
    }

    [Theory, BothDatabases]
    public async Task What_undo_brings_back_is_what_there_was_also_the_words_the_call_and_whose_will_it_was(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var bulk = desk.Get<BulkCommands>();
        var (resolved, _) = await desk.AddTicketAsync("Resolved");
        var (called, _) = await desk.AddTicketAsync("Escalated");
        await desk.Tickets.ResolveAsync(desk.Ben, resolved, "Replaced the switch.");
        await desk.Tickets.EscalateAsync(desk.Ben, called, "Third time", desk.Ana.Id, null);
        var carla = await desk.AddContactAsync("Carla");
        var (urgent, _) = await desk.Tickets.OpenAsync(Actor.Customer(carla.Id, "Carla"), desk.Desk.Id, new NewTicket { Subject = "All is down", Channel = Channel.Email, RequesterName = "Carla", ContactId = carla.Id, Priority = Priority.Urgent });
        List<Guid> ids = [resolved, called, urgent];
        async Task<List<(Guid, Resolution?, DateTimeOffset?, Escalation?, Priority, PrioritySource)>> StoodAsync() =>
            [.. (await ReadAsync(desk, ids)).Select(t => (t.StatusId, t.Resolution, t.ResolvedAt, t.Escalation, t.Priority, t.PrioritySource))];
        var before = await StoodAsync();
        foreach (var change in new[] { ToStatus(desk, "In Progress"), ToStatus(desk, "Closed") with { Resolution = "All in one." }, new BulkChange(BulkKind.Priority, Priority: Priority.Low, Reason: "The shop is shut.") })
        {
            desk.Clock.Advance(TimeSpan.FromMinutes(1));
            var done = await bulk.StartAsync(desk.Ana, desk.Desk.Id, change, ids);
            await desk.DoDueWorkAsync();
            Assert.Equal(3, (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!.Done);
            Assert.NotEqual(before, await StoodAsync());
            await bulk.UndoAsync(desk.Ana, done);
            await desk.DoDueWorkAsync();
            Assert.Equal(before, await StoodAsync());
        }
    }

    [Theory, BothDatabases]
    public async Task Killed_in_the_middle_it_goes_on_after_the_restart_and_does_nothing_twice(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = await AddAsync(desk, 120);
        var started = await desk.Get<BulkCommands>().StartAsync(desk.Ana, new TicketFilter(desk.Desk.Id), ToStatus(desk, "In Progress"));
        // The first tickets are done and the books not yet written when the server dies.
        foreach (var id in ids.Order().Take(30)) await desk.Tickets.MoveAsync(desk.Ana, id, desk.Desk.StatusNamed("In Progress").Id);
        await using var restarted = await desk.OpenSecondNodeAsync();
        await restarted.DoDueWorkAsync();
        await restarted.DoDueWorkAsync();
        await restarted.DoDueWorkAsync();
        var last = (await restarted.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((started, 120, 0, true), (last.Id, last.Done, last.Refused, last.HasEnded));
        await using var db = desk.OpenDatabase();
        Assert.Equal(120, await db.Activities.CountAsync(a => a.Kind == nameof(TicketWasMoved)));
        Assert.Empty(await db.Work.Where(w => w.Kind == BulkWork.WorkKind).ToListAsync());
    }

    [Theory, BothDatabases]
    public async Task Cancelled_it_leaves_the_rest_alone(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = await AddAsync(desk, 60);
        var bulk = desk.Get<BulkCommands>();
        var id = await bulk.StartAsync(desk.Ana, desk.Desk.Id, ToStatus(desk, "In Progress"), ids);
        var work = desk.Get<IEnumerable<IWorkHandler>>().Single(h => h.Kind == BulkWork.WorkKind);
        Assert.NotNull(await work.DoAsync(id.ToString(), CancellationToken.None));
        await bulk.CancelAsync(desk.Ana, id);
        Assert.Null(await work.DoAsync(id.ToString(), CancellationToken.None));
        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((50, true, true, true), (last.Done, last.HasEnded, last.IsCancelled, last.CanBeUndone));
        Assert.Equal(10, (await StatusesAsync(desk, ids)).Count(s => s == "Open"));
    }

    [Theory, BothDatabases]
    public async Task Whoever_lost_the_right_meanwhile_changes_nothing_and_what_they_never_saw_is_not_among_them(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (theirs, _) = await desk.AddTicketAsync("An invoice", department: "Billing");
        var (others, _) = await desk.AddTicketAsync("A domain", department: "Domains");
        var bulk = desk.Get<BulkCommands>();
        await bulk.StartAsync(desk.Ola, desk.Desk.Id, new BulkChange(BulkKind.Priority, Priority: Priority.High), [theirs, others]);
        await Assert.ThrowsAsync<RuleViolation>(() => bulk.StartAsync(desk.Ola, desk.Desk.Id, new BulkChange(BulkKind.Priority, Priority: Priority.High), [others]));
        await desk.Tickets.MoveToDepartmentAsync(desk.Sam, theirs, desk.Desk.Departments.Single(d => d.Name == "Domains").Id);
        await desk.DoDueWorkAsync();
        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ola, desk.Desk.Id))!;
        // Refused, and not even named: it does not exist for her any more.
        Assert.Equal((1, 0, 1, 0), (last.Total, last.Done, last.Refused, last.FirstRefused.Count));
        await Assert.ThrowsAsync<RuleViolation>(() => bulk.StartAsync(desk.Kim, desk.Desk.Id, new BulkChange(BulkKind.Trash), [others]));
    }

    [Fact]
    public void What_no_ticket_could_take_is_refused_before_it_begins()
    {
        var desk = Cast.DeskOf("technician");
        string? Refused(BulkChange change) => Assert.Throws<RuleViolation>(() => change.Checked(desk)).Field;
        Assert.Equal("resolution", Refused(new(BulkKind.Status, desk.StatusNamed("Resolved").Id, Resolution: " ")));
        Assert.Equal("status", Refused(new(BulkKind.Status)));
        Assert.Equal("status", Refused(new(BulkKind.Status, Guid.NewGuid())));
        Assert.Equal("priority", Refused(new(BulkKind.Priority, Priority: (Priority)9)));
        Assert.Equal("department", Refused(new(BulkKind.Department, Guid.NewGuid())));
        Assert.Equal("category", Refused(new(BulkKind.Category, Guid.NewGuid())));
        Assert.Equal("type", Refused(new(BulkKind.Type, desk.Categories[0].Id)));
        Assert.Contains("set by itself", Assert.Throws<RuleViolation>(() => new BulkChange(BulkKind.Status, Cast.DeskOf("hosting") is var hosting ? hosting.StatusNamed("Answered").Id : default).Checked(hosting)).Message, StringComparison.Ordinal);
        var many = Enumerable.Range(0, BulkAction.Most + 1).Select(_ => (Guid.NewGuid(), new BulkBefore(null))).ToList();
        Assert.Contains("more than 10,000", Assert.Throws<RuleViolation>(() => BulkAction.Start(Cast.Ana, desk.Id, new(BulkKind.Trash), many, Cast.Monday)).Message, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => BulkAction.Start(Cast.Rita, desk.Id, new(BulkKind.Trash), many[..1], Cast.Monday));
        Assert.Throws<RuleViolation>(() => BulkAction.Start(Cast.TheAssistant, desk.Id, new(BulkKind.Trash), many[..1], Cast.Monday));
    }

    private static BulkChange ToStatus(TestDesk desk, string name) => new(BulkKind.Status, desk.Desk.StatusNamed(name).Id);

    private static async Task<List<Guid>> AddAsync(TestDesk desk, int count)
    {
        var ids = new List<Guid>();
        for (var i = 0; i < count; i++) ids.Add((await desk.AddTicketAsync($"Number {i}")).Id);
        return ids;
    }

    private static async Task<List<string>> StatusesAsync(TestDesk desk, List<Guid> ids) => [.. (await ReadAsync(desk, ids)).Select(t => t.StatusName(desk.Desk))];

    private static async Task<List<(Guid?, Priority, Guid, Guid?, Guid?, bool)>> StandAsync(TestDesk desk, List<Guid> ids) =>
        [.. (await ReadAsync(desk, ids)).Select(t => (t.OwnerId, t.Priority, t.DepartmentId, t.CategoryId, t.TypeId, t.Aside is null))];

    private static async Task<List<Ticket>> ReadAsync(TestDesk desk, List<Guid> ids)
    {
        await using var db = desk.OpenDatabase();
        var found = await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).ToListAsync();
        return [.. ids.Select(id => found.Single(t => t.Id == id))];
    }
}
