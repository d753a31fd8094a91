using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Sample;
using Microsoft.AspNetCore.Identity;

namespace LiveDesk.Bench;

/// <summary>A ticket that is there from the start.</summary>
internal sealed record LoadTicket(Guid Id, long Number);

/// <summary>A desk that has been in use for a while, in a folder: 10,000 tickets, 500 of them open, and people who can sign in.</summary>
internal sealed record LoadDesk(string Folder, Guid DeskId, IReadOnlyList<string> Emails, IReadOnlyList<LoadTicket> Open) : IDisposable
{
    public const string Slug = "load";
    public const string Password = "three small boats";
    public const int OpenTickets = 500;
    private const int ClosedTickets = 9_500;
    private const int AtOnce = 250;

    /// <summary>Many people behind one loopback address: what is limited per address or per person would stop the bench, not the desk.</summary>
    public static readonly (string, string)[] NoLimits =
        [("Security:WindowsPerPerson", "100000"), ("Security:WindowsPerAddress", "100000"), ("Security:AnonymousRequestsPerMinute", "100000000")];

    public static async Task<LoadDesk> MakeAsync(int people)
    {
        var folder = TemporaryFolder();
        await using var desk = await BenchDesk.OpenAsync(folder, keeps: true);
        var id = await desk.Get<DeskCommands>().CreateAsync(Actor.System, Slug, "Load", "psa");
        var rules = await desk.Get<DeskCatalogue>().DeskAsync(id);
        var now = TimeProvider.System.GetUtcNow();
        var emails = await HireAsync(desk, rules, people, now);
        await TakeAsync(desk, rules, ClosedTickets, i => Closed(desk.Ana, rules, i, now));
        var open = await TakeAsync(desk, rules, OpenTickets, i => Ticket.Open(BenchDesk.Matter(i), rules, desk.Ana, now.AddMinutes(-i)));
        return new LoadDesk(folder, id, emails, open);
    }

    /// <summary>The five sample desks, with people who can sign in, as Development makes them.</summary>
    public static async Task FillWithSampleAsync(string folder)
    {
        await using var desk = await BenchDesk.OpenAsync(folder, keeps: true);
        await desk.Get<SampleData>().PrepareAsync(CancellationToken.None);
        await desk.Get<SampleAccounts>().PrepareAsync(SampleAccounts.DefaultPassword, CancellationToken.None);
    }

    public static string TemporaryFolder() => Directory.CreateTempSubdirectory("livedesk-bench-").FullName;

    public static string CopyOf(string folder)
    {
        var copy = TemporaryFolder();
        foreach (var file in Directory.GetFiles(folder)) File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static async Task<List<string>> HireAsync(BenchDesk desk, Desk rules, int count, DateTimeOffset now)
    {
        await using var db = desk.Get<DeskDatabase>().OpenForSystem();
        var hash = desk.Get<IPasswordHasher<Account>>().HashPassword(new Account(), Password);
        var emails = new List<string>();
        for (var i = 1; i <= count; i++)
        {
            var person = new Person(Ids.New(now), $"Agent {i}", $"agent{i}@bench.test", Role.Agent, now);
            person.Join(Actor.System, rules.Id, null, now);
            foreach (var department in rules.Departments) person.Join(Actor.System, rules.Id, department.Id, now);
            var account = Account.Of(person);
            account.PasswordHash = hash;
            db.AddRange(person, account);
            emails.Add(person.Email);
        }
        await db.CommitAsync();
        return emails;
    }

    private static async Task<List<LoadTicket>> TakeAsync(BenchDesk desk, Desk rules, int count, Func<int, Ticket> make)
    {
        var taken = new List<LoadTicket>();
        foreach (var numbers in Enumerable.Range(1, count).Chunk(AtOnce))
        {
            await using var db = desk.Get<DeskDatabase>().OpenForSystem();
            var tickets = numbers.Select(make).ToList();
            db.Tickets.AddRange(tickets);
            await db.CommitAsync();
            taken.AddRange(tickets.Select(t => new LoadTicket(t.Id, t.Number)));
        }
        return taken;
    }

    /// <summary>Answered, resolved and closed weeks ago: in the list and in the search, not on the board.</summary>
    private static Ticket Closed(Actor agent, Desk rules, int n, DateTimeOffset now)
    {
        var began = now.AddDays(-20).AddMinutes(-n);
        var ticket = Ticket.Open(BenchDesk.Matter(n), rules, agent, began);
        ticket.Answer(agent, new NewEntry($"Answer {n}: press menu, then 4, and read the code to us."), rules, began.AddHours(1));
        ticket.Resolve(agent, "A new battery.", rules, began.AddHours(2));
        ticket.Close(agent, rules, began.AddHours(3));
        return ticket;
    }
}
