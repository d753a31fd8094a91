using System.Diagnostics;
using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;

namespace LiveDesk.Bench;

/// <summary>
/// Tickets a second through the command (saved with full durability, indexed for search, published), beside a bare EF save of a ticket and an
/// activity row through the same gate, in the same run.
/// </summary>
internal static class WriteBench
{
    private const int Tickets = 4000;
    private const int WarmUp = 2000;
    private const int Writers = 4;

    public static async Task RunAsync(string[] arguments)
    {
        await using var desk = await BenchDesk.CreateAsync();
        // Until what runs is compiled for good: a desk that has been up for a minute is measured, not the compiler.
        for (var i = 0; i < 2; i++)
        {
            await MeasureAsync(_ => BareAsync(desk), WarmUp);
            await MeasureAsync(desk.OpenAsync, WarmUp);
        }
        Show("bare EF save (ticket + activity)", await MeasureAsync(i => BareAsync(desk)));
        Show("ticket through the command", await MeasureAsync(desk.OpenAsync));
        var (ticket, _) = await desk.OpenAsync(0);
        await MeasureAsync(i => desk.Tickets.LeaveNoteAsync(desk.Ana, ticket, new NewEntry($"Note {i}")), WarmUp / 4);
        Show("answer through the command, one ticket", await MeasureAsync(i => desk.Tickets.LeaveNoteAsync(desk.Ana, ticket, new NewEntry($"Note {i}")), 1000));
    }

    private static async Task BareAsync(BenchDesk desk)
    {
        var now = TimeProvider.System.GetUtcNow();
        var rules = await desk.Get<DeskCatalogue>().DeskAsync(desk.DeskId);
        await using var db = desk.Get<DeskDatabase>().OpenForSystem();
        var ticket = Ticket.Open(new NewTicket { Subject = "Bare", Description = "Bare", RequesterName = "Carla", RequesterEmail = "carla@example.com" }, rules, Actor.System, now);
        ticket.TakeNumber(Random.Shared.NextInt64(1L << 40, 1L << 50));
        db.Activities.Add(Infrastructure.Database.Activity.Of(ticket.Facts[0]));
        ticket.ForgetFacts();
        db.Tickets.Add(ticket);
        await db.CommitAsync();
    }

    private static async Task<double> MeasureAsync(Func<int, Task> write, int count = Tickets)
    {
        var clock = Stopwatch.StartNew();
        var next = 0;
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (int i; (i = Interlocked.Increment(ref next)) <= count;) await write(i);
        })));
        return count / clock.Elapsed.TotalSeconds;
    }

    private static void Show(string what, double perSecond) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {perSecond:F0} a second ({Writers} writers at once, SQLite, synchronous=FULL)"));
}
