namespace LiveDesk.Domain.Notifications;

/// <summary>What somebody is told of, in the order in which the settings list it.</summary>
public enum NotificationKind
{
    /// <summary>Somebody else made it theirs.</summary>
    Assigned,
    /// <summary>A note names them, or their department.</summary>
    Mentioned,
    /// <summary>On a ticket of theirs.</summary>
    CustomerReplied,
    /// <summary>A colleague asks them to read a draft.</summary>
    ReviewAsked,
    /// <summary>To them, or to their department.</summary>
    Escalated,
    /// <summary>A customer waits, and the ticket is nobody's.</summary>
    NobodyTook,
    TargetAtRisk,
    TargetBreached,
    /// <summary>A day has come; <see cref="Notification.TextKey"/> says which.</summary>
    Reminder,
    /// <summary>What they sent for later was not sent; <see cref="Notification.TextKey"/> says why.</summary>
    ReplyHeldBack,
    /// <summary>On a ticket that they follow.</summary>
    ColleagueWrote,
    /// <summary>Of a ticket that they follow; <see cref="Notification.TextKey"/> says where it ended, where it did.</summary>
    StatusChanged,
}

/// <summary>
/// Something that one person is to know. It holds ids and no text: what it is about is read through its ticket when it is shown, so that
/// nothing is left to read for whoever may no longer see that.
/// </summary>
public sealed class Notification
{
    /// <summary>One that was read goes this long after it came.</summary>
    public static readonly TimeSpan ReadLives = TimeSpan.FromDays(90);

    private Notification() { }

    /// <param name="ways">By which it is told.</param>
    public Notification(Guid personId, News news, IReadOnlyCollection<NotificationChannel> ways, DateTimeOffset now)
    {
        (Id, PersonId, EventId, Kind) = (Ids.New(now), personId, news.EventId, news.Kind);
        (SubjectKind, SubjectId, EntryId) = (news.SubjectKind, news.SubjectId, news.EntryId);
        (By, TextKey, DueAt, At) = (Text.Shortened(news.By, Limits.Name), news.TextKey, news.DueAt, news.At);
        (InBell, AsToast) = (ways.Contains(NotificationChannel.Bell), ways.Contains(NotificationChannel.Toast));
    }

    public Guid Id { get; private set; }
    public Guid PersonId { get; private set; }
    /// <summary>Of one event a person is told once, however often the telling is tried.</summary>
    public Guid EventId { get; private set; }
    public NotificationKind Kind { get; private set; }
    /// <summary>A ticket or an article.</summary>
    public SubjectKind SubjectKind { get; private set; }
    public Guid SubjectId { get; private set; }
    /// <summary>What was written, where something was.</summary>
    public Guid? EntryId { get; private set; }
    /// <summary>Who did it, as they were called then; null: time did.</summary>
    public string? By { get; private set; }
    /// <summary>Which words of its kind say it; null: the kind's own.</summary>
    public string? TextKey { get; private set; }
    /// <summary>Of a target: when it is, or was, to be met.</summary>
    public DateTimeOffset? DueAt { get; private set; }
    public DateTimeOffset At { get; private set; }
    public DateTimeOffset? ReadAt { get; private set; }
    public bool InBell { get; private set; }
    public bool AsToast { get; private set; }

    public void WasRead(DateTimeOffset now) => ReadAt ??= now;
}

/// <summary>One event, before it is said who is told of it.</summary>
/// <param name="EventId">The same event has the same id, whenever it is told.</param>
public sealed record News(Guid EventId, NotificationKind Kind, SubjectKind SubjectKind, Guid SubjectId, string? By, DateTimeOffset At, Guid? EntryId = null, string? TextKey = null, DateTimeOffset? DueAt = null);
