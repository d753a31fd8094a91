using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Chat;

/// <summary>A desk and its visitors, as the chat's tests speak of them.</summary>
internal static class ChatScene
{
    public static VisitorKey Visitor(this TestDesk desk) => new(Ids.New(desk.Clock.GetUtcNow()), desk.Desk.Id);

    public static VisitorCommands Visitors(this TestDesk desk) => desk.Get<VisitorCommands>();

    public static ChatCommands Chats(this TestDesk desk) => desk.Get<ChatCommands>();

    public static VisitorLine Line(Guid conversation, string text, string? id = null, string? email = null, string? name = null, params Guid[] files) =>
        new(conversation, id ?? Guid.NewGuid().ToString(), text, files, "https://shop.example/cart", name, email);

    public static NewChatMessage Says(string text) => new(text, Guid.NewGuid().ToString());

    /// <summary>A new conversation with these lines.</summary>
    public static async Task<Guid> WriteAsync(this TestDesk desk, VisitorKey visitor, params string[] lines)
    {
        var conversation = Guid.NewGuid();
        foreach (var line in lines)
        {
            await desk.Visitors().WriteAsync(visitor, Line(conversation, line, email: "carla@example.com", name: "Carla"));
            desk.Clock.Advance(TimeSpan.FromSeconds(3));
        }
        return conversation;
    }

    public static Task<Conversation?> SeenByAsync(this TestDesk desk, VisitorKey visitor, Guid conversation) => desk.Get<VisitorQueries>().ConversationAsync(visitor, conversation);

    public static async Task<List<Ticket>> AllTicketsAsync(this TestDesk desk)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.Include(t => t.Entries).Include(t => t.Links).OrderBy(t => t.Number).AsSplitQuery().ToListAsync();
    }

    public static Task ConfigureAsync(this TestDesk desk, Func<DeskSettings, DeskSettings> change) =>
        desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, change(desk.Desk.Settings));

    /// <summary>What was closed takes no more messages then.</summary>
    public static async Task CloseForGoodAfterAnHourAsync(this TestDesk desk)
    {
        await desk.ConfigureAsync(s => s with { ReopenWindow = TimeSpan.FromHours(1) });
        desk.Clock.Advance(TimeSpan.FromHours(2));
    }

    public static Task<Domain.Files.Attachment> UploadAsync(this TestDesk desk, Actor by, string name, byte[] bytes) =>
        desk.Get<FileCommands>().UploadAsync(by, desk.Desk.Id, name, new MemoryStream(bytes), bytes.Length);

    /// <summary>The smallest picture: one pixel.</summary>
    public static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
}
