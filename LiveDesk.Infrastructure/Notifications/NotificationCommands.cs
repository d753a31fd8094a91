using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>What somebody does with their own notifications. Their other windows hear of it.</summary>
public sealed class NotificationCommands(DeskDatabase desk, ILiveFeed feed, TimeProvider clock)
{
    private const int AtOnce = 500;

    /// <summary>The line is read: this one, and those that stand in one line with it.</summary>
    /// <exception cref="NotFoundException">It is not theirs, or no longer to be seen.</exception>
    public async Task ReadAsync(Actor me, Guid notificationId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var line = await NotificationQueries.Visible(db, me).Where(n => n.Id == notificationId).Select(n => new { n.Kind, n.SubjectId }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("notification");
        await ReadAsync(db, me, NotificationQueries.Visible(db, me).Where(n => n.Kind == line.Kind && n.SubjectId == line.SubjectId), ct);
    }

    /// <summary>All that they may see. What is hidden from them now is not read by that.</summary>
    public async Task ReadAllAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        await ReadAsync(db, me, NotificationQueries.Visible(db, me), ct);
    }

    /// <summary>They look at the ticket: what it, and those that were merged into it, had to tell them is told.</summary>
    public async Task SeeAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!await db.Tickets.AnyAsync(t => t.Id == ticketId, ct)) throw new NotFoundException("ticket");
        var held = MergedTickets.Links(db).Where(l => l.TicketId == ticketId).Select(l => l.OtherId);
        await ReadAsync(db, me, NotificationQueries.Visible(db, me).Where(n => n.SubjectId == ticketId || held.Contains(n.SubjectId)), ct);
    }

    /// <summary>The same for an article.</summary>
    public async Task SeeArticleAsync(Actor me, Guid articleId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        await ReadAsync(db, me, NotificationQueries.Visible(db, me).Where(n => n.SubjectId == articleId), ct);
    }

    /// <summary>What they want to be told of, and how. A kind that is not named keeps both ways.</summary>
    public Task ChooseAsync(Actor me, IReadOnlyDictionary<NotificationKind, IReadOnlyList<NotificationChannel>> ways, TimeOnly? quietFrom, TimeOnly? quietTo, CancellationToken ct = default) =>
        ChangeAsync(me, settings => settings.Choose(ways, quietFrom, quietTo), ct);

    /// <summary>The tick beside the assignee stays as they left it.</summary>
    public Task RememberTickAsync(Actor me, bool tellsAssignee, CancellationToken ct = default) => ChangeAsync(me, settings => settings.RememberTick(tellsAssignee), ct);

    private async Task ReadAsync(DeskDb db, Actor me, IQueryable<Notification> which, CancellationToken ct)
    {
        // One time for all: what was one line stays one.
        var (isNews, now) = (false, clock.GetUtcNow());
        while (await which.AsTracking().Where(n => n.ReadAt == null).OrderBy(n => n.Id).Take(AtOnce).ToListAsync(ct) is { Count: > 0 } unread)
        {
            foreach (var one in unread) one.WasRead(now);
            await db.CommitAsync(ct);
            isNews = true;
            if (unread.Count < AtOnce) break;
        }
        if (isNews) feed.Whisper(new NotificationsChanged(me.Id!.Value, []), new LiveActor(me.Kind, me.Id, me.Name));
    }

    private async Task ChangeAsync(Actor me, Action<NotificationSettings> verb, CancellationToken ct)
    {
        if (!me.IsStaff || me.Id is not { } id) throw new NotFoundException("person");
        await using var db = desk.OpenFor(me);
        if (await db.NotificationSettings.SingleOrDefaultAsync(s => s.PersonId == id, ct) is not { } settings) db.NotificationSettings.Add(settings = new NotificationSettings(id));
        verb(settings);
        await db.CommitAsync(ct);
    }
}
