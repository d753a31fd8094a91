using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Files;

/// <summary>
/// Once a day: bytes that no attachment names are removed. They are left when a server dies between the file and its row, or between a row's
/// end and its file's. A file younger than a day may still get its row.
/// </summary>
public sealed class FileSweep(DeskDatabase desk, FileStore store, TimeProvider clock, ILogger<FileSweep> log) : IWorkHandler, IStandingWork
{
    public const string WorkKind = "sweep-files";
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);
    public static readonly TimeSpan OrphanLives = TimeSpan.FromDays(1);
    private const int AtOnce = 500;

    public string Kind => WorkKind;

    public Task BeginAsync(CancellationToken ct) => desk.WriteDownAsync(WorkKind, clock.GetUtcNow() + Every, ct);

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var before = clock.GetUtcNow() - OrphanLives;
        store.RemoveBrokenOff(before);
        var (orphans, known) = await LookAsync(before, ct);
        // A folder in which nothing is known belongs to another database: somebody mistook a setting, and their files must not pay for it.
        if (orphans.Count > 0 && known == 0) log.LogWarning("None of the {Count} files in the attachments' folder belongs to this database. Nothing was removed; check Data:Folder and ConnectionStrings:Desk", orphans.Count);
        else foreach (var orphan in orphans) store.Remove(orphan);
        return clock.GetUtcNow() + Every;
    }

    private async Task<(List<Guid> Orphans, int Known)> LookAsync(DateTimeOffset before, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var (orphans, known) = (new List<Guid>(), 0);
        foreach (var some in store.WrittenBefore(before).Chunk(AtOnce))
        {
            var there = await db.Attachments.Where(a => some.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
            known += there.Count;
            orphans.AddRange(some.Except(there));
        }
        return (orphans, known);
    }
}
