using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// Every SQLite connection: foreign keys on, full durability (an acknowledged write survives a power cut), patient with a busy file for as
/// long as a person waits for an answer. They stay open with their statements, and whoever asks has one only while it is used
/// (docs/decisions/0020); the package's own pool keeps the file open, too, but forgets the statements.
/// </summary>
internal sealed class SqliteConnections : DbConnectionInterceptor, IDisposable
{
    /// <summary>Seconds. Then whoever writes hears that it could not be saved, instead of a screen that hangs.</summary>
    public const int Patience = 5;
    /// <summary>Bytes of the file that are read without a system call for each page (docs/decisions/0018).</summary>
    private const long Mapped = 256L * 1024 * 1024;
    /// <summary>More are open only while more are used at once.</summary>
    private const int MostIdle = 16;
    private static readonly string Pragmas = $"PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout={Patience * 1000}; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16000; PRAGMA mmap_size={Mapped};";

    private readonly SqliteStatements _statements;
    private readonly Lock _lock = new();
    // The last one first: what it knows of the file is the freshest.
    private readonly Stack<SqliteConnection> _idle = new();
    /// <summary>Not open, but with what Entity Framework's own functions need.</summary>
    private readonly Stack<SqliteConnection> _closed = new();
    /// <summary>Connections that Entity Framework made, and contexts that may want one: as many of the first as of the second, so that there is one for each.</summary>
    private int _made, _wanted;
    private bool _isOver;

    public SqliteConnections(string connection, SqliteStatements statements)
    {
        _statements = statements;
        Connection = new SqliteConnectionStringBuilder(connection) { DefaultTimeout = Patience, Pooling = false }.ToString();
        // The last one that closes brings what is in the write-ahead log home: whoever stopped the desk finds one file.
        AppDomain.CurrentDomain.ProcessExit += AtExit;
    }

    /// <summary>As they are opened.</summary>
    public string Connection { get; }

    public override InterceptionResult<DbConnection> ConnectionCreating(ConnectionCreatingEventData eventData, InterceptionResult<DbConnection> result)
    {
        if (!IsOurs(eventData.ConnectionString)) return result;
        lock (_lock)
        {
            if (_wanted == _made) return result;
            _wanted++;
        }
        return InterceptionResult<DbConnection>.SuppressWithResult(new LeasedConnection(this, _statements));
    }

    public override DbConnection ConnectionCreated(ConnectionCreatedEventData eventData, DbConnection result)
    {
        if (result is not SqliteConnection made || !IsOurs(made.ConnectionString)) return result;
        lock (_lock)
        {
            _closed.Push(made);
            (_made, _wanted) = (_made + 1, _wanted + 1);
        }
        return new LeasedConnection(this, _statements);
    }

    /// <summary>An open one, for its taker alone.</summary>
    public SqliteConnection Take()
    {
        SqliteConnection? taken;
        lock (_lock)
        {
            if (_idle.TryPop(out taken)) return taken;
            if (!_closed.TryPop(out taken)) throw new InvalidOperationException("No connection to the database is left: one could not be closed.");
        }
        try
        {
            Open(taken);
            return taken;
        }
        catch
        {
            Close(taken);
            throw;
        }
    }

    public void GiveBack(SqliteConnection taken)
    {
        lock (_lock)
        {
            if (!_isOver && _idle.Count < MostIdle && !_statements.IsAnyInUse(taken))
            {
                _idle.Push(taken);
                return;
            }
        }
        Close(taken);
    }

    public void WantNoMore()
    {
        lock (_lock) _wanted--;
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= AtExit;
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
        try
        {
            // Closing waits for its statements otherwise.
            _statements.Forget(open);
        }
        finally
        {
            try { open.Close(); }
            finally { WasClosed(open); }
        }
    }

    private void WasClosed(SqliteConnection connection)
    {
        lock (_lock)
        {
            if (connection.State is ConnectionState.Closed) _closed.Push(connection);
            // Nobody's any more: whoever took it would find on it what was left there.
            else _made--;
        }
    }

    private void AtExit(object? sender, EventArgs e) => Dispose();
}
