using LiveDesk.Domain.Notifications;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>Once a day: notifications that were read long ago go. So many at once, that nobody waits for it; what is left goes a moment later.</summary>
public sealed class NotificationSweep(DeskDatabase desk, TimeProvider clock) : IWorkHandler, IStandingWork
{
    public const string WorkKind = "sweep-notifications";
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(5);
    public const int AtOnce = 500;

    public string Kind => WorkKind;

    public Task BeginAsync(CancellationToken ct) => desk.WriteDownAsync(WorkKind, clock.GetUtcNow() + Every, ct);

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - Notification.ReadLives;
        await using var db = desk.OpenForSystem();
        var old = await db.Notifications.Where(n => n.ReadAt != null && n.At < before).OrderBy(n => n.At).Take(AtOnce).ToListAsync(ct);
        db.Notifications.RemoveRange(old);
        await db.CommitAsync(ct);
        return clock.GetUtcNow() + (old.Count < AtOnce ? Every : Rest);
    }
}
