using System.Text.Json;
using LiveDesk.Domain.Chat;
using LiveDesk.Tests.Infrastructure;
using Xunit.Sdk;

namespace LiveDesk.Tests.Chat;

/// <summary>The real program, killed with SIGKILL at each step between a customer's last line and the card.</summary>
public sealed class KilledServerTests
{
    private static readonly (string, string) Production = ("ASPNETCORE_ENVIRONMENT", "Production");

    /// <param name="kind">Of the database.</param>
    /// <param name="step">Which save, and where in it (<see cref="KilledFromInside"/>): the third message is the last line, the ticket is the card.</param>
    [Theory]
    [InlineData(DatabaseKind.Sqlite, "ChatMessage:3:committed")]
    [InlineData(DatabaseKind.Sqlite, "Ticket:1:saving")]
    public async Task Wherever_the_server_dies_there_is_one_ticket_with_every_line_once(DatabaseKind kind, string step)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.ConfigureAsync(s => s with { ChatIdleAfter = TimeSpan.FromSeconds(6) });
        var chat = Guid.NewGuid();
        var token = await WriteUntilKilledAsync(desk, chat, step);

        await using var server = ServerProcess.On(desk.Database, false, Production);
        await server.StartAgainAsync();
        var (carla, _) = await HubSocket.GreetedAsync(server.Address, token, chat);
        await using var _c = carla;
        // What was not acknowledged is sent again, as the widget does; what was saved all the same is known by its id.
        Assert.Equal(JsonValueKind.Null, (await carla.SendAsync(chat, "Three", "Three")).GetProperty("problem").ValueKind);
        await Eventually.TrueAsync(() => carla.Lines.SequenceEqual(["One", "Two", "Three"]), "Carla has her lines before her");
        // Also when it was killed with the work in hand: a lease of two minutes ends with the process that took it.
        await Eventually.TrueAsync(async () => (await desk.AllTicketsAsync()).Count > 0, "the ticket is there", TimeSpan.FromSeconds(40));

        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal((chat, "One"), (ticket.ChatSessionId, ticket.Subject));
        var thread = string.Join('\n', ticket.Entries.Select(e => e.Body));
        foreach (var word in new[] { "One", "Two", "Three" }) Assert.Equal(2, thread.Split(word).Length);
        await using var db = desk.OpenDatabase();
        Assert.Equal(ChatState.Ended, db.Chats.Single().State);
    }

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
        // Also when it was killed with the work in hand: a lease of two minutes ends with the process that took it.
        await Eventually.TrueAsync(async () => (await desk.AllTicketsAsync()).Count > 0, "the ticket is there", TimeSpan.FromSeconds(40));
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

    /// <returns>Carla's token.</returns>
    private static async Task<string> WriteUntilKilledAsync(TestDesk desk, Guid chat, string step)
    {
        await using var server = ServerProcess.On(desk.Database, false, [Production, .. KilledFromInside.At(step)]);
        await server.StartAgainAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        await using var _ = carla;
        foreach (var word in new[] { "One", "Two" }) await carla.SendAsync(chat, word, word);
        if (step.StartsWith("ChatMessage", StringComparison.Ordinal)) await Assert.ThrowsAsync<XunitException>(() => carla.SendAsync(chat, "Three", "Three"));
        else
        {
            await carla.SendAsync(chat, "Three", "Three");
            await carla.WriteAsync($$"""{"type":1,"invocationId":"end","target":"End","arguments":["{{chat}}"]}""");
        }
        await server.IsKilledAsync();
        return token;
    }
}
