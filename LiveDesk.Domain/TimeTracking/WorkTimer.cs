namespace LiveDesk.Domain.TimeTracking;

/// <summary>The timer that one person has, running or paused. It lies on the server: a closed window or a crash loses nothing of it.</summary>
public sealed class WorkTimer
{
    private WorkTimer() { }

    public WorkTimer(Guid personId, Guid ticketId, DateTimeOffset now) => (PersonId, TicketId, StartedAt, RunningSince) = (personId, ticketId, now, now);

    /// <summary>One timer a person.</summary>
    public Guid PersonId { get; private set; }
    public Guid TicketId { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    /// <summary>Null while it is paused.</summary>
    public DateTimeOffset? RunningSince { get; private set; }
    /// <summary>What it counted before.</summary>
    public TimeSpan Counted { get; private set; }
    public int Version { get; private set; } = 1;

    public TimeSpan At(DateTimeOffset now) => Counted + (RunningSince is { } since && now > since ? now - since : TimeSpan.Zero);

    public void Pause(DateTimeOffset now)
    {
        if (RunningSince is null) return;
        (Counted, RunningSince) = (At(now), null);
        Version++;
    }

    public void Resume(DateTimeOffset now)
    {
        if (RunningSince is not null) return;
        RunningSince = now;
        Version++;
    }
}
