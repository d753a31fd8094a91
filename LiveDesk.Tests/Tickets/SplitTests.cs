using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>One message that is another matter begins a ticket of its own.</summary>
public sealed class SplitTests
{
    [Theory, BothDatabases]
    public async Task Carlas_second_question_becomes_a_ticket_with_its_file_linked_both_ways_and_she_is_told_when_Ana_ticks_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (ticket, _) = await desk.AddTicketAsync("My site is down", department: "Technical");
        var carla = Actor.Customer(Guid.NewGuid(), "Carla");
        var file = await desk.UploadAsync(desk.Ana, "invoice.png", ChatScene.Picture);
        var message = await AddMessageAsync(desk, ticket, carla, "And my invoice is wrong, too.");
        await using (var db = desk.OpenDatabase())
        {
            (await db.Attachments.SingleAsync(a => a.Id == file.Id)).HangOnEntry(ticket, message);
            await db.CommitAsync();
        }
        var billing = desk.Desk.Departments.Single(d => d.Name == "Billing").Id;
        var what = new NewSplit("Wrong invoice", billing, "We go on with the invoice in a ticket of its own.", Guid.NewGuid().ToString("N"));
        var split = desk.Get<SplitCommands>();
        var begun = await split.SplitAsync(desk.Ana, ticket, message, what);
        Assert.Equal(begun, await split.SplitAsync(desk.Ana, ticket, message, what));

        var pages = desk.Get<TicketPageQueries>();
        var detail = await pages.DetailAsync(desk.Ola, begun.Id);
        Assert.Equal(("Wrong invoice", "Carla", "carla@example.com", billing), (detail.Subject, detail.Requester.Name, detail.Requester.Email, detail.DepartmentId));
        var first = (await pages.ThreadAsync(desk.Ola, begun.Id)).Entries;
        Assert.Equal([(EntryKind.CustomerMessage, "Carla", "And my invoice is wrong, too."), (EntryKind.System, "Ana", "Split from another ticket.")], first.Select(e => (e.Kind, e.Authors[0].Name, e.Body)));
        var copy = Assert.Single(first[0].Files);
        Assert.Equal(("invoice.png", file.Size), (copy.FileName, copy.Size));
        await using (var open = (await desk.Get<FileQueries>().OpenAsync(desk.Ola, copy.Id))!.Bytes) Assert.Equal(file.Size, open.Length);
        Assert.Null(await desk.Get<FileQueries>().OpenAsync(desk.Ola, file.Id));

        // The message stays where it was; both know of each other.
        var there = (await pages.ThreadAsync(desk.Ana, ticket)).Entries;
        Assert.Equal([EntryKind.CustomerMessage, EntryKind.System, EntryKind.PublicNote], there.Select(e => e.Kind));
        Assert.Equal((begun.Id, LinkKind.SplitFrom, true), Assert.Single((await pages.DetailAsync(desk.Ana, ticket)).Links) is var link ? (link.Id, link.Kind, link.IsIncoming) : default);
        Assert.Contains(await desk.HistoryAsync(desk.Ana, ticket), a => a.Kind == nameof(TicketWasSplit));
    }

    [Theory, BothDatabases]
    public async Task A_message_of_a_merged_ticket_keeps_who_wrote_it_and_what_is_internal_stays_so(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (devs, carlas) = ((await desk.AddTicketAsync("It beeps", contact: await desk.AddContactAsync("Dev"))).Id, (await desk.AddTicketAsync("The panel")).Id);
        var note = await desk.Tickets.LeaveNoteAsync(desk.Ben, devs, new NewEntry("He asked about the lift"));
        await desk.Tickets.MergeAsync(desk.Ana, devs, carlas);
        var split = desk.Get<SplitCommands>();
        Assert.Equal("tell", (await Assert.ThrowsAsync<RuleViolation>(() => split.SplitAsync(desk.Ana, carlas, note, new NewSplit("The lift", TellCustomer: "Hello")))).Field);
        var begun = await split.SplitAsync(desk.Ana, carlas, note, new NewSplit("The lift"));
        Assert.Equal("Dev", (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, begun.Id)).Requester.Name);
        var first = (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ana, begun.Id)).Entries[0];
        Assert.Equal((EntryKind.Note, "Ben"), (first.Kind, first.Authors[0].Name));
        var line = (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ana, begun.Id)).Entries[1].Id;
        await Assert.ThrowsAsync<RuleViolation>(() => split.SplitAsync(desk.Ana, begun.Id, line, new NewSplit("A line")));
        await Assert.ThrowsAsync<NotFoundException>(() => split.SplitAsync(desk.Ana, begun.Id, note, new NewSplit("Another's")));
        await Assert.ThrowsAsync<NotFoundException>(() => split.SplitAsync(desk.Ola, carlas, note, new NewSplit("Not hers")));
    }

    private static async Task<Guid> AddMessageAsync(TestDesk desk, Guid ticket, Actor customer, string text)
    {
        await using var db = desk.OpenDatabase();
        var found = await db.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == ticket);
        var entry = found.TakeMessage(customer, new NewEntry(text), desk.Desk, desk.Clock.GetUtcNow());
        await db.CommitAsync();
        return entry.Id;
    }
}
