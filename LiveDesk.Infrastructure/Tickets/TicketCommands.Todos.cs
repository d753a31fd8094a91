using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// What is still to come: dates and to-dos.
public sealed partial class TicketCommands
{
    /// <summary>With null the date is taken away.</summary>
    public Task SetDateAsync(Actor me, Guid ticketId, TicketDate which, DateTimeOffset? at, Seen<DateTimeOffset?>? seen = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, seen, t => t.DateOf(which), (ticket, rules, now, before) => ticket.SetDate(me, which, at, rules, now, before), ct);

    public async Task AddTodoAsync(Actor me, Guid ticketId, TodoForm todo, CancellationToken ct = default)
    {
        var assignee = await AssigneeAsync(todo, ct);
        await ChangeTodosAsync(me, ticketId, (ticket, rules, now) =>
        {
            DemandSight(assignee, ticket);
            ticket.AddTodo(me, todo, rules, now);
        }, ct);
    }

    /// <param name="seen">It as the person saw it.</param>
    public async Task ChangeTodoAsync(Actor me, Guid ticketId, Guid todoId, TodoForm todo, TodoForm seen, CancellationToken ct = default)
    {
        var assignee = todo.AssigneeId == seen.AssigneeId ? null : await AssigneeAsync(todo, ct);
        await ChangeTodosAsync(me, ticketId, (ticket, rules, now) =>
        {
            DemandSight(assignee, ticket);
            ticket.ChangeTodo(me, todoId, todo, seen, rules, now);
        }, ct);
    }

    /// <summary>Also one of a ticket that was merged into this one: whoever sees the one that stays sees it there.</summary>
    public async Task TickTodoAsync(Actor me, Guid ticketId, Guid todoId, bool isDone, CancellationToken ct = default)
    {
        if (await MergedTodoAsync(me, ticketId, todoId, ct) is not { } merged)
        {
            await ChangeTodosAsync(me, ticketId, (ticket, rules, now) => ticket.TickTodo(me, todoId, isDone, rules, now), ct);
            return;
        }
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenForSystem();
            var ticket = await WithTodosAsync(db, merged, ct);
            ticket.TickTodo(me, todoId, isDone, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
            await db.CommitAsync(ct);
        });
    }

    /// <summary>The merged ticket that a to-do is on; null: it is on none of them.</summary>
    private async Task<Guid?> MergedTodoAsync(Actor me, Guid ticketId, Guid todoId, CancellationToken ct)
    {
        await using var db = desk.OpenFor(me);
        var held = MergedTickets.Links(db).Where(l => l.TicketId == ticketId && db.Tickets.Any(t => t.Id == ticketId)).Select(l => l.OtherId);
        return await db.Set<Todo>().Where(t => t.Id == todoId && held.Contains(t.TicketId)).Select(t => (Guid?)t.TicketId).SingleOrDefaultAsync(ct);
    }

    /// <param name="by">How many places: -1 is one up.</param>
    public Task ShiftTodoAsync(Actor me, Guid ticketId, Guid todoId, int by, CancellationToken ct = default) =>
        ChangeTodosAsync(me, ticketId, (ticket, rules, now) => ticket.ShiftTodo(me, todoId, by, rules, now), ct);

    public Task RemoveTodoAsync(Actor me, Guid ticketId, Guid todoId, CancellationToken ct = default) =>
        ChangeTodosAsync(me, ticketId, (ticket, rules, now) => ticket.RemoveTodo(me, todoId, rules, now), ct);

    /// <summary>The template's to-dos, below those that are there.</summary>
    public Task ApplyTemplateAsync(Actor me, Guid ticketId, Guid templateId, CancellationToken ct = default) =>
        ChangeTodosAsync(me, ticketId, (ticket, rules, now) => ticket.ApplyTemplate(me, templateId, rules, clock.LocalTimeZone, now), ct);

    private Task ChangeTodosAsync(Actor me, Guid ticketId, Action<Ticket, Desk, DateTimeOffset> verb, CancellationToken ct) => ChangeAsync(me, ticketId, verb, ct, withTodos: true);

    internal static async Task<Ticket> WithTodosAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        await db.Tickets.Include(t => t.ExtraDepartments).Include(t => t.Todos).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");

    private async Task<Actor?> AssigneeAsync(TodoForm todo, CancellationToken ct) =>
        todo.AssigneeId is { } id ? await catalogue.ActorAsync(id, ct) ?? throw new RuleViolation("This person no longer works here. Choose somebody else.", "assignee") : null;

    private static void DemandSight(Actor? assignee, Ticket ticket)
    {
        if (assignee is not null && !assignee.Sight.Covers(ticket.DeskId, ticket.Place.Departments)) throw new RuleViolation($"{assignee.Name} cannot see this ticket's department. Choose somebody who can.", "assignee");
    }
}
