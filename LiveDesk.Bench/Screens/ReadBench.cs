using System.Diagnostics;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Bench;

/// <summary>Server time of what the screens read: a ticket of 200 entries, a board of 500 cards, the list's first page.</summary>
internal static class ReadBench
{
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
        Console.WriteLine((await TimeAsync(() => queries.BoardAsync(desk.Ana, desk.DeskId, TimeProvider.System.GetUtcNow()))).Show("board of 501 open cards (query)"));
        Console.WriteLine((await TimeAsync(() => queries.ListAsync(desk.Ana, new TicketFilter(desk.DeskId)))).Show("first page of the list (query)"));
        Console.WriteLine((await TimeAsync(() => queries.ListAsync(desk.Ana, new TicketFilter(desk.DeskId, Search: "beeps")))).Show("first page of a search (query)"));
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
