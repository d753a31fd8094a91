using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// What Entity Framework takes for its connection: a real one stands behind it only from opening to closing, so that an operation that waits
/// for its turn to write holds none.
/// </summary>
internal sealed class LeasedConnection(SqliteConnections connections, SqliteStatements statements) : DbConnection
{
    private SqliteConnection? _held;
    private Transaction? _transaction;
    private bool _isGone;

    private SqliteConnection Held => _held ?? throw new InvalidOperationException("The connection is not open.");

    [AllowNull]
    public override string ConnectionString
    {
        get => connections.Connection;
        set => throw new NotSupportedException("A leased connection keeps its database.");
    }

    public override string Database => "main";
    public override string DataSource => new SqliteConnectionStringBuilder(ConnectionString).DataSource;
    public override string ServerVersion => Held.ServerVersion;
    public override ConnectionState State => _held is null ? ConnectionState.Closed : ConnectionState.Open;

    public override void Open() => _held ??= connections.Take();

    public override void Close()
    {
        if (_held is not { } held) return;
        try
        {
            // What nobody committed is not the next one's.
            _transaction?.Dispose();
        }
        finally
        {
            (_held, _transaction) = (null, null);
            connections.GiveBack(held);
        }
    }

    public override void ChangeDatabase(string databaseName) => throw new NotSupportedException("A leased connection keeps its database.");

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) => _transaction = new Transaction(this, Held.BeginTransaction(isolationLevel));

    protected override DbCommand CreateDbCommand() => new Command(this, statements);

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isGone)
        {
            _isGone = true;
            Close();
            connections.WantNoMore();
        }
        base.Dispose(disposing);
    }

    /// <summary>Becomes a statement of the connection that is held when it is executed: Entity Framework makes it before it opens.</summary>
    private sealed class Command(LeasedConnection leased, SqliteStatements statements) : SqliteCommand
    {
        private SqliteCommand? _statement;

        /// <inheritdoc/>
        public override int CommandTimeout { get; set; } = SqliteConnections.Patience;

        protected override DbConnection? DbConnection
        {
            get => leased;
            set => throw new NotSupportedException("A command keeps its connection.");
        }

        protected override DbTransaction? DbTransaction { get; set; }

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior) => Statement().ExecuteReader(behavior);

        public override int ExecuteNonQuery() => Statement().ExecuteNonQuery();

        public override object? ExecuteScalar() => Statement().ExecuteScalar();

        protected override void Dispose(bool disposing)
        {
            if (disposing) _statement?.Dispose();
            _statement = null;
            base.Dispose(disposing);
        }

        private SqliteCommand Statement()
        {
            // Executed once more, it is another one.
            _statement?.Dispose();
            _statement = statements.Take(leased.Held, CommandText);
            (_statement.Transaction, _statement.CommandTimeout) = ((DbTransaction as Transaction)?.Real, CommandTimeout);
            foreach (SqliteParameter parameter in Parameters) _statement.Parameters.Add(parameter);
            return _statement;
        }
    }

    /// <summary>Entity Framework insists that a transaction is of the connection that it knows.</summary>
    private sealed class Transaction(LeasedConnection leased, SqliteTransaction real) : DbTransaction
    {
        public SqliteTransaction Real => real;
        public override IsolationLevel IsolationLevel => real.IsolationLevel;
        public override bool SupportsSavepoints => real.SupportsSavepoints;
        protected override DbConnection? DbConnection => leased;

        public override void Commit() => real.Commit();
        public override void Rollback() => real.Rollback();
        public override void Save(string savepointName) => real.Save(savepointName);
        public override void Rollback(string savepointName) => real.Rollback(savepointName);
        public override void Release(string savepointName) => real.Release(savepointName);

        protected override void Dispose(bool disposing)
        {
            if (disposing) real.Dispose();
            base.Dispose(disposing);
        }
    }
}
