using System.Data.Common;
using System.Text.Json;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Infrastructure;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Database;

/// <summary>The disk is full: SQLite itself says so, because no page may be added to the file.</summary>
public sealed class FullDiskTests
{
    [Fact]
    public async Task The_composer_hub_answers_that_it_failed_nothing_is_half_saved_and_the_same_update_is_kept_when_there_is_room()
    {
        var disk = new Disk();
        await using var server = await ComposeServer.StartAsync(change: s => s.AddSingleton<IInterceptor>(disk));
        var ticket = (await server.Desk.AddTicketAsync("The lift stands still")).Id;
        var place = new DraftPlace(ticket, Audience.Reply);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(place);
        var before = await ana.PushAsync(place, "before");
        var (text, id) = (new string('x', 40_000), Guid.NewGuid().ToString("N"));

        disk.IsFull = true;
        Assert.Equal("failed", Outcome(await ana.PushAsync(place, text, id: id)));
        var sent = await ana.SendAsync(place, text, before.GetProperty("id").GetInt64());
        Assert.Equal(("refused", JsonValueKind.Null), (Outcome(sent), sent.GetProperty("sentence").ValueKind));
        Assert.Equal(["before"], await UpdatesAsync(ana, place));
        Assert.Equal(0, await EntriesAsync(server, ticket));

        disk.IsFull = false;
        var kept = await ana.PushAsync(place, text, id: id);
        Assert.Equal("kept", Outcome(kept));
        Assert.Equal(["before", text], await UpdatesAsync(ana, place));
        Assert.Equal("sent", Outcome(await ana.SendAsync(place, text, kept.GetProperty("id").GetInt64())));
        Assert.Equal(1, await EntriesAsync(server, ticket));
        Assert.True(disk.WasFull, "SQLite never met the end of the disk.");
    }

    [Fact]
    public async Task A_ticket_that_found_no_room_is_not_there_took_no_number_and_is_saved_whole_afterwards()
    {
        var disk = new Disk();
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, change: s => s.AddSingleton<IInterceptor>(disk));
        var (_, first) = await desk.AddTicketAsync("The first");
        var large = new NewTicket { Subject = "The second", Description = new string('x', 60_000), RequesterName = "Carla", RequesterEmail = "carla@example.com", SenderMadeId = "once" };

        disk.IsFull = true;
        await Assert.ThrowsAnyAsync<Exception>(() => desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, large));
        Assert.True(disk.WasFull, "SQLite never met the end of the disk.");
        await using (var db = desk.OpenDatabase())
        {
            Assert.Equal([first], await db.Tickets.Select(t => t.Number).ToListAsync());
            Assert.Single(await db.Activities.Where(a => a.Kind == nameof(TicketWasOpened)).ToListAsync());
        }

        disk.IsFull = false;
        var (_, second) = await desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, large);
        Assert.Equal((first + 1, second), (second, (await desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, large)).Number));
    }

    private static string? Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString();

    private static async Task<List<string>> UpdatesAsync(ComposeSocket socket, DraftPlace place) =>
        [.. (await socket.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray().Select(u => YjsText.Read(u.GetProperty("bytes").GetBytesFromBase64()))];

    private static async Task<int> EntriesAsync(ComposeServer server, Guid ticket)
    {
        await using var db = server.Get<DeskDatabase>().OpenForSystem();
        return await db.Set<Entry>().CountAsync(e => e.TicketId == ticket);
    }

    /// <summary>While it is full, no connection may make the file larger than it is.</summary>
    private sealed class Disk : DbConnectionInterceptor, IDbCommandInterceptor
    {
        private const int SqliteFull = 13;

        public bool IsFull { get; set; }
        public bool WasFull { get; private set; }

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Limit(connection);

        public override Task ConnectionOpenedAsync(DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Limit(connection);
            return Task.CompletedTask;
        }

        public void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Note(eventData);

        public Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
        {
            Note(eventData);
            return Task.CompletedTask;
        }

        private void Note(CommandErrorEventData e) => WasFull |= e.Exception is SqliteException { SqliteErrorCode: SqliteFull };

        /// <summary>SQLite takes the number of pages that there are for a number that is smaller.</summary>
        private void Limit(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA max_page_count={(IsFull ? 1 : 1_073_741_823)}";
            command.ExecuteScalar();
        }
    }
}
