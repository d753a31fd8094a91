using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// Statements that stay prepared on their connection. Entity Framework makes a command for each question and disposes of it, and with it of
/// what SQLite made of its text; a busy desk spent a quarter of its time on parsing the same few hundred texts (docs/decisions/0020).
/// </summary>
internal sealed class SqliteStatements
{
    /// <summary>On one connection; the one that was not used for longest goes.</summary>
    internal const int Most = 200;
    private readonly ConditionalWeakTable<SqliteConnection, Shelf> _shelves = [];

    /// <summary>Its taker's until it is disposed of.</summary>
    public SqliteCommand Take(SqliteConnection connection, string text) => _shelves.GetOrCreateValue(connection).Take(connection, text);

    /// <summary>Somebody still reads.</summary>
    public bool IsAnyInUse(SqliteConnection connection) => _shelves.TryGetValue(connection, out var shelf) && shelf.IsAnyInUse;

    /// <summary>Before the connection is closed, which waits for its statements otherwise.</summary>
    public void Forget(SqliteConnection connection)
    {
        if (_shelves.TryGetValue(connection, out var shelf)) shelf.Clear();
        _shelves.Remove(connection);
    }

    /// <summary>Of one connection, and like it used by one at a time.</summary>
    private sealed class Shelf
    {
        private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);
        private long _uses;
        private int _inUse;

        public bool IsAnyInUse => _inUse > 0;

        public Statement Take(SqliteConnection connection, string text)
        {
            _inUse++;
            if (_statements.TryGetValue(text, out var kept) && !kept.IsInUse) return kept.Used(++_uses);
            var made = new Statement(this, isKept: kept is null) { Connection = connection, CommandText = text };
            if (kept is not null) return made.Used(++_uses);
            if (_statements.Count >= Most) LetGo();
            _statements[text] = made;
            return made.Used(++_uses);
        }

        public void WasLeft() => _inUse--;

        public void Clear()
        {
            foreach (var statement in _statements.Values) statement.End();
            _statements.Clear();
        }

        private void LetGo()
        {
            if (_statements.Values.Where(s => !s.IsInUse).MinBy(s => s.LastUse) is not { } oldest) return;
            _statements.Remove(oldest.CommandText);
            oldest.End();
        }
    }

    private sealed class Statement(Shelf shelf, bool isKept) : SqliteCommand
    {
        private bool _isKept = isKept;

        public bool IsInUse { get; private set; }
        public long LastUse { get; private set; }

        public Statement Used(long number)
        {
            (IsInUse, LastUse) = (true, number);
            return this;
        }

        public void End()
        {
            _isKept = false;
            Dispose();
        }

        /// <summary>Whoever used it is done with it.</summary>
        protected override void Dispose(bool disposing)
        {
            if (disposing && IsInUse && DataReader is null)
            {
                IsInUse = false;
                shelf.WasLeft();
            }
            // With a reader that is still open it is nobody else's.
            if (!disposing || !_isKept || IsInUse)
            {
                base.Dispose(disposing);
                return;
            }
            Parameters.Clear();
            Transaction = null;
        }
    }
}
