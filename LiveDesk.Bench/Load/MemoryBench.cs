namespace LiveDesk.Bench;

/// <summary>
/// What one open screen holds of the server's memory: in use after a collection of everything else, as it was opened and after changes were
/// drawn on it (the framework then keeps what it drew before, too). In the same run, the bare framework's page.
/// </summary>
internal static class MemoryBench
{
    private const int Screens = 100;
    private const int Changes = 20;

    public static async Task RunAsync(string[] arguments)
    {
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(Screens);
            await BoardAsync(published, load);
            await ScreensAsync(published, load, "ticket", i => $"tickets/{load.Open[i].Number}");
            await ScreensAsync(published, load, "first page of the list", _ => $"desks/{LoadDesk.Slug}/tickets");
            await ScreensAsync(published, load, "page of settings", _ => "settings");
        }
        finally { Directory.Delete(published, recursive: true); }
        await using var bare = DeskProcess.StartBare();
        await bare.ServesAsync();
        using var http = new HttpClient { BaseAddress = bare.Address };
        var agent = new Agent(http, "");
        await MeasureAsync(bare, $"bare page with a table of {BareTable.Rows} rows", _ => Circuit.OpenAsync(agent, "", (_, _) => { }), async i => (await http.PostAsync(new Uri($"push?mark={i}", UriKind.Relative), null)).Dispose());
    }

    private static async Task BoardAsync(string published, LoadDesk load)
    {
        await using var desk = DeskProcess.Start(published, "Production", LoadDesk.CopyOf(load.Folder), LoadDesk.NoLimits);
        await desk.ServesAsync();
        var agents = await Agent.SignInAsync(desk.Address, load.Emails, LoadDesk.Password);
        await using var mover = await BoardScreen.OpenAsync(agents[0], (_, _) => { });
        long? goes = null;
        await MeasureAsync(desk, "board of 500 open tickets", i => Circuit.OpenAsync(agents[i], $"desks/{LoadDesk.Slug}/board", (_, _) => { }), async i =>
        {
            // One card goes to and fro, so that a screen has as many cards afterwards.
            if (mover.AnyCard(c => goes is null || c.Number == goes) is not { } card) throw new InvalidOperationException("The card is on no screen.");
            goes = card.Number;
            await mover.MoveAsync(card, BoardScreen.Columns[i % 2]);
        });
    }

    private static async Task ScreensAsync(string published, LoadDesk load, string what, Func<int, string> path)
    {
        await using var desk = DeskProcess.Start(published, "Production", LoadDesk.CopyOf(load.Folder), LoadDesk.NoLimits);
        await desk.ServesAsync();
        var agents = await Agent.SignInAsync(desk.Address, load.Emails, LoadDesk.Password);
        await MeasureAsync(desk, what, i => Circuit.OpenAsync(agents[i], path(i), (_, _) => { }));
    }

    /// <param name="changeAsync">What every screen then shows; null to measure the opened screens only.</param>
    private static async Task MeasureAsync(DeskProcess server, string what, Func<int, Task<Circuit>> openAsync, Func<int, Task>? changeAsync = null)
    {
        // What is made once (compiled code, caches) is not charged to the screens.
        for (var i = 0; i < 5; i++) await (await openAsync(i)).DisposeAsync();
        await Task.Delay(TimeSpan.FromSeconds(5));
        var before = await server.HeapAsync();
        var open = new List<Circuit>();
        for (var i = 0; i < Screens; i++) open.Add(await openAsync(i));
        await Task.Delay(TimeSpan.FromSeconds(5));
        var full = await server.HeapAsync();
        Machine.Say($"{what}: {Screens} screens, heap {before / 1048576.0:F0} MB → {full / 1048576.0:F0} MB, {(full - before) / 1024.0 / Screens:F0} KB a screen");
        if (changeAsync is not null)
        {
            for (var i = 0; i < Changes; i++)
            {
                await changeAsync(i);
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
            await Task.Delay(TimeSpan.FromSeconds(5));
            Machine.Say($"  after {Changes} changes: {(await server.HeapAsync() - before) / 1024.0 / Screens:F0} KB a screen");
        }
        foreach (var circuit in open) await circuit.DisposeAsync();
    }
}
