using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Desks;

/// <summary>Sam edits the workflow of a desk that is at work: its tickets follow, and every way in passes the new guards.</summary>
public sealed class WorkflowCommandTests
{
    [Theory, BothDatabases]
    public async Task The_tickets_of_a_deleted_status_follow_with_their_history_and_without_becoming_news(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (id, _) = await desk.AddTicketAsync("The pump leaks");
        var (spam, _) = await desk.AddTicketAsync("Cheap pumps");
        await desk.Tickets.HoldAsync(desk.Ana, id, "The seal is ordered", null);
        await desk.Tickets.HoldAsync(desk.Ana, spam, "Who is that?", null);
        await desk.Tickets.PutAsideAsync(desk.Ana, spam, isSpam: true);
        var (held, progress) = (desk.Desk.StatusNamed("On Hold"), desk.Desk.StatusNamed("In Progress"));
        Assert.Equal(2, (await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id)).OfStatus(held.Id));
        var before = await DetailAsync(desk, id);
        desk.Clock.Advance(TimeSpan.FromDays(2));

        await Commands(desk).RemoveStatusAsync(desk.Sam, desk.Desk.Id, held.Id, progress.Id);
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal(2, (await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id)).StillToFollow(rules));
        Assert.Single((await desk.Get<BoardQueries>().BoardAsync(desk.Ana, desk.Desk.Id)).InStatus(held.Id));
        await desk.DoDueWorkAsync();
        var after = await DetailAsync(desk, id);
        Assert.Equal((progress.Id, (Hold?)null, before.LastActivityAt), (after.StatusId, after.OnHold, after.LastActivityAt));
        Assert.Equal(progress.Id, (await DetailAsync(desk, spam)).StatusId);
        Assert.Equal(0, (await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id)).StillToFollow(rules));
        var moved = Assert.Single(await HistoryAsync(desk, id), l => l.Kind == nameof(TicketWasMoved) && l.ActorName == "Sam");
        Assert.Contains(held.Id.ToString(), moved.Data, StringComparison.Ordinal);
        Assert.Equal("On Hold", rules.Status(held.Id).Name);
        await desk.DoDueWorkAsync();
        Assert.Single(await HistoryAsync(desk, id), l => l.Kind == nameof(TicketWasMoved) && l.ActorName == "Sam");
    }

    [Theory, BothDatabases]
    public async Task Killed_in_the_middle_the_rest_follows_afterwards_and_no_ticket_is_ever_without_a_status(DatabaseKind kind)
    {
        const int Tickets = 230;
        var trap = new StopsOnce();
        await using var desk = await TestDesk.OpenAsync(kind, "technician", services => services.AddSingleton<IInterceptor>(trap));
        for (var i = 0; i < Tickets; i++) await desk.AddTicketAsync($"Door {i}");
        var (open, progress) = (desk.Desk.FirstStatus, desk.Desk.StatusNamed("In Progress"));
        await Commands(desk).AddStatusAsync(desk.Sam, desk.Desk.Id, open.Form with { Name = "Reported" });
        var reported = (await desk.Catalogue.DeskAsync(desk.Desk.Id)).StatusNamed("Reported");
        await desk.DoDueWorkAsync();
        await Commands(desk).RemoveStatusAsync(desk.Sam, desk.Desk.Id, open.Id, reported.Id);
        var handler = new TicketsFollowDesk(desk.Get<DeskDatabase>(), desk.Catalogue, desk.Clock);
        trap.StopAfterSaves = 1;
        await Assert.ThrowsAsync<IOException>(() => handler.DoAsync(desk.Desk.Id.ToString(), CancellationToken.None));
        var use = await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id);
        Assert.Equal((Tickets, true, true), (use.OfStatus(open.Id) + use.OfStatus(reported.Id), use.OfStatus(open.Id) > 0, use.OfStatus(reported.Id) > 0));
        var list = await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id));
        Assert.Equal(Tickets, list.Total);

        await desk.DoDueWorkAsync();
        Assert.Equal(Tickets, (await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id)).OfStatus(reported.Id));
        await using var db = desk.OpenDatabase();
        Assert.Equal(Tickets, await db.Activities.CountAsync(a => a.Kind == nameof(TicketWasMoved)));
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_another_node_puts_into_the_old_status_a_moment_later_follows_too(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        await using var other = await desk.OpenSecondNodeAsync();
        var (id, _) = await desk.AddTicketAsync("The pump leaks");
        var (held, progress) = ((await other.Catalogue.DeskAsync(desk.Desk.Id)).StatusNamed("On Hold"), desk.Desk.StatusNamed("In Progress"));
        await Commands(desk).SwitchOffAsync(desk.Sam, desk.Desk.Id, held.Id, progress.Id);
        await desk.DoDueWorkAsync();
        await other.Tickets.HoldAsync(other.Ana, id, "The seal is ordered", null);
        Assert.Equal(held.Id, (await DetailAsync(desk, id)).StatusId);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.DoDueWorkAsync();
        Assert.Equal(progress.Id, (await DetailAsync(desk, id)).StatusId);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MoveAsync(desk.Ana, id, held.Id, new MoveDetails(HoldReason: "Again")));
    }

    [Theory, BothDatabases]
    public async Task A_preset_is_applied_while_people_work_and_each_ticket_goes_where_Sam_was_shown(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (fresh, _) = await desk.AddTicketAsync("New mailbox");
        var (waiting, _) = await desk.AddTicketAsync("Slow line");
        var (done, _) = await desk.AddTicketAsync("Broken screen");
        await desk.Tickets.AnswerAsync(desk.Ana, waiting, new NewEntry("Which line is it?"));
        await desk.Tickets.ResolveAsync(desk.Ana, done, "Replaced.");
        var plan = desk.Desk.PlanFor(Presets.Hosting);
        await desk.Get<DeskCommands>().RenameAsync(desk.Sam, desk.Desk.Id, "Service");
        await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).ApplyPresetAsync(desk.Sam, desk.Desk.Id, "hosting", plan.Statuses, desk.Desk.Version));
        var now = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        await Commands(desk).ApplyPresetAsync(desk.Sam, desk.Desk.Id, "hosting", [new StatusFate(now.FirstStatus.Id, "In Progress")], now.Version);
        await desk.DoDueWorkAsync();
        var after = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal(("In Progress", "Answered", "Closed"), (await NameAsync(desk, after, fresh), await NameAsync(desk, after, waiting), await NameAsync(desk, after, done)));
        Assert.Equal(("hosting", "Service", 1), (after.PresetName, after.Name, after.Departments.Count));
        Assert.Equal("Replaced.", (await DetailAsync(desk, done)).Resolution!.Text);
        // What was answered waits for its customer under the preset's own time.
        Assert.Equal(desk.Clock.GetUtcNow() + TimeSpan.FromDays(5), (await DetailAsync(desk, waiting)).NextTimerAt!.Value, TimeSpan.FromMinutes(1));
    }

    [Theory, BothDatabases]
    public async Task Two_administrators_at_the_same_moment_both_win(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var form = new StatusForm("", "", StatusCategory.Active, "red", StatusFlags.None);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Commands(desk).AddStatusAsync(desk.Sam, desk.Desk.Id, form with { Name = $"Line {i}" })).Append(desk.Get<DeskCommands>().RenameAsync(desk.Sam, desk.Desk.Id, "Both")));
        var after = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal((6, "Both"), (after.Statuses.Count(s => s.Name.StartsWith("Line", StringComparison.Ordinal)), after.Name));
        Assert.Equal(after.Statuses.Count, after.Statuses.Select(s => s.Order).Distinct().Count());
    }

    [Theory, BothDatabases]
    public async Task Who_may_not_manage_the_desk_finds_none(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var stranger = await desk.AddPersonAsync("Stella", Role.Supervisor, (desk.Hosting, "Billing"));
        var form = new StatusForm("Mine", "", StatusCategory.Active, "red", StatusFlags.None);
        await Assert.ThrowsAsync<NotFoundException>(() => Commands(desk).AddStatusAsync(stranger, desk.Desk.Id, form));
        await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).AddStatusAsync(desk.Ana, desk.Desk.Id, form));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<DeskQueries>().UseAsync(desk.Ana, desk.Desk.Id));
        Assert.Empty((await desk.Get<DeskQueries>().UseAsync(stranger, desk.Desk.Id)).Statuses);
    }

    /// <summary>Bad input: impossible transitions, by every way in.</summary>
    [Theory, BothDatabases]
    public async Task What_an_edited_workflow_forbids_is_refused_with_its_reason_by_every_way_in(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (id, _) = await desk.AddTicketAsync("The pump leaks");
        Status Named(string name) => desk.Desk.StatusNamed(name);
        await Commands(desk).ChangeStatusAsync(desk.Sam, desk.Desk.Id, Named("Resolved").Id, Named("Resolved").Form with { Flags = StatusFlags.RequiresResolution });
        await Commands(desk).AddStatusAsync(desk.Sam, desk.Desk.Id, new StatusForm("Customer Reply", "", StatusCategory.Active, "amber", StatusFlags.SystemOnly));
        await Commands(desk).SwitchOffAsync(desk.Sam, desk.Desk.Id, Named("On Hold").Id, Named("In Progress").Id);
        await desk.DoDueWorkAsync();
        var reply = (await desk.Catalogue.DeskAsync(desk.Desk.Id)).StatusNamed("Customer Reply");
        var before = await DetailAsync(desk, id);

        async Task RefusedAsync(Guid to, string says)
        {
            Assert.Contains(says, (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MoveAsync(desk.Ana, id, to))).Message, StringComparison.Ordinal);
            Assert.Contains(says, (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MoveAsync(Actor.Rule(Guid.NewGuid(), "Nightly"), id, to))).Message, StringComparison.Ordinal);
            Assert.Contains(says, (await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<BulkCommands>().StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Status, to), [id]))).Message, StringComparison.Ordinal);
        }
        await RefusedAsync(Named("On Hold").Id, "“On Hold” is switched off on this desk");
        await RefusedAsync(reply.Id, "“Customer Reply” is set by itself");
        await RefusedAsync(Named("Resolved").Id, "needs its resolution written down first");
        await RefusedAsync(Guid.NewGuid(), "does not belong to the desk");
        Assert.Contains("resolution", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.ResolveAsync(desk.Ana, id, "  "))).Message, StringComparison.Ordinal);
        Assert.Contains("no status for that", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.HoldAsync(desk.Ana, id, "Why", null))).Message, StringComparison.Ordinal);
        Assert.Equal(before.StatusId, (await DetailAsync(desk, id)).StatusId);

        // Events pass: they are what sets it.
        await Commands(desk).AnswerEventAsync(desk.Sam, desk.Desk.Id, TicketEvent.AgentReplied, new Dictionary<StatusCategory, Guid?> { [StatusCategory.New] = reply.Id });
        await desk.Tickets.AnswerAsync(desk.Ana, id, new NewEntry("On our way."));
        Assert.Equal(reply.Id, (await DetailAsync(desk, id)).StatusId);
    }

    [Theory, BothDatabases]
    public async Task The_tickets_of_a_deleted_category_follow(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("It beeps");
        var (alarm, cctv) = (desk.Desk.Categories[1], desk.Desk.Categories[2]);
        await desk.Tickets.CategoriseAsync(desk.Ana, id, alarm.Id);
        Assert.Equal(1, (await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id)).OfCategory(alarm.Id));
        await Commands(desk).RemoveCategoryAsync(desk.Sam, desk.Desk.Id, alarm.Id, cctv.Id);
        await desk.DoDueWorkAsync();
        Assert.Equal(cctv.Id, (await DetailAsync(desk, id)).CategoryId);
        Assert.Contains(await HistoryAsync(desk, id), l => l.Kind == nameof(TicketWasCategorised) && l.ActorName == "Sam");
    }

    [Theory, BothDatabases]
    public async Task The_tickets_of_a_deleted_type_follow_and_are_found_by_the_other_one(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (id, _) = await desk.AddTicketAsync("Which cable fits?");
        await desk.AddTicketAsync("It is dark");
        var (question, fault) = (desk.Desk.Types[0], desk.Desk.Types[1]);
        await desk.Tickets.ChooseTypeAsync(desk.Ana, id, question.Id);
        Assert.Equal(1, (await desk.Get<DeskQueries>().UseAsync(desk.Sam, desk.Desk.Id)).OfCategory(question.Id));
        await Commands(desk).RemoveCategoryAsync(desk.Sam, desk.Desk.Id, question.Id, fault.Id);
        await desk.DoDueWorkAsync();
        Assert.Equal(fault.Id, (await DetailAsync(desk, id)).TypeId);
        Assert.Equal(id, Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Types: [fault.Id]))).Tickets).Id);
        Assert.Contains(await HistoryAsync(desk, id), l => l.Kind == nameof(TicketTypeWasChosen) && l.ActorName == "Sam");
    }

    private static DeskCommands Commands(TestDesk desk) => desk.Get<DeskCommands>();

    private static Task<TicketDetail> DetailAsync(TestDesk desk, Guid id) => desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, id);

    private static async Task<string> NameAsync(TestDesk desk, Desk rules, Guid id) => rules.Status((await DetailAsync(desk, id)).StatusId).Name;

    private static Task<IReadOnlyList<HistoryLine>> HistoryAsync(TestDesk desk, Guid id) => desk.HistoryAsync(desk.Sam, id);

    /// <summary>As a killed process: after so many more saves, nothing is saved any more, once.</summary>
    private sealed class StopsOnce : SaveChangesInterceptor
    {
        public int? StopAfterSaves { get; set; }

        public override ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
        {
            if (StopAfterSaves-- != 0) return new(result);
            StopAfterSaves = null;
            throw new IOException("The process is gone.");
        }
    }
}
