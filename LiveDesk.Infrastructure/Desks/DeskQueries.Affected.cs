using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>What goes along when a department is closed.</summary>
/// <param name="Tickets">Also those in which it is a further one, and those in the trash.</param>
/// <param name="People">The departments of each of its people.</param>
/// <param name="Rules">Service levels and custom fields that name it.</param>
public sealed record DepartmentUse(int Tickets, IReadOnlyList<IReadOnlySet<Guid>> People, int CannedResponses, int Views, int Rules)
{
    /// <summary>How many of its people are not in that one yet.</summary>
    public int Joining(Guid into) => People.Count(departments => !departments.Contains(into));
}

/// <param name="Tickets">That this person would no longer see.</param>
public sealed record SightLoss(string Person, int Tickets);

/// <param name="Entries">Replies and notes of the desk's tickets that were marked with it.</param>
/// <param name="Times">What people wrote down of their time with it.</param>
public sealed record ActivityUse(int Entries, int Times);

// What a change of the desk's settings would do, before it does.
public sealed partial class DeskQueries
{
    /// <exception cref="RuleViolation">Only for who manages desks.</exception>
    public async Task<DepartmentUse> DepartmentUseAsync(Actor me, Desk rules, Guid departmentId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        return new DepartmentUse(
            await db.Tickets.CountAsync(t => t.DeskId == rules.Id && t.Merged == null && (t.DepartmentId == departmentId || t.ExtraDepartments.Any(d => d.DepartmentId == departmentId)), ct),
            [.. (await db.People.AsNoTracking().Include(p => p.Memberships).Where(p => p.Memberships.Any(m => m.DepartmentId == departmentId)).ToListAsync(ct)).Select(p => p.Memberships.Select(m => m.DepartmentId).OfType<Guid>().ToHashSet())],
            await db.CannedResponses.CountAsync(c => c.Scope == CannedScope.Department && c.OfId == departmentId, ct),
            await db.SavedViews.CountAsync(v => v.Scope == ViewScope.Department && v.OfId == departmentId, ct),
            rules.SlaPolicies.Count(p => p.Departments.Contains(departmentId)) + rules.Fields.Count(f => f.Departments.Contains(departmentId)));
    }

    /// <summary>Who would see less of the desk if departments limited sight, those who lose most first.</summary>
    /// <inheritdoc cref="DepartmentUseAsync"/>
    public async Task<IReadOnlyList<SightLoss>> SightLossAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var members = await db.People.AsNoTracking().Include(p => p.Memberships).Where(p => p.Deactivated == null && p.Role != Role.Admin && p.Role != Role.Supervisor && p.Memberships.Any(m => m.DeskId == deskId)).ToListAsync(ct);
        var losses = new List<SightLoss>();
        // Many people, few sets of departments: each set is counted once.
        foreach (var group in members.GroupBy(p => p.Memberships.Where(m => m.DeskId == deskId).Select(m => m.DepartmentId).OfType<Guid>().ToHashSet(), HashSet<Guid>.CreateSetComparer()))
        {
            List<Guid> seen = [.. group.Key];
            var lost = await db.Tickets.CountAsync(t => t.DeskId == deskId && t.Merged == null && !seen.Contains(t.DepartmentId) && !t.ExtraDepartments.Any(d => seen.Contains(d.DepartmentId)), ct);
            if (lost > 0) losses.AddRange(group.Select(p => new SightLoss(p.Name, lost)));
        }
        return [.. losses.OrderByDescending(l => l.Tickets).ThenBy(l => l.Person, StringComparer.CurrentCulture)];
    }

    /// <summary>How often each activity was written down on the desk, also those that it no longer offers.</summary>
    /// <inheritdoc cref="DepartmentUseAsync"/>
    public async Task<IReadOnlyDictionary<string, ActivityUse>> ActivityUseAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var entries = await db.Tickets.Where(t => t.DeskId == deskId).SelectMany(t => t.Entries).Where(e => e.ActivityType != null).GroupBy(e => e.ActivityType!).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        var times = await db.Tickets.Where(t => t.DeskId == deskId).Join(db.Set<TimeEntry>().Where(x => x.IsCurrent && x.Activity != null), t => t.Id, x => x.TicketId, (_, x) => x.Activity!).GroupBy(a => a).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct);
        return entries.Select(e => e.Key).Union(times.Select(t => t.Key)).ToDictionary(name => name, name => new ActivityUse(entries.Find(e => e.Key == name)?.Count ?? 0, times.Find(t => t.Key == name)?.Count ?? 0));
    }
}
