using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Chat;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>Two desks make no ticket of a chat by themselves when it ends; each has its own way.</summary>
public sealed class ChatHandOverTests
{
    [Theory, BothDatabases]
    public async Task On_the_field_desk_a_colleague_who_takes_over_makes_the_ticket_and_on_the_suites_a_hand_does_and_the_chat_goes_on(DatabaseKind kind)
    {
        foreach (var preset in new[] { "field", "suite" })
        {
            await using var desk = await TestDesk.OpenAsync(kind, preset);
            var carla = desk.Visitor();
            var chat = await desk.WriteAsync(carla, "It does not start.");
            await desk.Chats().TakeAsync(desk.Ana, chat);
            await desk.Chats().TakeAsync(desk.Ana, chat);
            Assert.Empty(await desk.AllTicketsAsync());
            await desk.Chats().TakeAsync(desk.Ben, chat);
            Assert.Equal(preset == "field", (await desk.AllTicketsAsync()).Count == 1);
            foreach (var _ in new[] { 1, 2 }) await desk.Chats().MakeTicketAsync(desk.Ben, chat);
            Assert.Equal(desk.Ben.Id, Assert.Single(await desk.AllTicketsAsync()).OwnerId);
            await desk.Chats().SayAsync(desk.Ben, chat, Says("I come by."));
            Assert.Equal("I come by.", (await desk.SeenByAsync(carla, chat))!.Lines[^1].Body);
            Assert.NotEqual(ChatState.Ended, (await desk.Get<ChatQueries>().ReadAsync(desk.Ana, chat)).State);
            await Assert.ThrowsAsync<RuleViolation>(() => desk.Chats().MakeTicketAsync(desk.Kim, chat));
        }
    }
}
