using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Customers;

public sealed class ContactTests
{
    private static async Task<Guid> AddCarlaAsync(TestDesk desk)
    {
        var bakery = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Bäckerei Brand", "K-4711");
        return await desk.Get<ContactCommands>().AddAsync(desk.Ana, new ContactDetails("Carla Ößling", "Carla@Example.com", "+49 40 123-456", bakery));
    }

    [Theory, BothDatabases]
    public async Task Carla_is_found_by_name_address_number_and_organisation_while_Ana_types(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await AddCarlaAsync(desk);
        await desk.AddContactAsync("Dev");
        foreach (var words in new[] { "carla", "CARL", "ossl", "ößling", "carla@example.com", "carla@exa", "4940123456", "49 40 12", "bäckerei", "Backerei carla", "k-4711", "4711" })
            Assert.True((await desk.Get<ContactQueries>().FindAsync(desk.Ana, words)).SingleOrDefault()?.Id == carla, words);
        foreach (var words in new[] { null, "", " ", "c", "carla dev", "!!!", "%%", "\0\0", "' OR 1=1 --", "carla\" OR \"dev" })
            Assert.Empty(await desk.Get<ContactQueries>().FindAsync(desk.Ana, words));
    }

    [Theory, BothDatabases]
    public async Task Carla_is_found_by_her_telephone_in_whatever_groups_by_her_own_number_and_by_where_she_lives(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (contacts, queries) = (desk.Get<ContactCommands>(), desk.Get<ContactQueries>());
        var firm = await contacts.AddOrganisationAsync(desk.Ana, "Bäckerei Brand", "K-4711", "Marktplatz 9, 63225 Felsberg");
        var carla = await contacts.AddAsync(desk.Ana, new ContactDetails("Carla", null, "+49 (0)40 123-456", firm, "C-77", "Ringstraße 60"));
        await contacts.AddAsync(desk.Ana, new ContactDetails("Dev", null, "+49 30 987 654", null, "D-1", "Seeweg 4"));
        foreach (var words in new[] { "040 123 456", "04012 34 56", "+49 40 1234", "0049 40 123456", "123456", "40/123", "c-77", "ringstr", "ringstrasse 60", "felsberg", "63225 carla" })
            Assert.True((await queries.FindAsync(desk.Ana, words)).SingleOrDefault()?.Id == carla, words);
        var hit = Assert.Single(await queries.FindAsync(desk.Ana, "carla"));
        Assert.Equal(("C-77", "Ringstraße 60", "Bäckerei Brand"), (hit.AccountNumber, hit.Address, hit.Organisation));
        Assert.Equal(firm, Assert.Single(await queries.FindOrganisationsAsync(desk.Ana, "marktplatz 9")).Id);
        Assert.Empty(await queries.FindOrganisationsAsync(Actor.Customer(carla, "Carla"), "marktplatz"));
        await contacts.ChangeAsync(desk.Ana, carla, new ContactDetails("Carla", null, "+49 30 55555", firm));
        Assert.Empty(await queries.FindAsync(desk.Ana, "040 123 456"));
        Assert.Empty(await queries.FindAsync(desk.Ana, "c-77"));
    }

    [Theory, BothDatabases]
    public async Task A_changed_name_is_found_and_the_old_one_no_longer(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await AddCarlaAsync(desk);
        await desk.Get<ContactCommands>().ChangeAsync(desk.Ana, carla, new ContactDetails("Carla Neumann", null, null, null));
        Assert.Single(await desk.Get<ContactQueries>().FindAsync(desk.Ana, "neumann"));
        Assert.Empty(await desk.Get<ContactQueries>().FindAsync(desk.Ana, "ossling"));
        Assert.Empty(await desk.Get<ContactQueries>().FindAsync(desk.Ana, "brand"));
    }

    [Theory, BothDatabases]
    public async Task A_stranger_who_writes_under_Carlas_address_changes_nothing_about_her(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await AddCarlaAsync(desk);
        var contacts = desk.Get<ContactCommands>();
        Assert.Equal(carla, await contacts.FindOrAddAsync(Actor.Visitor(Guid.NewGuid(), "Mallory"), "Mallory", "CARLA@example.com", "666"));
        var (row, _) = await desk.Get<ContactQueries>().ContactAsync(desk.Ana, carla);
        Assert.Equal(("Carla Ößling", "+49 40 123-456"), (row.Name, row.Phone));

        var ids = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => contacts.FindOrAddAsync(Actor.System, null, "dev@example.com", null))));
        Assert.Single(ids.Distinct());
    }

    [Theory, BothDatabases]
    public async Task One_address_is_one_contact(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await AddCarlaAsync(desk);
        var contacts = desk.Get<ContactCommands>();
        Assert.Equal("email", (await Assert.ThrowsAsync<RuleViolation>(() => contacts.AddAsync(desk.Ben, new ContactDetails("Other", "carla@example.com", null, null)))).Field);
        var dev = await contacts.AddAsync(desk.Ben, new ContactDetails("Dev", "dev@example.com", null, null));
        Assert.Equal("email", (await Assert.ThrowsAsync<RuleViolation>(() => contacts.ChangeAsync(desk.Ben, dev, new ContactDetails("Dev", "Carla@example.com", null, null)))).Field);
        await contacts.ChangeAsync(desk.Ben, carla, new ContactDetails("Carla", "carla@example.com", null, null));
        // Nobody needs an address, and two without one are two.
        await contacts.AddAsync(desk.Ben, new ContactDetails("Nameless", null, null, null));
        await contacts.AddAsync(desk.Ben, new ContactDetails("Nameless", " ", null, null));
    }

    [Theory, BothDatabases]
    public async Task Threat_15_and_16_a_contacts_tickets_are_those_that_the_reader_may_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await desk.AddContactAsync("Carla");
        await desk.AddTicketAsync("The alarm beeps", contact: carla);
        await desk.AddTicketAsync("The bill is wrong", desk.Hosting, "Billing", carla);
        await desk.AddTicketAsync("The site is down", desk.Hosting, "Technical", carla);
        async Task<(int Shown, int Counted)> SeenBy(Actor me)
        {
            var (row, tickets) = await desk.Get<ContactQueries>().ContactAsync(me, carla.Id);
            return (tickets.Count, row.OpenTickets);
        }
        Assert.Equal((1, 1), await SeenBy(desk.Ana));
        Assert.Equal((1, 1), await SeenBy(desk.Ola));
        Assert.Equal((3, 3), await SeenBy(desk.Sam));
        Assert.Equal("The bill is wrong", (await desk.Get<ContactQueries>().ContactAsync(desk.Ola, carla.Id)).Tickets.Single().Subject);
    }

    [Theory, BothDatabases]
    public async Task Customers_and_outsiders_find_nobody(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await AddCarlaAsync(desk);
        var contacts = desk.Get<ContactQueries>();
        foreach (var outsider in new[] { Actor.Customer(carla, "Carla"), Actor.Visitor(Guid.NewGuid(), "Visitor"), await desk.AddPersonAsync("Nils", Role.Agent) })
        {
            Assert.Empty(await contacts.FindAsync(outsider, "carla"));
            await Assert.ThrowsAsync<NotFoundException>(() => contacts.ContactAsync(outsider, carla));
            await Assert.ThrowsAsync<NotFoundException>(() => contacts.ContactsAsync(outsider, null, 1));
            await Assert.ThrowsAnyAsync<Exception>(() => desk.Get<ContactCommands>().ChangeAsync(outsider, carla, new ContactDetails("X", null, null, null)));
        }
        var reader = await desk.AddPersonAsync("Rea", Role.ReadOnly, (desk.Desk, null));
        Assert.Single(await contacts.FindAsync(reader, "carla"));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<ContactCommands>().ChangeAsync(reader, carla, new ContactDetails("X", null, null, null)));
    }

    [Theory, BothDatabases]
    public async Task Threat_3_strange_text_is_kept_as_text_or_refused_with_a_sentence(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var contacts = desk.Get<ContactCommands>();
        const string script = "<script>alert(1)</script>";
        var id = await contacts.AddAsync(desk.Ana, new ContactDetails($"{script}\0\u202Eعربي 🚀", null, "<b>1</b>", null));
        var (row, _) = await desk.Get<ContactQueries>().ContactAsync(desk.Ana, id);
        Assert.Equal($"{script} عربي 🚀", row.Name);
        Assert.Equal("<b>1</b>", row.Phone);
        foreach (var bad in new[] { new ContactDetails(new string('a', 1_000_000), null, null, null), new("", null, null, null), new(" \0 ", null, null, null), new("A", "a b@c", null, null), new("A", null, new string('1', 50), null), new("A", null, null, Guid.NewGuid()) })
            Assert.NotNull((await Assert.ThrowsAsync<RuleViolation>(() => contacts.AddAsync(desk.Ana, bad))).Field);
    }

    [Theory, BothDatabases]
    public async Task A_new_contact_is_told_to_those_who_work_here(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ben, carla) = (0, 0);
        using var bens = desk.Get<ILiveFeed>().Subscribe(() => desk.Ben.Sight, s => s.Fact.Subject.Kind is SubjectKind.Contact, _ => ben++);
        using var carlas = desk.Get<ILiveFeed>().Subscribe(() => Sight.OfCustomer(Guid.NewGuid()), _ => true, _ => carla++);
        await AddCarlaAsync(desk);
        Assert.Equal((1, 0), (ben, carla));
    }

    [Theory, BothDatabases]
    public async Task Among_twenty_thousand_customers_one_is_found_and_of_many_the_first_eight(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await using (var db = desk.OpenDatabase())
        {
            for (var i = 0; i < 20_000; i++) db.Contacts.Add(new LiveDesk.Domain.Customers.Contact(Ids.New(desk.Clock.GetUtcNow()), $"Person {i} Miller", $"p{i}@example.com", $"+49 40 {i:00000}", desk.Clock.GetUtcNow()));
            await db.CommitAsync();
        }
        Assert.Single(await desk.Get<ContactQueries>().FindAsync(desk.Ana, "p12345"));
        Assert.Equal(8, (await desk.Get<ContactQueries>().FindAsync(desk.Ana, "miller")).Count);
    }
}
