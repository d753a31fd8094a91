using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>What a list is narrowed to, and that list, tabs, saved views and board mean the same by it.</summary>
public sealed class FilterTests
{
    [Theory, BothDatabases]
    public async Task Ana_lists_what_is_unsolved_and_hers_or_nobodys(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (hers, _) = await desk.AddTicketAsync("Hers");
        var (done, _) = await desk.AddTicketAsync("Nobody's, closed");
        var (bens, _) = await desk.AddTicketAsync("Ben's");
        await desk.AddTicketAsync("Nobody's");
        await desk.Tickets.AssignAsync(desk.Ana, hers, desk.Ana.Id);
        await desk.Tickets.AssignAsync(desk.Ana, bens, desk.Ben.Id);
        await desk.Tickets.MoveAsync(desk.Ana, bens, desk.Desk.StatusNamed("In Progress").Id);
        await desk.Tickets.CloseAsync(desk.Ana, done);
        await desk.Tickets.PrioritiseAsync(desk.Ana, hers, Priority.Urgent, null);
        await desk.Tickets.PrioritiseAsync(desk.Ana, bens, Priority.High, null);
        Assert.Equal(["Hers", "Nobody's"], await SubjectsAsync(desk, "status=open&assignee=me,none"));
        Assert.Equal(["Nobody's"], await SubjectsAsync(desk, "status=unsolved&assignee=none"));
        Assert.Equal(["Nobody's", "Nobody's, closed"], await SubjectsAsync(desk, "assignee=none"));
        Assert.Equal(["Ben's", "Hers"], await SubjectsAsync(desk, "priority=3,urgent"));
        Assert.Equal(["Ben's", "Nobody's, closed"], await SubjectsAsync(desk, "status=in progress,closed"));
        // “Open” is a status of this desk; the word in small letters is all that is not done.
        Assert.Equal(["Hers", "Nobody's"], await SubjectsAsync(desk, "status=Open"));
        Assert.Equal(["Ben's"], await SubjectsAsync(desk, "status=active"));
        Assert.Equal(["Ben's", "Hers"], await SubjectsAsync(desk, $"assignee={desk.Ben.Id},{desk.Ana.Id}&channel=email,chat"));
        Assert.Empty(await SubjectsAsync(desk, "channel=portal"));
        // Others who have a ticket have it, too.
        await desk.Tickets.AssignAsync(desk.Ana, done, null);
        Assert.Equal(["Ben's", "Hers", "Nobody's", "Nobody's, closed"], await SubjectsAsync(desk, $"assignee=none,{desk.Ben.Id},me"));
    }

    [Theory, BothDatabases]
    public async Task More_tickets_than_are_known_one_by_one_are_counted_alike_everywhere(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await using (var db = desk.OpenDatabase())
        {
            for (var i = 0; i < 620; i++)
            {
                var ticket = Ticket.Open(new NewTicket { Subject = $"{i:d3}", RequesterName = "Carla", Channel = Channel.Email, Priority = i < 610 ? Priority.High : Priority.Low }, desk.Desk, desk.Ana, desk.Clock.GetUtcNow());
                if (i % 3 == 0) ticket.Close(desk.Ana, desk.Desk, desk.Clock.GetUtcNow());
                db.Tickets.Add(ticket);
            }
            await db.CommitAsync();
            await db.Tickets.Where(t => t.Priority == Priority.High).ExecuteUpdateAsync(t => t.SetProperty(x => x.SlaKindShown, SlaKind.Resolution).SetProperty(x => x.SlaOutcome, SlaOutcome.Met));
            await db.Tickets.Where(t => t.Priority == Priority.Low).ExecuteUpdateAsync(t => t.SetProperty(x => x.SlaKindShown, SlaKind.Resolution).SetProperty(x => x.SlaOutcome, SlaOutcome.MetLate));
        }
        foreach (var (query, total) in new[] { ("priority=high", 610), ("priority=high&status=open", 406), ("priority=low", 10), ("priority=low&status=closed", 3), ("", 620), ("status=closed", 207), ("sla=met", 610), ("sla=met&status=closed", 204), ("sla=breached", 10) })
        {
            var filter = await FilterAsync(desk, query);
            var (list, counts) = await desk.TicketQueries.ListAndCountsAsync(desk.Ana, filter);
            Assert.Equal(total, list.Total);
            Assert.Equal(total, counts.Where(c => filter.Statuses?.Contains(c.Key) ?? true).Sum(c => c.Value));
            Assert.Equal(total, (await desk.TicketQueries.ListAsync(desk.Ana, filter)).Total);
            Assert.Equal([total], await desk.Get<ViewQueries>().CountsAsync(desk.Ana, desk.Desk.Id, [filter]));
        }
        // Page by page, status by status, every ticket comes once.
        var (seen, filterBy) = (new List<Guid>(), await FilterAsync(desk, "priority=high&sort=status&dir=asc"));
        for (var page = 1; page <= 13; page++) seen.AddRange((await desk.TicketQueries.ListAsync(desk.Ana, filterBy with { Page = page })).Tickets.Select(t => t.Id));
        Assert.Equal(610, seen.Distinct().Count());
        Assert.All((await desk.TicketQueries.ListAsync(desk.Ana, filterBy)).Tickets, t => Assert.True(t.StatusCategory.IsOpen()));
        Assert.All((await desk.TicketQueries.ListAsync(desk.Ana, filterBy with { Page = 13 })).Tickets, t => Assert.False(t.StatusCategory.IsOpen()));
    }

    [Theory, BothDatabases]
    public async Task The_list_is_sorted_by_subject_and_requester_whatever_capitals_and_accents(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        foreach (var (subject, who) in new[] { ("zebra", "Émile"), ("Äpfel", "dev"), ("apricot", "Carla"), ("Banana", "Frida") }) await desk.AddTicketAsync(subject, contact: await desk.AddContactAsync(who));
        Assert.Equal(["Äpfel", "apricot", "Banana", "zebra"], await InOrderAsync(desk, "sort=subject&dir=asc"));
        Assert.Equal(["Banana", "zebra", "Äpfel", "apricot"], await InOrderAsync(desk, "sort=requester&dir=desc"));
        await desk.Tickets.RenameAsync(desk.Ana, (await desk.TicketQueries.ListAsync(desk.Ana, await FilterAsync(desk, "q=zebra"))).Tickets[0].Id, "Aardvark");
        Assert.Equal("Aardvark", (await InOrderAsync(desk, "sort=subject&dir=asc"))[0]);
    }

    [Theory, BothDatabases]
    public async Task A_list_of_a_customer_or_a_record_is_what_its_page_shows(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var contacts = desk.Get<ContactCommands>();
        var (bakery, mill) = (await contacts.AddOrganisationAsync(desk.Ana, "Bakery Brand", null), await contacts.AddOrganisationAsync(desk.Ana, "Mill", null, isSupplier: true));
        var frida = await contacts.AddAsync(desk.Ana, new ContactDetails("Frida", "frida@example.com", null, bakery));
        var hers = await OpenAsync(desk, "From Frida", contact: frida);
        var itself = await OpenAsync(desk, "The firm itself", organisation: bakery);
        var merged = await OpenAsync(desk, "Merged away", contact: frida);
        var stays = await OpenAsync(desk, "Holds hers");
        await OpenAsync(desk, "Somebody else's");
        await desk.Tickets.MergeAsync(desk.Ana, merged, stays);
        await desk.Tickets.AddSupplierAsync(desk.Ana, itself, mill);
        var oven = await desk.Get<RecordCommands>().AddAsync(desk.Ana, "equipment", new RecordDetails("Oven", "OV-7", bakery));
        await desk.Tickets.LinkRecordAsync(desk.Ana, hers, oven);
        foreach (var (query, of, subjects) in new (string, TicketsOf, string[])[]
        {
            ($"organisation={bakery}", new TicketsOf(OwnerKind.Organisation, bakery), ["From Frida", "Holds hers", "The firm itself"]),
            ($"contact={frida}", new TicketsOf(OwnerKind.Contact, frida), ["From Frida", "Holds hers"]),
            ($"organisation={mill}", new TicketsOf(OwnerKind.Organisation, mill), ["The firm itself"]),
            ($"record={oven}", new TicketsOf(OwnerKind.Record, oven), ["From Frida"]),
        })
        {
            Assert.Equal(subjects, await SubjectsAsync(desk, query));
            Assert.Equal(subjects.Length, (await desk.Get<RelatedTicketQueries>().CountsAsync(desk.Ana, of))[desk.Desk.Id]);
        }
        Assert.Equal(["From Frida", "Holds hers", "The firm itself"], (await desk.Get<ContactQueries>().OrganisationAsync(desk.Ana, bakery)).Tickets.Select(t => t.Subject).Order());
        Assert.Equal(["From Frida"], (await desk.Get<RecordQueries>().RecordAsync(desk.Ana, oven)).Tickets.Select(t => t.Subject));
        // Ola works elsewhere and counts what she sees.
        Assert.Empty(await desk.Get<RelatedTicketQueries>().CountsAsync(desk.Ola, new TicketsOf(OwnerKind.Organisation, bakery)));
        Assert.Equal("Bakery Brand", (await desk.Get<RelatedTicketQueries>().NamesAsync(desk.Ana, [new TicketsOf(OwnerKind.Organisation, bakery)])).Single().Value);
    }

    [Theory, BothDatabases]
    public async Task Fields_are_asked_by_option_by_a_piece_of_text_and_by_a_range(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (red, blue) = (new FieldOption(Guid.NewGuid(), "Red"), new FieldOption(Guid.NewGuid(), "Blue"));
        var (colour, serial) = (new CustomField { Id = Guid.NewGuid(), Name = "Colour", Kind = FieldKind.Several, Options = [red, blue] }, new CustomField { Id = Guid.NewGuid(), Name = "Serial" });
        var (hours, due) = (new CustomField { Id = Guid.NewGuid(), Name = "Hours", Kind = FieldKind.Number }, new CustomField { Id = Guid.NewGuid(), Name = "Bought", Kind = FieldKind.Date });
        foreach (var field in new[] { colour, serial, hours, due }) await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var ((one, _), (two, _)) = (await desk.AddTicketAsync("One"), await desk.AddTicketAsync("Two"));
        await FillAsync(one, (colour, red.Id.ToString()), (serial, "QX-77 100%"), (hours, "2.5"), (due, "2026-03-31"));
        await FillAsync(two, (colour, $"{red.Id} {blue.Id}"), (serial, "ab_12"), (hours, "-10"), (due, "2025-01-01"));
        foreach (var (query, subjects) in new (string, string[])[]
        {
            ("field.Colour=Red", ["One", "Two"]), ("field.Colour=blue", ["Two"]), ("field.Colour=red,blue", ["One", "Two"]),
            ("field.Serial=x-7", ["One"]), ("field.Serial=%25", ["One"]), ("field.Serial=_", ["Two"]),
            ("field.Hours=2..3", ["One"]), ("field.Hours=..0", ["Two"]), ("field.Hours=-10", ["Two"]), ("field.Hours=2.5..2.5", ["One"]),
            ("field.Bought=2026-03-01..", ["One"]), ("field.Bought=2025-01-01", ["Two"]), ("field.Bought=..2026-12-31&field.Serial=q", ["One"]),
        }) Assert.Equal(subjects, await SubjectsAsync(desk, query));
        // What is filled in anew is found anew, in the same save.
        await FillAsync(two, (colour, blue.Id.ToString()), (serial, null), (hours, "100"));
        Assert.Equal(["One"], await SubjectsAsync(desk, "field.Colour=Red"));
        Assert.Equal(["Two"], await SubjectsAsync(desk, "field.Hours=99.."));
        Assert.Empty(await SubjectsAsync(desk, "field.Serial=ab"));
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal(["field.Hours=many", "field.Bought=2026-13-01", "field.Colour=green"], TicketListAddress.Read("field.Hours=many&field.Bought=2026-13-01&field.Colour=green", rules, null, default).NotUnderstood);
        Assert.Equal($"field.{hours.Id}=..5", TicketListAddress.Kept(new Uri("http://desk/?field.hours=..5.0"), rules));

        async Task FillAsync(Guid ticket, params (CustomField Field, string? Value)[] values)
        {
            foreach (var (field, value) in values) await desk.Tickets.FillInAsync(desk.Ana, ticket, field.Id, value);
        }
    }

    [Fact]
    public void An_address_is_understood_as_far_as_it_can_be_and_the_rest_is_named()
    {
        var desk = Cast.DeskOf("technician");
        TicketListAddress Read(string query) => TicketListAddress.Read(query, desk, null, Cast.Monday);
        string Kept(string query) => TicketListAddress.Kept(new Uri($"http://desk.test/?{query}"), desk);
        var mixed = Read("priority=4,rubbish,2&status=nonsense,closed&channel=pigeon&organisation=acme");
        Assert.Equal(["status=nonsense", "priority=rubbish", "channel=pigeon", "organisation=acme"], mixed.NotUnderstood);
        Assert.Equal([Priority.Urgent, Priority.Medium], mixed.Filter.Priorities!);
        Assert.Equal([desk.StatusNamed("Closed").Id], mixed.Filter.Statuses!);
        Assert.Null(mixed.Filter.Channels);
        Assert.Null(mixed.Filter.Of);
        var longWords = Read($"q={new string('x', 201)}");
        Assert.StartsWith("q=xxx", Assert.Single(longWords.NotUnderstood), StringComparison.Ordinal);
        Assert.Null(longWords.Filter.Search);
        // Other names for the same.
        Assert.Equal(Read("created=2026-11-01..2026-11-30").Filter.Created, Read("from=2026-11-01&to=2026-11-30").Filter.Created);
        Assert.Equal(["to=2026-10-01"], Read("from=2026-11-01&to=2026-10-01").NotUnderstood);
        var suite = Cast.DeskOf("suite");
        Assert.Equal([suite.Types[0].Id, Guid.Empty], TicketListAddress.Read($"type={suite.Types[0].Name},none", suite, null, Cast.Monday).Filter.Types!);
        Assert.Equal("created=2026-11-01..", Kept("from=2026-11-01"));
        Assert.Equal($"type={suite.Types[0].Id}", TicketListAddress.Kept(new Uri($"http://desk.test/?type={Uri.EscapeDataString(suite.Types[0].Name)}"), suite));
        // The same list is the same text, and what the desk may rename is kept by its id.
        Assert.Equal("status=open&priority=2,4&assignee=me,none", Kept("assignee=none,me&priority=urgent,2&status=unsolved"));
        Assert.Equal(Kept("status=closed,Resolved"), Kept("status=RESOLVED,Closed"));
        Assert.Equal("priority=9", Kept("priority=9"));
        Assert.Equal("sort=status&dir=asc&columns=status,priority", Kept("columns=status,priority&dir=asc&sort=status"));
    }

    [Theory, BothDatabases]
    public async Task A_board_shows_what_its_filter_leaves_and_follows(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (boards, filter) = (desk.Get<BoardQueries>(), await FilterAsync(desk, "priority=high,urgent&assignee=none"));
        var (first, _) = await desk.AddTicketAsync("The gate");
        var (second, _) = await desk.AddTicketAsync("The fence");
        Assert.Empty((await boards.BoardAsync(desk.Ana, filter)).Cards);
        await desk.Tickets.PrioritiseAsync(desk.Ana, first, Priority.Urgent, null);
        await desk.Tickets.PrioritiseAsync(desk.Ana, second, Priority.High, null);
        Assert.Equal(2, (await boards.BoardAsync(desk.Ben, filter)).Cards.Count);
        Assert.Equal("The gate", Assert.Single((await boards.BoardAsync(desk.Ben, filter with { Search = "gate" })).Cards).Subject);
        await desk.Tickets.AssignAsync(desk.Ana, first, desk.Ana.Id);
        Assert.Equal("The fence", Assert.Single((await boards.BoardAsync(desk.Ana, filter)).Cards).Subject);
        Assert.Equal(2, (await boards.BoardAsync(desk.Ana, desk.Desk.Id)).Cards.Count);
    }

    private static async Task<Guid> OpenAsync(TestDesk desk, string subject, Guid? contact = null, Guid? organisation = null) =>
        (await desk.Tickets.OpenAsync(desk.Ana, desk.Desk.Id, new NewTicket { Subject = subject, Description = "…", RequesterName = contact is null ? "Somebody" : "Frida", RequesterEmail = contact is null ? $"{Guid.NewGuid():N}@example.org" : "frida@example.com", ContactId = contact, OrganisationId = organisation, Channel = Channel.Email })).Id;

    private static async Task<TicketFilter> FilterAsync(TestDesk desk, string query)
    {
        var address = TicketListAddress.Read(query, await desk.Catalogue.DeskAsync(desk.Desk.Id), await desk.Catalogue.PersonAsync(desk.Ana.Id!.Value), desk.Clock.GetUtcNow());
        Assert.Empty(address.NotUnderstood);
        return address.Filter;
    }

    private static async Task<List<string>> InOrderAsync(TestDesk desk, string query) => [.. (await desk.TicketQueries.ListAsync(desk.Ana, await FilterAsync(desk, query))).Tickets.Select(t => t.Subject)];

    /// <summary>What the list holds; its tabs and a view of the same must say so.</summary>
    private static async Task<List<string>> SubjectsAsync(TestDesk desk, string query)
    {
        var filter = await FilterAsync(desk, query);
        var (list, counts) = await desk.TicketQueries.ListAndCountsAsync(desk.Ana, filter);
        Assert.Equal(list.Total, counts.Where(c => filter.Statuses?.Contains(c.Key) ?? true).Sum(c => c.Value));
        Assert.Equal([list.Total], await desk.Get<ViewQueries>().CountsAsync(desk.Ana, desk.Desk.Id, [filter]));
        return [.. list.Tickets.Select(t => t.Subject).Order(StringComparer.Ordinal)];
    }
}
