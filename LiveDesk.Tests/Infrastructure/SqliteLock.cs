using Microsoft.Data.Sqlite;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>Somebody else (a copy tool, a shell left open) holds the database file: nobody can write until it is disposed.</summary>
public sealed class SqliteLock : IAsyncDisposable
{
    private readonly SqliteConnection _connection;

    private SqliteLock(SqliteConnection connection) => _connection = connection;

    public static async Task<SqliteLock> HoldAsync(string connection)
    {
        var held = new SqliteLock(new SqliteConnection(connection + ";Pooling=False"));
        await held._connection.OpenAsync();
        await held.ExecuteAsync("BEGIN EXCLUSIVE");
        return held;
    }

    public async ValueTask DisposeAsync()
    {
        await ExecuteAsync("ROLLBACK");
        await _connection.DisposeAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
