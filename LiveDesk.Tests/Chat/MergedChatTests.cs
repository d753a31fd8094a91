using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>A visitor whose chat's ticket is merged away goes on in the one that stays, and reads nothing of it that is not theirs.</summary>
public sealed class MergedChatTests
{
    [Theory, BothDatabases]
    public async Task Carla_goes_on_in_the_ticket_that_stays_and_after_it_in_a_follow_up_of_her_own(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (carla, dev) = (desk.Visitor(), desk.Visitor());
        var (carlas, devs) = (await TicketOfAsync(desk, carla, "Mine beeps"), await TicketOfAsync(desk, dev, "Mine beeps too"));
        await desk.Visitors().WriteAsync(dev, Line(devs.Chat, "Dev's secret before"));
        await desk.Tickets.AnswerAsync(desk.Ana, devs.Ticket, new NewEntry("To Dev alone"));
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Tickets.MergeAsync(desk.Ana, carlas.Ticket, devs.Ticket);

        await desk.Visitors().WriteAsync(carla, Line(carlas.Chat, "It still beeps", id: "c1"));
        Assert.Equal(await desk.Visitors().WriteAsync(carla, Line(carlas.Chat, "It still beeps", id: "c1")), (await ThreadAsync(desk, devs.Ticket))[^1].Id);
        await desk.Visitors().WriteAsync(dev, Line(devs.Chat, "Dev's secret after"));
        var picture = await desk.UploadAsync(desk.Ana, "button.png", Picture);
        await desk.Tickets.AnswerAsync(desk.Ana, devs.Ticket, new NewEntry("Press the button, both of you", Attachments: [picture.Id]));
        await desk.Chats().SayAsync(desk.Ben, carlas.Chat, Says("And wait"));
        Assert.Equal(["Mine beeps", "It still beeps", "Press the button, both of you", "And wait"], await LinesAsync(desk, carla, carlas.Chat));
        Assert.Equal(["Mine beeps too", "Dev's secret before", "To Dev alone", "Dev's secret after", "Press the button, both of you", "And wait"], await LinesAsync(desk, dev, devs.Chat));
        Assert.NotNull(await desk.Get<FileQueries>().OpenForVisitorAsync(carla, picture.Id));
        var seen = (await desk.SeenByAsync(carla, carlas.Chat))!;
        Assert.Equal(NoticeKind.Merged, seen.Notices[^1].Kind);
        Assert.Contains(devs.Ticket, seen.Tickets);

        // Closed for good: her next line opens a follow-up of hers, with her name, and goes on there.
        await desk.Tickets.CloseAsync(desk.Ana, devs.Ticket);
        await desk.CloseForGoodAfterAnHourAsync();
        await desk.Visitors().WriteAsync(carla, Line(carlas.Chat, "It beeps again"));
        await desk.Visitors().WriteAsync(carla, Line(carlas.Chat, "Every hour"));
        var followUp = Assert.Single(await desk.AllTicketsAsync(), t => t.Links.Any(l => l.Kind is LinkKind.FollowUpOf));
        Assert.Equal(["It beeps again", "Every hour"], followUp.Entries.OrderBy(e => e.Id).Select(e => e.Body));
        Assert.Equal(followUp.Number, (await desk.SeenByAsync(carla, carlas.Chat))!.TicketNumber);
    }

    [Theory, BothDatabases]
    public async Task When_the_merge_is_undone_she_keeps_what_was_said_meanwhile_and_goes_on_in_her_own(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var mine = await TicketOfAsync(desk, carla, "Mine beeps");
        var (other, _) = await desk.AddTicketAsync("The panel");
        await desk.Tickets.MergeAsync(desk.Ana, mine.Ticket, other);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Visitors().WriteAsync(carla, Line(mine.Chat, "In between"));
        await desk.Tickets.AnswerAsync(desk.Ana, other, new NewEntry("Said in between"));
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.Tickets.UnmergeAsync(desk.Ana, mine.Ticket);
        await desk.Tickets.AnswerAsync(desk.Ana, other, new NewEntry("No more hers"));
        await desk.Visitors().WriteAsync(carla, Line(mine.Chat, "And now"));
        Assert.Equal(["Mine beeps", "In between", "Said in between", "And now"], await LinesAsync(desk, carla, mine.Chat));
        Assert.Equal("And now", (await ThreadAsync(desk, mine.Ticket))[^1].Body);
    }

    private static async Task<(Guid Chat, Guid Ticket)> TicketOfAsync(TestDesk desk, VisitorKey visitor, string text)
    {
        var chat = await desk.WriteAsync(visitor, text);
        await desk.Chats().EndAsync(desk.Ana, chat);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        return (chat, (await desk.AllTicketsAsync()).Single(t => t.ChatSessionId == chat).Id);
    }

    private static async Task<IReadOnlyList<EntryView>> ThreadAsync(TestDesk desk, Guid ticket) => (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ana, ticket)).Entries;

    private static async Task<IEnumerable<string>> LinesAsync(TestDesk desk, VisitorKey visitor, Guid chat) => (await desk.SeenByAsync(visitor, chat))!.Lines.Select(l => l.Body);
}
