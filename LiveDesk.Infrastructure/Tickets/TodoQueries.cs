using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

public sealed record TodoRow(Guid Id, string Text, Guid? AssigneeId, DateOnly? DueOn, DateTimeOffset? LateAt, TodoDone? Done)
{
    public TodoForm Form => new(Text, AssigneeId, DueOn is { } day && LateAt is { } ends ? new TodoDay(day, ends) : null);
    public bool IsLate(DateTimeOffset now) => Done is null && LateAt <= now;
}

public sealed record TodoList(IReadOnlyList<TodoRow> Todos)
{
    public IEnumerable<TodoRow> Open => Todos.Where(t => t.Done is null);
}

public sealed class TodoQueries(DeskDatabase desk)
{
    /// <summary>All of a ticket, in their order.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TodoList> OfTicketAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!await db.Tickets.AnyAsync(t => t.Id == ticketId, ct)) throw new NotFoundException("ticket");
        var todos = await db.Tickets.AsNoTracking().Where(t => t.Id == ticketId).SelectMany(t => t.Todos).OrderBy(t => t.Order).ToListAsync(ct);
        return new TodoList(todos.ConvertAll(t => new TodoRow(t.Id, t.Text, t.AssigneeId, t.DueOn, t.LateAt, t.Done)));
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
        return await (await TicketQueries.MatchingAsync(db, all, ct)).Tickets.CountAsync(t => t.TodosDone < t.TodoCount, ct);
    }
}
