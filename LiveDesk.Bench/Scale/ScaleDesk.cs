using System.Diagnostics;
using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;

namespace LiveDesk.Bench;

/// <summary>
/// A desk after years of work: any number of tickets with ten entries each on average, their history and search documents, written through
/// the tickets' own verbs at past times. Whatever the size, 500 are open; the rest was closed over the last three years.
/// </summary>
internal static class ScaleDesk
{
    public const string Slug = "scale";
    private const int Seed = 20260314;
    private const int OpenTickets = 500;
    private const int EntriesEach = 10;
    private const int AtOnce = 100;
    private const int Agents = 20;
    private static readonly string[] MoreDepartments = ["Network", "Billing", "Projects"];

    /// <summary>Does nothing when the desk is there already.</summary>
    public static async Task FillAsync(BenchDesk bench, int tickets)
    {
        if (await bench.FindDeskAsync(Slug)) return;
        var clock = Stopwatch.StartNew();
        var now = TimeProvider.System.GetUtcNow();
        var desk = new Desk(Ids.New(now), Slug, "Scale", Presets.Named("psa"), Actor.System, now, "Europe/Vienna");
        foreach (var department in MoreDepartments) desk.AddDepartment(Actor.System, department, now);
        var agents = Enumerable.Range(1, Agents).Select(i => Hire(desk, i, now)).ToList();
        var contacts = Enumerable.Range(0, Math.Max(20, tickets / 20)).Select(i => new Contact(Ids.New(now), ScaleText.CustomerName(i), $"customer{i}@example.com", $"+43 1 {i:d7}", now)).ToList();
        await SaveAsync(bench, db => { db.Desks.Add(desk); db.People.AddRange(agents); });
        foreach (var some in contacts.Chunk(1000)) await SaveAsync(bench, db => db.Contacts.AddRange(some));
        var text = new ScaleText(Seed);
        var acting = agents.ConvertAll(a => Actor.Agent(a.Id, a.Name, Role.Agent, Sight.Everything));
        foreach (var numbers in Enumerable.Range(0, tickets).Chunk(AtOnce))
        {
            var told = numbers.Select(n => Tell(text, desk, acting, text.Of(contacts), n, tickets, now)).ToList();
            await SaveAsync(bench, db => db.Tickets.AddRange(told));
        }
        await bench.FindDeskAsync(Slug);
        Machine.Say($"{tickets} tickets of {EntriesEach} entries written in {clock.Elapsed.TotalSeconds:F0} s");
    }

    private static Person Hire(Desk desk, int n, DateTimeOffset now)
    {
        var person = new Person(Ids.New(now), $"Agent {n}", $"agent{n}@bench.test", Role.Agent, now);
        person.Join(Actor.System, desk.Id, null, now);
        foreach (var department in desk.Departments) person.Join(Actor.System, desk.Id, department.Id, now);
        return person;
    }

    /// <summary>With the history, but nobody is notified of what happened years ago.</summary>
    private static async Task SaveAsync(BenchDesk bench, Action<DeskDb> add)
    {
        await using var db = bench.Get<DeskDatabase>().OpenForSystem();
        add(db);
        foreach (var aggregate in db.ChangeTracker.Entries<Aggregate>().Select(e => e.Entity).ToList())
        {
            db.Activities.AddRange(aggregate.Facts.Select(Infrastructure.Database.Activity.Of));
            aggregate.ForgetFacts();
        }
        await db.CommitAsync();
    }

    /// <summary>The last 500 are open and hours to days old; the others began evenly over three years.</summary>
    private static Ticket Tell(ScaleText text, Desk desk, List<Actor> agents, Contact contact, int n, int of, DateTimeOffset now)
    {
        var open = n >= of - OpenTickets;
        var began = open ? now.AddMinutes(-15.0 * (of - n)) : now.AddDays(-8 - 1087.0 * (of - n) / of);
        var (agent, customer) = (text.Of(agents), Actor.Customer(contact.Id, contact.Name));
        var ticket = Ticket.Open(Asked(text, desk, contact), desk, customer, began);
        if (!open || n % 3 > 0) ticket.Assign(agent, agent.Id, desk, began = began.AddMinutes(2));
        var entries = 2 + text.Below(2 * EntriesEach - 3);
        var step = open ? TimeSpan.FromSeconds(20) : TimeSpan.FromHours(1 + text.Below(5));
        for (var i = 0; i < entries; i++) Write(ticket, text, desk, i % 4 == 3 ? text.Of(agents) : agent, customer, i, began += step);
        if (open) return ticket;
        if (ticket.IsOpen) ticket.Resolve(agent, text.Entry(), desk, began += step);
        if (ticket.StatusCategory is not StatusCategory.Closed) ticket.Close(agent, desk, began + step);
        return ticket;
    }

    private static NewTicket Asked(ScaleText text, Desk desk, Contact contact) => new()
    {
        Subject = text.Subject(), Description = text.Entry(), Channel = text.Below(2) == 0 ? Channel.Email : Channel.Portal,
        RequesterName = contact.Name, RequesterEmail = contact.Email, RequesterPhone = contact.Phone, ContactId = contact.Id,
        DepartmentId = text.Of(desk.Departments).Id, CategoryId = desk.Categories.Count == 0 ? null : text.Of(desk.Categories).Id, Priority = (Priority)(1 + text.Below(4)),
    };

    private static void Write(Ticket ticket, ScaleText text, Desk desk, Actor agent, Actor customer, int i, DateTimeOffset now)
    {
        var what = new NewEntry(text.Entry());
        if (i % 4 == 3) ticket.LeaveNote(agent, what, desk, now);
        else if (i % 2 == 0) ticket.Answer(agent, what, desk, now);
        else ticket.TakeMessage(customer, what, desk, now);
    }
}
