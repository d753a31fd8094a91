using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Work;

public sealed record WorkRow(long Id, string Kind, DateTimeOffset DueAt, int Attempts, bool IsRunning, string? LastProblem, DateTimeOffset? DeadAt);

/// <param name="Pending">How many pieces wait in all; the list shows the next ones.</param>
public sealed record WorkOverview(int Pending, IReadOnlyList<WorkRow> Next, int Dead, IReadOnlyList<WorkRow> DeadLetters);

/// <summary>What the desk still has to do, and what it gave up on, for whoever keeps it running.</summary>
public sealed class WorkList(DeskDatabase desk, WorkSignal signal, TimeProvider clock)
{
    private const int MostShown = 100;

    public async Task<WorkOverview> OverviewAsync(Actor me, CancellationToken ct = default)
    {
        me.Demand(Right.SeeWork);
        var now = clock.GetUtcNow();
        await using var db = desk.OpenFor(me);
        var waiting = db.Work.AsNoTracking().Where(w => w.DeadAt == null);
        var dead = db.Work.AsNoTracking().Where(w => w.DeadAt != null);
        return new WorkOverview(
            await waiting.CountAsync(ct), await Rows(waiting.OrderBy(w => w.DueAt), now).ToListAsync(ct),
            await dead.CountAsync(ct), await Rows(dead.OrderByDescending(w => w.DeadAt), now).ToListAsync(ct));
    }

    /// <summary>One dead letter, or with null all of them, is tried anew at once.</summary>
    public async Task TryAgainAsync(Actor me, long? id, CancellationToken ct = default)
    {
        me.Demand(Right.SeeWork);
        await using var db = desk.OpenFor(me);
        var items = await db.Work.Where(w => w.DeadAt != null && (id == null || w.Id == id)).ToListAsync(ct);
        if (id is not null && items.Count == 0) throw new NotFoundException("piece of work that failed");
        foreach (var item in items) item.TryAgain(clock.GetUtcNow());
        await db.CommitAsync(ct);
        signal.ThereIsWork();
    }

    private static IQueryable<WorkRow> Rows(IQueryable<WorkItem> items, DateTimeOffset now) => items.Take(MostShown)
        .Select(w => new WorkRow(w.Id, w.Kind, w.DueAt, w.Attempts, w.LeasedUntil != null && w.LeasedUntil > now, w.LastProblem, w.DeadAt));
}
