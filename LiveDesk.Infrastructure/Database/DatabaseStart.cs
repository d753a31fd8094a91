using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Database;

/// <summary>Brings the database to this version before anything is served.</summary>
public sealed class DatabaseStart(DeskDatabase desk, ILogger<DatabaseStart> log)
{
    /// <exception cref="StartupException">The database is newer than this program, or cannot be reached.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        if (desk.IsSqlite) CreateFolder(db);
        await RefuseTheFutureAsync(db, ct);
        // EF takes a lock while it migrates, so that two nodes starting together do it once.
        await db.Database.MigrateAsync(ct);
        if (desk.IsSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", ct);
        log.LogInformation("Database ready: {Kind}", desk.IsSqlite ? $"SQLite {SqliteLibrary.Version()}" : "PostgreSQL");
    }

    private static async Task RefuseTheFutureAsync(DeskDb db, CancellationToken ct)
    {
        if (!await CanConnectAsync(db, ct)) return;
        var known = db.Database.GetMigrations().ToHashSet();
        var unknown = (await db.Database.GetAppliedMigrationsAsync(ct)).Where(m => !known.Contains(m)).ToList();
        if (unknown.Count > 0)
            throw new StartupException($"The database was written by a newer LiveDesk (it has {unknown[^1]}). Start that version, or restore a backup made before the upgrade.");
    }

    private static async Task<bool> CanConnectAsync(DeskDb db, CancellationToken ct)
    {
        try
        {
            if (await db.Database.CanConnectAsync(ct)) return true;
            // A SQLite file that is not there yet is made; a server that does not answer is not.
            return db.IsSqlite ? false : throw new StartupException("The database cannot be reached. Check ConnectionStrings:Desk and that the server runs.");
        }
        catch (Npgsql.NpgsqlException e)
        {
            throw new StartupException($"The database cannot be reached: {e.Message} Check ConnectionStrings:Desk.", e);
        }
    }

    private static void CreateFolder(DeskDb db)
    {
        var file = new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
        if (file is not ":memory:" && Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
    }
}

/// <summary>The program cannot start; the message says what to change. Ends it with exit code 1.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>It does not exist, or not for this person: the two are the same.</summary>
public sealed class NotFoundException(string what) : Exception($"There is no such {what}, or it is not yours to see.");
