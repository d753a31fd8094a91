using System.Collections.Concurrent;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LiveDesk.Infrastructure.Live;

/// <summary>
/// This node's line to the others: one connection listens, one sends. When either breaks it is opened anew; after a break every screen
/// reads again, here or on the nodes that may not have heard. Notifications that were lost without a break (a node that died between its
/// commit and telling) are found by a sweep over the history; what is no history, the letters of a draft, by looking again when a node is gone.
/// On SQLite it has nothing to do.
/// </summary>
public sealed class PostgresFeedLine(IOptions<DatabaseOptions> options, PostgresLiveFeed feed, LiveNode node, DeskDatabase desk, ILogger<PostgresFeedLine> log) : BackgroundService
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(15);

    private volatile bool _listening;
    private bool _hasSent;
    private HashSet<int> _living = [];
    private long _sweptTo;
    private long _sweptToBefore;

    /// <summary>How soon an activity shows whose notification was lost.</summary>
    internal TimeSpan SweepEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Does this node hear the others? On SQLite there are none.</summary>
    public bool IsUp => _listening || desk.IsSqlite;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => desk.IsSqlite
        ? Task.CompletedTask
        : Task.WhenAll(KeepUpAsync("listening", ListenAsync, stoppingToken), KeepUpAsync("sending", SendAsync, stoppingToken));

    /// <summary>Tries for ever, more patiently each time; the wait is real time because the network's is.</summary>
    private async Task KeepUpAsync(string doing, Func<Action, CancellationToken, Task> line, CancellationToken ct)
    {
        var wait = FirstWait;
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await line(() => wait = FirstWait, ct);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                log.LogWarning(e, "The line to the other nodes broke while {Doing}; opening it again in {Wait}", doing, wait);
                try { await Task.Delay(wait, ct); }
                catch (OperationCanceledException) { return; }
                wait = wait * 2 > LongestWait ? LongestWait : wait * 2;
            }
        }
    }

    private async Task ListenAsync(Action isUp, CancellationToken ct)
    {
        try
        {
            await using var connection = await OpenAsync("listens", ct);
            var heard = new ConcurrentQueue<string>();
            connection.Notification += (_, e) => heard.Enqueue(e.Payload);
            await using (var listen = new NpgsqlCommand($"LISTEN {PostgresLiveFeed.ChannelName}", connection)) await listen.ExecuteNonQueryAsync(ct);
            await node.ShowAsync(connection, ct);
            await StartSweepingAsync(ct);
            // Also the first time: what was read before this line was up may be old.
            feed.AskAllToLookAgain();
            (_listening, var sweepAt) = (true, Environment.TickCount64 + SweepEvery.TotalMilliseconds);
            isUp();
            while (true)
            {
                await connection.WaitAsync(SweepEvery, ct);
                await TellAsync(heard, ct);
                if (Environment.TickCount64 < sweepAt) continue;
                await SweepAsync(ct);
                sweepAt = Environment.TickCount64 + SweepEvery.TotalMilliseconds;
            }
        }
        finally
        {
            _listening = false;
            node.Hide();
        }
    }

    private async Task SendAsync(Action isUp, CancellationToken ct)
    {
        await using var connection = await OpenAsync("sends", ct);
        isUp();
        // What was in hand when the line broke is lost.
        if (_hasSent) feed.AskOthersToLookAgain();
        _hasSent = true;
        await foreach (var payload in feed.Outgoing.ReadAllAsync(ct))
        {
            await using var notify = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection) { Parameters = { new() { Value = PostgresLiveFeed.ChannelName }, new() { Value = payload } } };
            await notify.ExecuteNonQueryAsync(ct);
        }
    }

    private async Task TellAsync(ConcurrentQueue<string> heard, CancellationToken ct)
    {
        var ids = new List<long>();
        while (heard.TryDequeue(out var payload))
        {
            var notification = feed.Understand(payload);
            ids.AddRange(notification?.Activities ?? []);
            if (notification?.Whisper is { } whisper) Whisper(whisper);
        }
        await TellOfAsync(feed.Heard.Unheard(ids), ct);
    }

    private void Whisper(Whispered whisper)
    {
        try { feed.HearWhisper(whisper); }
        catch (Exception e) when (e is InvalidOperationException or System.Text.Json.JsonException or ArgumentException)
        {
            log.LogDebug(e, "Another node, of another version, whispers what this one does not know");
        }
    }

    private async Task TellOfAsync(IReadOnlyList<long> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return;
        await using var db = desk.OpenForSystem();
        var activities = await db.Activities.AsNoTracking().Where(a => ids.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct);
        try
        {
            feed.HearActivities([.. activities.Select(a => a.ToSignal())]);
        }
        catch (InvalidOperationException e)
        {
            log.LogDebug(e, "Another node, of another version, did what this one does not know");
            feed.AskAllToLookAgain();
        }
    }

    private async Task StartSweepingAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        _sweptTo = _sweptToBefore = await db.Activities.MaxAsync(a => (long?)a.Id, ct) ?? 0;
        _living = await LiveNode.LivingAsync(db, ct);
    }

    /// <summary>Ids are taken before the commit, so a lower one may show after a higher: each is looked for in two sweeps.</summary>
    private async Task SweepAsync(CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var ids = await db.Activities.Where(a => a.Id > _sweptToBefore).OrderBy(a => a.Id).Select(a => a.Id).ToListAsync(ct);
        await TellOfAsync(feed.Heard.Unheard(ids), ct);
        feed.Heard.ForgetUpTo(_sweptToBefore);
        (_sweptToBefore, _sweptTo) = (_sweptTo, ids.Count > 0 ? ids[^1] : _sweptTo);
        await MissTheDeadAsync(db, ct);
    }

    /// <summary>A node that is gone may have kept something that it told nobody of any more.</summary>
    private async Task MissTheDeadAsync(DeskDb db, CancellationToken ct)
    {
        var living = await LiveNode.LivingAsync(db, ct);
        if (!_living.IsSubsetOf(living)) feed.AskAllToLookAgain();
        _living = living;
    }

    private async Task<NpgsqlConnection> OpenAsync(string what, CancellationToken ct)
    {
        // Of its own, not from the pool; and a peer that vanished is noticed.
        var settings = new NpgsqlConnectionStringBuilder(options.Value.Desk) { Pooling = false, KeepAlive = 10, ApplicationName = $"LiveDesk {what}" };
        var connection = new NpgsqlConnection(settings.ToString());
        await connection.OpenAsync(ct);
        return connection;
    }
}
