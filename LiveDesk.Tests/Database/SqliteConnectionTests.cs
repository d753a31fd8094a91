using System.Globalization;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Database;

/// <summary>Connections stay open with their statements (docs/decisions/0020): nobody notices, and nothing stays behind.</summary>
public sealed class SqliteConnectionTests
{
    [Fact]
    public void A_text_that_is_asked_again_is_the_same_statement_and_asked_meanwhile_another_one()
    {
        using var connection = Opened();
        var statements = new SqliteStatements();
        var first = Taken(statements, connection, "SELECT $n + 1", ("$n", 1));
        Assert.Equal(2L, first.ExecuteScalar());
        var meanwhile = Taken(statements, connection, "SELECT $n + 1", ("$n", 5));
        Assert.NotSame(first, meanwhile);
        Assert.Equal(6L, meanwhile.ExecuteScalar());
        meanwhile.Dispose();
        Assert.True(statements.IsAnyInUse(connection));
        first.Dispose();
        Assert.False(statements.IsAnyInUse(connection));

        using var again = Taken(statements, connection, "SELECT $n + 1", ("$n", 41));
        Assert.Same(first, again);
        Assert.Equal(42L, again.ExecuteScalar());
    }

    [Fact]
    public void The_statement_that_was_not_used_for_longest_goes_when_there_are_too_many()
    {
        using var connection = Opened();
        var statements = new SqliteStatements();
        SqliteCommand Use(int n)
        {
            using var statement = Taken(statements, connection, Text(n));
            Assert.Equal((long)n, statement.ExecuteScalar());
            return statement;
        }
        var (oldest, second) = (Use(0), Use(1));
        for (var n = 2; n < SqliteStatements.Most; n++) Use(n);
        Assert.Same(oldest, Use(0));
        Use(SqliteStatements.Most);
        Assert.Same(oldest, Use(0));
        Assert.NotSame(second, Use(1));
    }

    [Fact]
    public void An_answer_that_nobody_read_to_its_end_is_not_continued_by_the_next_who_asks()
    {
        using var connection = Opened();
        var statements = new SqliteStatements();
        const string Numbers = "SELECT column1 FROM (VALUES (1), (2), (3))";
        var left = Taken(statements, connection, Numbers);
        var reader = left.ExecuteReader();
        Assert.True(reader.Read());
        left.Dispose();
        Assert.True(statements.IsAnyInUse(connection));

        using var next = Taken(statements, connection, Numbers);
        Assert.NotSame(left, next);
        Assert.Equal(1L, next.ExecuteScalar());
        statements.Forget(connection);
        Assert.False(statements.IsAnyInUse(connection));
    }

    [Fact]
    public async Task Fifty_who_ask_at_once_and_again_each_have_their_own_answer()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var numbers = new List<long>();
        for (var i = 0; i < 5; i++) numbers.Add((await desk.AddTicketAsync($"Matter {i}")).Number);
        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(async () =>
        {
            var number = numbers[i % numbers.Count];
            await using var db = desk.OpenDatabase();
            for (var round = 0; round < 5; round++)
            {
                // One stays open while the other asks, so that more are needed at once than are kept.
                await using var transaction = await db.Database.BeginTransactionAsync();
                Assert.Equal($"Matter {i % numbers.Count}", await db.Tickets.Where(t => t.Number == number).Select(t => t.Subject).SingleAsync());
                await Task.Yield();
            }
        })));
    }

    [Fact]
    public async Task What_was_not_committed_is_not_there_for_the_next_on_the_same_connection()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var (id, _) = await desk.AddTicketAsync("Panel beeps");
        await using (var db = desk.OpenDatabase())
        {
            await using var transaction = await db.Database.BeginTransactionAsync();
            await db.Database.ExecuteSqlAsync($"UPDATE Tickets SET Subject = 'Gone' WHERE Id = {id}");
        }
        await using var next = desk.OpenDatabase();
        Assert.Equal("Panel beeps", await next.Tickets.Where(t => t.Id == id).Select(t => t.Subject).SingleAsync());
    }

    [Fact]
    public async Task A_statement_answers_by_the_tables_as_they_are_now()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        await desk.AddTicketAsync("Panel beeps");
        async Task<int> CountAsync()
        {
            await using var db = desk.OpenDatabase();
            return await db.Tickets.CountAsync(t => t.Subject == "Panel beeps");
        }
        Assert.Equal(1, await CountAsync());
        await desk.Database.ExecuteAsync("CREATE INDEX OfTheTest ON Tickets (Subject)");
        Assert.Equal(1, await CountAsync());
        await desk.Database.ExecuteAsync("DROP INDEX OfTheTest");
        Assert.Equal(1, await CountAsync());
    }

    [Fact]
    public async Task A_desk_that_stopped_leaves_one_file()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var log = Path.Combine(database.Folder, "livedesk.db-wal");
        await using (var desk = await TestDesk.JoinAsync(database))
        {
            await desk.AddDeskAsync("technician", "second");
            Assert.True(File.Exists(log));
        }
        SqliteConnection.ClearPool(new SqliteConnection(database.Connection));
        Assert.False(File.Exists(log));
    }

    [Fact]
    public async Task A_program_that_ends_leaves_one_file()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Sqlite);
        var articles = Path.Combine(database.Folder, "articles");
        Directory.CreateDirectory(articles);
        await File.WriteAllTextAsync(Path.Combine(articles, "battery.md"), "---\ntitle: A flat battery\n---\nFit a new one.\n");
        var (exitCode, output) = await ServerProcess.RunToEndAsync(database, [], "kb", "import", articles);
        Assert.True(exitCode == 0, output);
        Assert.False(File.Exists(Path.Combine(database.Folder, "livedesk.db-wal")));
    }

    [Fact]
    public async Task Who_asks_after_the_desk_stopped_still_has_an_answer()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        await desk.AddTicketAsync("Panel beeps");
        desk.Get<DeskDatabase>().Dispose();
        await using var db = desk.OpenDatabase();
        Assert.Equal(1, await db.Tickets.CountAsync());
        Assert.Equal(1, await db.Tickets.CountAsync());
    }

    private static string Text(int n) => string.Create(CultureInfo.InvariantCulture, $"SELECT {n}");

    private static SqliteConnection Opened()
    {
        SqliteLibrary.Choose();
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection;
    }

    private static SqliteCommand Taken(SqliteStatements statements, SqliteConnection connection, string text, params (string Name, object Value)[] parameters)
    {
        var statement = statements.Take(connection, text);
        foreach (var (name, value) in parameters) statement.Parameters.AddWithValue(name, value);
        return statement;
    }
}
