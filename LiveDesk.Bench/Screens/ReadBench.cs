using System.Diagnostics;
using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Bench;

/// <summary>Server time of what the screens read: a ticket of 200 entries, a board of 500 cards, the list's first page, contacts while somebody types.</summary>
internal static class ReadBench
{
    private const int Contacts = 10_000;
    private static readonly string[] FirstNames = ["Carla", "Dario", "Elif", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena"];
    private static readonly string[] LastNames = ["Abel", "Brandt", "Costa", "Dogan", "Eriksen", "Fischer", "Gruber", "Hoffmann", "Ivanov", "Jansen"];

    public static async Task RunAsync(string[] arguments)
    {
        await using var desk = await BenchDesk.CreateAsync();
        for (var i = 0; i < 500; i++) await desk.OpenAsync(i);
        var (ticket, number) = await desk.OpenAsync(500);
        for (var i = 0; i < 200; i++) await desk.Tickets.AnswerAsync(desk.Ana, ticket, new NewEntry($"Answer **{i}**: press *menu*, then 4, and read the code to us. `E{i}`"));
        var pages = desk.Get<TicketPageQueries>();
        var queries = desk.Get<TicketQueries>();
        Console.WriteLine((await TimeAsync(async () =>
        {
            var id = await queries.IdOfAsync(desk.Ana, number);
            await pages.DetailAsync(desk.Ana, id);
            await pages.ThreadAsync(desk.Ana, id, 200);
        })).Show("open a ticket of 200 entries (queries)"));
        Console.WriteLine((await TimeAsync(() => queries.BoardAsync(desk.Ana, new TicketFilter(desk.DeskId, Now: TimeProvider.System.GetUtcNow())))).Show("board of 501 open cards (query)"));
        Console.WriteLine((await TimeAsync(() => queries.ListAsync(desk.Ana, new TicketFilter(desk.DeskId)))).Show("first page of the list (query)"));
        Console.WriteLine((await TimeAsync(() => queries.ListAsync(desk.Ana, new TicketFilter(desk.DeskId, Search: "beeps")))).Show("first page of a search (query)"));
        await ContactsAsync(desk);
    }

    /// <summary>As the new ticket's form asks, letter by letter.</summary>
    private static async Task ContactsAsync(BenchDesk desk)
    {
        await using (var db = desk.Get<DeskDatabase>().OpenForSystem())
        {
            var now = TimeProvider.System.GetUtcNow();
            for (var i = 0; i < Contacts; i++) db.Contacts.Add(new Contact(Ids.New(now), $"{FirstNames[i % 10]} {LastNames[i / 10 % 10]} {i}", $"customer{i}@example.com", $"+49 30 {i:d7}", now));
            await db.CommitAsync();
        }
        var contacts = desk.Get<ContactQueries>();
        foreach (var typed in new[] { "ca", "carla", "carla bra", "customer77", "030 00077" })
            Console.WriteLine((await TimeAsync(() => contacts.FindAsync(desk.Ana, typed))).Show($"{Contacts} contacts, “{typed}” typed in the new ticket's form (query)"));
    }

    private static async Task<Times> TimeAsync(Func<Task> read)
    {
        for (var i = 0; i < 10; i++) await read();
        var times = new Times();
        for (var i = 0; i < 200; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            await read();
            times.Add(Stopwatch.GetElapsedTime(clock));
        }
        return times;
    }
}
