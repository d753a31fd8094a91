namespace LiveDesk.Domain.Notifications;

/// <summary>A way in which somebody is told. Stored by name, so that further ones (mail, push, chat) can join without touching what people chose.</summary>
public enum NotificationChannel
{
    /// <summary>Listed and counted at the bell.</summary>
    Bell,
    /// <summary>A few words at the edge of the screen.</summary>
    Toast,
}

/// <summary>What one person wants to be told of, and how. Whoever chose nothing is told everything, both ways.</summary>
public sealed class NotificationSettings
{
    private NotificationSettings() { }

    public NotificationSettings(Guid personId) => PersonId = personId;

    public Guid PersonId { get; private set; }
    /// <summary>A kind that is not in it is told both ways.</summary>
    public IReadOnlyDictionary<NotificationKind, IReadOnlyList<NotificationChannel>> Ways { get; private set; } = new Dictionary<NotificationKind, IReadOnlyList<NotificationChannel>>();
    /// <summary>The first minute without toasts, in the server's time zone; null: there are no quiet hours.</summary>
    public TimeOnly? QuietFrom { get; private set; }
    /// <summary>The first minute with toasts again. Before <see cref="QuietFrom"/>: on the next day.</summary>
    public TimeOnly? QuietTo { get; private set; }
    /// <summary>The tick beside the assignee, as this person left it.</summary>
    public bool TellsAssignee { get; private set; } = true;

    public bool Wants(NotificationKind kind, NotificationChannel way) => !Ways.TryGetValue(kind, out var chosen) || chosen.Contains(way);

    public bool IsQuietAt(TimeOnly time) => (QuietFrom, QuietTo) is ({ } from, { } to) && time.IsBetween(from, to);

    /// <exception cref="RuleViolation">There is no such kind or way, or the quiet hours have no end.</exception>
    public void Choose(IReadOnlyDictionary<NotificationKind, IReadOnlyList<NotificationChannel>> ways, TimeOnly? quietFrom, TimeOnly? quietTo)
    {
        if (ways.Keys.Any(k => !Enum.IsDefined(k)) || ways.Values.Any(w => w.Any(c => !Enum.IsDefined(c)))) throw new RuleViolation("There is no such notification. Load the page again.", "ways");
        if (quietFrom is null != quietTo is null) throw new RuleViolation("Quiet hours need a beginning and an end. Give both, or leave both empty.", quietFrom is null ? "quietFrom" : "quietTo");
        if (quietFrom is not null && quietFrom == quietTo) throw new RuleViolation("Quiet hours that end when they begin are none. Choose another end, or leave both empty.", "quietTo");
        Ways = ways.ToDictionary(w => w.Key, w => (IReadOnlyList<NotificationChannel>)[.. w.Value.Distinct().Order()]);
        (QuietFrom, QuietTo) = (quietFrom, quietTo);
    }

    public void RememberTick(bool tellsAssignee) => TellsAssignee = tellsAssignee;
}
