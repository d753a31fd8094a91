using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Replies;

internal static class ReplyModel
{
    /// <summary>
    /// A desk's are for everybody who sees a part of it, a department's for those who see the department. Whose the personal ones are, the sight
    /// does not know: <see cref="CannedResponseQueries.IsFor"/> does.
    /// </summary>
    public static void Build(ModelBuilder model, DeskDb db) => model.Entity<CannedResponse>(e =>
    {
        e.HasIndex(x => new { x.OfId, x.NameKey }).IsUnique();
        e.HasIndex(x => x.NameKey);
        e.Property(x => x.Version).IsConcurrencyToken();
        e.Ignore(x => x.Place);
        e.Property(x => x.Actions).IsJson();
        e.HasQueryFilter(DeskDbModel.Sight, c => db.SightAll
            || (c.Scope == CannedScope.Personal ? db.SightStaff
                : EF.Parameter(db.SightDesks).Contains(c.DeskId!.Value)
                || (c.Scope == CannedScope.Department ? EF.Parameter(db.SightDepartments).Contains(c.OfId) : db.Set<Department>().Any(d => d.DeskId == c.DeskId && EF.Parameter(db.SightDepartments).Contains(d.Id)))));
    });
}
