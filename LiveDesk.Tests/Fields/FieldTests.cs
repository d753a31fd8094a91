using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Fields;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Tickets;

namespace LiveDesk.Tests.Fields;

/// <summary>Custom fields on a real database.</summary>
public sealed class FieldTests
{
    private static readonly FieldOption Red = new(Guid.NewGuid(), "Red"), Blue = new(Guid.NewGuid(), "Blue");

    [Theory, BothDatabases]
    public async Task Different_fields_at_the_same_moment_all_win_and_of_the_same_one_somebody_is_told_who(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var fields = Enumerable.Range(0, 6).Select(i => new CustomField { Id = Guid.NewGuid(), Name = $"Field {i}" }).ToList();
        foreach (var field in fields) await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var (ticket, _) = await desk.AddTicketAsync("The meter");
        await Task.WhenAll(fields.Select((f, i) => desk.Tickets.FillInAsync(i % 2 == 0 ? desk.Ana : desk.Ben, ticket, f.Id, $"value {i}", new Seen<string?>(null))));
        Assert.Equal(6, (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ticket)).FieldValues.Count);
        await desk.Tickets.FillInAsync(desk.Ben, ticket, fields[0].Id, "Ben's", new Seen<string?>("value 0"));
        await desk.Tickets.FillInAsync(desk.Sam, ticket, fields[1].Id, "Sam's", new Seen<string?>("value 1"));
        var told = await Assert.ThrowsAsync<ChangedMeanwhile>(() => desk.Tickets.FillInAsync(desk.Ana, ticket, fields[0].Id, "Ana's", new Seen<string?>("value 0")));
        Assert.Equal(("Ben", "Ben's"), (told.By, told.Theirs));
        await desk.Tickets.FillInAsync(desk.Ana, ticket, fields[0].Id, "Ana's", new Seen<string?>("Ben's"));
    }

    [Theory, BothDatabases]
    public async Task What_is_needed_to_resolve_is_named_before_and_holds_in_bulk_too(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var field = new CustomField { Id = Guid.NewGuid(), Name = "Cause", Kind = FieldKind.Choice, Options = [Red, Blue], Need = FieldNeed.OnResolve };
        await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var (with, _) = await desk.AddTicketAsync("With");
        var (without, _) = await desk.AddTicketAsync("Without");
        Assert.Equal(["Cause"], (await desk.Get<FieldQueries>().MissingToResolveAsync(desk.Ana, with)).Select(f => f.Name));
        await desk.Tickets.FillInAsync(desk.Ana, with, field.Id, Red.Id.ToString());
        Assert.Empty(await desk.Get<FieldQueries>().MissingToResolveAsync(desk.Ana, with));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.ResolveAsync(desk.Ana, without, "Done."));
        var change = new BulkChange(BulkKind.Status, desk.Desk.StatusNamed("Resolved").Id, Resolution: "Done.");
        await desk.Get<BulkCommands>().StartAsync(desk.Ana, desk.Desk.Id, change, [with, without]);
        await desk.DoDueWorkAsync();
        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((1, 1), (last.Done, last.Refused));
        Assert.Contains("“Cause” is needed", last.FirstRefused[0].Why, StringComparison.Ordinal);
        await desk.Get<BulkCommands>().StartAsync(desk.Ana, desk.Desk.Id, change with { Fields = new Dictionary<Guid, string> { [field.Id] = Blue.Id.ToString() } }, [without]);
        await desk.DoDueWorkAsync();
        Assert.Equal(["With"], (await ListAsync(desk, "field.cause=red")).Tickets.Select(t => t.Subject));
        Assert.Equal(["Without"], (await ListAsync(desk, $"field.{field.Id}={Blue.Id}")).Tickets.Select(t => t.Subject));
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        Assert.Equal(["field.cause=green", "field.x=1"], TicketListAddress.Read("?field.cause=green&field.x=1", rules, null, desk.Clock.GetUtcNow()).NotUnderstood);
        Assert.Equal($"field.{field.Id}={Red.Id}", TicketListAddress.Kept(new Uri("http://desk/?field.Cause=Red"), rules));
    }

    [Theory, BothDatabases]
    public async Task Before_a_field_is_deleted_it_says_how_many_have_it_and_then_they_forget_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (gone, stays) = (new CustomField { Id = Guid.NewGuid(), Name = "Plate" }, new CustomField { Id = Guid.NewGuid(), Name = "Room" });
        foreach (var field in new[] { gone, stays }) await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var (one, _) = await desk.AddTicketAsync("One", department: "Domains");
        var (two, _) = await desk.AddTicketAsync("Two", department: "Billing");
        // Quotes and ids that somebody types are their text, not our document.
        foreach (var ticket in new[] { one, two }) await desk.Tickets.FillInAsync(desk.Ana, ticket, gone.Id, $"\"{stays.Id}\":\"x\"");
        var lea = Actor.Agent(Guid.NewGuid(), "Lea", Domain.People.Role.Supervisor, desk.Ola.Sight);
        Assert.Equal((2, 0), (await desk.Get<FieldQueries>().UseAsync(desk.Sam, desk.Desk.Id, gone.Id), await desk.Get<FieldQueries>().UseAsync(desk.Sam, desk.Desk.Id, stays.Id)));
        Assert.Equal(1, await desk.Get<FieldQueries>().UseAsync(lea, desk.Desk.Id, gone.Id));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<FieldQueries>().UseAsync(desk.Ola, desk.Desk.Id, gone.Id));
        await desk.Tickets.FillInAsync(desk.Ana, one, stays.Id, "12");
        await desk.Get<DeskCommands>().RemoveFieldAsync(desk.Sam, desk.Desk.Id, gone.Id);
        await desk.DoDueWorkAsync();
        Assert.Equal([stays.Id], (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, one)).FieldValues.Keys);
        Assert.Empty((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, two)).FieldValues);
    }

    [Theory, BothDatabases]
    public async Task People_and_organisations_have_fields_of_the_installation(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var commands = desk.Get<CustomerFieldCommands>();
        var (level, born) = (new CustomField { Id = Guid.NewGuid(), Name = "Level", Need = FieldNeed.ToCreate }, new CustomField { Id = Guid.NewGuid(), Name = "Since", Kind = FieldKind.Date });
        await Task.WhenAll(commands.KeepAsync(desk.Sam, CustomerKind.Contact, level, null), commands.KeepAsync(desk.Sam, CustomerKind.Contact, born, null), commands.KeepAsync(desk.Sam, CustomerKind.Organisation, born with { Id = Guid.NewGuid() }, null));
        await Assert.ThrowsAsync<RuleViolation>(() => commands.KeepAsync(desk.Ana, CustomerKind.Contact, level, 1));
        var contacts = desk.Get<ContactCommands>();
        Assert.Equal(level.Key, (await Assert.ThrowsAsync<RuleViolation>(() => contacts.AddAsync(desk.Ana, new ContactDetails("Carla", "carla@example.com", null, null)))).Field);
        var carla = await contacts.AddAsync(desk.Ana, new ContactDetails("Carla", "carla@example.com", null, null, Fields: new Dictionary<Guid, string> { [level.Id] = "Gold" }));
        await Task.WhenAll(commands.FillInAsync(desk.Ana, CustomerKind.Contact, carla, level.Id, "Silver"), commands.FillInAsync(desk.Ben, CustomerKind.Contact, carla, born.Id, "2020-01-31"), contacts.ChangeAsync(desk.Ana, carla, new ContactDetails("Carla B.", "carla@example.com", null, null)));
        var view = await desk.Get<FieldQueries>().FilledInAsync(desk.Ana, CustomerKind.Contact, carla);
        Assert.Equal(["2020-01-31", "Silver"], view.Values.Values.Order());
        Assert.Equal("Carla B.", (await desk.Get<ContactQueries>().ContactAsync(desk.Ana, carla)).Contact.Name);
        await Assert.ThrowsAsync<ChangedMeanwhile>(() => commands.FillInAsync(desk.Ben, CustomerKind.Contact, carla, level.Id, "Bronze", new Seen<string?>("Gold")));
        // Whoever writes to us is known without any of it.
        await contacts.FindOrAddAsync(Actor.System, "Dev", "dev@example.com", null);
        Assert.Equal(1, await desk.Get<FieldQueries>().UseAsync(desk.Sam, CustomerKind.Contact, born.Id));
        await commands.RemoveAsync(desk.Sam, CustomerKind.Contact, born.Id);
        await desk.DoDueWorkAsync();
        Assert.Equal([level.Id], (await desk.Get<FieldQueries>().FilledInAsync(desk.Ana, CustomerKind.Contact, carla)).Values.Keys);
    }

    private static async Task<TicketList> ListAsync(TestDesk desk, string query) =>
        await desk.TicketQueries.ListAsync(desk.Ana, TicketListAddress.Read(query, await desk.Catalogue.DeskAsync(desk.Desk.Id), null, desk.Clock.GetUtcNow()).Filter);
}
