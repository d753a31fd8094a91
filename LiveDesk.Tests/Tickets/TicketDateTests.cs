using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Notifications;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>The day to look after a ticket again, and the day until which something is to be done: they remind, and change nothing.</summary>
public sealed class TicketDateTests
{
    [Fact]
    public void A_date_reminds_once_at_its_moment_and_leaves_the_status_alone()
    {
        var desk = DeskOf("suite");
        var ticket = OpenedBy(Carla, desk);
        ticket.SetDate(Ana, TicketDate.FollowUp, Monday.AddDays(3), desk, Monday);
        ticket.SetDate(Ben, TicketDate.ActionRequired, Monday.AddDays(1), desk, Monday);
        Assert.Equal(Monday.AddDays(1), ticket.NextReminderAt);
        ticket.LetTimePass(desk, Monday.AddDays(1).AddTicks(-1));
        Assert.Empty(ticket.FactsOf<TicketDateFellDue>());
        var status = ticket.StatusId;
        for (var i = 0; i < 3; i++) ticket.LetTimePass(desk, Monday.AddDays(4));
        Assert.Equal([(TicketDate.FollowUp, Ana.Id), (TicketDate.ActionRequired, Ben.Id)], ticket.FactsOf<TicketDateFellDue>().Select(f => (f.Which, f.SetBy)));
        Assert.Equal((status, null), (ticket.StatusId, ticket.NextReminderAt));
    }

    [Fact]
    public void Taking_it_away_or_closing_the_ticket_cancels_the_reminder_and_reopening_brings_it_back()
    {
        var desk = DeskOf("suite");
        var (cleared, closed) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        foreach (var ticket in new[] { cleared, closed }) ticket.SetDate(Ana, TicketDate.FollowUp, Monday.AddDays(3), desk, Monday);
        cleared.SetDate(Ana, TicketDate.FollowUp, null, desk, Monday);
        closed.Close(Ana, desk, Monday);
        foreach (var ticket in new[] { cleared, closed })
        {
            Assert.Null(ticket.NextReminderAt);
            ticket.LetTimePass(desk, Monday.AddDays(9));
            Assert.Empty(ticket.FactsOf<TicketDateFellDue>());
        }
        closed.Reopen(Ana, desk, Monday.AddDays(1));
        Assert.Equal(Monday.AddDays(3), closed.NextReminderAt);
    }

    [Fact]
    public void A_moment_that_has_passed_a_finished_ticket_and_a_colleagues_newer_date_are_refused_in_words()
    {
        var desk = DeskOf("suite");
        var ticket = OpenedBy(Carla, desk);
        Assert.Equal("date", Assert.Throws<RuleViolation>(() => ticket.SetDate(Ana, TicketDate.FollowUp, Monday, desk, Monday)).Field);
        ticket.SetDate(Ana, TicketDate.FollowUp, Monday.AddDays(2), desk, Monday);
        var told = Assert.Throws<ChangedMeanwhile>(() => ticket.SetDate(Ben, TicketDate.FollowUp, Monday.AddDays(5), desk, Monday, new Seen<DateTimeOffset?>(null)));
        Assert.Equal((TicketField.FollowUp, (object)Monday.AddDays(2)), (told.Field, told.Theirs));
        ticket.Close(Ana, desk, Monday);
        Assert.Throws<RuleViolation>(() => ticket.SetDate(Ana, TicketDate.ActionRequired, Monday.AddDays(5), desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.SetDate(Kim, TicketDate.FollowUp, null, desk, Monday));
    }

    [Theory, BothDatabases]
    public async Task After_a_restart_it_reminds_when_it_would_have_and_once_and_of_two_nodes_one_does(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (own, _) = await desk.AddTicketAsync("Carla's quote", by: desk.Ben);
        var (nobodys, _) = await desk.AddTicketAsync("The catalogue", by: desk.Ben);
        await desk.Tickets.AssignAsync(desk.Ben, own, desk.Ana.Id, notify: false);
        var at = desk.Clock.GetUtcNow().AddDays(2);
        await desk.Tickets.SetDateAsync(desk.Ben, own, TicketDate.FollowUp, at);
        await desk.Tickets.SetDateAsync(desk.Ben, nobodys, TicketDate.ActionRequired, at);
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        await restarted.DoDueWorkAsync();
        Assert.Empty(await restarted.UnreadOfAsync(restarted.Ana));
        foreach (var node in new[] { restarted, desk }) node.Clock.Advance(at - node.Clock.GetUtcNow());
        await Task.WhenAll(restarted.DoDueWorkAsync(), desk.DoDueWorkAsync());
        await restarted.DoDueWorkAsync();

        var (anas, bens) = (Assert.Single((await restarted.BellOfAsync(restarted.Ana)).Lines), Assert.Single((await restarted.BellOfAsync(restarted.Ben)).Lines));
        Assert.Equal((NotificationKind.Reminder, "FollowUp", own), (anas.Kind, anas.TextKey, anas.SubjectId));
        Assert.Equal((NotificationKind.Reminder, "ActionRequired", nobodys), (bens.Kind, bens.TextKey, bens.SubjectId));
        await using var db = desk.OpenDatabase();
        Assert.Equal(2, await db.Activities.CountAsync(a => a.Kind == nameof(TicketDateFellDue)));
    }

    [Theory, BothDatabases]
    public async Task The_list_finds_what_is_due_and_sorts_by_the_day_to_look_again(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var now = desk.Clock.GetUtcNow();
        var days = new Dictionary<string, Guid>();
        foreach (var (subject, at) in new[] { ("Passed", now.AddMinutes(1)), ("Today", TodoDay.In(0, now, TimeZoneInfo.Local).EndsAt.AddSeconds(-1)), ("This week", now.AddDays(3)), ("Later", now.AddDays(20)) })
        {
            (days[subject], _) = await desk.AddTicketAsync(subject);
            await desk.Tickets.SetDateAsync(desk.Ana, days[subject], subject == "Today" ? TicketDate.ActionRequired : TicketDate.FollowUp, at);
        }
        var (none, _) = await desk.AddTicketAsync("No date");
        await desk.Tickets.SetDateAsync(desk.Ana, days["Later"], TicketDate.ActionRequired, now.AddDays(25));
        var filter = new TicketFilter(desk.Desk.Id, Now: now.AddMinutes(2));
        async Task<IEnumerable<string>> DueAsync(TicketDue due) => (await desk.TicketQueries.ListAsync(desk.Ana, filter with { Due = due })).Tickets.Select(t => t.Subject).Order();
        Assert.Equal(["Passed"], await DueAsync(TicketDue.Overdue));
        Assert.Equal(["Passed", "Today"], await DueAsync(TicketDue.Today));
        Assert.Equal(["Passed", "This week", "Today"], await DueAsync(TicketDue.Week));
        await desk.Tickets.CloseAsync(desk.Ana, days["Passed"]);
        Assert.Empty(await DueAsync(TicketDue.Overdue));
        var sorted = (await desk.TicketQueries.ListAsync(desk.Ana, filter with { Order = TicketOrder.FollowUp, Ascending = true })).Tickets.Select(t => t.Subject).ToList();
        Assert.Equal(["Passed", "This week", "Later"], sorted.Take(3));
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Ola, filter with { Due = TicketDue.Week })).Tickets);
        Assert.Contains((await desk.TicketQueries.ListAsync(desk.Ana, filter)).Tickets, t => t.Id == none && t.Plan is null);
    }
}
