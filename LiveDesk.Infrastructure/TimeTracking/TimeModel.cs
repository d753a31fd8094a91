using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.TimeTracking;

internal static class TimeModel
{
    public static void Build(ModelBuilder model, DeskDb db)
    {
        model.Entity<TimeEntry>(e =>
        {
            e.ToTable("TimeEntries");
            e.HasIndex(x => new { x.TicketId, x.IsCurrent });
            e.HasIndex(x => new { x.Day, x.Id });
            e.HasIndex(x => new { x.PersonId, x.Day });
            // Of two corrections at the same moment one looks again.
            e.HasIndex(x => new { x.OriginId, x.Revision }).IsUnique();
            // Read through their tickets, whose sight is theirs; a customer sees none.
            e.HasQueryFilter(DeskDbModel.Sight, x => db.SightContact == null);
        });
        model.Entity<WorkTimer>(e =>
        {
            e.ToTable("WorkTimers");
            e.HasKey(x => x.PersonId);
            e.HasIndex(x => x.TicketId);
            e.Property(x => x.Version).IsConcurrencyToken();
        });
    }
}
