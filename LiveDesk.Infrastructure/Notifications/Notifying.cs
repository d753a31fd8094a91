using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>What one person has to know changed: their windows look again. Ids only, told and never kept.</summary>
/// <param name="New">Those that are to be shown as a toast.</param>
public sealed record NotificationsChanged(Guid PersonId, IReadOnlyList<Guid> New) : Fact
{
    // Nobody's sight: a window takes what is its person's.
    public override FactSubject Subject => new(SubjectKind.Installation, Guid.Empty);
}

/// <param name="Place">Where the subject stands now: who may not see it there is told nothing.</param>
/// <param name="ChatId">The conversation that the ticket came from: whoever is in it sees what is written there.</param>
internal sealed record Telling(News News, FactSubject Place, IReadOnlyCollection<Guid> People, Guid? ChatId = null);

/// <summary>Writes down who is told of what, in the way that each of them chose.</summary>
public sealed class Notifying(DeskCatalogue catalogue, Presence presence, ILiveFeed feed, TimeProvider clock)
{
    private static readonly LiveActor Teller = new(ActorKind.System, null, Actor.System.Name);
    private static readonly NotificationChannel[] AllWays = Enum.GetValues<NotificationChannel>();

    /// <summary>Commits what the caller put into <paramref name="db"/>, too. Who was told of an event before is not told again.</summary>
    internal async Task TellAsync(DeskDb db, IReadOnlyList<Telling> tellings, CancellationToken ct)
    {
        var written = new List<Notification>();
        foreach (var telling in tellings) written.AddRange(await WriteAsync(db, telling, ct));
        db.Notifications.AddRange(written);
        await db.CommitAsync(ct);
        foreach (var own in written.GroupBy(n => n.PersonId))
            feed.Whisper(new NotificationsChanged(own.Key, [.. own.Where(n => n.AsToast).Select(n => n.Id)]), Teller);
    }

    private async Task<List<Notification>> WriteAsync(DeskDb db, Telling telling, CancellationToken ct)
    {
        var (news, now) = (telling.News, clock.GetUtcNow());
        var everybody = await catalogue.ActorsAsync(ct);
        var people = telling.People.Distinct().Where(id => everybody.TryGetValue(id, out var person) && telling.Place.IsFor(person.Sight)).ToList();
        if (people.Count == 0) return [];
        var told = await db.Notifications.Where(n => n.EventId == news.EventId && n.Kind == news.Kind && people.Contains(n.PersonId)).Select(n => n.PersonId).ToListAsync(ct);
        var chosen = await db.NotificationSettings.AsNoTracking().Where(s => people.Contains(s.PersonId)).ToDictionaryAsync(s => s.PersonId, ct);
        var looking = presence.At(news.SubjectId).Concat(telling.ChatId is { } chat ? presence.At(chat) : []).Where(p => p.Doing is not Doing.Idle).Select(p => p.PersonId).ToHashSet();
        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone).DateTime);
        var written = new List<Notification>();
        foreach (var id in people.Except(told))
            if (Written(id, news, chosen.GetValueOrDefault(id) ?? new NotificationSettings(id), looking.Contains(id), time, now) is { } one) written.Add(one);
        return written;
    }

    /// <summary>Null: this person wants to know nothing of the kind. Whoever looks at it already has read it.</summary>
    private static Notification? Written(Guid personId, News news, NotificationSettings chosen, bool isLooking, TimeOnly time, DateTimeOffset now)
    {
        var held = isLooking || chosen.IsQuietAt(time);
        var ways = AllWays.Where(way => chosen.Wants(news.Kind, way) && !(held && way is NotificationChannel.Toast)).ToList();
        if (ways.Count == 0) return null;
        var one = new Notification(personId, news, ways, now);
        // What is not listed has nothing to be read later.
        if (isLooking || !one.InBell) one.WasRead(now);
        return one;
    }
}
