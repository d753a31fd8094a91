using System.Diagnostics;
using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Bench;

/// <summary>
/// 10,000 tickets in one bulk action while the server is killed with SIGKILL again and again: each ticket is changed once, none is left out, and
/// undone it is as it was.
/// </summary>
internal static class BulkBench
{
    private const int Kills = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static async Task RunAsync(string[] arguments)
    {
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(people: 1);
            var (me, bulk) = await StartAsync(load);
            await PlayAsync(published, load, me, bulk, Kills);
            await ShowAsync(load, "urgent", t => t.Priority == Priority.Urgent);
            Guid undo;
            await using (var bench = await BenchDesk.OpenAsync(load.Folder, keeps: true)) undo = await bench.Get<BulkCommands>().UndoAsync(me, bulk);
            await PlayAsync(published, load, me, undo, Kills);
            await ShowAsync(load, "as they were", t => t.Priority == Priority.Medium);
        }
        finally { Directory.Delete(published, recursive: true); }
    }

    private static async Task<(Actor Me, Guid Bulk)> StartAsync(LoadDesk load)
    {
        await using var bench = await BenchDesk.OpenAsync(load.Folder, keeps: true);
        await using var db = bench.Get<DeskDatabase>().OpenForSystem();
        var me = (await bench.Get<DeskCatalogue>().ActorAsync(await db.People.Select(p => p.Id).FirstAsync()))!;
        return (me, await bench.Get<BulkCommands>().StartAsync(me, new TicketFilter(load.DeskId), new BulkChange(BulkKind.Priority, Priority: Priority.Urgent)));
    }

    private static async Task PlayAsync(string published, LoadDesk load, Actor me, Guid bulk, int kills)
    {
        var clock = Stopwatch.StartNew();
        var killedAt = new List<int>();
        while (true)
        {
            await using var server = DeskProcess.Start(published, "Production", load.Folder, keeps: true, LoadDesk.NoLimits);
            await server.ServesAsync();
            var aim = killedAt.Count < kills ? (killedAt.Count + 1) * BulkAction.Most / (kills + 1) : int.MaxValue;
            var progress = await UntilAsync(load, me, bulk, p => p.HasEnded || p.Done + p.Refused >= aim);
            if (progress.HasEnded)
            {
                Machine.Say($"{progress.Total} tickets: {progress.Done} changed, {progress.Refused} refused, in {clock.Elapsed.TotalSeconds:F0} s with the starts; killed at {string.Join(", ", killedAt.Select(k => k.ToString(CultureInfo.InvariantCulture)))}");
                return;
            }
            killedAt.Add(progress.Done + progress.Refused);
        }
    }

    private static async Task<BulkProgress> UntilAsync(LoadDesk load, Actor me, Guid bulk, Func<BulkProgress, bool> isSo)
    {
        await using var bench = await BenchDesk.OpenAsync(load.Folder, keeps: true);
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < Patience; await Task.Delay(50))
            if (await bench.Get<BulkQueries>().LastAsync(me, load.DeskId) is { } last && last.Id == bulk && isSo(last)) return last;
        throw new TimeoutException("The bulk action did not go on.");
    }

    /// <summary>Each once: as many entries of the history as tickets since the last look.</summary>
    private static async Task ShowAsync(LoadDesk load, string what, System.Linq.Expressions.Expression<Func<Ticket, bool>> isSo)
    {
        await using var bench = await BenchDesk.OpenAsync(load.Folder, keeps: true);
        await using var db = bench.Get<DeskDatabase>().OpenForSystem();
        var facts = await db.Activities.Where(a => a.Kind == nameof(TicketWasPrioritised)).GroupBy(a => a.SubjectId).Select(g => g.Count()).ToListAsync();
        Machine.Say($"  {what}: {await db.Tickets.CountAsync(isSo)} of {await db.Tickets.CountAsync()}; changes in the history of one ticket: {facts.Min()} to {facts.Max()}");
    }
}
