using LiveDesk.Domain.Chat;
using LiveDesk.Tests.Infrastructure;

namespace LiveDesk.Tests.Chat;

/// <summary>The real program, killed with SIGKILL between a customer's last line and the card.</summary>
public sealed class KilledServerTests
{
    /// <param name="milliseconds">From "end" to the kill: before it is read, while it is done, after it is saved.</param>
    [Theory]
    [InlineData(DatabaseKind.Sqlite, 0)]
    [InlineData(DatabaseKind.Sqlite, 4)]
    [InlineData(DatabaseKind.Sqlite, 25)]
    [InlineData(DatabaseKind.Postgres, 4)]
    public async Task Whenever_the_server_dies_there_is_one_ticket_with_every_acknowledged_line(DatabaseKind kind, int milliseconds)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.ConfigureAsync(s => s with { ChatIdleAfter = TimeSpan.FromSeconds(6) });
        await using var server = ServerProcess.On(desk.Database, false, ("ASPNETCORE_ENVIRONMENT", "Production"));
        await server.StartAgainAsync();
        var chat = Guid.NewGuid();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        foreach (var word in new[] { "One", "Two", "Three" }) await carla.SendAsync(chat, word, word);
        await carla.WriteAsync($$"""{"type":1,"invocationId":"end","target":"End","arguments":["{{chat}}"]}""");
        await Task.Delay(milliseconds);
        await server.KillAsync();
        await carla.DisposeAsync();

        await server.StartAgainAsync();
        // Killed while it had the work, the server may have had it as one node of several: on PostgreSQL the others wait until its lease of two minutes is over.
        await Eventually.TrueAsync(async () => (await desk.AllTicketsAsync()).Count > 0, "the ticket is there", TimeSpan.FromSeconds(kind is DatabaseKind.Sqlite ? 40 : 150));
        var (again, _) = await HubSocket.GreetedAsync(server.Address, token, chat);
        await using var _a = again;
        Assert.Equal(["One", "Two", "Three"], again.Lines);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await again.SendAsync(chat, "Three", "Three")).GetProperty("problem").ValueKind);

        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal((chat, "One"), (ticket.ChatSessionId, ticket.Subject));
        var transcript = Assert.Single(ticket.Entries).Body;
        foreach (var word in new[] { "One", "Two", "Three" }) Assert.Equal(2, transcript.Split("> " + word).Length);
        await using var db = desk.OpenDatabase();
        Assert.Equal(ChatState.Ended, db.Chats.Single().State);
    }
}
