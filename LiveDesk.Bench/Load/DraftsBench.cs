using System.Diagnostics;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.Data.Sqlite;

namespace LiveDesk.Bench;

/// <summary>20 replies with two writers each, 5 keys a second and hand: from a key to the other writer; the opening of a long document; both once more in two browsers.</summary>
internal static class DraftsBench
{
    private const int Drafts = 20;
    private const int LongDocument = 10_000;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(60);

    public static async Task RunAsync(string[] arguments)
    {
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(2 * Drafts);
            var folder = LoadDesk.CopyOf(load.Folder);
            var ticket = load.Open[^1];
            await WriteLongAsync(folder, ticket);
            await using var desk = DeskProcess.Start(published, "Production", folder, LoadDesk.NoLimits);
            await desk.ServesAsync();
            var agents = await Agent.SignInAsync(desk.Address, load.Emails, LoadDesk.Password);
            await WriteTogetherAsync(desk, agents, load.Open, Path.Combine(folder, "livedesk.db"));
            await OpenLongAsync(agents[0], ticket);
            await DraftScreens.RunAsync(desk, load.Emails, load.Open[^2], ticket, LongDocument);
        }
        finally { Directory.Delete(published, recursive: true); }
    }

    private static async Task WriteTogetherAsync(DeskProcess desk, IReadOnlyList<Agent> agents, IReadOnlyList<LoadTicket> tickets, string database)
    {
        await using var writers = await CoWriters.OpenAsync(agents, tickets);
        var perSecond = writers.Count * CoWriters.KeysPerSecond;
        await Pace.KeepAsync(perSecond, WarmUp, writers.StrikeAsync);
        writers.CountAnew();
        var (rows, server, driver, clock) = (await RowsAsync(database), desk.Usage, Usage.OfThisProcess(), Stopwatch.StartNew());
        var refused = await Pace.KeepAsync(perSecond, Measured, writers.StrikeAsync);
        var (rowsNow, serverNow, driverNow, minutes) = (await RowsAsync(database), desk.Usage, Usage.OfThisProcess(), clock.Elapsed.TotalMinutes);
        await writers.Updates.SettleAsync(TimeSpan.FromSeconds(10));
        Machine.Say($"{Drafts} drafts, two writers each, {perSecond} keys a second");
        Console.WriteLine(writers.Updates.Show());
        Machine.Say($"  {(rowsNow.Last - rows.Last) / minutes:F0} rows a minute written, {rowsNow.Held} rows held at the end; {refused} keys refused, {writers.Dead} connections lost");
        Machine.Say($"  desk {serverNow.ProcessorSince(server):F0} % of a core, this driver {driverNow.ProcessorSince(driver):F0} %; {desk.Errors.Count} lines of errors in the log {string.Join(" | ", desk.Errors.Take(2))}");
    }

    private static async Task OpenLongAsync(Agent agent, LoadTicket ticket)
    {
        await using var hub = await HubConnection.ConnectAsync(agent.Http.BaseAddress!, "hubs/compose", agent.Cookie);
        var times = new Times();
        for (var i = 0; i < 22; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            var opened = await hub.InvokeAsync("Open", new { subject = ticket.Id, audience = "reply", held = 0, whole = true });
            if (opened.GetProperty("updates").GetArrayLength() != LongDocument) throw new InvalidOperationException("The long document is not whole.");
            if (i >= 2) times.Add(Stopwatch.GetElapsedTime(clock));
        }
        Console.WriteLine(times.Show($"open a document of {LongDocument} updates, none folded (asked to received)"));
    }

    private static async Task WriteLongAsync(string folder, LoadTicket ticket)
    {
        await using var desk = await BenchDesk.OpenAsync(folder, keeps: true);
        await using var db = desk.Get<DeskDatabase>().OpenForSystem();
        var now = TimeProvider.System.GetUtcNow();
        var draft = new Draft(Ids.New(now), ticket.Id, Audience.Reply, now);
        db.Drafts.Add(draft);
        foreach (var key in YjsLetters.Typed(LongDocument, line: 80)) db.DraftUpdates.Add(new DraftUpdate(draft.Id, draft.Epoch, Guid.NewGuid().ToString("N"), key, Guid.NewGuid(), "Agent", now));
        await db.CommitAsync();
    }

    /// <summary>The id only rises, so that it tells how many were written, folded or not.</summary>
    private static async Task<(long Held, long Last)> RowsAsync(string database)
    {
        await using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = """SELECT COUNT(*), MAX("Id") FROM "DraftUpdates" """;
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt64(0), reader.GetInt64(1));
    }
}
