using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <summary>Who works here, with which rights, on which desks.</summary>
public sealed class PersonCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Adds somebody. They choose their password through the link, which the administrator hands them.</summary>
    /// <exception cref="RuleViolation">The address is taken, or a field is not filled in well.</exception>
    public async Task<PasswordLink> InviteAsync(Actor me, string name, string email, Role role, IReadOnlyCollection<Guid> desks, CancellationToken ct = default)
    {
        var now = clock.GetUtcNow();
        var person = Person.Welcome(me, name, email, role, now);
        await using var db = desk.OpenFor(me);
        if (await db.People.AnyAsync(p => p.Email == person.Email, ct)) throw new RuleViolation($"Somebody with the address {person.Email} works here already.", "email");
        foreach (var deskId in desks) await JoinWholeAsync(me, person, deskId, now, ct);
        var link = PasswordLink.New(person.Id, now);
        db.AddRange(person, Account.Of(person), link.Kept());
        await db.CommitAsync(ct);
        return link;
    }

    /// <summary>A new link to choose a password; the one before it ends.</summary>
    public async Task<PasswordLink> RenewLinkAsync(Actor me, Guid personId, CancellationToken ct = default)
    {
        me.Demand(Right.ManagePeople);
        await using var db = desk.OpenFor(me);
        var person = await FindAsync(db, personId, ct);
        if (person.Deactivated is not null) throw new RuleViolation($"{person.Name} is deactivated. Reactivate them first.");
        var link = PasswordLink.New(personId, clock.GetUtcNow());
        if (await db.Set<IdentityUserToken<Guid>>().SingleOrDefaultAsync(PasswordLink.Of(personId), ct) is { } before) before.Value = link.Kept().Value;
        else db.Add(link.Kept());
        await db.CommitAsync(ct);
        return link;
    }

    public Task TakeRoleAsync(Actor me, Guid personId, Role role, CancellationToken ct = default) =>
        ChangeAsync(me, personId, (person, now) => person.TakeRole(me, role, now), ct);

    public Task RenameAsync(Actor me, Guid personId, string name, CancellationToken ct = default) =>
        ChangeAsync(me, personId, (person, now) => person.Rename(me, name, now), ct);

    /// <param name="departmentId">One department of the desk; null: the desk itself.</param>
    public async Task JoinAsync(Actor me, Guid personId, Guid deskId, Guid? departmentId, CancellationToken ct = default)
    {
        await DemandDeskAsync(me, deskId, departmentId, ct);
        await ChangeAsync(me, personId, (person, now) =>
        {
            // In a department, so on the desk: what lists members asks for the latter.
            person.Join(me, deskId, null, now);
            if (departmentId is not null) person.Join(me, deskId, departmentId, now);
        }, ct);
    }

    /// <param name="departmentId">One department; null: the whole desk.</param>
    public async Task LeaveAsync(Actor me, Guid personId, Guid deskId, Guid? departmentId, CancellationToken ct = default)
    {
        await DemandDeskAsync(me, deskId, departmentId, ct);
        await ChangeAsync(me, personId, (person, now) => person.Leave(me, deskId, departmentId, now), ct);
    }

    /// <summary>Signs them out everywhere, at once.</summary>
    public Task DeactivateAsync(Actor me, Guid personId, CancellationToken ct = default) => ChangeAsync(me, personId, (person, now) => person.Deactivate(me, now), async db =>
    {
        if (await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == personId, ct) is { } account) account.SignOutEverywhere();
    }, ct);

    public Task ReactivateAsync(Actor me, Guid personId, CancellationToken ct = default) =>
        ChangeAsync(me, personId, (person, now) => person.Reactivate(me, now), ct);

    private Task ChangeAsync(Actor me, Guid personId, Action<Person, DateTimeOffset> verb, CancellationToken ct) => ChangeAsync(me, personId, verb, _ => Task.CompletedTask, ct);

    /// <summary>Two who add the same membership at the same moment both get what they wanted.</summary>
    private async Task ChangeAsync(Actor me, Guid personId, Action<Person, DateTimeOffset> verb, Func<DeskDb, Task> also, CancellationToken ct)
    {
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var person = await FindAsync(db, personId, ct);
            var wasAdministrator = person.IsAdministrator;
            verb(person, clock.GetUtcNow());
            if (wasAdministrator && !person.IsAdministrator) await KeepAnAdministratorAsync(db, personId, ct);
            await also(db);
            await db.CommitAsync(ct);
        });
    }

    /// <summary>
    /// Two administrators who take the role from each other at the same moment meet at one row, which the save demands to be as it was read here:
    /// the second looks again, and sees that nobody would be left.
    /// </summary>
    private static async Task KeepAnAdministratorAsync(DeskDb db, Guid leaving, CancellationToken ct)
    {
        if (await db.Counters.SingleOrDefaultAsync(c => c.Name == Counter.AdministratorsLeft, ct) is { } met) met.Value++;
        else db.Counters.Add(new Counter { Name = Counter.AdministratorsLeft, Value = 1 });
        Person.DemandAdministrators(others: await db.People.AnyAsync(p => p.Id != leaving && p.Role == Role.Admin && p.Deactivated == null, ct));
    }

    private static async Task<Person> FindAsync(DeskDb db, Guid id, CancellationToken ct) =>
        await db.People.Include(p => p.Memberships).SingleOrDefaultAsync(p => p.Id == id, ct) ?? throw new NotFoundException("person");

    private async Task JoinWholeAsync(Actor me, Person person, Guid deskId, DateTimeOffset now, CancellationToken ct)
    {
        await DemandDeskAsync(me, deskId, null, ct);
        person.Join(me, deskId, null, now);
        foreach (var department in (await catalogue.DeskAsync(deskId, ct)).Departments) person.Join(me, deskId, department.Id, now);
    }

    /// <summary>A supervisor manages the desks that they see, and no others.</summary>
    private async Task DemandDeskAsync(Actor me, Guid deskId, Guid? departmentId, CancellationToken ct)
    {
        var found = await catalogue.DeskAsync(deskId, ct);
        if (!me.Sight.Covers(deskId, [.. found.Departments.Select(d => d.Id)])) throw new NotFoundException("desk");
        if (departmentId is { } id) found.Department(id);
    }
}
