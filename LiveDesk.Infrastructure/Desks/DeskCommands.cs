using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Desks;

public sealed partial class DeskCommands(DeskDatabase desk, TimeProvider clock)
{
    public async Task<Guid> CreateAsync(Actor me, string slug, string name, string preset, CancellationToken ct = default)
    {
        me.Demand(Right.CreateDesks);
        var now = clock.GetUtcNow();
        var created = new Desk(Ids.New(now), slug, name, Presets.Named(preset), me, now, LocalZone.Name);
        await using var db = desk.OpenFor(me);
        if (await db.Desks.AnyAsync(d => d.Slug == created.Slug, ct)) throw new RuleViolation($"There is a desk with the address “{created.Slug}” already. Choose another.", "slug");
        db.Desks.Add(created);
        await db.CommitAsync(ct);
        return created.Id;
    }

    public Task RenameAsync(Actor me, Guid deskId, string name, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.Rename(me, name, clock.GetUtcNow()), ct);

    public Task ConfigureAsync(Actor me, Guid deskId, DeskSettings settings, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.Configure(me, settings, clock.GetUtcNow()), ct);

    /// <summary>Some of the settings: what somebody else saved a moment before stays.</summary>
    public Task ConfigureAsync(Actor me, Guid deskId, Func<DeskSettings, DeskSettings> change, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.Configure(me, change(d.Settings), clock.GetUtcNow()), ct);

    public Task AddDepartmentAsync(Actor me, Guid deskId, string name, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.AddDepartment(me, name, clock.GetUtcNow()), ct);

    /// <param name="seen">The name as the person saw it.</param>
    public Task RenameDepartmentAsync(Actor me, Guid deskId, Guid departmentId, string name, string? seen = null, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.RenameDepartment(me, departmentId, name, clock.GetUtcNow(), seen), ct);

    /// <param name="seen">The revision that the person had before them; null adds.</param>
    public Task KeepCalendarAsync(Actor me, Guid deskId, WorkCalendar calendar, int? seen, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.KeepCalendar(me, calendar, seen, clock.GetUtcNow()), ct);

    public Task RemoveCalendarAsync(Actor me, Guid deskId, Guid calendarId, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.RemoveCalendar(me, calendarId, clock.GetUtcNow()), ct);

    /// <inheritdoc cref="KeepCalendarAsync"/>
    public Task KeepPolicyAsync(Actor me, Guid deskId, SlaPolicy policy, int? seen, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.KeepPolicy(me, policy, seen, clock.GetUtcNow()), ct);

    public Task RemovePolicyAsync(Actor me, Guid deskId, Guid policyId, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.RemovePolicy(me, policyId, clock.GetUtcNow()), ct);

    public Task MovePolicyAsync(Actor me, Guid deskId, Guid policyId, bool earlier, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, d => d.MovePolicy(me, policyId, earlier, clock.GetUtcNow()), ct);

    /// <summary>Who changes the desk at the same moment does so first; this change is made on what the desk is then.</summary>
    private Task ChangeAsync(Actor me, Guid deskId, Action<Desk> verb, CancellationToken ct) => ChangeAsync(me, deskId, (_, found) => { verb(found); return Task.CompletedTask; }, ct);

    private async Task ChangeAsync(Actor me, Guid deskId, Func<DeskDb, Desk, Task> verb, CancellationToken ct)
    {
        // Somebody else changed the desk: once more, on what it is now.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var found = await DeskCatalogue.Whole(db.Desks).SingleOrDefaultAsync(d => d.Id == deskId, ct);
            if (found is null || !me.Sight.Covers(deskId, [.. found.Departments.Select(d => d.Id)])) throw new NotFoundException("desk");
            await verb(db, found);
            await db.CommitAsync(ct);
        });
    }
}
