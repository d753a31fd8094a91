using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Database;

/// <summary>Brings the database to this version before anything is served.</summary>
public sealed class DatabaseStart(DeskDatabase desk, ILogger<DatabaseStart> log)
{
    /// <summary>
    /// Whoever opens the database first builds its model, which takes a fifth of a start: begun here while the program is put together. Who opens it
    /// meanwhile waits for it. What goes wrong goes wrong there again, and is said there.
    /// </summary>
    public static void BuildModelAhead(IConfiguration configuration)
    {
        SqliteLibrary.Choose();
        _ = Task.Run(() =>
        {
            using var db = DeskDatabase.OnlyModel(DatabaseOptions.Of(configuration).Desk);
            return db.Model;
        });
    }

    /// <exception cref="StartupException">The database is newer than this program, or cannot be reached.</exception>
    public async Task PrepareAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        if (desk.IsSqlite) CreateFolder(db);
        var known = db.Database.GetMigrations().ToList();
        var applied = await AppliedAsync(db, ct);
        if (applied.Except(known).LastOrDefault() is { } unknown)
            throw new StartupException($"The database was written by a newer LiveDesk (it has {unknown}). Start that version, or restore a backup made before the upgrade.");
        if (desk.IsSqlite) await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode=WAL;", ct);
        // EF takes a lock while it migrates, so that two nodes starting together do it once. Up to a named migration: without a name EF compares the
        // whole model with the migrations first, at every start; here a test does that.
        if (known.Except(applied).Any()) await db.Database.MigrateAsync(known[^1], ct);
        log.LogInformation("Database ready: {Kind}", desk.IsSqlite ? $"SQLite {SqliteLibrary.Version()}" : "PostgreSQL");
    }

    private static async Task<List<string>> AppliedAsync(DeskDb db, CancellationToken ct) =>
        await CanConnectAsync(db, ct) ? [.. await db.Database.GetAppliedMigrationsAsync(ct)] : [];

    private static async Task<bool> CanConnectAsync(DeskDb db, CancellationToken ct)
    {
        // A SQLite file that is not there yet is made; a server that does not answer is not.
        if (db.IsSqlite && !File.Exists(FileOf(db))) return false;
        try
        {
            if (await db.Database.CanConnectAsync(ct)) return true;
            return db.IsSqlite ? false : throw new StartupException("The database cannot be reached. Check ConnectionStrings:Desk and that the server runs.");
        }
        catch (Npgsql.NpgsqlException e)
        {
            throw new StartupException($"The database cannot be reached: {e.Message} Check ConnectionStrings:Desk.", e);
        }
    }

    private static void CreateFolder(DeskDb db)
    {
        if (FileOf(db) is var file and not ":memory:" && Path.GetDirectoryName(Path.GetFullPath(file)) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
    }

    private static string FileOf(DeskDb db) => new Microsoft.Data.Sqlite.SqliteConnectionStringBuilder(db.Database.GetConnectionString()).DataSource;
}

/// <summary>The program cannot start; the message says what to change. Ends it with exit code 1.</summary>
public sealed class StartupException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>It does not exist, or not for this person: the two are the same.</summary>
public sealed class NotFoundException(string what) : Exception($"There is no such {what}, or it is not yours to see.");
