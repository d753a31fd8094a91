using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Notifications;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>What is to be done on a ticket: by whom, until when, in which order, and who ticked it.</summary>
public sealed class TodoTests
{
    private static readonly TodoTemplate Onboarding = new(Ids.New(Monday), "New starter", [new("Order the laptop", 0), new("Call the manager", 2), new("Send the bill")]);

    [Fact]
    public void Adding_ticking_ordering_and_removing_are_counted_and_recorded_each_with_its_id_alone()
    {
        var desk = DeskOf("suite");
        var ticket = OpenedBy(Carla, desk);
        var (first, second, third) = (ticket.AddTodo(Ana, new TodoForm("  Measure "), desk, Monday), ticket.AddTodo(Ana, new TodoForm("Order", Ben.Id), desk, Monday), ticket.AddTodo(Ana, new TodoForm("Install"), desk, Monday));
        ticket.TickTodo(Ben, second.Id, true, desk, Monday.AddHours(1));
        ticket.TickTodo(Ana, second.Id, true, desk, Monday.AddHours(2));
        Assert.Equal((3, 1, new TodoDone(Ben.Id, Monday.AddHours(1))), (ticket.TodoCount, ticket.TodosDone, second.Done));
        ticket.ShiftTodo(Ana, third.Id, -5, desk, Monday);
        Assert.Equal(["Install", "Measure", "Order"], ticket.Todos.OrderBy(t => t.Order).Select(t => t.Text));
        ticket.ShiftTodo(Ana, third.Id, int.MaxValue, desk, Monday);
        Assert.Equal(["Measure", "Order", "Install"], ticket.Todos.OrderBy(t => t.Order).Select(t => t.Text));
        ticket.RemoveTodo(Ana, second.Id, desk, Monday);
        Assert.Equal((2, 0), (ticket.TodoCount, ticket.TodosDone));
        Assert.Equal([first.Id, second.Id, third.Id], ticket.FactsOf<TodoWasAdded>().Select(f => f.TodoId));
        Assert.Single(ticket.FactsOf<TodoWasDone>());
        Assert.Single(ticket.FactsOf<TodoWasRemoved>());
    }

    [Fact]
    public void What_nobody_may_do_or_mean_is_refused_in_words()
    {
        var desk = DeskOf("suite");
        var ticket = OpenedBy(Carla, desk);
        var todo = ticket.AddTodo(Ana, new TodoForm("Measure"), desk, Monday);
        foreach (var text in new[] { "", "  ", "\u200B", new string('x', TodoForm.LongestText + 1) }) Assert.Throws<RuleViolation>(() => ticket.AddTodo(Ana, new TodoForm(text), desk, Monday));
        foreach (var who in new[] { Kim, Carla, TheAssistant }) Assert.Throws<RuleViolation>(() => ticket.TickTodo(who, todo.Id, true, desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.TickTodo(Ana, Guid.NewGuid(), true, desk, Monday));
        var seen = todo.Form;
        ticket.ChangeTodo(Ana, todo.Id, new TodoForm("Measure twice"), seen, desk, Monday);
        Assert.Contains("Measure twice", Assert.Throws<RuleViolation>(() => ticket.ChangeTodo(Ben, todo.Id, new TodoForm("Cut"), seen, desk, Monday)).Message, StringComparison.Ordinal);
        for (var i = ticket.TodoCount; i < Ticket.MostTodos; i++) ticket.AddTodo(Ana, new TodoForm($"{i}"), desk, Monday);
        Assert.Throws<RuleViolation>(() => ticket.AddTodo(Ana, new TodoForm("One more"), desk, Monday));
        ticket.PutAside(Ana, isSpam: false, desk, Monday);
        Assert.Throws<RuleViolation>(() => ticket.TickTodo(Ana, todo.Id, true, desk, Monday));
    }

    [Fact]
    public void A_template_comes_with_its_days_and_a_days_end_is_midnight_where_people_work()
    {
        var desk = DeskOf("suite");
        desk.Configure(Sam, desk.Settings with { TodoTemplates = [Onboarding] }, Monday);
        var berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var ticket = OpenedBy(Carla, desk);
        ticket.ApplyTemplate(Ana, Onboarding.Id, desk, berlin, Monday);
        Assert.Equal(["Order the laptop", "Call the manager", "Send the bill"], ticket.Todos.OrderBy(t => t.Order).Select(t => t.Text));
        Assert.Equal([new DateOnly(2026, 3, 2), new DateOnly(2026, 3, 4), null], ticket.Todos.OrderBy(t => t.Order).Select(t => t.DueOn));
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 23, 0, 0, TimeSpan.Zero), ticket.Todos[0].LateAt);
        // In summer an hour earlier; and where midnight does not exist, the day ends with the first minute that does.
        Assert.Equal(new DateTimeOffset(2026, 7, 1, 22, 0, 0, TimeSpan.Zero), TodoDay.Of(new DateOnly(2026, 7, 1), berlin).EndsAt);
        Assert.Equal(new DateTimeOffset(2026, 9, 6, 4, 0, 0, TimeSpan.Zero), TodoDay.Of(new DateOnly(2026, 9, 5), TimeZoneInfo.FindSystemTimeZoneById("America/Santiago")).EndsAt);
        Assert.Throws<RuleViolation>(() => desk.Configure(Sam, desk.Settings with { TodoTemplates = [Onboarding, Onboarding with { Id = Guid.NewGuid(), Name = "NEW STARTER" }] }, Monday));
        Assert.Throws<RuleViolation>(() => desk.Configure(Sam, desk.Settings with { TodoTemplates = [Onboarding with { Lines = [new("  ")] }] }, Monday));
    }

    [Theory, BothDatabases]
    public async Task A_late_to_do_is_told_to_its_assignee_once_over_a_restart_and_not_when_it_is_done(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (id, _) = await desk.AddTicketAsync("The scales", by: desk.Ana);
        var day = TodoDay.In(1, desk.Clock.GetUtcNow(), TimeZoneInfo.Local);
        await desk.Tickets.AddTodoAsync(desk.Ana, id, new TodoForm("Calibrate", desk.Ben.Id, day));
        await desk.Tickets.AddTodoAsync(desk.Ana, id, new TodoForm("Clean", desk.Ben.Id, day));
        await desk.Tickets.AddTodoAsync(desk.Ana, id, new TodoForm("Nobody's", null, day));
        var todos = (await desk.Get<TodoQueries>().OfTicketAsync(desk.Ana, id)).Todos;
        await desk.Tickets.TickTodoAsync(desk.Ben, id, todos[1].Id, true);
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(day.EndsAt - TimeSpan.FromSeconds(1) - restarted.Clock.GetUtcNow());
        Assert.Empty(await restarted.UnreadOfAsync(restarted.Ben));
        restarted.Clock.Advance(TimeSpan.FromDays(3));
        await restarted.DoDueWorkAsync();
        var line = Assert.Single((await restarted.BellOfAsync(restarted.Ben)).Lines);
        Assert.Equal((NotificationKind.Reminder, "TodoLate", 1), (line.Kind, line.TextKey, line.Count));
        Assert.Empty((await restarted.BellOfAsync(restarted.Ana)).Lines);
        Assert.True((await restarted.Get<TodoQueries>().OfTicketAsync(restarted.Ben, id)).Todos[0].IsLate(restarted.Clock.GetUtcNow()));
    }

    [Theory, BothDatabases]
    public async Task A_new_ticket_of_the_templates_category_has_its_to_dos_and_lists_count_them_for_those_who_see_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var category = desk.Desk.Categories[0].Id;
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, s => s with { TodoTemplates = [Onboarding with { CategoryId = category }] });
        var (id, _) = await desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, new NewTicket { Subject = "Eva starts", Channel = Channel.Email, RequesterName = "Carla", CategoryId = category });
        var todos = (await desk.Get<TodoQueries>().OfTicketAsync(desk.Ben, id)).Todos;
        Assert.Equal(Onboarding.Lines.Select(l => l.Text), todos.Select(t => t.Text));
        await Task.WhenAll(todos.Take(2).Select(t => desk.Tickets.TickTodoAsync(desk.Ben, id, t.Id, true)));
        Assert.Equal((3, 2), Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id))).Tickets).Plan is { } plan ? (plan.Todos, plan.TodosDone) : default);
        Assert.Equal(1, await desk.Get<TodoQueries>().UnfinishedAsync(desk.Ana, desk.Desk.Id, [id]));
        Assert.Equal(1, await desk.Get<TodoQueries>().UnfinishedAsync(desk.Ana, new TicketFilter(desk.Desk.Id)));
        Assert.Equal(0, await desk.Get<TodoQueries>().UnfinishedAsync(desk.Ola, desk.Desk.Id, [id]));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<TodoQueries>().OfTicketAsync(desk.Ola, id));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.TickTodoAsync(desk.Ola, id, todos[2].Id, true));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AddTodoAsync(desk.Ana, id, new TodoForm("For Ola", desk.Ola.Id)));
        // It warns, and keeps nobody from it.
        await desk.Tickets.CloseAsync(desk.Ana, id);
        await using var db = desk.OpenDatabase();
        Assert.Equal(2, await db.Activities.CountAsync(a => a.SubjectId == id && a.Kind == nameof(TodoWasDone)));
    }
}
