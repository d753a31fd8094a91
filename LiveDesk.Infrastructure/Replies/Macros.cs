using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Replies;

/// <summary>The macros that somebody chose, ready to be applied to one ticket in the save in which the rest of it is done.</summary>
internal sealed class Macros
{
    private readonly IReadOnlyList<MacroActions> _actions;
    private readonly IReadOnlyDictionary<Guid, Actor> _people;

    /// <summary>As whoever applies them left the tick beside the assignee.</summary>
    private readonly bool _notify;

    private Macros(IReadOnlyList<MacroActions> actions, IReadOnlyDictionary<Guid, Actor> people, bool notify) => (_actions, _people, _notify) = (actions, people, notify);

    /// <param name="of">Whose own macros may be among them.</param>
    /// <returns>Null: there are none.</returns>
    /// <exception cref="RuleViolation">One was deleted, or does something else by now.</exception>
    public static async Task<Macros?> ReadAsync(DeskDb db, DeskCatalogue catalogue, Actor of, IReadOnlyList<MacroChoice>? chosen, CancellationToken ct)
    {
        if (chosen is not { Count: > 0 }) return null;
        var ids = chosen.Select(c => c.Id).ToList();
        var found = await db.CannedResponses.AsNoTracking().Where(CannedResponseQueries.IsFor(of)).Where(c => ids.Contains(c.Id)).ToDictionaryAsync(c => c.Id, ct);
        var actions = new List<MacroActions>();
        foreach (var choice in chosen)
        {
            if (!found.TryGetValue(choice.Id, out var macro)) throw new RuleViolation("A macro that you chose was deleted meanwhile. Take it out, or choose another one.", "macro");
            if (macro.Version != choice.Version) throw new RuleViolation($"The macro “{macro.Name}” was changed meanwhile. Take it out and choose it again, to see what it does now.", "macro");
            if (macro.Actions is { } does) actions.Add(does);
        }
        var isOff = await db.NotificationSettings.AnyAsync(s => s.PersonId == of.Id && !s.TellsAssignee, ct);
        return new Macros(actions, await catalogue.ActorsAsync(ct), !isOff);
    }

    /// <summary>Where they take the ticket; null: nowhere.</summary>
    public MoveWithIt? Move => _actions.LastOrDefault(a => a.StatusId is not null)?.StatusId is { } to ? new MoveWithIt(to, new MoveDetails()) : null;

    /// <summary>What of the ticket they need besides.</summary>
    public async Task LoadAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var entry = db.Entry(ticket);
        await entry.Collection(t => t.Tags).LoadAsync(ct);
        await entry.Collection(t => t.Assignees).LoadAsync(ct);
        await entry.Collection(t => t.Followers).LoadAsync(ct);
    }

    public void Apply(Actor me, Ticket ticket, Desk desk, DateTimeOffset now)
    {
        foreach (var does in _actions) ticket.Apply(me, does, id => _people.GetValueOrDefault(id)?.Sight.Covers(ticket.DeskId, ticket.Place.Departments) is true, desk, now, _notify);
    }
}
