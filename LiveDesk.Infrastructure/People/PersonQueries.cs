using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <param name="HasPassword">False until they chose one through their link.</param>
/// <param name="LinkUntil">A link waits to be used until then.</param>
public sealed record TeamMember(Guid Id, string Name, string Email, Role Role, DateTimeOffset? DeactivatedAt, bool HasPassword, DateTimeOffset? LinkUntil, IReadOnlyList<(Guid DeskId, Guid? DepartmentId)> Memberships);

public sealed class PersonQueries(DeskDatabase desk, TimeProvider clock)
{
    /// <summary>Everybody who works or worked here, by name; those who left last.</summary>
    public async Task<IReadOnlyList<TeamMember>> TeamAsync(Actor me, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var people = await db.People.AsNoTracking().Include(p => p.Memberships).ToListAsync(ct);
        var withPassword = (await db.Set<Account>().AsNoTracking().Where(a => a.PasswordHash != null).Select(a => a.Id).ToListAsync(ct)).ToHashSet();
        var links = (await db.Set<IdentityUserToken<Guid>>().AsNoTracking().ToListAsync(ct)).ToDictionary(t => t.UserId, PasswordLink.UntilOf);
        var now = clock.GetUtcNow();
        return [.. people.OrderBy(p => p.Deactivated is not null).ThenBy(p => p.Name, StringComparer.CurrentCultureIgnoreCase).Select(p => new TeamMember(
            p.Id, p.Name, p.Email, p.Role, p.Deactivated?.At, withPassword.Contains(p.Id),
            links.GetValueOrDefault(p.Id) is { } until && until > now ? until : null,
            [.. p.Memberships.Select(m => (m.DeskId, m.DepartmentId))]))];
    }
}
