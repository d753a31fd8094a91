using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Customers;

/// <summary>Whose a ticket is: who is made known when it is logged, and what follows when it turns out to be somebody else's.</summary>
public sealed class CustomerOfTicketTests
{
    private static Task<Guid> LogAsync(TestDesk desk, CustomerForm who) => LogAsync(desk, desk.Ana, who);

    private static async Task<Guid> LogAsync(TestDesk desk, Actor by, CustomerForm who) =>
        (await desk.Tickets.OpenAsync(by, desk.Desk.Id, new NewTicket { Subject = "The pump", Channel = Channel.Email, RequesterName = who.Name, RequesterEmail = who.Email, RequesterPhone = who.Phone, ContactId = who.ContactId, OrganisationId = who.OrganisationId })).Id;

    [Theory, BothDatabases]
    public async Task A_ticket_logged_for_a_typed_address_reaches_the_customers_page_and_what_is_known_of_them_stays(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var contacts = desk.Get<ContactQueries>();
        var firm = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Acme", null);
        var dora = await desk.Get<ContactCommands>().AddAsync(desk.Ana, new ContactDetails("Dora Known", "dora@acme.example", "+49 40 1234", firm));

        var known = await LogAsync(desk, new CustomerForm("Dorothea", " DORA@acme.example ", null));
        var detail = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, known);
        Assert.Equal((dora, firm, "Acme", "Dorothea"), (detail.ContactId, detail.OrganisationId, detail.Organisation, detail.Requester.Name));
        Assert.Equal("Dora Known", (await contacts.ContactAsync(desk.Ben, dora)).Contact.Name);
        Assert.Equal(known, Assert.Single((await contacts.ContactAsync(desk.Ben, dora)).Tickets).Id);

        var somebody = (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, await LogAsync(desk, new CustomerForm("Emil", "emil@acme.example", "+49 40 99", OrganisationId: firm)))).ContactId;
        var (emil, theirs) = await contacts.ContactAsync(desk.Ben, somebody!.Value);
        Assert.Equal(("Emil", "emil@acme.example", "+49 40 99", firm), (emil.Name, emil.Email, emil.Phone, emil.OrganisationId));
        Assert.Single(theirs);
        // The next one finds him.
        Assert.Equal(somebody, (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, await LogAsync(desk, new CustomerForm("E.", "emil@acme.example", null)))).ContactId);
    }

    [Theory, BothDatabases]
    public async Task By_telephone_it_is_whoever_has_the_number_and_the_name_for_a_firms_people_share_one(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var dora = await desk.Get<ContactCommands>().AddAsync(desk.Ana, new ContactDetails("Dora", null, "+49 (0)40 123-456", null));
        async Task<Guid?> ContactOfAsync(CustomerForm who) => (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, await LogAsync(desk, who))).ContactId;

        Assert.Equal(dora, await ContactOfAsync(new CustomerForm("dora", null, "040 123456")));
        var emil = await ContactOfAsync(new CustomerForm("Emil", null, "+49 40 123456"));
        Assert.NotEqual(dora, emil);
        Assert.Equal(emil, await ContactOfAsync(new CustomerForm("Emil", null, "+49 40 123 456")));
        // A name alone makes nobody known.
        Assert.Null(await ContactOfAsync(new CustomerForm("Dora", null, null)));
    }

    [Theory, BothDatabases]
    public async Task Ana_and_Ben_who_log_somebody_new_at_the_same_moment_make_one_contact(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var tickets = await Task.WhenAll(new[] { desk.Ana, desk.Ben, desk.Sam }.Select(by => LogAsync(desk, by, new CustomerForm("Emil", "emil@acme.example", null))));
        await using var db = desk.OpenDatabase();
        var emil = await db.Contacts.SingleAsync(c => c.Email == "emil@acme.example");
        Assert.Equal(3, await db.Tickets.CountAsync(t => tickets.Contains(t.Id) && t.ContactId == emil.Id));
        // Nobody is made known by what stands in a mail: its sender is not proven.
        await desk.AddTicketAsync("By mail");
        Assert.Equal(1, await db.Contacts.CountAsync());
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_is_given_to_another_organisation_has_its_promise_in_the_same_save_and_its_story_says_so(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var commands = desk.Get<DeskCommands>();
        foreach (var policy in desk.Desk.SlaPolicies) await commands.RemovePolicyAsync(desk.Sam, desk.Desk.Id, policy.Id);
        var (acme, bakery) = (await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Acme", null), await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Bakery", null));
        var always = WorkCalendar.AroundTheClock(Guid.NewGuid(), "Always");
        await commands.KeepCalendarAsync(desk.Sam, desk.Desk.Id, always, null);
        await commands.KeepPolicyAsync(desk.Sam, desk.Desk.Id, new SlaPolicy { Id = Guid.NewGuid(), Name = "Bakery", CalendarId = always.Id, Response = TimeSpan.FromHours(2), Organisations = [bakery] }, null);
        var ticket = await LogAsync(desk, new CustomerForm("Dora", "dora@acme.example", null, OrganisationId: acme));
        var pages = desk.Get<TicketPageQueries>();
        var before = await pages.DetailAsync(desk.Ana, ticket);
        Assert.Null(before.Sla);

        await desk.Tickets.ChangeCustomerAsync(desk.Ana, ticket, new CustomerForm("Carla", "carla@bakery.example", null, OrganisationId: bakery), new Seen<TicketCustomer>(before.Customer));
        var after = await pages.DetailAsync(desk.Ben, ticket);
        Assert.Equal(("Carla", "Bakery", TimeSpan.FromHours(2)), (after.Requester.Name, after.Organisation, Assert.Single(after.Clocks).Terms.Target));
        Assert.Equal([nameof(RequesterWasChanged), nameof(TicketChangedOrganisation)], (await desk.HistoryAsync(desk.Ben, ticket)).Select(l => l.Kind).TakeLast(2));
        var (carla, theirs) = await desk.Get<ContactQueries>().ContactAsync(desk.Ana, after.ContactId!.Value);
        Assert.Equal((bakery, 1), (carla.OrganisationId, theirs.Count));
        // Carla reads it from now on; Dora, whose it seemed, no longer does.
        Assert.Equal(1, await SeenByAsync(desk, after.ContactId.Value));
        Assert.Equal(0, await SeenByAsync(desk, before.ContactId!.Value));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.ChangeCustomerAsync(desk.Ana, ticket, new CustomerForm("Carla", null, null, OrganisationId: Guid.NewGuid())));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.ChangeCustomerAsync(desk.Ola, ticket, new CustomerForm("Ola", null, null)));
    }

    [Theory, BothDatabases]
    public async Task Who_asked_and_for_whom_are_two_fields_and_on_the_same_one_Ben_is_asked(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (acme, bakery) = (await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Acme", null), await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Bakery", null));
        var ticket = await LogAsync(desk, new CustomerForm("Dora", null, null));
        var seen = new Seen<TicketCustomer>((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, ticket)).Customer);
        await desk.Tickets.ChangeCustomerAsync(desk.Ana, ticket, new CustomerForm("Emil", null, null), seen);
        await desk.Tickets.ChangeCustomerAsync(desk.Ben, ticket, new CustomerForm("Dora", null, null, OrganisationId: acme), seen);
        var now = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, ticket);
        Assert.Equal(("Emil", "Acme"), (now.Requester.Name, now.Organisation));

        var told = await Assert.ThrowsAsync<ChangedMeanwhile>(() => desk.Tickets.ChangeCustomerAsync(desk.Ana, ticket, new CustomerForm("Emil", null, null, OrganisationId: bakery), seen));
        Assert.Equal((TicketField.Organisation, acme, "Ben"), (told.Field, told.Theirs, told.By));
        told = await Assert.ThrowsAsync<ChangedMeanwhile>(() => desk.Tickets.ChangeCustomerAsync(desk.Ben, ticket, new CustomerForm("Frieda", null, null, OrganisationId: acme), seen));
        Assert.Equal((TicketField.Requester, "Ana"), (told.Field, told.By));
        Assert.Equal("Emil", (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, ticket)).Requester.Name);
    }

    [Fact]
    public void A_desk_that_works_for_organisations_never_has_a_ticket_without_one()
    {
        var desk = Cast.DeskOf("field");
        var ticket = Cast.OpenedBy(Cast.Ana, desk);
        var refused = Assert.Throws<RuleViolation>(() => ticket.ChangeCustomer(Cast.Ana, ticket.Customer with { OrganisationId = null }, desk, Cast.Monday));
        Assert.Equal("organisation", refused.Field);
        Assert.Throws<RuleViolation>(() => ticket.ChangeCustomer(Cast.TheAssistant, ticket.Customer with { OrganisationId = Guid.NewGuid() }, desk, Cast.Monday));
        ticket.ChangeCustomer(Cast.Ana, ticket.Customer with { OrganisationId = Cast.Ben.Id }, desk, Cast.Monday);
        Assert.Equal(Cast.Ben.Id, ticket.OrganisationId);
    }

    [Theory, BothDatabases]
    public async Task Addresses_that_read_along_are_each_there_once_and_two_who_add_one_both_have_their_way(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var ticket = await LogAsync(desk, new CustomerForm("Dora", "dora@acme.example", null));
        await Task.WhenAll(desk.Tickets.AddCcAsync(desk.Ana, ticket, "Boss@acme.example"), desk.Tickets.AddCcAsync(desk.Ben, ticket, "office@acme.example"));
        await desk.Tickets.AddCcAsync(desk.Ana, ticket, "boss@acme.example");
        var there = (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket)).Cc;
        Assert.Equal(["boss@acme.example", "office@acme.example"], there.Order());
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AddCcAsync(desk.Ana, ticket, "dora@acme.example"));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AddCcAsync(desk.Ana, ticket, "nobody"));
        await desk.Tickets.RemoveCcAsync(desk.Ben, ticket, "boss@acme.example");
        Assert.Equal(["office@acme.example"], (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket)).Cc);
    }

    private static async Task<int> SeenByAsync(TestDesk desk, Guid contactId)
    {
        await using var db = desk.Get<DeskDatabase>().OpenFor(Actor.Customer(contactId, "Customer"));
        return await db.Tickets.CountAsync();
    }
}
