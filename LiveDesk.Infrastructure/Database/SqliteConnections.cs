using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// Every SQLite connection: foreign keys on, full durability (an acknowledged write survives a power cut), patient with a busy file for as
/// long as a person waits for an answer. They stay open with their statements, and whoever asks has one only while it is used
/// (docs/decisions/0020); the package's own pool keeps the file open, too, but forgets the statements.
/// </summary>
internal sealed class SqliteConnections(string connection, SqliteStatements statements) : DbConnectionInterceptor, IDisposable
{
    /// <summary>Seconds. Then whoever writes hears that it could not be saved, instead of a screen that hangs.</summary>
    private const int Patience = 5;
    /// <summary>Bytes of the file that are read without a system call for each page (docs/decisions/0018).</summary>
    private const long Mapped = 256L * 1024 * 1024;
    /// <summary>More are open only while more are used at once.</summary>
    private const int MostIdle = 16;
    private static readonly string Pragmas = $"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout={Patience * 1000}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size={Mapped};";

    private readonly Lock _lock = new();
    // The last one first: what it knows of the file is the freshest.
    private readonly Stack<SqliteConnection> _idle = new();
    /// <summary>Not open, but with what Entity Framework's own functions need.</summary>
    private readonly Stack<SqliteConnection> _closed = new();
    /// <summary>Connections that Entity Framework made, and contexts that may want one: as many of the first as of the second, so that there is one for each.</summary>
    private int _made, _wanted;
    private bool _isOver;

    /// <summary>As they are opened.</summary>
    public string Connection { get; } = new SqliteConnectionStringBuilder(connection) { DefaultTimeout = Patience, Pooling = false }.ToString();

    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result)
    {
        if (!IsOurs(eventData.ConnectionString)) return result;
        lock (_lock)
        {
            if (_wanted == _made) return result;
            _wanted++;
        }
        return InterceptionResult<DbConnection>.SuppressWithResult(new LeasedConnection(this, statements));
    }

    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        if (result is not SqliteConnection made || !IsOurs(made.ConnectionString)) return result;
        lock (_lock)
        {
            _closed.Push(made);
            (_made, _wanted) = (_made + 1, _wanted + 1);
        }
        return new LeasedConnection(this, statements);
    }

    /// <summary>An open one, for its taker alone.</summary>
    public SqliteConnection Take()
    {
        SqliteConnection? taken;
        lock (_lock)
        {
            if (_idle.TryPop(out taken)) return taken;
            taken = _closed.Pop();
        }
        try
        {
            Open(taken);
            return taken;
        }
        catch
        {
            taken.Close();
            lock (_lock) _closed.Push(taken);
            throw;
        }
    }

    public void GiveBack(SqliteConnection taken)
    {
        lock (_lock)
        {
            if (!_isOver && _idle.Count < MostIdle && !statements.IsAnyInUse(taken))
            {
                _idle.Push(taken);
                return;
            }
        }
        Close(taken);
        lock (_lock) _closed.Push(taken);
    }

    public void WantNoMore()
    {
        lock (_lock) _wanted--;
    }

    public void Dispose()
    {
        SqliteConnection[] idle;
        lock (_lock)
        {
            _isOver = true;
            idle = [.. _idle];
            _idle.Clear();
        }
        foreach (var one in idle) Close(one);
    }

    /// <summary>Entity Framework looks with another one, that only reads, whether there is a file.</summary>
    private bool IsOurs(string? connection) => connection == Connection;

    private static void Open(SqliteConnection closed)
    {
        closed.Open();
        using var command = closed.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    private void Close(SqliteConnection open)
    {
        // Closing waits for its statements otherwise.
        statements.Forget(open);
        open.Close();
    }
}
