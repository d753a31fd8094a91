using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Tests.Compose;

/// <summary>What one browser throws at the compose hub is nobody else's trouble.</summary>
public sealed class ComposeFloodTests
{
    [Fact]
    public async Task Thousands_of_updates_from_Ana_are_slowed_and_what_Ben_writes_in_the_same_draft_meanwhile_is_there()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await using var sam = await server.ConnectAsync(server.Desk.Sam);
        foreach (var one in new[] { ana, ben, sam }) await one.OpenAsync(place);
        var outcomes = new ConcurrentQueue<string?>();
        var since = Stopwatch.StartNew();
        var flood = Task.Run(async () =>
        {
            foreach (var several in Enumerable.Range(0, 2_000).Chunk(50))
                foreach (var pushed in await Task.WhenAll(several.Select(n => ana.PushAsync(place, $"flood {n}")))) outcomes.Enqueue(Outcome(pushed));
        });

        await Eventually.TrueAsync(() => outcomes.Count >= 300, "the flood is under way", TimeSpan.FromSeconds(60));
        Assert.Equal("kept", Outcome(await ben.PushAsync(place, "calm")));
        await Eventually.TrueAsync(() => sam.Relayed.Contains("calm"), "Sam reads Ben's letters");
        await flood;
        var kept = outcomes.Count(o => o == "kept");
        Assert.Equal(2_000, kept + outcomes.Count(o => o == "slow"));
        // What the hub takes at most: 120 at once, and 40 a second.
        Assert.True(kept <= 160 + (40 * since.Elapsed.TotalSeconds), $"{kept} in {since.Elapsed.TotalSeconds:F1} s");
        Assert.Equal(1 + kept, (await ben.OpenAsync(place))!.Value.GetProperty("updates").GetArrayLength());
    }

    [Fact]
    public async Task An_update_that_is_too_large_is_refused_with_a_sentence_and_the_largest_paste_is_not()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        var large = await ana.PushAsync(place, new string('x', DraftCommands.LargestUpdate));
        Assert.Equal("refused", Outcome(large));
        Assert.Contains("2,048 KB is the most", large.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.Equal("kept", Outcome(await ana.PushAsync(place, new string('x', 1_700_000))));
    }

    [Fact]
    public async Task An_update_of_5_MB_ends_the_connection_it_came_by_and_nobody_else_notices()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ben.OpenAsync(place);
        Assert.NotNull(await Record.ExceptionAsync(() => ana.PushAsync(place, new string('x', 5 * 1024 * 1024))));
        await Eventually.TrueAsync(() => ana.IsClosed, "Ana's connection ends");

        Assert.Equal("kept", Outcome(await ben.PushAsync(place, "calm")));
        await using var back = await server.ConnectAsync(server.Desk.Ana);
        Assert.Single((await back.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray());
    }

    private static string? Outcome(JsonElement answer) => answer.GetProperty("outcome").GetString();

    private static async Task<DraftPlace> ReplyAsync(ComposeServer server) => new((await server.Desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);
}
