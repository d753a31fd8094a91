using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>Promises over restarts, changed policies and lists, on both databases.</summary>
public sealed class SlaCommandTests
{
    [Theory, BothDatabases]
    public async Task Warnings_come_at_their_minute_once_also_over_a_restart(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The line is down");
        desk.Clock.Advance(TimeSpan.FromMinutes(48) - TimeSpan.FromSeconds(1));
        await desk.DoDueWorkAsync();
        Assert.Empty(await WarningsAsync(desk, id));
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(desk.Clock.GetUtcNow() - restarted.Clock.GetUtcNow() + TimeSpan.FromSeconds(1));
        await restarted.DoDueWorkAsync();
        await restarted.DoDueWorkAsync();
        Assert.Equal([nameof(TargetIsAtRisk)], await WarningsAsync(desk, id));
        restarted.Clock.Advance(TimeSpan.FromMinutes(12));
        await restarted.DoDueWorkAsync();
        Assert.Equal([nameof(TargetIsAtRisk), nameof(TargetWasBreached)], await WarningsAsync(desk, id));
        Assert.Equal(SlaState.Breached, (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, id)).Sla!.StateAt(restarted.Clock.GetUtcNow()));
    }

    [Theory, BothDatabases]
    public async Task Open_tickets_follow_a_changed_policy_and_what_was_judged_stays(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        var (open, _) = await desk.AddTicketAsync("Open");
        var (done, _) = await desk.AddTicketAsync("Done");
        await desk.Tickets.AnswerAsync(desk.Ana, done, Says("Done."));
        await desk.Tickets.ResolveAsync(desk.Ana, done, "Done.");
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        await desk.Get<DeskCommands>().KeepPolicyAsync(desk.Sam, rules.Id, rules.SlaPolicies[0] with { Response = TimeSpan.FromMinutes(30) }, rules.SlaPolicies[0].Revision);
        await desk.DoDueWorkAsync();
        var pages = desk.Get<TicketPageQueries>();
        var clock = (await pages.DetailAsync(desk.Ana, open)).Clocks.Single(c => c.Kind is SlaKind.Response);
        Assert.Equal((TimeSpan.FromMinutes(30), 1), (clock.Terms.Target, clock.Recalculations.Count));
        var judged = (await pages.DetailAsync(desk.Ana, done)).Clocks.Single(c => c.Kind is SlaKind.Response);
        Assert.Equal((TimeSpan.FromHours(1), SlaOutcome.Met), (judged.Terms.Target, judged.Finish!.Outcome));
    }

    [Theory, BothDatabases]
    public async Task The_list_of_each_state_is_what_the_badges_say_and_the_first_due_comes_first(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        foreach (var what in new[] { "open", "answered", "closed late", "resolved", "trash", "answered", "open" }) await PlayAsync(desk, what);
        desk.Clock.Advance(TimeSpan.FromMinutes(50));
        await PlayAsync(desk, "open");
        var now = desk.Clock.GetUtcNow();
        var all = (await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, PageSize: 200))).Tickets;
        foreach (var state in Enum.GetValues<SlaState>())
        {
            var listed = await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, PageSize: 200, Sla: state, Now: now));
            Assert.Equal(all.Where(t => (t.Sla?.StateAt(now) ?? SlaState.Cancelled) == state).Select(t => t.Number).Order(), listed.Tickets.Select(t => t.Number).Order());
            Assert.True(listed.Total > 0 || state is SlaState.Cancelled, $"the scene has a ticket that is {state}");
        }
        var byDue = (await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, PageSize: 200, Order: TicketOrder.Due, Ascending: true))).Tickets.ToList();
        Assert.Equal(byDue.Select(t => t.Sla?.DueAt ?? DateTimeOffset.MaxValue).Order(), byDue.Select(t => t.Sla?.DueAt ?? DateTimeOffset.MaxValue));
    }

    private static async Task PlayAsync(TestDesk desk, string what)
    {
        var (id, _) = await desk.AddTicketAsync(what);
        if (what is "answered" or "resolved") await desk.Tickets.AnswerAsync(desk.Ana, id, Says("We look into it."));
        if (what is "resolved") await desk.Tickets.ResolveAsync(desk.Ana, id, "Done.");
        if (what is "closed late") { desk.Clock.Advance(TimeSpan.FromMinutes(61)); await desk.Tickets.CloseAsync(desk.Ana, id); }
        if (what is "trash") await desk.Tickets.PutAsideAsync(desk.Ana, id, isSpam: false);
    }

    /// <summary>One hour to answer, eight to the end, around the clock.</summary>
    private static async Task<TestDesk> OpenAsync(DatabaseKind kind)
    {
        var desk = await TestDesk.OpenAsync(kind, "psa");
        var commands = desk.Get<DeskCommands>();
        foreach (var policy in desk.Desk.SlaPolicies) await commands.RemovePolicyAsync(desk.Sam, desk.Desk.Id, policy.Id);
        var always = WorkCalendar.AroundTheClock(Guid.NewGuid(), "Always");
        await commands.KeepCalendarAsync(desk.Sam, desk.Desk.Id, always, null);
        await commands.KeepPolicyAsync(desk.Sam, desk.Desk.Id, new SlaPolicy { Id = Guid.NewGuid(), Name = "Quick", CalendarId = always.Id, Response = TimeSpan.FromHours(1), Resolution = TimeSpan.FromHours(8) }, null);
        await desk.DoDueWorkAsync();
        return desk;
    }

    private static async Task<List<string>> WarningsAsync(TestDesk desk, Guid ticketId)
    {
        await using var db = desk.OpenDatabase();
        return await db.Activities.Where(a => a.SubjectId == ticketId && a.Kind.StartsWith("Target")).OrderBy(a => a.Id).Select(a => a.Kind).ToListAsync();
    }
}
