using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Database;

public enum DatabaseState { Ready, Behind, Unreachable }

/// <summary>Does the database answer, is it of this version, and did work stay undone?</summary>
public sealed class DatabaseHealth(DeskDatabase desk, ILogger<DatabaseHealth> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <returns>The dead letters of the work list too; unknown (null) when the database does not answer.</returns>
    public async Task<(DatabaseState State, int? DeadLetters)> LookAsync(CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            await using var db = desk.OpenForSystem();
            if ((await db.Database.GetPendingMigrationsAsync(limited.Token)).Any()) return (DatabaseState.Behind, null);
            return (DatabaseState.Ready, await db.Work.CountAsync(w => w.DeadAt != null, limited.Token));
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is DbException or InvalidOperationException { InnerException: DbException } or OperationCanceledException)
        {
            log.LogWarning(e, "The database does not answer");
            return (DatabaseState.Unreachable, null);
        }
    }
}
