using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Work;

/// <summary>Takes due work, one lease at a time, and does it; every node runs one.</summary>
public sealed class WorkRunner(DeskDatabase desk, IEnumerable<IWorkHandler> handlers, IEnumerable<IStandingWork> standing, WorkSignal signal, LiveNode node, TimeProvider clock, ILogger<WorkRunner> log) : BackgroundService
{
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AfterStart = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);
    private const int AtOnce = 20;
    private static readonly string TakeOnPostgres = $$"""
        SELECT * FROM "Work" WHERE "DeadAt" IS NULL AND "DueAt" <= {0} AND ("LeasedUntil" IS NULL OR "LeasedUntil" < {0} OR ("LeasedBy" IS NOT NULL AND "LeasedBy" NOT IN ({{LiveNode.Living}})))
        ORDER BY "DueAt" LIMIT {1} FOR UPDATE SKIP LOCKED
        """;
    private readonly Dictionary<string, IWorkHandler> _handlers = handlers.ToDictionary(h => h.Kind);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Whoever waits for the first page after a start comes before what fell due meanwhile.
        await Task.Delay(AfterStart, clock, stoppingToken);
        if (desk.IsSqlite) await TakeBackLeasesAsync(stoppingToken);
        var toBegin = new Queue<IStandingWork>(standing);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                for (; toBegin.TryPeek(out var work); toBegin.Dequeue()) await work.BeginAsync(stoppingToken);
                var done = await DoDueAsync(stoppingToken);
                if (done == 0) await signal.WaitAsync(await UntilNextAsync(stoppingToken), stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                log.LogError(e, "Work could not be taken; trying again");
                await Task.Delay(LongestSleep, clock, stoppingToken);
            }
        }
    }

    /// <summary>Does what is due now; returns how many pieces it took.</summary>
    public async Task<int> DoDueAsync(CancellationToken ct)
    {
        var taken = await TakeAsync(ct);
        foreach (var id in taken) await DoOneAsync(id, ct);
        return taken.Count;
    }

    /// <summary>SQLite has one node: whatever is leased at its start was leased by a process that is no more.</summary>
    private async Task TakeBackLeasesAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        foreach (var item in await db.Work.Where(w => w.LeasedUntil != null).ToListAsync(ct)) item.GiveBack();
        await db.CommitAsync(ct);
    }

    private async Task<List<long>> TakeAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var now = clock.GetUtcNow();
        await using var transaction = desk.IsSqlite ? null : await db.Database.BeginTransactionAsync(ct);
        var items = await (desk.IsSqlite
            ? db.Work.Where(w => w.DeadAt == null && w.DueAt <= now && (w.LeasedUntil == null || w.LeasedUntil < now)).OrderBy(w => w.DueAt).Take(AtOnce)
            : db.Work.FromSqlRaw(TakeOnPostgres, now, AtOnce)).ToListAsync(ct);
        foreach (var item in items) item.Lease(now + Lease, node.KnownNumber);
        if (items.Count > 0) await db.CommitAsync(ct);
        if (transaction is not null) await transaction.CommitAsync(ct);
        return items.ConvertAll(w => w.Id);
    }

    private async Task DoOneAsync(long id, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        if (await db.Work.SingleOrDefaultAsync(w => w.Id == id, ct) is not { } item) return;
        try
        {
            if (!_handlers.TryGetValue(item.Kind, out var handler)) throw new InvalidOperationException($"Nobody does work of the kind “{item.Kind}”.");
            if (await handler.DoAsync(item.Payload, ct) is { } later) item.Postpone(later);
            else db.Work.Remove(item);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            log.LogWarning(e, "Work {Kind} {Id} failed, attempt {Attempt}", item.Kind, item.Id, item.Attempts);
            item.Failed(e.Message, clock.GetUtcNow());
        }
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (e.IsCollision()) { log.LogInformation(e, "Work {Kind} {Id} was finished elsewhere meanwhile", item.Kind, item.Id); }
    }

    private async Task<TimeSpan> UntilNextAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var next = await db.Work.Where(w => w.DeadAt == null).OrderBy(w => w.DueAt).Select(w => (DateTimeOffset?)w.DueAt).FirstOrDefaultAsync(ct);
        var wait = next is { } due ? due - clock.GetUtcNow() : LongestSleep;
        return wait < TimeSpan.FromMilliseconds(50) ? TimeSpan.FromMilliseconds(50) : wait > LongestSleep ? LongestSleep : wait;
    }
}
