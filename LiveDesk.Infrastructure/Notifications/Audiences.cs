using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>Who is meant: those who have a ticket, a department, those who lead a desk. Whether they may see it is asked after (<see cref="Notifying"/>).</summary>
public sealed class Audiences(DeskCatalogue catalogue)
{
    public static IReadOnlyList<Guid> WhoHas(Ticket ticket) => [.. ticket.Assignees.Select(a => a.PersonId).Prepend(ticket.OwnerId ?? Guid.Empty).Where(id => id != Guid.Empty).Distinct()];

    public static IReadOnlyList<Guid> WhoHasOrFollows(Ticket ticket) => [.. WhoHas(ticket).Union(ticket.Followers.Select(f => f.PersonId))];

    public static IReadOnlyList<Guid> WhoFollows(Ticket ticket) => [.. ticket.Followers.Select(f => f.PersonId)];

    /// <summary>Those, and who had or followed what was merged into the ticket: they hear of it where it goes on.</summary>
    internal static async Task<IReadOnlyList<Guid>> WhoHasOrFollowsAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var ids = await MergedTickets.Links(db).Where(l => l.TicketId == ticket.Id).Select(l => l.OtherId).ToListAsync(ct);
        if (ids.Count == 0) return WhoHasOrFollows(ticket);
        var merged = await db.Tickets.AsNoTracking().Include(t => t.Assignees).Include(t => t.Followers).AsSplitQuery().Where(t => ids.Contains(t.Id)).ToListAsync(ct);
        return [.. WhoHasOrFollows(ticket).Union(merged.SelectMany(WhoHasOrFollows))];
    }

    /// <summary>A department without people of its own is everybody's on the desk.</summary>
    public async Task<IReadOnlyList<Guid>> OfDepartmentsAsync(Guid deskId, IReadOnlyCollection<Guid> departments, CancellationToken ct)
    {
        var workers = await WorkersAsync(ct);
        var members = workers.Where(p => p.Memberships.Any(m => m.DepartmentId is { } d && departments.Contains(d))).ToList();
        if (members.Count == 0) members = workers.FindAll(p => p.Memberships.Any(m => m.DeskId == deskId));
        return members.ConvertAll(p => p.Id);
    }

    /// <summary>Supervisors and administrators of the desk; when it has none, the administrators.</summary>
    public async Task<IReadOnlyList<Guid>> LeadersAsync(Guid deskId, CancellationToken ct)
    {
        var leaders = (await WorkersAsync(ct)).FindAll(p => p.Role.Includes(Right.ManageDesks));
        var own = leaders.FindAll(p => p.Memberships.Any(m => m.DeskId == deskId));
        return (own.Count > 0 ? own : leaders.FindAll(p => p.Role is Role.Admin)).ConvertAll(p => p.Id);
    }

    /// <summary>Whom a note on a desk's ticket can name: everybody who works here, and the desk's departments.</summary>
    internal async Task<IReadOnlyList<(string Name, Named Who)>> NameableAsync(Desk desk, CancellationToken ct)
    {
        var named = new List<(string, Named)>();
        foreach (var person in (await catalogue.PeopleAsync(ct)).Where(p => p.Deactivated is null)) named.Add((person.Name, new Named(person.Name, [person.Id])));
        foreach (var department in desk.Departments) named.Add((department.Name, new Named(department.Name, await OfDepartmentsAsync(desk.Id, [department.Id], ct))));
        return named;
    }

    private async Task<List<Person>> WorkersAsync(CancellationToken ct) =>
        [.. (await catalogue.PeopleAsync(ct)).Where(p => p.Deactivated is null && p.Role.Includes(Right.WorkTickets))];
}

/// <summary>A person, or a department with its people.</summary>
internal sealed record Named(string Name, IReadOnlyList<Guid> People);
