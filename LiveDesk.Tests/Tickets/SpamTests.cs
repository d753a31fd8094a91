using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>Whose messages are spam, and the end of the trash.</summary>
public sealed class SpamTests
{
    [Theory, BothDatabases]
    public async Task What_Ana_calls_spam_teaches_the_desk_its_sender_and_what_she_brings_back_makes_it_forget(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await MailAsync(desk, "Win a prize", "win@prizes.example");
        await desk.Tickets.PutAsideAsync(desk.Ana, id, isSpam: true);
        Assert.True((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, id)).IsSpamSender);
        Assert.Equal(("win@prizes.example", "Ana"), Assert.Single((await ListAsync(desk)).Senders) is var s ? (s.Sender, s.AddedBy) : default);

        var next = await ChatTicketAsync(desk, "WIN@prizes.example");
        Assert.Equal((true, null), (next.Aside!.IsSpam, next.Aside.By));
        Assert.Null((await ChatTicketAsync(desk, "carla@example.com")).Aside);

        await desk.Tickets.BringBackAsync(desk.Ben, next.Id);
        Assert.Empty((await ListAsync(desk)).Senders);
        Assert.Null((await ChatTicketAsync(desk, "win@prizes.example")).Aside);
    }

    [Theory, BothDatabases]
    public async Task Neither_a_ticket_in_the_trash_nor_a_colleague_teaches_anything_and_two_at_once_teach_it_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (mistake, _) = await MailAsync(desk, "Opened by mistake", "carla@example.com");
        await desk.Tickets.PutAsideAsync(desk.Ana, mistake, isSpam: false);
        var (forwarded, _) = await MailAsync(desk, "Fwd: win a prize", (await desk.Catalogue.PersonAsync(desk.Ben.Id!.Value))!.Email);
        await desk.Tickets.PutAsideAsync(desk.Ana, forwarded, isSpam: true);
        Assert.Empty((await ListAsync(desk)).Senders);
        Assert.False((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, forwarded)).IsSpamSender);

        var spam = new List<Guid>();
        for (var i = 0; i < 4; i++) spam.Add((await MailAsync(desk, $"Win prize {i}", "win@prizes.example")).Id);
        await Task.WhenAll(spam.Select(id => Task.Run(() => desk.Tickets.PutAsideAsync(desk.Ana, id, isSpam: true))));
        Assert.Single((await ListAsync(desk)).Senders);
    }

    [Theory, BothDatabases]
    public async Task Sam_keeps_the_list_with_whole_domains_and_is_told_what_is_wrong(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (senders, list) = (desk.Get<SpamSenderCommands>(), desk.Get<SpamSenderQueries>());
        await senders.AddAsync(desk.Sam, desk.Desk.Id, " @Prizes.Example ");
        Assert.NotNull((await ChatTicketAsync(desk, "anybody@prizes.example")).Aside);
        var (mail, _) = await MailAsync(desk, "You won", "else@prizes.example");
        Assert.NotNull((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, mail)).Aside);
        // Who works here opens tickets for whom they like.
        var (byHand, _) = await desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, new NewTicket { Subject = "They called", Description = "About a prize", RequesterName = "Somebody", RequesterEmail = "x@prizes.example" });
        Assert.Null((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, byHand)).Aside);
        Assert.Null((await ChatTicketAsync(desk, "anybody@more.prizes.example")).Aside);
        async Task<string> RefusedAsync(string? what) => (await Assert.ThrowsAsync<RuleViolation>(() => senders.AddAsync(desk.Sam, desk.Desk.Id, what))).Message;
        Assert.Equal("@prizes.example is on the list already.", await RefusedAsync("@PRIZES.example"));
        Assert.Contains("is not an e-mail address", await RefusedAsync("prizes.example"), StringComparison.Ordinal);
        Assert.Contains("missing", await RefusedAsync(" "), StringComparison.Ordinal);
        Assert.Empty((await list.ListAsync(desk.Sam, desk.Desk.Id, "nobody", 1)).Senders);

        await Assert.ThrowsAsync<RuleViolation>(() => senders.AddAsync(desk.Ana, desk.Desk.Id, "x@example.com"));
        await Assert.ThrowsAsync<RuleViolation>(() => list.ListAsync(desk.Ana, desk.Desk.Id, null, 1));
        await Assert.ThrowsAsync<NotFoundException>(() => list.ListAsync(desk.Sam, Guid.NewGuid(), null, 1));
        var row = Assert.Single((await list.ListAsync(desk.Sam, desk.Desk.Id, "PRIZES", 7)).Senders);
        await senders.RemoveAsync(desk.Sam, row.Id);
        await Assert.ThrowsAsync<NotFoundException>(() => senders.RemoveAsync(desk.Sam, row.Id));
        Assert.Null((await ChatTicketAsync(desk, "anybody@prizes.example")).Aside);
    }

    [Theory, BothDatabases]
    public async Task After_thirty_days_nothing_of_a_ticket_in_the_trash_is_left_but_that_it_was_deleted(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var file = await desk.UploadAsync(desk.Ana, "prize.png", ChatScene.Picture);
        var spam = await ChatTicketAsync(desk, "win@prizes.example");
        await desk.Tickets.LeaveNoteAsync(desk.Ana, spam.Id, new NewEntry("A walrus of a prize", Attachments: [file.Id]));
        var (held, heldNumber) = await desk.AddTicketAsync("Another prize");
        var (stays, staysNumber) = await desk.AddTicketAsync("About a walrus");
        await desk.Tickets.LinkAsync(desk.Ana, stays, spam.Id, LinkKind.Related);
        await desk.Tickets.MergeAsync(desk.Ana, held, spam.Id);
        await desk.Tickets.PutAsideAsync(desk.Ana, spam.Id, isSpam: true);
        var (backAgain, _) = await desk.AddTicketAsync("No prize");
        await desk.Tickets.PutAsideAsync(desk.Ana, backAgain, isSpam: true);

        desk.Clock.Advance(Ticket.TrashKeeps - TimeSpan.FromHours(1));
        await desk.Get<EmptyTrash>().DoAsync("", CancellationToken.None);
        Assert.Equal(4, (await desk.AllTicketsAsync()).Count);
        await desk.Tickets.BringBackAsync(desk.Ana, backAgain);
        desk.Clock.Advance(TimeSpan.FromHours(2));
        await desk.Get<EmptyTrash>().DoAsync("", CancellationToken.None);

        Assert.Equal(new[] { stays, backAgain }.Order(), (await desk.AllTicketsAsync()).Select(t => t.Id).Order());
        Assert.Equal([staysNumber], (await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Search: "walrus"))).Tickets.Select(t => t.Number));
        Assert.Null(await desk.Get<FileQueries>().OpenAsync(desk.Ana, file.Id));
        Assert.Empty((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, stays)).Links);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, spam.Id));
        await using var db = desk.OpenDatabase();
        Guid[] gone = [spam.Id, held];
        Assert.Empty(await db.Set<Entry>().Where(e => gone.Contains(e.TicketId)).ToListAsync());
        Assert.Empty(await db.SearchDocuments.Where(d => gone.Contains(d.SubjectId)).ToListAsync());
        Assert.Empty(await db.Chats.Where(c => c.TicketId == spam.Id).ToListAsync());
        Assert.Equal([nameof(TicketWasDeleted)], await db.Activities.Where(a => gone.Contains(a.SubjectId)).Select(a => a.Kind).Distinct().ToListAsync());
        // Its number still leads somewhere, and says who put it there; so does the one that was merged into it. Nobody else learns that it was.
        foreach (var number in new[] { spam.Number, heldNumber })
        {
            var left = (await desk.Get<DeletedTickets>().FindAsync(desk.Ben, number))!;
            Assert.Equal((number, desk.Desk.Id, desk.Ana.Id, desk.Clock.GetUtcNow()), (left.Number, left.DeskId, left.AsideBy, left.At));
            Assert.Null(await desk.Get<DeletedTickets>().FindAsync(desk.Ola, number));
        }
        Assert.Null(await desk.Get<DeletedTickets>().FindAsync(desk.Ben, staysNumber));
        Assert.Null(await desk.Get<DeletedTickets>().FindAsync(desk.Ben, 9_999_999));
        // It is nobody else's, ever.
        Assert.True((await desk.AddTicketAsync("The next one")).Number > staysNumber + 1);
    }

    private static Task<(Guid Id, long Number)> MailAsync(TestDesk desk, string subject, string email) =>
        desk.Tickets.OpenAsync(Actor.System, desk.Desk.Id, new NewTicket { Subject = subject, Channel = Channel.Email, RequesterName = "Somebody", RequesterEmail = email });

    /// <summary>A visitor who says that this is their address, writes a line and leaves.</summary>
    private static async Task<Ticket> ChatTicketAsync(TestDesk desk, string email)
    {
        var (visitor, chat) = (desk.Visitor(), Guid.NewGuid());
        await desk.Visitors().WriteAsync(visitor, ChatScene.Line(chat, "You won", email: email, name: "Somebody"));
        await desk.Visitors().EndAsync(visitor, chat);
        await desk.DoDueWorkAsync();
        return (await desk.AllTicketsAsync()).Single(t => t.ChatSessionId == chat);
    }

    private static Task<SpamSenderRows> ListAsync(TestDesk desk) => desk.Get<SpamSenderQueries>().ListAsync(desk.Sam, desk.Desk.Id, null, 1);
}
