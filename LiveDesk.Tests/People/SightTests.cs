using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.People;

/// <summary>
/// THREATS 15 and 17: the database's filter and the audience of live signals are one rule. Every actor is held against every ticket and
/// chat, through both, and they must agree.
/// </summary>
public sealed class SightTests
{
    [Theory, BothDatabases]
    public async Task Threat_17_who_finds_a_ticket_hears_of_it_and_nobody_else(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (actors, tickets) = await PopulatedAsync(desk);
        var outsiders = 0;
        foreach (var actor in actors.Where(a => a.Kind is not ActorKind.Customer))
        {
            var found = await FoundByAsync(desk, actor);
            foreach (var ticket in tickets)
            {
                Assert.True(found.Contains(ticket.Id) == actor.Sight.Covers(ticket.DeskId, ticket.Place.Departments), $"{actor.Name} and “{ticket.Subject}”: the filter and Covers differ");
                Assert.True(found.Contains(ticket.Id) == HearsOf(actor, ticket), $"{actor.Name} and “{ticket.Subject}”: the filter and the live signal differ");
                if (!found.Contains(ticket.Id)) outsiders++;
            }
        }
        Assert.True(outsiders > 10, "without outsiders this test would prove nothing");
    }

    [Theory, BothDatabases]
    public async Task Threat_15_a_customer_finds_their_own_tickets_and_hears_no_staff_signal(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (actors, tickets) = await PopulatedAsync(desk);
        var customers = actors.Where(a => a.Kind is ActorKind.Customer).ToList();
        foreach (var customer in customers)
        {
            var found = await FoundByAsync(desk, customer);
            foreach (var ticket in tickets)
            {
                Assert.Equal(customer.Sight.CoversTicketOf(ticket.ContactId), found.Contains(ticket.Id));
                Assert.False(HearsOf(customer, ticket));
            }
        }
        Assert.Single(await FoundByAsync(desk, customers.Single(c => c.Name == "Carla")));
        Assert.Empty(await FoundByAsync(desk, customers.Single(c => c.Name == "Somebody")));
    }

    [Theory, BothDatabases]
    public async Task Threat_17_who_finds_a_chat_hears_of_it_and_nobody_else(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (actors, _) = await PopulatedAsync(desk);
        var chats = await ChatsAsync(desk);
        var outsiders = 0;
        foreach (var actor in actors)
        {
            await using var db = desk.Get<DeskDatabase>().OpenFor(actor);
            var found = await db.Chats.Select(c => c.Id).ToListAsync();
            foreach (var chat in chats)
            {
                Assert.True(found.Contains(chat.Id) == actor.Sight.Covers(chat.DeskId, [chat.DepartmentId]), $"{actor.Name} and the chat on {chat.DeskId}");
                if (!found.Contains(chat.Id)) outsiders++;
            }
        }
        Assert.True(outsiders > 3, "without outsiders this test would prove nothing");
    }

    /// <summary>Tickets in every department of three desks, one in two departments, one of Carla; actors of every kind and role.</summary>
    private static async Task<(List<Actor> Actors, List<Ticket> Tickets)> PopulatedAsync(TestDesk desk)
    {
        var psa = await desk.AddDeskAsync("psa");
        var carla = await desk.AddContactAsync("Carla");
        var dev = await desk.AddContactAsync("Dev");
        foreach (var home in new[] { desk.Desk, desk.Hosting, psa })
            foreach (var department in home.Departments) await desk.AddTicketAsync($"{home.Slug}, {department.Name}", home, department.Name);
        await desk.AddTicketAsync("Carla's invoice", desk.Hosting, "Technical", carla);
        await desk.AddTicketAsync("Dev's invoice", desk.Hosting, "Domains", dev);
        var (both, _) = await desk.AddTicketAsync("In two departments", desk.Hosting, "Technical");
        await AlsoInAsync(desk, both, desk.Hosting.Departments.Single(d => d.Name == "Billing"));

        List<Actor> actors =
        [
            .. desk.Everybody,
            await desk.AddPersonAsync("Uma", Role.Supervisor, (desk.Hosting, "Domains")),
            await desk.AddPersonAsync("Rita", Role.ReadOnly, (psa, null)),
            await desk.AddPersonAsync("Nora", Role.Agent),
            await desk.AddPersonAsync("Max", Role.Agent, (desk.Hosting, "Technical"), (desk.Hosting, "Domains"), (psa, null)),
            Actor.System, Actor.Rule(Guid.NewGuid(), "A rule"), Actor.Supplier(Guid.NewGuid(), "A supplier"), Actor.Assistant(desk.Ola.Sight),
            Actor.Customer(carla.Id, "Carla"), Actor.Customer(dev.Id, "Dev"), Actor.Visitor(Guid.NewGuid(), "Somebody"),
        ];
        await using var db = desk.OpenDatabase();
        return (actors, await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).ToListAsync());
    }

    private static async Task AlsoInAsync(TestDesk desk, Guid ticketId, Department department)
    {
        await using var db = desk.OpenDatabase();
        await db.Database.ExecuteSqlAsync($"""INSERT INTO "TicketDepartments" ("TicketId", "DepartmentId") VALUES ({ticketId}, {department.Id})""");
    }

    private static async Task<HashSet<Guid>> FoundByAsync(TestDesk desk, Actor actor)
    {
        await using var db = desk.Get<DeskDatabase>().OpenFor(actor);
        return [.. await db.Tickets.Select(t => t.Id).ToListAsync()];
    }

    /// <summary>Through the signal as it is made from the kept history, and as another node would read it.</summary>
    private static bool HearsOf(Actor actor, Ticket ticket)
    {
        var fact = new TicketWasRenamed(ticket.Id, ticket.Place);
        return Activity.Of(new RecordedFact(fact, Actor.System, TestClock.Start)).ToSignal().IsFor(actor.Sight);
    }

    private static async Task<List<ChatSession>> ChatsAsync(TestDesk desk)
    {
        var now = desk.Clock.GetUtcNow();
        await using var db = desk.OpenDatabase();
        foreach (var home in await desk.Catalogue.DesksAsync()) db.Chats.Add(new ChatSession(Ids.New(now), home, Guid.NewGuid(), "Carla", null, null, now));
        await db.CommitAsync();
        return await db.Chats.AsNoTracking().ToListAsync();
    }
}
