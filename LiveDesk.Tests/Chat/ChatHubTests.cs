using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Chat;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>What visitors and agents say to each other, over the wire.</summary>
public sealed class ChatHubTests
{
    [Theory, BothDatabases]
    public async Task Carla_and_Ana_read_each_other_at_once_and_no_frame_carries_a_note(DatabaseKind kind)
    {
        await using var server = await ChatServer.StartAsync(kind);
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var chat = Guid.NewGuid();
        var sent = await carla.SendAsync(chat, "The alarm beeps.");
        Assert.Equal("The alarm beeps.", sent.GetProperty("line").GetProperty("body").GetString());

        await server.Chats.WhisperAsync(server.Desk.Ben, chat, Says("secret-whisper"));
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Change the battery."));
        await Eventually.TrueAsync(() => carla.Lines.Contains("Change the battery."), "Carla reads Ana's answer");

        await server.Chats.EndAsync(server.Desk.Ana, chat);
        await Eventually.TrueAsync(() => carla.Told("conversation").Any(c => c.GetProperty("ticket").GetString()?.StartsWith("TKT-", StringComparison.Ordinal) == true), "Carla is told the ticket's reference");
        var ticket = (await server.Desk.AllTicketsAsync()).Single();
        var tickets = server.Get<TicketCommands>();
        await tickets.LeaveNoteAsync(server.Desk.Ben, ticket.Id, new NewEntry("secret-note"));
        await tickets.AnswerAsync(server.Desk.Ana, ticket.Id, new NewEntry("It is on its way."));
        await tickets.LeavePublicNoteAsync(server.Desk.Ana, ticket.Id, new NewEntry("Parcel 42."));
        await Eventually.TrueAsync(() => carla.Lines.Contains("Parcel 42."), "Carla reads the public note");
        await tickets.ResolveAsync(server.Desk.Ana, ticket.Id, "A new battery.");
        await Eventually.TrueAsync(() => carla.Frames.Any(f => f.Contains("A new battery.", StringComparison.Ordinal)), "Carla is told the resolution");

        Assert.Equal(["The alarm beeps.", "Change the battery.", "It is on its way.", "Parcel 42."], carla.Lines);
        Assert.DoesNotContain(carla.Frames, f => f.Contains("secret", StringComparison.Ordinal));
        Assert.Contains((await server.Desk.AllTicketsAsync()).Single().Entries, e => e.Body == "secret-note");
    }

    [Fact]
    public async Task Carla_sees_that_Ana_types_a_reply_and_never_that_somebody_is_on_the_ticket()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var chat = Guid.NewGuid();
        await carla.SendAsync(chat, "Hello");
        var desk = server.Desk.Desk;
        var presence = server.Get<Presence>();
        presence.Here(new FactSubject(SubjectKind.Chat, chat, desk.Id, [desk.DefaultDepartment.Id]), Guid.NewGuid(), new Present(server.Desk.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Typing));
        await Eventually.TrueAsync(() => carla.Told("live").Any(l => l.GetProperty("agentTyping").GetString() == "Ana"), "Carla sees Ana type");
        await Eventually.TrueAsync(() => carla.Told("live").Last().GetProperty("agentTyping").ValueKind is JsonValueKind.Null, "and stop");

        await server.Chats.EndAsync(server.Desk.Ana, chat);
        var ticket = (await server.Desk.AllTicketsAsync()).Single();
        presence.Here(new FactSubject(SubjectKind.Ticket, ticket.Id, desk.Id, [desk.DefaultDepartment.Id]), Guid.NewGuid(), new Present(server.Desk.Ben.Id!.Value, "Benedikt", ActorKind.Agent, Doing.Typing));
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Still here"));
        await Eventually.TrueAsync(() => carla.Lines.Contains("Still here"), "Carla reads on");
        Assert.DoesNotContain(carla.Frames, f => f.Contains("Benedikt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Carla_comes_back_with_her_token_and_nobody_else_does_without_it()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        var chat = Guid.NewGuid();
        await carla.SendAsync(chat, "Hello");
        await carla.DisposeAsync();
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Are you there?"));

        var (again, _) = await HubSocket.GreetedAsync(server.Address, token, chat);
        await using var _a = again;
        Assert.Equal(["Hello", "Are you there?"], again.Lines);

        foreach (var wrong in new[] { null, "", "x", token[..^8] + "AAAAAAA=", Convert.ToBase64String(new byte[80]), new string('A', 5000) })
        {
            await using var stranger = await HubSocket.ConnectAsync(server.Address);
            Assert.False((await stranger.HelloAsync(wrong, chat)).GetProperty("recognised").GetBoolean());
            Assert.Equal("gone", Problem(await stranger.SendAsync(chat, "It is me")));
            Assert.Equal("gone", Problem(await stranger.InvokeAsync("End", chat)));
            await server.Chats.SayAsync(server.Desk.Ana, chat, Says("for Carla"));
            Assert.Equal(1, stranger.Frames.Count(f => f.Contains("\"token\"", StringComparison.Ordinal)));
            Assert.DoesNotContain(stranger.Frames, f => f.Contains("Are you there?", StringComparison.Ordinal) || f.Contains("for Carla", StringComparison.Ordinal));
        }
        await Eventually.TrueAsync(() => again.Lines.Contains("for Carla"), "Carla herself reads it");
    }

    [Fact]
    public async Task A_token_expires_and_does_not_open_another_desk()
    {
        var clock = new TestClock();
        await using var server = await ChatServer.StartAsync(clock: clock);
        var tokens = server.Get<VisitorTokens>();
        var visitor = tokens.NewVisitor(server.Desk.Desk.Id);
        var token = tokens.Issue(visitor);
        Assert.Equal(visitor, tokens.Read(token, visitor.DeskId));
        Assert.Null(tokens.Read(token, server.Desk.Hosting.Id));
        clock.Advance(VisitorTokens.Lives);
        Assert.Null(tokens.Read(token, visitor.DeskId));
    }

    private static string? Problem(JsonElement outcome) => outcome.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem ? problem.GetProperty("code").GetString() : null;
}
