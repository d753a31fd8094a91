using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// Why a commit failed. Two people at the same moment: look again, and act on what is there now. A locked file, a full disk, a lost server is
/// none of that: trying again at once only keeps everybody waiting, so it goes to the caller, who tells the person.
/// </summary>
internal static class Collision
{
    private const int SqliteConstraint = 19;

    public static bool IsCollision(this DbUpdateException e) =>
        e is DbUpdateConcurrencyException || e.InnerException is SqliteException { SqliteErrorCode: SqliteConstraint }
        || (e.InnerException is PostgresException { SqlState: { } state } && (state.StartsWith("23", StringComparison.Ordinal) || state is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected));

    /// <summary>The same thing came in twice.</summary>
    public static bool IsDuplicate(this DbUpdateException e) =>
        e.InnerException is SqliteException { SqliteErrorCode: SqliteConstraint } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
