using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Tests.Records;

/// <summary>Contracts, machines, properties: what customers have, and what tickets are about.</summary>
public sealed class RecordTests
{
    [Theory, BothDatabases]
    public async Task A_machine_is_found_by_name_serial_number_address_and_owner_and_its_page_shows_its_tickets(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (records, queries) = (desk.Get<RecordCommands>(), desk.Get<RecordQueries>());
        var hotel = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Hotel Seerose", "K-1003");
        var other = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Lindenhof", null);
        var site = await records.AddAsync(desk.Ana, "site", new RecordDetails("Lakeside", OrganisationId: hotel, Address: "Seeweg 4, 82319 Starnberg"));
        var pump = await records.AddAsync(desk.Ana, "equipment", new RecordDetails("Circulation pump", "GR-4711-X", hotel, site));
        var theirs = await records.AddAsync(desk.Ana, "equipment", new RecordDetails("Circulation pump", "GR-9", other));
        foreach (var words in new[] { "circ", "4711", "gr-4711", "seerose pump" })
            Assert.True((await queries.FindAsync(desk.Ben, words, hotel, [])).FirstOrDefault()?.Id == pump, words);
        Assert.Equal(site, Assert.Single(await queries.FindAsync(desk.Ben, "starnberg", null, [])).Id);
        // The ticket's own firm comes first, whatever the alphabet says; without a word only what it has.
        Assert.Equal([theirs, pump], (await queries.FindAsync(desk.Ben, "circulation", other, [])).Select(r => r.Id));
        Assert.Equal([theirs], (await queries.FindAsync(desk.Ben, "", other, [])).Select(r => r.Id));

        var (ticket, _) = await desk.AddTicketAsync("It drips");
        await Task.WhenAll(desk.Tickets.LinkRecordAsync(desk.Ana, ticket, pump), desk.Tickets.LinkRecordAsync(desk.Ben, ticket, theirs));
        Assert.Equal(2, (await desk.Get<TicketRelationQueries>().OfAsync(desk.Ana, ticket)).Records.Count);
        Assert.Equal(ticket, Assert.Single((await queries.RecordAsync(desk.Ana, pump)).Tickets).Id);
        // What happened to a machine happened where it stands.
        var place = await queries.RecordAsync(desk.Ana, site);
        Assert.Equal((ticket, pump), (Assert.Single(place.Tickets).Id, Assert.Single(place.StandHere).Id));
        Assert.Equal(1, (await queries.OfCustomerAsync(desk.Ana, hotel)).Single(r => r.Id == pump).OpenTickets);
        // Ola works elsewhere: the machine is known to all who work here, its tickets are not.
        var olas = await queries.RecordAsync(desk.Ola, pump);
        Assert.Empty(olas.Tickets);
        Assert.Equal(0, (await queries.ListAsync(desk.Ola, new RecordFilter("4711"))).Records.Single().OpenTickets);
        await desk.Tickets.UnlinkRecordAsync(desk.Ana, ticket, pump);
        Assert.Empty((await queries.RecordAsync(desk.Ana, pump)).Tickets);
    }

    [Theory, BothDatabases]
    public async Task A_record_is_changed_archived_and_brought_back_and_remembers_who_did_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (records, queries) = (desk.Get<RecordCommands>(), desk.Get<RecordQueries>());
        var id = await records.AddAsync(desk.Ana, "contract", new RecordDetails("Full service", "V-7", ValidFrom: new(2026, 1, 1), ValidTo: new(2026, 12, 31), Url: "https://example.com/v7"));
        var seen = (await queries.RecordAsync(desk.Ana, id)).Record.Version;
        await records.ChangeAsync(desk.Ana, id, new RecordDetails("Full service plus"), seen);
        await Assert.ThrowsAsync<RuleViolation>(() => records.ChangeAsync(desk.Ben, id, new RecordDetails("Overwritten"), seen));
        await records.ArchiveAsync(desk.Ben, id);
        Assert.Empty((await queries.ListAsync(desk.Ana, new RecordFilter("service"))).Records);
        Assert.Single((await queries.ListAsync(desk.Ana, new RecordFilter("service", IsArchived: true))).Records);
        var (ticket, _) = await desk.AddTicketAsync("It drips");
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.LinkRecordAsync(desk.Ana, ticket, id));
        Task<(Guid Id, long)> OpenAboutItAsync() => desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, new NewTicket { Subject = "It drips again", Channel = Channel.Email, RequesterName = "Carla", RequesterEmail = "carla@example.com" }, records: [id, id]);
        await Assert.ThrowsAsync<RuleViolation>(OpenAboutItAsync);
        await records.BringBackAsync(desk.Ana, id);
        var (about, _) = await OpenAboutItAsync();
        Assert.Equal([id], (await desk.Get<TicketRelationQueries>().OfAsync(desk.Ana, about)).Records.Select(r => r.Id));
        var page = await queries.RecordAsync(desk.Ana, id);
        Assert.Equal("Full service plus", page.Record.Details.Name);
        Assert.Equal(["Ana", "Ben", "Ana", "Ana"], page.History.Select(h => h.ActorName));

        foreach (var bad in new[] { new RecordDetails(""), new("X", ValidFrom: new(2026, 2, 1), ValidTo: new(2026, 1, 1)), new("X", Url: "javascript:alert(1)"), new("X", OrganisationId: Guid.NewGuid()), new("X", SiteId: id) })
            Assert.NotNull((await Assert.ThrowsAsync<RuleViolation>(() => records.AddAsync(desk.Ana, "contract", bad))).Field);
        var reader = await desk.AddPersonAsync("Rea", Role.ReadOnly, (desk.Desk, null));
        await Assert.ThrowsAsync<RuleViolation>(() => records.ArchiveAsync(reader, id));
        foreach (var outsider in new[] { Actor.Customer(Guid.NewGuid(), "Carla"), await desk.AddPersonAsync("Nils", Role.Agent) })
        {
            await Assert.ThrowsAsync<NotFoundException>(() => queries.RecordAsync(outsider, id));
            Assert.Empty(await queries.FindAsync(outsider, "service", null, []));
            await Assert.ThrowsAnyAsync<Exception>(() => records.ChangeAsync(outsider, id, new RecordDetails("X"), 2));
        }
    }

    [Theory, BothDatabases]
    public async Task A_type_of_its_own_is_offered_by_the_desk_that_chooses_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "technician");
        var records = desk.Get<RecordCommands>();
        Assert.Equal(["property"], desk.Desk.Settings.RecordTypes);
        Assert.Equal(6, (await desk.Get<RecordQueries>().TypesAsync(desk.Ana)).Count);
        var key = await records.AddTypeAsync(desk.Sam, "Alarm panel", hasTerm: false, isPlace: false);
        await Assert.ThrowsAsync<RuleViolation>(() => records.AddTypeAsync(desk.Sam, "ALARM PANEL", false, false));
        await Assert.ThrowsAsync<RuleViolation>(() => records.AddTypeAsync(desk.Ana, "Camera", false, false));
        var type = (await desk.Get<RecordQueries>().TypesAsync(desk.Ana)).Single(t => t.Key == key);
        await records.RenameTypeAsync(desk.Sam, type.Id, "Panel");
        Assert.Equal("Panel", (await desk.Get<RecordQueries>().TypesAsync(desk.Ana)).Single(t => t.Key == key).Name);
        await records.AddAsync(desk.Ana, key, new RecordDetails("Hall 2"));
        Assert.Single((await desk.Get<RecordQueries>().ListAsync(desk.Ana, new RecordFilter(TypeId: type.Id))).Records);
    }

    [Theory, BothDatabases]
    public async Task A_private_customers_house_is_theirs_found_by_their_name_and_offered_on_their_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "technician");
        var (records, queries) = (desk.Get<RecordCommands>(), desk.Get<RecordQueries>());
        var dora = await desk.AddContactAsync("Dora");
        var house = await records.AddAsync(desk.Ana, "property", new RecordDetails("Seeweg 4", ContactId: dora.Id));
        await records.AddAsync(desk.Ana, "property", new RecordDetails("Seeweg 6"));
        Assert.Equal(house, Assert.Single(await queries.OfCustomerAsync(desk.Ben, null, dora.Id)).Id);
        Assert.Equal(house, Assert.Single(await queries.FindAsync(desk.Ben, "dora", null, [])).Id);
        Assert.Equal(("Dora", house), (Assert.Single(await queries.FindAsync(desk.Ben, "", null, [], dora.Id)).Contact, (await queries.FindAsync(desk.Ben, "seeweg", null, [], dora.Id))[0].Id));
        Assert.Equal([house], (await queries.PickPlacesAsync(desk.Ben, null, null, dora.Id)).Select(p => p.Id));
        var page = await queries.RecordAsync(desk.Ben, house);
        Assert.Equal(("Dora", dora.Id), (page.Record.Contact, page.Record.Details.ContactId));
        Assert.Equal("contact", (await Assert.ThrowsAsync<RuleViolation>(() => records.AddAsync(desk.Ana, "property", new RecordDetails("X", ContactId: Guid.NewGuid())))).Field);
    }

    [Theory, BothDatabases]
    public async Task A_contract_that_has_ended_ends_its_promise_and_one_that_is_prolonged_brings_it_back(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (commands, today) = (desk.Get<DeskCommands>(), DateOnly.FromDateTime(desk.Clock.GetUtcNow().UtcDateTime));
        foreach (var old in desk.Desk.SlaPolicies) await commands.RemovePolicyAsync(desk.Sam, desk.Desk.Id, old.Id);
        var always = WorkCalendar.AroundTheClock(Guid.NewGuid(), "Always");
        await commands.KeepCalendarAsync(desk.Sam, desk.Desk.Id, always, null);
        var gold = await desk.Get<RecordCommands>().AddAsync(desk.Ana, "contract", new RecordDetails("Gold", ValidFrom: today.AddDays(-9), ValidTo: today));
        await commands.KeepPolicyAsync(desk.Sam, desk.Desk.Id, new SlaPolicy { Id = Guid.NewGuid(), Name = "Gold", CalendarId = always.Id, Contracts = [gold], Resolution = TimeSpan.FromHours(300) }, null);
        var (ticket, _) = await desk.AddTicketAsync("The pump");
        await desk.Tickets.LinkRecordAsync(desk.Ana, ticket, gold);
        async Task<string?> PromiseAsync() => (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket)).Sla is { Outcome: null } ? "Gold" : null;
        Assert.Equal("Gold", await PromiseAsync());
        // Its last day goes by, and nobody does anything.
        desk.Clock.Advance(TimeSpan.FromDays(1));
        await desk.DoDueWorkAsync();
        Assert.Null(await PromiseAsync());
        await desk.Get<RecordCommands>().ChangeAsync(desk.Ana, gold, new RecordDetails("Gold", ValidTo: today.AddDays(30)), 1);
        await desk.DoDueWorkAsync();
        Assert.Equal("Gold", await PromiseAsync());
        desk.Clock.Advance(TimeSpan.FromDays(31));
        await desk.DoDueWorkAsync();
        await desk.DoDueWorkAsync();
        Assert.Null(await PromiseAsync());
    }

    [Theory, BothDatabases]
    public async Task The_promise_of_a_contract_holds_from_the_moment_at_which_the_ticket_names_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var gold = await desk.Get<RecordCommands>().AddAsync(desk.Ana, "contract", new RecordDetails("Gold"));
        var pump = await desk.Get<RecordCommands>().AddAsync(desk.Ana, "equipment", new RecordDetails("Pump"));
        var policy = new SlaPolicy { Id = Guid.NewGuid(), Name = "Gold", CalendarId = desk.Desk.Calendars[0].Id, Contracts = [gold], Response = TimeSpan.FromMinutes(30) };
        await desk.Get<DeskCommands>().KeepPolicyAsync(desk.Sam, desk.Desk.Id, policy, null);
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        for (var i = 1; i < rules.SlaPolicies.Count; i++) await desk.Get<DeskCommands>().MovePolicyAsync(desk.Sam, rules.Id, policy.Id, earlier: true);
        var (ticket, _) = await desk.AddTicketAsync("It drips");
        async Task<string> PromiseAsync() => (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket)).Clocks.Single(c => c.Kind is SlaKind.Response).Terms.PolicyName;

        await desk.Tickets.LinkRecordAsync(desk.Ana, ticket, pump);
        Assert.NotEqual("Gold", await PromiseAsync());
        await desk.Tickets.LinkRecordAsync(desk.Ana, ticket, gold);
        Assert.Equal("Gold", await PromiseAsync());
        // Any later verb finds the same, though it never reads the records.
        await desk.Tickets.RenameAsync(desk.Ana, ticket, "It drips a lot");
        Assert.Equal("Gold", await PromiseAsync());
        await desk.Tickets.UnlinkRecordAsync(desk.Ana, ticket, gold);
        Assert.NotEqual("Gold", await PromiseAsync());
    }
}
