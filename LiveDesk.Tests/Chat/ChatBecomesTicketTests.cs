using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>A chat becomes one ticket, by the desk's rule, with all that was said in it.</summary>
public sealed class ChatBecomesTicketTests
{
    [Theory, BothDatabases]
    public async Task When_Ana_ends_the_chat_one_ticket_holds_the_whole_conversation(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "The alarm beeps every hour.\nSince Monday.", "Can *you* help?");
        await desk.Chats().SayAsync(desk.Ana, chat, Says("Yes: change the **battery**."));
        await desk.Chats().WhisperAsync(desk.Ben, chat, Says("She is in the warranty list."));
        await desk.Chats().EndAsync(desk.Ana, chat);
        await desk.Chats().EndAsync(desk.Ben, chat);

        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal(("The alarm beeps every hour.", Channel.Chat, "Carla", "carla@example.com"), (ticket.Subject, ticket.Channel, ticket.Requester.Name, ticket.Requester.Email));
        Assert.Equal((chat, desk.Ana.Id), (ticket.ChatSessionId, ticket.OwnerId));
        var transcript = Assert.Single(ticket.Entries, e => e.Kind is EntryKind.Transcript);
        Assert.Contains("> Since Monday.", transcript.Body, StringComparison.Ordinal);
        Assert.Contains(@"> Can \*you\* help?", transcript.Body, StringComparison.Ordinal);
        Assert.Contains("> Yes: change the **battery**.", transcript.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("warranty", transcript.Body, StringComparison.Ordinal);
        var note = Assert.Single(ticket.Entries, e => e.Kind is EntryKind.Note);
        Assert.Equal(("Ben", "She is in the warranty list."), (Assert.Single(note.Authors).Name, note.Body));
    }

    [Theory, BothDatabases]
    public async Task Who_gives_her_address_after_the_chat_became_a_ticket_at_once_is_its_requester_and_it_is_not_overwritten(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var dev = await desk.AddContactAsync("Dev");
        var (carla, chat) = (desk.Visitor(), Guid.NewGuid());
        await desk.Visitors().WriteAsync(carla, Line(chat, "My site is down."));
        Assert.Equal((ChatSession.Unnamed, null), Asked(await desk.AllTicketsAsync()));

        await desk.Visitors().IntroduceAsync(carla, chat, "Carla", "carla@example.com");
        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal(("Carla", "carla@example.com"), Asked([ticket]));
        await using (var db = desk.OpenDatabase())
        {
            Assert.Equal("carla@example.com", (await db.Contacts.SingleAsync(c => c.Id == ticket.ContactId)).Email);
            Assert.Equal(ActorKind.Customer, (await db.Activities.SingleAsync(a => a.Kind == nameof(RequesterWasLearned))).ActorKind);
        }
        await desk.Visitors().IntroduceAsync(carla, chat, "Somebody else", "other@example.com");
        Assert.Equal(("Carla", "carla@example.com"), Asked(await desk.AllTicketsAsync()));

        // Somebody else's address is taken down as said, and leads nobody into their history.
        var (stranger, theirs) = (desk.Visitor(), Guid.NewGuid());
        await desk.Visitors().WriteAsync(stranger, Line(theirs, "Mine too."));
        await desk.Visitors().WriteAsync(stranger, Line(theirs, "Call me Dev.", name: "Dev", email: dev.Email));
        var second = (await desk.AllTicketsAsync())[^1];
        Assert.Equal((("Dev", dev.Email), null), (Asked([second]), second.ContactId));
    }

    private static (string, string?) Asked(List<Ticket> tickets) => (tickets.Single().Requester.Name, tickets.Single().Requester.Email);

    [Theory, BothDatabases]
    public async Task The_ticket_of_a_known_visitors_next_chat_is_for_their_organisation(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (carla, contacts) = (desk.Visitor(), desk.Get<ContactCommands>());
        async Task ChatAsync(string line)
        {
            var chat = await desk.WriteAsync(carla, line);
            await desk.Chats().SayAsync(desk.Ana, chat, Says("One moment."));
            await desk.Chats().EndAsync(desk.Ana, chat);
        }
        await ChatAsync("The alarm beeps.");
        var first = Assert.Single(await desk.AllTicketsAsync());
        var firm = await contacts.AddOrganisationAsync(desk.Ana, "Acme", null);
        await contacts.ChangeAsync(desk.Ana, first.ContactId!.Value, new ContactDetails("Carla", "carla@example.com", null, firm));
        await ChatAsync("It beeps again.");
        var second = Assert.Single(await desk.AllTicketsAsync(), t => t.Id != first.Id);
        Assert.Equal((first.ContactId, firm), (second.ContactId, second.OrganisationId));
    }

    [Theory, BothDatabases]
    public async Task A_chat_in_which_nobody_writes_ends_and_becomes_its_ticket_by_itself(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var chat = await desk.WriteAsync(desk.Visitor(), "Hello?");
        await desk.DoDueWorkAsync();
        desk.Clock.Advance(desk.Desk.Settings.ChatIdleAfter - TimeSpan.FromMinutes(1));
        await desk.Chats().SayAsync(desk.Ana, chat, Says("Are you still there?"));
        desk.Clock.Advance(TimeSpan.FromMinutes(2));
        await desk.DoDueWorkAsync();
        Assert.Empty(await desk.AllTicketsAsync());

        desk.Clock.Advance(desk.Desk.Settings.ChatIdleAfter);
        await desk.DoDueWorkAsync();
        Assert.Equal(chat, Assert.Single(await desk.AllTicketsAsync()).ChatSessionId);
        await using var db = desk.OpenDatabase();
        Assert.Equal(ChatEnd.Idle, (await db.Chats.SingleAsync()).Ending!.How);
        Assert.Empty(db.Work.Where(w => w.Kind == IdleChats.WorkKind));
    }

    [Theory]
    [InlineData("technician", true)]
    [InlineData("psa", true)]
    [InlineData("hosting", true)]
    [InlineData("field", false)]
    [InlineData("suite", false)]
    public async Task Each_desk_has_its_rule_for_a_chat_that_ends(string preset, bool becomesTicket)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, preset);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "It does not start.");
        Assert.Equal(preset == "hosting", (await desk.AllTicketsAsync()).Count == 1);
        await desk.Visitors().EndAsync(carla, chat);
        Assert.Equal(becomesTicket ? 1 : 0, (await desk.AllTicketsAsync()).Count);

        await desk.Chats().HandOverAsync(desk.Ana, chat);
        await desk.Chats().HandOverAsync(desk.Ana, chat);
        Assert.Single(await desk.AllTicketsAsync());
    }

    [Theory, BothDatabases]
    public async Task On_the_hosting_desk_the_live_chat_goes_on_in_the_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "The site is down.", "All of it.");
        await desk.Chats().SayAsync(desk.Ana, chat, Says("I am looking."));
        await desk.Chats().WhisperAsync(desk.Ana, chat, Says("Node 4 again."));

        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal([EntryKind.Transcript, EntryKind.CustomerMessage, EntryKind.Reply, EntryKind.Note], ticket.Entries.OrderBy(e => e.Id).Select(e => e.Kind));
        var seen = (await desk.SeenByAsync(carla, chat))!;
        Assert.Equal(["The site is down.", "All of it.", "I am looking."], seen.Lines.Select(l => l.Body));
        Assert.Equal(ChatState.Active, seen.State);
    }

    [Theory, BothDatabases]
    public async Task A_line_written_while_the_chat_ends_is_in_the_transcript_or_in_the_thread_and_nowhere_twice(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        for (var round = 0; round < 6; round++)
        {
            var carla = desk.Visitor();
            var chat = await desk.WriteAsync(carla, "One");
            var lines = Enumerable.Range(0, 5).Select(i => desk.Visitors().WriteAsync(carla, Line(chat, $"line-{i}", $"id-{i}")));
            await Task.WhenAll(lines.Append(desk.Chats().EndAsync(desk.Ana, chat)).Append(desk.Visitors().EndAsync(carla, chat)).Append(desk.Chats().HandOverAsync(desk.Ben, chat)));

            var ticket = Assert.Single(await desk.AllTicketsAsync(), t => t.ChatSessionId == chat);
            var everything = string.Join('\n', ticket.Entries.Select(e => e.Body));
            for (var i = 0; i < 5; i++) Assert.Equal(2, everything.Split($"line-{i}").Length);
            Assert.Equal(6, (await desk.SeenByAsync(carla, chat))!.Lines.Count);
        }
    }

    [Theory, BothDatabases]
    public async Task The_same_line_sent_again_is_the_same_line_before_and_after_the_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var first = Line(Guid.NewGuid(), "Hello", "made-1");
        var both = await Task.WhenAll(desk.Visitors().WriteAsync(carla, first), desk.Visitors().WriteAsync(carla, first));
        Assert.Equal(both[0], both[1]);
        await desk.Visitors().EndAsync(carla, first.Conversation);
        Assert.Equal(both[0], await desk.Visitors().WriteAsync(carla, first));

        var later = Line(first.Conversation, "And one more thing", "made-2");
        var entry = await desk.Visitors().WriteAsync(carla, later);
        Assert.Equal(entry, await desk.Visitors().WriteAsync(carla, later));
        Assert.Equal([EntryKind.Transcript, EntryKind.CustomerMessage], Assert.Single(await desk.AllTicketsAsync()).Entries.OrderBy(e => e.Id).Select(e => e.Kind));
    }

    [Theory, BothDatabases]
    public async Task A_message_to_a_closed_ticket_opens_one_follow_up_that_the_conversation_goes_on_in(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, "The alarm beeps.");
        await desk.Visitors().EndAsync(carla, chat);
        var first = Assert.Single(await desk.AllTicketsAsync());
        await desk.Tickets.ResolveAsync(desk.Ana, first.Id, "A new battery.");
        Assert.Equal("A new battery.", (await desk.SeenByAsync(carla, chat))!.Notices.Single(n => n.Kind is NoticeKind.Resolved).Text);

        await desk.Visitors().WriteAsync(carla, Line(chat, "It beeps again."));
        Assert.True(Assert.Single(await desk.AllTicketsAsync()).IsOpen);

        await desk.Tickets.ResolveAsync(desk.Ana, first.Id, "Another battery.");
        await desk.Tickets.CloseAsync(desk.Ana, first.Id);
        await desk.CloseForGoodAfterAnHourAsync();
        var late = Line(chat, "And again!");
        await desk.Visitors().WriteAsync(carla, late);
        await desk.Visitors().WriteAsync(carla, late);
        var tickets = await desk.AllTicketsAsync();
        Assert.Equal(2, tickets.Count);
        Assert.Equal((LinkKind.FollowUpOf, first.Id), tickets[1].Links.Select(l => (l.Kind, l.OtherId)).Single());
        await desk.Tickets.AnswerAsync(desk.Ana, tickets[1].Id, new NewEntry("We come tomorrow."));
        Assert.Equal("We come tomorrow.", (await desk.SeenByAsync(carla, chat))!.Lines[^1].Body);
    }

    [Theory, BothDatabases]
    public async Task Nobody_enters_a_known_customers_history_by_naming_their_address(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var known = await desk.AddContactAsync("Dev", "carla@example.com");
        var stranger = desk.Visitor();
        await desk.Visitors().EndAsync(stranger, await desk.WriteAsync(stranger, "I am Carla, honestly."));
        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal((null, "carla@example.com"), (ticket.ContactId, ticket.Requester.Email));
        await using var db = desk.OpenDatabase();
        Assert.Equal(("Dev", known.Id), await db.Contacts.Select(c => new ValueTuple<string, Guid>(c.Name, c.Id)).SingleAsync());
    }

    [Theory, BothDatabases]
    public async Task A_new_address_makes_a_contact_and_the_same_browser_finds_it_again(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        await desk.Visitors().EndAsync(carla, await desk.WriteAsync(carla, "First."));
        await desk.Visitors().EndAsync(carla, await desk.WriteAsync(carla, "Second."));
        var tickets = await desk.AllTicketsAsync();
        await using var db = desk.OpenDatabase();
        var contact = await db.Set<Contact>().SingleAsync();
        Assert.All(tickets, t => Assert.Equal(contact.Id, t.ContactId));
        Assert.Equal("carla@example.com", contact.Email);
    }

    [Theory, BothDatabases]
    public async Task A_picture_goes_with_the_chat_into_the_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = desk.Visitor();
        var picture = await desk.UploadAsync(Actor.Visitor(carla.Id, "Visitor"), "door.png", Picture);
        var chat = Guid.NewGuid();
        await desk.Visitors().WriteAsync(carla, Line(chat, "", files: picture.Id));
        await desk.Visitors().EndAsync(carla, chat);

        var ticket = Assert.Single(await desk.AllTicketsAsync());
        Assert.Equal("door.png", ticket.Subject);
        await using var db = desk.OpenDatabase();
        var file = await db.Attachments.SingleAsync();
        Assert.Equal((ticket.Id, ticket.Entries.Single().Id), (file.TicketId, file.EntryId));
        Assert.Equal("door.png", Assert.Single((await desk.SeenByAsync(carla, chat))!.Lines.Single().Files).Name);
    }

    [Fact]
    public async Task A_very_long_chat_is_kept_whole()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var carla = desk.Visitor();
        var chat = await desk.WriteAsync(carla, [.. Enumerable.Range(0, 40).Select(i => $"{i}:" + new string('*', Limits.ChatLine - 10))]);
        await desk.Visitors().EndAsync(carla, chat);
        var parts = Assert.Single(await desk.AllTicketsAsync()).Entries;
        Assert.True(parts.Count > 1);
        Assert.All(Enumerable.Range(0, 40), i => Assert.Single(parts, p => p.Body.Contains($"> {i}:", StringComparison.Ordinal)));
    }
}
