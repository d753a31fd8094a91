using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="From">The number of the ticket that it is on, when that was merged into this one: there it can only be ticked.</param>
public sealed record TodoRow(Guid Id, string Text, Guid? AssigneeId, DateOnly? DueOn, DateTimeOffset? LateAt, TodoDone? Done, long? From = null)
{
    public TodoForm Form => new(Text, AssigneeId, DueOn is { } day && LateAt is { } ends ? new TodoDay(day, ends) : null);
    internal int Order { get; init; }
    public bool IsLate(DateTimeOffset now) => Done is null && LateAt <= now;
}

public sealed record TodoList(IReadOnlyList<TodoRow> Todos)
{
    public IEnumerable<TodoRow> Open => Todos.Where(t => t.Done is null);
}

public sealed class TodoQueries(DeskDatabase desk)
{
    /// <summary>All of a ticket, in their order; below them those of tickets merged into it.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TodoList> OfTicketAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!await db.Tickets.AnyAsync(t => t.Id == ticketId, ct)) throw new NotFoundException("ticket");
        var held = await MergedTickets.NumbersAsync(db, desk, ticketId, ct);
        List<Guid> tickets = [ticketId, .. held.Keys];
        var todos = await db.Set<Todo>().AsNoTracking().Where(t => tickets.Contains(t.TicketId)).ToListAsync(ct);
        return new TodoList([.. todos.Select(t => new TodoRow(t.Id, t.Text, t.AssigneeId, t.DueOn, t.LateAt, t.Done, t.TicketId == ticketId ? null : held[t.TicketId]) { Order = t.Order }).OrderBy(t => t.From ?? 0).ThenBy(t => t.Order)]);
    }

    /// <summary>How many of these tickets have something left to do.</summary>
    public async Task<int> UnfinishedAsync(Actor me, Guid deskId, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Tickets.CountAsync(t => t.DeskId == deskId && ids.Contains(t.Id) && t.TodosDone < t.TodoCount, ct);
    }

    /// <summary>The same of all that a list shows.</summary>
    public async Task<int> UnfinishedAsync(Actor me, TicketFilter all, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await (await TicketsFiltered.ByAsync(db, all, ct)).Tickets.CountAsync(t => t.TodosDone < t.TodoCount, ct);
    }
}
