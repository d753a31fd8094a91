using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <param name="May">What the role includes.</param>
/// <param name="Desks">Those of them that the one who asks sees, too.</param>
public sealed record Access(string Name, Role Role, bool IsActive, IReadOnlySet<Right> May, IReadOnlyList<DeskAccess> Desks);

/// <param name="Departments">Where they limit the sight: those that this person sees; null: the whole desk.</param>
/// <param name="OpenTickets">That this person sees, counted to <see cref="AccessQueries.MostCounted"/>.</param>
public sealed record DeskAccess(Guid DeskId, string Name, IReadOnlyList<string>? Departments, int OpenTickets);

public enum TicketAccessWhy { Administrator, Desk, Department, NotTheDesk, NotTheDepartment, NotActive }

/// <param name="Place">The desk, or the department, that decides.</param>
public sealed record TicketAccess(bool Sees, TicketAccessWhy Why, string Place);

/// <summary>
/// What somebody sees and may do, for whoever gives out roles and desks: read with that person's own sight, so that it is what they are
/// shown. Nobody acts as somebody else.
/// </summary>
public sealed class AccessQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    public const int MostCounted = 10_000;

    /// <exception cref="NotFoundException">There is no such person.</exception>
    public async Task<Access> OfAsync(Actor me, Guid personId, CancellationToken ct = default)
    {
        var (person, actor) = await FindAsync(me, personId, ct);
        await using var db = desk.OpenFor(actor);
        var desks = new List<DeskAccess>();
        foreach (var seen in (await catalogue.DesksOfAsync(actor, ct)).IntersectBy((await catalogue.DesksOfAsync(me, ct)).Select(d => d.Id), d => d.Id))
        {
            var open = await db.Tickets.Where(t => t.DeskId == seen.Id && t.Listing == Listing.Listed && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed).Take(MostCounted + 1).CountAsync(ct);
            desks.Add(new DeskAccess(seen.Id, seen.Name, actor.Sight.Covers(seen.Id, null) ? null : [.. seen.Departments.Where(d => actor.Sight.Departments.Contains(d.Id)).Select(d => d.Name)], open));
        }
        return new Access(person.Name, person.Role, person.Deactivated is null, Enum.GetValues<Right>().Where(r => actor.Role.Includes(r)).ToHashSet(), desks);
    }

    /// <summary>Whether this person sees a ticket, and which rule says so.</summary>
    /// <exception cref="NotFoundException">There is no such person, or the one who asks does not see the ticket.</exception>
    /// <exception cref="RuleViolation">It is no number of a ticket.</exception>
    public async Task<TicketAccess> OnTicketAsync(Actor me, Guid personId, string? number, CancellationToken ct = default)
    {
        var (person, actor) = await FindAsync(me, personId, ct);
        if (TicketNumber.Read(number ?? "") is not { } wanted) throw new RuleViolation("This is no number of a ticket. It looks like 1042 or TKT-7Q2M9X.", "number");
        await using var mine = desk.OpenFor(me);
        var ticket = await mine.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Number == wanted, ct) ?? throw new NotFoundException("ticket");
        await using var theirs = desk.OpenFor(actor);
        var sees = await theirs.Tickets.AnyAsync(t => t.Id == ticket.Id, ct);
        var home = await catalogue.DeskAsync(ticket.DeskId, ct);
        string Departments(Func<Guid, bool> which) => string.Join(", ", home.Departments.Where(d => ticket.Place.Departments.Contains(d.Id) && which(d.Id)).Select(d => d.Name));
        return (sees, person.Deactivated is not null, actor.Sight.All, actor.Sight.Covers(home.Id, null), actor.Sight.Covers(home.Id, [.. home.Departments.Select(d => d.Id)])) switch
        {
            (_, true, _, _, _) => new TicketAccess(false, TicketAccessWhy.NotActive, home.Name),
            (true, _, true, _, _) => new TicketAccess(true, TicketAccessWhy.Administrator, home.Name),
            (true, _, _, true, _) => new TicketAccess(true, TicketAccessWhy.Desk, home.Name),
            (true, _, _, _, _) => new TicketAccess(true, TicketAccessWhy.Department, Departments(actor.Sight.Departments.Contains)),
            (_, _, _, _, true) => new TicketAccess(false, TicketAccessWhy.NotTheDepartment, Departments(_ => true)),
            _ => new TicketAccess(false, TicketAccessWhy.NotTheDesk, home.Name),
        };
    }

    private async Task<(Person Person, Actor Actor)> FindAsync(Actor me, Guid personId, CancellationToken ct)
    {
        me.Demand(Right.ManageDesks);
        var person = await catalogue.PersonAsync(personId, ct) ?? throw new NotFoundException("person");
        return (person, await catalogue.ActorAsync(personId, ct) ?? Actor.Agent(person.Id, person.Name, Role.None, Sight.Nothing));
    }
}
