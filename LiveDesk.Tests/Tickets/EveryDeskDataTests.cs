using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Tickets;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>The rules that hold on every desk and need its data: numbers, sight, what a ticket is linked to, masters and their children.</summary>
public sealed class EveryDeskDataTests
{
    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public async Task An_old_number_leads_somewhere_after_a_merge_and_after_the_trash_and_is_given_to_no_other(string preset)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, preset);
        var (merged, deleted, stays) = (await desk.AddTicketAsync("Merged"), await desk.AddTicketAsync("Deleted"), await desk.AddTicketAsync("Stays"));
        await desk.Tickets.MergeAsync(desk.Ana, merged.Id, stays.Id);
        await desk.Tickets.PutAsideAsync(desk.Ben, deleted.Id, isSpam: false);
        Assert.Equal(deleted.Id, await desk.TicketQueries.IdOfAsync(desk.Ana, deleted.Number));
        desk.Clock.Advance(Ticket.TrashKeeps + TimeSpan.FromHours(1));
        await desk.Get<EmptyTrash>().DoAsync("", CancellationToken.None);
        Assert.Equal(stays.Id, await desk.TicketQueries.IdOfAsync(desk.Ana, merged.Number));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.TicketQueries.IdOfAsync(desk.Ana, deleted.Number));
        Assert.Equal(desk.Ben.Id, (await desk.Get<DeletedTickets>().FindAsync(desk.Ana, deleted.Number))!.AsideBy);
        Assert.True((await desk.AddTicketAsync("Next")).Number > stays.Number);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public async Task What_Max_may_not_see_does_not_exist_for_him_wherever_he_looks(string preset)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, preset);
        var elsewhere = await desk.AddDeskAsync("field", "elsewhere");
        var max = await desk.AddPersonAsync("Max", Role.Agent, (elsewhere, null));
        var (hidden, own) = (await desk.AddTicketAsync("A walrus"), await desk.AddTicketAsync("His own walrus", elsewhere));
        await desk.Tickets.LinkAsync(desk.Sam, own.Id, hidden.Id, LinkKind.Related);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.TicketQueries.IdOfAsync(max, hidden.Number));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.LeaveNoteAsync(max, hidden.Id, Says("Hello?")));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<TodoQueries>().OfTicketAsync(max, hidden.Id));
        Assert.Empty((await desk.TicketQueries.ListAsync(max, new TicketFilter(desk.Desk.Id))).Tickets);
        Assert.Empty(await desk.TicketQueries.CountsAsync(max, new TicketFilter(desk.Desk.Id)));
        Assert.Empty((await desk.Get<BoardQueries>().BoardAsync(max, desk.Desk.Id)).Cards);
        Assert.Equal([own.Number], (await desk.Get<TicketPathQueries>().FindAsync(max, "walrus")).Select(h => h.Number));
        Assert.Empty((await desk.Get<TicketPageQueries>().DetailAsync(max, own.Id)).Links);
        Assert.DoesNotContain(await desk.Get<ActivityQueries>().SinceAsync(max, 0), c => c.SubjectId == hidden.Id);
        // There is something to be hidden.
        Assert.Equal(hidden.Number, Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id))).Tickets).Number);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public async Task A_ticket_stands_on_the_page_of_everything_that_it_is_linked_to_also_through_a_merge(string preset)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, preset);
        var (contacts, records) = (desk.Get<ContactQueries>(), desk.Get<RecordQueries>());
        var carla = await desk.AddContactAsync("Carla");
        var hotel = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Hotel Seerose", null);
        var things = new List<Guid>();
        foreach (var (type, name) in new[] { ("site", "Lakeside"), ("contract", "Full service"), ("equipment", "Pump") }) things.Add(await desk.Get<RecordCommands>().AddAsync(desk.Ana, type, new RecordDetails(name)));
        var going = (await desk.Tickets.OpenAsync(Actor.System, desk.Desk.Id, new NewTicket { Subject = "It drips", Channel = Channel.Email, RequesterName = "Carla", ContactId = carla.Id, OrganisationId = hotel }, records: things)).Id;
        async Task StandsOnAllAsync(Guid ticket)
        {
            Assert.Equal(ticket, Assert.Single((await contacts.ContactAsync(desk.Ana, carla.Id)).Tickets).Id);
            Assert.Equal(ticket, Assert.Single((await contacts.OrganisationAsync(desk.Ana, hotel)).Tickets).Id);
            foreach (var thing in things) Assert.Equal(ticket, Assert.Single((await records.RecordAsync(desk.Ana, thing)).Tickets).Id);
        }
        await StandsOnAllAsync(going);
        var (staying, _) = await desk.AddTicketAsync("The pump drips");
        await desk.Tickets.MergeAsync(desk.Ana, going, staying);
        await StandsOnAllAsync(staying);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public async Task What_ends_a_master_is_offered_for_each_open_child_and_leaves_the_done_ones_alone(string preset)
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, preset);
        var (master, _) = await desk.AddTicketAsync("Every line is down");
        var children = new List<Guid>();
        for (var i = 0; i < 3; i++)
        {
            children.Add((await desk.AddTicketAsync($"Line {i}")).Id);
            await desk.Tickets.LinkAsync(desk.Ana, children[i], master, LinkKind.Child);
        }
        await desk.Tickets.CloseAsync(desk.Ben, children[0]);
        var pages = desk.Get<TicketPageQueries>();
        var offered = (await pages.OpenChildrenAsync(desk.Ana, master)).Select(c => c.Id).ToList();
        Assert.Equal(children[1..], offered);
        var resolved = desk.Desk.After(TicketEvent.Resolved, StatusCategory.New)!;
        await desk.Tickets.MoveAsync(desk.Ana, master, resolved.Id, new MoveDetails(Resolution: "A new switch.") { Children = offered[..1] });
        await desk.DoDueWorkAsync();
        Assert.Equal([desk.Desk.FirstOf(StatusCategory.Closed)!.Id, resolved.Id, desk.Desk.FirstStatus.Id], await Task.WhenAll(children.Select(async c => (await pages.DetailAsync(desk.Ana, c)).StatusId)));
        // The very status in which one closed before is not entered again.
        Assert.Single(await desk.HistoryAsync(desk.Ana, children[0]), h => h.Kind == nameof(TicketWasMoved));
    }
}
