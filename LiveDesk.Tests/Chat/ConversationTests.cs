using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>One read of a conversation for all who look at it, and never an old one.</summary>
public sealed class ConversationTests
{
    [Theory, BothDatabases]
    public async Task Ana_and_Ben_share_what_was_read_until_something_is_said(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "It beeps");
        var chats = desk.Get<ChatQueries>();
        var first = await chats.ReadAsync(desk.Ana, chat);
        await desk.WriteAsync(desk.Visitor(), "Another matter");
        Assert.Same(first, await chats.ReadAsync(desk.Ben, chat));

        await desk.Visitors().WriteAsync(carla, Line(chat, "Still"));
        Assert.Equal(["It beeps", "Still"], (await chats.ReadAsync(desk.Ben, chat)).Lines.Select(l => l.Body));
        await desk.Chats().EndAsync(desk.Ana, chat);
        var ticket = (await desk.AllTicketsAsync()).Single(t => t.Subject == "It beeps");
        Assert.NotNull((await chats.ReadAsync(desk.Ana, chat)).Ticket);
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket.Id, new NewEntry("The battery"));
        Assert.Equal("The battery", (await chats.ReadAsync(desk.Ana, chat)).Lines[^1].Body);
    }
}
