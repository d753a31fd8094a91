using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <param name="HasPassword">False until they chose one through their link.</param>
/// <param name="LinkUntil">A link waits to be used until then.</param>
public sealed record TeamMember(Guid Id, string Name, string Email, Role Role, DateTimeOffset? DeactivatedAt, bool HasPassword, DateTimeOffset? LinkUntil, IReadOnlyList<(Guid DeskId, Guid? DepartmentId)> Memberships);

public sealed record TeamList(IReadOnlyList<TeamMember> Members, int Total, int Page, int Pages);

public sealed class PersonQueries(DeskDatabase desk, TimeProvider clock)
{
    public const int PageSize = 25;

    /// <summary>Everybody who works or worked here, by name as the reader's language sorts them; those who left last.</summary>
    public async Task<TeamList> TeamAsync(Actor me, int page = 1, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var everybody = await db.People.Select(p => new { p.Id, p.Name, Left = p.Deactivated != null }).ToListAsync(ct);
        var pages = Math.Max(1, (everybody.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var shown = everybody.OrderBy(p => p.Left).ThenBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase).ThenBy(p => p.Id).Skip((page - 1) * PageSize).Take(PageSize).Select(p => p.Id).ToList();
        return new TeamList(await MembersAsync(db, shown, ct), everybody.Count, page, pages);
    }

    private async Task<IReadOnlyList<TeamMember>> MembersAsync(DeskDb db, List<Guid> shown, CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Include(p => p.Memberships).Where(p => shown.Contains(p.Id)).ToListAsync(ct);
        var withPassword = (await db.Set<Account>().Where(a => a.PasswordHash != null && shown.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct)).ToHashSet();
        var links = (await db.Set<IdentityUserToken<Guid>>().AsNoTracking().Where(t => shown.Contains(t.UserId)).ToListAsync(ct)).ToDictionary(t => t.UserId, PasswordLink.UntilOf);
        var now = clock.GetUtcNow();
        return [.. people.OrderBy(p => shown.IndexOf(p.Id)).Select(p => new TeamMember(
            p.Id, p.Name, p.Email, p.Role, p.Deactivated?.At, withPassword.Contains(p.Id),
            links.GetValueOrDefault(p.Id) is { } until && until > now ? until : null,
            [.. p.Memberships.Select(m => (m.DeskId, m.DepartmentId))]))];
    }
}
