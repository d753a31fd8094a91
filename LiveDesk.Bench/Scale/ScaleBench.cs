using System.Diagnostics;
using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Bench;

/// <summary>
/// How long the server takes for what the screens ask, on 1,000, 10,000 and 100,000 tickets with ten entries each, on both databases, side by
/// side: for somebody who sees everything, and for somebody who sees one department of four. <c>scale 1000 10000</c> takes other sizes.
/// With <c>SCALE_DATA</c> set to a folder, SQLite's data are kept there for the next run; with <c>SCALE_POSTGRES</c> set to how a server is reached,
/// only its databases <c>desk_1000</c> and so on are measured, and kept.
/// </summary>
internal static class ScaleBench
{
    private const int Runs = 60;
    private const int Slowest = 5;
    private static readonly int[] Sizes = [1_000, 10_000, 100_000];

    public static async Task RunAsync(string[] arguments)
    {
        var sizes = arguments.Length == 0 ? Sizes : [.. arguments.Select(a => int.Parse(a, CultureInfo.InvariantCulture))];
        using var plans = new QueryPlans();
        if (Environment.GetEnvironmentVariable("SCALE_POSTGRES") is { } server)
        {
            await OnAsync("PostgreSQL", sizes, plans, size => Task.FromResult<string?>($"{server};Database=desk_{size}"));
            return;
        }
        await OnAsync("SQLite", sizes, plans, _ => Task.FromResult<string?>(null));
        var cluster = await PostgresCluster.StartAsync("shared_buffers=1GB", "effective_cache_size=4GB", "random_page_cost=1.1", "work_mem=16MB");
        await OnAsync("PostgreSQL", sizes, plans, async _ => cluster.ConnectionTo(await cluster.CreateAsync()));
    }

    private static async Task OnAsync(string database, int[] sizes, QueryPlans plans, Func<int, Task<string?>> connectionFor)
    {
        Console.WriteLine($"\n### {database}\n");
        var measured = new List<IReadOnlyList<(string What, Times Times)>>();
        foreach (var size in sizes)
        {
            var connection = await connectionFor(size);
            var kept = connection is null ? Environment.GetEnvironmentVariable("SCALE_DATA") : null;
            await using var desk = await BenchDesk.OpenAsync(kept is null ? LoadDesk.TemporaryFolder() : Path.Combine(kept, $"{size}"), keeps: kept is not null, connection);
            await ScaleDesk.FillAsync(desk, size);
            if (database == "PostgreSQL") await AnalyzeAsync(desk);
            plans.Begin();
            measured.Add(await MeasureAsync(desk, size));
            if (size == sizes[^1]) await plans.ShowAsync(desk, Slowest);
        }
        Console.WriteLine($"\n| p95 in ms | {string.Join(" | ", sizes.Select(s => s.ToString("N0", CultureInfo.InvariantCulture)))} |\n|---|{string.Concat(sizes.Select(_ => "--:|"))}");
        for (var row = 0; row < measured[0].Count; row++)
            Console.WriteLine($"| {measured[0][row].What} | {string.Join(" | ", measured.Select(m => m[row].Times.At(.95).ToString("F1", CultureInfo.InvariantCulture)))} |");
    }

    /// <summary>As its own housekeeping would have done within minutes.</summary>
    private static async Task AnalyzeAsync(BenchDesk desk)
    {
        await using var db = desk.Get<DeskDatabase>().OpenForSystem();
        await db.Database.ExecuteSqlRawAsync("VACUUM ANALYZE");
    }

    private static async Task<IReadOnlyList<(string What, Times Times)>> MeasureAsync(BenchDesk bench, int size)
    {
        var desk = await bench.Get<DeskCatalogue>().DeskAsync(bench.DeskId);
        var one = Actor.Agent(Guid.CreateVersion7(), "Ola", Role.Agent, new Sight(All: false, new HashSet<Guid>(), new HashSet<Guid> { desk.Departments[1].Id }));
        Guid contact;
        await using (var db = bench.Get<DeskDatabase>().OpenForSystem()) contact = await db.Contacts.OrderBy(c => c.Email).Select(c => c.Id).FirstAsync();
        var rows = new List<(string, Times)>();
        foreach (var (who, me) in new[] { ("", bench.Ana), (", one department", one) })
            foreach (var (what, read) in Reads(bench, desk, me, contact, size)) rows.Add((what + who, await TimeAsync(read)));
        rows.Add(("an answer, saved and published", await TimeAsync(await AnswerAsync(bench))));
        return rows;
    }

    private static IEnumerable<(string What, Func<int, Task> Read)> Reads(BenchDesk bench, Desk desk, Actor me, Guid contact, int size)
    {
        var (queries, pages, views) = (bench.Get<TicketQueries>(), bench.Get<TicketPageQueries>(), bench.Get<ViewQueries>());
        var now = TimeProvider.System.GetUtcNow();
        var all = new TicketFilter(bench.DeskId, Now: now);
        foreach (var order in Enum.GetValues<TicketOrder>())
            yield return ($"list by {order}", i => queries.ListAsync(me, all with { Order = order, Ascending = i % 2 == 0 }));
        foreach (var (what, filter) in Filters(all, desk, me, contact))
        {
            yield return ($"list, {what}", _ => queries.ListAsync(me, filter));
            yield return ($"tabs, {what}", _ => queries.CountsAsync(me, filter));
        }
        yield return ("board", _ => queries.BoardAsync(me, all));
        var ten = Filters(all, desk, me, contact).Select(f => f.Filter).Take(10).ToList();
        // Another page size is another question: otherwise all who ask for the same share one answer.
        yield return ($"counts of {ten.Count} saved views", i => views.CountsAsync(me, bench.DeskId, [.. ten.Select(f => f with { PageSize = 50 + i })]));
        foreach (var words in new[] { ScaleText.Common, ScaleText.Uncommon, "boiler canteen", $"{ScaleText.Common} {ScaleText.Uncommon}", "the number pr", "carla", "PR-0314" })
            yield return ($"search “{words}”", _ => queries.ListAsync(me, all with { Search = words }));
        if (!me.Sight.All) yield break;
        yield return ("open a ticket", async i =>
        {
            var id = await queries.IdOfAsync(me, 1001 + (i * 7919L) % size);
            await pages.DetailAsync(me, id);
            await pages.ThreadAsync(me, id);
        });
    }

    private static IEnumerable<(string What, TicketFilter Filter)> Filters(TicketFilter all, Desk desk, Actor me, Guid contact)
    {
        var statuses = desk.Statuses.Where(s => s.Enabled).ToList();
        yield return ("all", all);
        yield return ("closed", all with { Statuses = [.. statuses.Where(s => !s.IsOpen).Select(s => s.Id)] });
        yield return ("open", all with { Statuses = [.. statuses.Where(s => s.IsOpen).Select(s => s.Id)] });
        yield return ("nobody's", all with { Assignees = [Guid.Empty] });
        yield return ("of a stranger", all with { Assignees = [me.Id!.Value] });
        yield return ("urgent", all with { Priorities = [Priority.Urgent] });
        yield return ("a department", all with { Departments = [desk.Departments[1].Id] });
        yield return ("urgent, at risk", all with { Priorities = [Priority.Urgent], Sla = SlaState.AtRisk });
        yield return ("breached", all with { Sla = SlaState.Breached, Order = TicketOrder.Due });
        yield return ("on track", all with { Sla = SlaState.OnTrack, Order = TicketOrder.Due });
        yield return ("promise kept", all with { Sla = SlaState.Met });
        yield return ("unsolved and nobody's", all with { Statuses = [.. statuses.Where(s => s.IsOpen).Select(s => s.Id)], Assignees = [Guid.Empty] });
        yield return ("high or urgent, by mail", all with { Priorities = [Priority.High, Priority.Urgent], Channels = [Channel.Email] });
        yield return ("of a customer", all with { Of = [new TicketsOf(OwnerKind.Contact, contact)] });
    }

    private static async Task<Func<int, Task>> AnswerAsync(BenchDesk bench)
    {
        await using var db = bench.Get<DeskDatabase>().OpenForSystem();
        var open = await db.Tickets.Where(t => t.DeskId == bench.DeskId && t.StatusCategory == StatusCategory.Active).OrderBy(t => t.Number).Select(t => t.Id).Take(100).ToListAsync();
        return i => bench.Tickets.AnswerAsync(bench.Ana, open[i % open.Count], new NewEntry($"Answer {i}: press menu, then 4, and read the code to us."));
    }

    private static async Task<Times> TimeAsync(Func<int, Task> read)
    {
        for (var i = 0; i < 4; i++) await read(Runs + i);
        var times = new Times();
        for (var i = 0; i < Runs; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            await read(i);
            times.Add(Stopwatch.GetElapsedTime(clock));
        }
        return times;
    }
}
