using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <param name="IsDepartment">Its people are told; the id is the department's.</param>
public sealed record Mentionable(Guid Id, string Name, bool IsDepartment);

/// <summary>Whom a note on a ticket can name. A name grants nothing: whoever may not see the ticket is told nothing.</summary>
public sealed class MentionQueries(DeskDatabase desk, DeskCatalogue catalogue, Audiences audiences)
{
    /// <summary>People, then departments in which somebody may see the ticket, each by name; not the asker.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<IReadOnlyList<Mentionable>> ForTicketAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        var (home, mayBeTold) = await WhoMayBeToldAsync(me, ticketId, ct);
        var people = mayBeTold.Values.Where(p => p.Id != me.Id && p.Role.Includes(Right.WorkTickets)).OrderBy(p => p.Name, StringComparer.CurrentCulture).Select(p => new Mentionable(p.Id!.Value, p.Name, false));
        var departments = new List<Mentionable>();
        foreach (var department in home.Departments.OrderBy(d => d.Name, StringComparer.CurrentCulture))
            if ((await audiences.OfDepartmentsAsync(home.Id, [department.Id], ct)).Any(id => id != me.Id && mayBeTold.ContainsKey(id))) departments.Add(new Mentionable(department.Id, department.Name, true));
        return [.. people, .. departments];
    }

    /// <summary>Those whom a note names in vain, because they may not see its ticket: its writer is to know.</summary>
    public async Task<IReadOnlyList<string>> InVainAsync(Actor me, Guid ticketId, string note, CancellationToken ct = default)
    {
        if (!Mentions.MayBeIn(note)) return [];
        var (home, mayBeTold) = await WhoMayBeToldAsync(me, ticketId, ct);
        return [.. Mentions.In(note, await audiences.NameableAsync(home, ct)).Where(n => n.People.Count > 0 && !n.People.Any(mayBeTold.ContainsKey)).Select(n => n.Name).Distinct()];
    }

    private async Task<(Domain.Desks.Desk Home, Dictionary<Guid, Actor> MayBeTold)> WhoMayBeToldAsync(Actor me, Guid ticketId, CancellationToken ct)
    {
        await using var db = desk.OpenFor(me);
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        var everybody = await catalogue.ActorsAsync(ct);
        return (await catalogue.DeskAsync(ticket.DeskId, ct), everybody.Where(p => p.Value.Sight.Covers(ticket.DeskId, ticket.Place.Departments)).ToDictionary());
    }
}
