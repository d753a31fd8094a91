using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Replies;

namespace LiveDesk.Tests.Replies;

public sealed class CannedResponseTests
{
    private static CannedResponseForm Own(string name, string body) => new(CannedScope.Personal, null, name, body);

    private static Task<Guid> AddAsync(TestDesk desk, Actor me, CannedResponseForm what) => desk.Get<CannedResponseCommands>().AddAsync(me, what);

    private static async Task<IEnumerable<string>> OfferedAsync(TestDesk desk, Actor me, Guid ticket) => (await desk.Get<CannedResponseQueries>().ForTicketAsync(me, ticket)).Select(c => c.Name);

    [Theory, BothDatabases]
    public async Task On_a_ticket_of_Carlas_it_reads_with_her_name_and_says_what_is_missing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var carla = await desk.AddContactAsync("Carla Ößling", "carla@example.com");
        var (ticket, number) = await desk.AddTicketAsync("The door", contact: carla);
        await AddAsync(desk, desk.Sam, new(CannedScope.Desk, desk.Desk.Id, "Hello", "Dear **{{customer.first_name}}** of {{organisation.name}}, {{ticket.number}} is with {{agent.name}} at {{desk.name}}."));
        var offer = Assert.Single(await desk.Get<CannedResponseQueries>().ForTicketAsync(desk.Ana, ticket));
        var shown = TicketNumber.Show(number, desk.Desk.Settings.NumberForm);
        Assert.Equal($"Dear **Carla** of {{{{organisation.name}}}}, {shown} is with Ana at {desk.Desk.Name}.", offer.Text);
        Assert.Equal(offer.Text.Replace("**", "", StringComparison.Ordinal), offer.Shown);
        Assert.Equal(["organisation.name"], offer.Missing);

        var bakery = await desk.Get<ContactCommands>().AddOrganisationAsync(desk.Ana, "Bäckerei Brand", null);
        await desk.Get<ContactCommands>().ChangeAsync(desk.Ana, carla.Id, new ContactDetails("Carla Ößling", carla.Email, null, bakery));
        offer = Assert.Single(await desk.Get<CannedResponseQueries>().ForTicketAsync(desk.Ana, ticket));
        Assert.Contains("of Bäckerei Brand", offer.Text, StringComparison.Ordinal);
        Assert.Empty(offer.Missing);
    }

    [Theory, BothDatabases]
    public async Task A_name_is_taken_once_in_a_place_regardless_of_case(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var first = await AddAsync(desk, desk.Ana, Own("Battery", "One"));
        Assert.Equal("name", (await Assert.ThrowsAsync<RuleViolation>(() => AddAsync(desk, desk.Ana, Own("BATTERY", "Two")))).Field);
        var second = await AddAsync(desk, desk.Ana, Own("door", "Two"));
        Assert.Equal("name", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<CannedResponseCommands>().ChangeAsync(desk.Ana, second, Own("battery", "Two"), 1))).Field);
        await desk.Get<CannedResponseCommands>().ChangeAsync(desk.Ana, first, Own("battery", "One, again"), 1);
        // Ben's and the desk's are other places.
        await AddAsync(desk, desk.Ben, Own("battery", "Ben's"));
        await AddAsync(desk, desk.Sam, new(CannedScope.Desk, desk.Desk.Id, "battery", "The desk's"));
        var several = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Task.Run(async () =>
        {
            try { await AddAsync(desk, desk.Ben, Own("at-once", "x")); return true; }
            catch (RuleViolation) { return false; }
        })));
        Assert.Equal(1, several.Count(added => added));
    }

    [Theory, BothDatabases]
    public async Task Threat_15_and_16_each_is_offered_what_is_theirs_and_finds_nothing_of_others(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (billing, technical) = (desk.Desk.Departments.Single(d => d.Name == "Billing").Id, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        var tess = await desk.AddPersonAsync("Tess", Role.Agent, (desk.Desk, "Technical"));
        var (bill, _) = await desk.AddTicketAsync("The bill is wrong", department: "Billing");
        var (site, _) = await desk.AddTicketAsync("The site is down", department: "Technical");
        await AddAsync(desk, desk.Sam, new(CannedScope.Desk, desk.Desk.Id, "all", "For all"));
        var ofBilling = await AddAsync(desk, desk.Sam, new(CannedScope.Department, billing, "bill", "For Billing"));
        await AddAsync(desk, desk.Sam, new(CannedScope.Department, technical, "tech", "For Technical"));
        var olas = await AddAsync(desk, desk.Ola, Own("ola", "Ola's own"));

        Assert.Equal(["all", "bill", "ola"], await OfferedAsync(desk, desk.Ola, bill));
        Assert.Equal(["all", "tech"], await OfferedAsync(desk, tess, site));
        Assert.Equal(["all", "bill"], await OfferedAsync(desk, desk.Sam, bill));
        await Assert.ThrowsAsync<NotFoundException>(() => OfferedAsync(desk, desk.Ola, site));
        await Assert.ThrowsAsync<NotFoundException>(() => OfferedAsync(desk, tess, bill));
        await Assert.ThrowsAsync<NotFoundException>(() => OfferedAsync(desk, desk.Kim, bill));

        // It goes to Billing, and Billing's go with it.
        await desk.Tickets.MoveToDepartmentAsync(desk.Sam, site, billing);
        Assert.Equal(["all", "bill", "ola"], await OfferedAsync(desk, desk.Ola, site));

        var commands = desk.Get<CannedResponseCommands>();
        foreach (var id in new[] { ofBilling, olas, Guid.NewGuid() })
        {
            await Assert.ThrowsAsync<NotFoundException>(() => commands.ChangeAsync(tess, id, Own("mine", "Mine"), 1));
            await Assert.ThrowsAsync<NotFoundException>(() => commands.DeleteAsync(tess, id));
        }
        await Assert.ThrowsAsync<NotFoundException>(() => commands.DeleteAsync(desk.Sam, olas));
        await Assert.ThrowsAsync<RuleViolation>(() => commands.DeleteAsync(desk.Ola, ofBilling));
        await Assert.ThrowsAsync<NotFoundException>(() => AddAsync(desk, tess, new(CannedScope.Department, billing, "x", "x")));
        await Assert.ThrowsAsync<RuleViolation>(() => AddAsync(desk, tess, new(CannedScope.Department, technical, "x", "x")));
        Assert.Equal(["all", "bill", "ola"], await OfferedAsync(desk, desk.Ola, bill));
    }

    [Theory, BothDatabases]
    public async Task Settings_list_what_one_may_change_page_by_page(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var rosa = await desk.AddPersonAsync("Rosa", Role.Supervisor, (desk.Desk, null));
        await AddAsync(desk, desk.Ana, Own("anas", "Ana's"));
        await AddAsync(desk, rosa, new(CannedScope.Desk, desk.Desk.Id, "desks", "The desk's"));
        await AddAsync(desk, desk.Sam, new(CannedScope.Desk, desk.Hosting.Id, "hostings", "Hosting's"));
        await Assert.ThrowsAsync<NotFoundException>(() => AddAsync(desk, rosa, new(CannedScope.Desk, desk.Hosting.Id, "x", "x")));
        var queries = desk.Get<CannedResponseQueries>();
        Assert.Equal(["anas"], (await queries.ManagedAsync(desk.Ana, 1)).Responses.Select(r => r.Name));
        Assert.Equal(["desks"], (await queries.ManagedAsync(rosa, 1)).Responses.Select(r => r.Name));
        Assert.Equal(["desks", "hostings"], (await queries.ManagedAsync(desk.Sam, 1)).Responses.Select(r => r.Name));
        await Assert.ThrowsAsync<NotFoundException>(() => queries.ManagedAsync(desk.Kim, 1));
        for (var i = 0; i < CannedResponse.Most; i++) await AddAsync(desk, desk.Ben, Own($"n{i:000}", "x"));
        Assert.Equal("n150", (await queries.ManagedAsync(desk.Ben, 4)).Responses[0].Name);
        Assert.Contains("200", (await Assert.ThrowsAsync<RuleViolation>(() => AddAsync(desk, desk.Ben, Own("more", "x")))).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Threat_3_a_script_is_text_and_a_megabyte_or_an_unknown_variable_is_refused(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        const string script = "<script>alert(1)</script>";
        var carla = await desk.AddContactAsync("Carla", "carla@example.com");
        await desk.Get<ContactCommands>().ChangeAsync(desk.Ana, carla.Id, new ContactDetails($"Carla*{script}", null, null, null));
        var (ticket, _) = await desk.AddTicketAsync(script);
        await AddAsync(desk, desk.Ana, Own(script.Replace("/", "", StringComparison.Ordinal), $"{script}\0 {{{{ticket.subject}}}}\r\nعربي 🚀"));
        var offer = Assert.Single(await desk.Get<CannedResponseQueries>().ForTicketAsync(desk.Ana, ticket));
        Assert.Equal($"{script} \\<script\\>alert(1)\\</script\\>\nعربي 🚀", offer.Text);
        Assert.Contains(script, offer.Shown, StringComparison.Ordinal);
        foreach (var bad in new[] { Own("a", new string('x', 1_000_000)), Own(new string('x', 1_000_000), "a"), Own("a", "{{customer.password}}"), Own("a b", "a"), Own("", "a"), Own("a", " ") })
            Assert.NotNull((await Assert.ThrowsAsync<RuleViolation>(() => AddAsync(desk, desk.Ana, bad))).Field);
        Assert.Single((await desk.Get<CannedResponseQueries>().ManagedAsync(desk.Ana, 1)).Responses);
    }

    [Theory, BothDatabases]
    public async Task Two_who_change_one_at_once_do_not_overwrite_each_other_in_silence(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var commands = desk.Get<CannedResponseCommands>();
        CannedResponseForm form = new(CannedScope.Desk, desk.Desk.Id, "hello", "Hello");
        var id = await AddAsync(desk, desk.Sam, form);
        await commands.ChangeAsync(desk.Sam, id, form with { Body = "Hello there" }, 1);
        Assert.Contains("meanwhile", (await Assert.ThrowsAsync<RuleViolation>(() => commands.ChangeAsync(desk.Sam, id, form with { Body = "Hi" }, 1))).Message, StringComparison.Ordinal);
        Assert.Equal("Hello there", (await desk.Get<CannedResponseQueries>().ManagedAsync(desk.Sam, 1)).Responses.Single().Body);
        await commands.DeleteAsync(desk.Sam, id);
        await Assert.ThrowsAsync<NotFoundException>(() => commands.ChangeAsync(desk.Sam, id, form, 2));
    }

    [Theory, BothDatabases]
    public async Task Each_change_is_told_with_ids_only(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (heard, carla) = (new List<Fact>(), 0);
        using var bens = desk.Get<ILiveFeed>().Subscribe(() => desk.Ben.Sight, s => s.Fact is CannedResponseWasAdded or CannedResponseWasChanged or CannedResponseWasDeleted, s => heard.Add(s.Fact));
        using var carlas = desk.Get<ILiveFeed>().Subscribe(() => Sight.OfCustomer(Guid.NewGuid()), _ => true, _ => carla++);
        CannedResponseForm form = new(CannedScope.Desk, desk.Desk.Id, "hello", "Hello");
        var id = await AddAsync(desk, desk.Sam, form);
        await desk.Get<CannedResponseCommands>().ChangeAsync(desk.Sam, id, form with { Name = "hi" }, 1);
        await desk.Get<CannedResponseCommands>().DeleteAsync(desk.Sam, id);
        Assert.Equal([typeof(CannedResponseWasAdded), typeof(CannedResponseWasChanged), typeof(CannedResponseWasDeleted)], heard.Select(f => f.GetType()));
        Assert.Equal(0, carla);
    }
}
