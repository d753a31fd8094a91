using LiveDesk.Domain.Notifications;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

internal static class NotificationModel
{
    /// <summary>Sight does not know whose a notification is, nor where its ticket stands: <see cref="NotificationQueries"/> reads each through both.</summary>
    public static void Build(ModelBuilder model)
    {
        model.Entity<Notification>(e =>
        {
            e.ToTable("Notifications");
            e.HasIndex(x => new { x.PersonId, x.EventId, x.Kind }).IsUnique();
            e.HasIndex(x => new { x.PersonId, x.ReadAt, x.At });
            e.HasIndex(x => new { x.PersonId, x.SubjectId });
            e.HasIndex(x => x.At).HasFilter("\"ReadAt\" IS NOT NULL");
        });
        model.Entity<NotificationSettings>(e =>
        {
            e.ToTable("NotificationSettings");
            e.HasKey(x => x.PersonId);
            e.Property(x => x.Ways).IsJson();
        });
    }
}
