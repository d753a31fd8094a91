using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Tests.Notifications;

/// <summary>What those hear who follow a ticket, and who is told when tickets are given away or a supplier is late.</summary>
public sealed class FollowerTests
{
    [Theory, BothDatabases]
    public async Task What_was_merged_away_in_two_steps_is_read_where_it_ended(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (first, second, third) = (await desk.LoggedAsync("First", desk.Ana), await desk.LoggedAsync("Second"), await desk.LoggedAsync("Third"));
        await desk.CarlaWritesAsync(first);
        await desk.DoDueWorkAsync();
        await desk.Tickets.MergeAsync(desk.Ben, first, second);
        await desk.Tickets.MergeAsync(desk.Ben, second, third);
        Assert.Equal([(NotificationKind.CustomerReplied, 1)], await desk.UnreadOfAsync(desk.Ana));
        await desk.Get<NotificationCommands>().SeeAsync(desk.Ana, third);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task Who_follows_a_ticket_hears_of_replies_notes_and_its_end_and_who_does_not_hears_nothing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ticket = await desk.LoggedAsync("The gate", desk.Ben);
        await desk.Tickets.FollowAsync(desk.Ana, ticket, desk.Ana.Id!.Value);
        await desk.Tickets.AnswerAsync(desk.Ben, ticket, new NewEntry("On our way."));
        Assert.Equal([(NotificationKind.ColleagueWrote, 1)], await desk.UnreadOfAsync(desk.Ana));
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry("Bring a ladder."));
        Assert.Equal([(NotificationKind.ColleagueWrote, 2)], await desk.UnreadOfAsync(desk.Ana));
        // Named in a note, she is told that and not twice.
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry("@Ana, have you got the key?"));
        Assert.Equal([(NotificationKind.ColleagueWrote, 2), (NotificationKind.Mentioned, 1)], (await desk.UnreadOfAsync(desk.Ana)).OrderBy(n => n.Kind is NotificationKind.Mentioned));
        await desk.Get<NotificationCommands>().SeeAsync(desk.Ana, ticket);
        await desk.Tickets.ResolveAsync(desk.Ben, ticket, "A new motor.");
        var line = Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines, l => !l.IsRead);
        Assert.Equal((NotificationKind.StatusChanged, "Resolved", "Ben"), (line.Kind, line.TextKey, line.By));
        // Nobody is told of their own, and no longer following is no longer hearing.
        Assert.Empty(await desk.UnreadOfAsync(desk.Ben));
        await desk.Get<NotificationCommands>().SeeAsync(desk.Ana, ticket);
        await desk.Tickets.UnfollowAsync(desk.Ana, ticket, desk.Ana.Id.Value);
        await desk.Tickets.ReopenAsync(desk.Ben, ticket);
        await desk.Tickets.AnswerAsync(desk.Ben, ticket, new NewEntry("Once more."));
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task Who_follows_a_ticket_that_moves_to_where_they_see_nothing_hears_nothing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var ticket = await desk.LoggedAsync("An invoice", desk.Ben, department: "Billing");
        await desk.Tickets.FollowAsync(desk.Ben, ticket, desk.Ola.Id!.Value);
        await desk.Tickets.AnswerAsync(desk.Ben, ticket, new NewEntry("We look into it."));
        Assert.Equal([(NotificationKind.ColleagueWrote, 1)], await desk.UnreadOfAsync(desk.Ola));
        await desk.Tickets.MoveToDepartmentAsync(desk.Ben, ticket, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        await desk.Tickets.AnswerAsync(desk.Ben, ticket, new NewEntry("Moved."));
        Assert.Equal(0, (await desk.BellOfAsync(desk.Ola)).Total);
    }

    [Theory, BothDatabases]
    public async Task Without_the_tick_neither_a_bulk_action_nor_a_further_assignee_is_told(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (first, second) = (await desk.LoggedAsync("First"), await desk.LoggedAsync("Second"));
        var bulk = desk.Get<BulkCommands>();
        await bulk.StartAsync(desk.Ben, desk.Desk.Id, new BulkChange(BulkKind.Assignee, desk.Ana.Id, Notify: false), [first]);
        await desk.Tickets.AddAssigneeAsync(desk.Ben, second, desk.Ana.Id!.Value, notify: false);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
        await bulk.StartAsync(desk.Ben, desk.Desk.Id, new BulkChange(BulkKind.Assignee, desk.Ana.Id), [second]);
        Assert.Equal([(NotificationKind.Assigned, 1)], await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task The_day_by_which_a_supplier_was_to_answer_reminds_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var works = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Pumpworks", null, isSupplier: true);
        var ticket = await desk.LoggedAsync("The pump", desk.Ana);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(desk.Clock.GetUtcNow(), TimeZoneInfo.Local).DateTime).AddDays(1);
        await desk.Tickets.AddSupplierAsync(desk.Ben, ticket, works, dueOn: day);
        desk.Clock.Advance(TimeSpan.FromDays(3));
        async Task<NotificationLine> ReminderAsync() => Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines, l => l.Kind is NotificationKind.Reminder && !l.IsRead);
        Assert.Equal((Notifier.SupplierLate, 1), ((await ReminderAsync()).TextKey, (await ReminderAsync()).Count));
        desk.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, (await ReminderAsync()).Count);
        // Another day is another reminder.
        await desk.Get<NotificationCommands>().ReadAllAsync(desk.Ana);
        await desk.Tickets.ExpectOfSupplierAsync(desk.Ben, ticket, works, null, day.AddDays(9));
        desk.Clock.Advance(TimeSpan.FromDays(9));
        Assert.Equal(1, (await ReminderAsync()).Count);
    }
}
