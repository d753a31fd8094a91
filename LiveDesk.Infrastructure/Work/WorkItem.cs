using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Work;

/// <summary>
/// Something that must not be lost and is done after the commit: ending an idle chat, sending a mail, a timer. A row in the same save as
/// its cause; the only outbox. Done work is deleted; work that keeps failing stays as a dead letter until somebody looks.
/// </summary>
public sealed class WorkItem
{
    public const int MostAttempts = 8;

    private WorkItem() { }

    /// <param name="key">At most one pending piece of work has a given key.</param>
    public WorkItem(string kind, string payload, DateTimeOffset dueAt, string? key = null) => (Kind, Payload, DueAt, Key) = (kind, payload, dueAt, key);

    public long Id { get; private set; }
    public string Kind { get; private set; } = "";
    public string Payload { get; private set; } = "";
    public string? Key { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset? LeasedUntil { get; private set; }

    /// <summary>Of a lease that lasts, the node: its death ends the lease. Null: only time does.</summary>
    public int? LeasedBy { get; private set; }

    public string? LastProblem { get; private set; }
    public DateTimeOffset? DeadAt { get; private set; }

    public void Lease(DateTimeOffset until, int? by) => (LeasedUntil, LeasedBy, Attempts) = (until, by, Attempts + 1);

    /// <summary>Whoever held it is gone before it was done.</summary>
    public void GiveBack() => LeasedUntil = null;

    /// <summary>Not yet: look again then. Does not count as an attempt.</summary>
    public void Postpone(DateTimeOffset dueAt) => (DueAt, LeasedUntil, Attempts) = (dueAt, null, 0);

    public void Failed(string problem, DateTimeOffset now)
    {
        LastProblem = problem.Length > 1000 ? problem[..1000] : problem;
        LeasedUntil = null;
        if (Attempts >= MostAttempts) DeadAt = now;
        else DueAt = now + TimeSpan.FromSeconds(Math.Pow(3, Math.Min(Attempts, 7)));
    }

    public void TryAgain(DateTimeOffset now) => (DeadAt, Attempts, DueAt, LeasedUntil) = (null, 0, now, null);
}

/// <summary>Which work follows from a fact. Several capabilities have some.</summary>
public interface IWorkFor
{
    IEnumerable<WorkItem> For(RecordedFact fact);
}

/// <summary>Does one kind of work. It may be called again after a crash: doing it twice must be the same as once.</summary>
public interface IWorkHandler
{
    string Kind { get; }

    /// <summary>Null: done. A time: not yet, look again then.</summary>
    Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct);
}

/// <summary>Work that an installation has of itself, not because of a fact.</summary>
public interface IStandingWork
{
    /// <summary>At the start of each node, after the database is ready: writes the work down where it is not yet. Of several nodes one does.</summary>
    Task BeginAsync(CancellationToken ct);
}

public static class StandingWork
{
    /// <summary>Unless it is written down already: of several nodes that start together one does.</summary>
    public static async Task WriteDownAsync(this DeskDatabase desk, string kind, DateTimeOffset dueAt, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        if (await db.Work.AnyAsync(w => w.Kind == kind, ct)) return;
        db.Work.Add(new WorkItem(kind, "", dueAt, kind));
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (e.IsDuplicate()) { /* another node did at the same moment */ }
    }
}

/// <summary>Wakes the runner when a commit left work behind.</summary>
public sealed class WorkSignal
{
    private readonly SemaphoreSlim _work = new(0, 1);

    public void ThereIsWork()
    {
        if (_work.CurrentCount > 0) return;
        try { _work.Release(); }
        catch (SemaphoreFullException) { /* two at once: it is awake already */ }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken ct) => _work.WaitAsync(atMost, ct);
}
