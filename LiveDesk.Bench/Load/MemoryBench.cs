namespace LiveDesk.Bench;

/// <summary>What one open screen holds of the server's memory: in use after a collection of everything else. In the same run, the bare framework's page.</summary>
internal static class MemoryBench
{
    private const int Screens = 100;

    public static async Task RunAsync(string[] arguments)
    {
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(Screens);
            var board = $"desks/{LoadDesk.Slug}/board";
            await ScreensAsync(published, load, "board of 500 open tickets", _ => board);
            await ScreensAsync(published, load, "ticket", i => $"tickets/{load.Open[i].Number}");
            await ScreensAsync(published, load, "first page of the list", _ => $"desks/{LoadDesk.Slug}/tickets");
            await ScreensAsync(published, load, "page of settings", _ => "settings");
        }
        finally { Directory.Delete(published, recursive: true); }
        await using var bare = DeskProcess.StartBare();
        await bare.ServesAsync();
        using var http = new HttpClient { BaseAddress = bare.Address };
        var agent = new Agent(http, "");
        await MeasureAsync(bare, $"bare page with a table of {BareTable.Rows} rows", _ => Circuit.OpenAsync(agent, "", (_, _) => { }));
    }

    private static async Task ScreensAsync(string published, LoadDesk load, string what, Func<int, string> path)
    {
        await using var desk = DeskProcess.Start(published, "Production", LoadDesk.CopyOf(load.Folder), LoadDesk.NoLimits);
        await desk.ServesAsync();
        var agents = await Agent.SignInAsync(desk.Address, load.Emails, LoadDesk.Password);
        await MeasureAsync(desk, what, i => Circuit.OpenAsync(agents[i], path(i), (_, _) => { }));
    }

    private static async Task MeasureAsync(DeskProcess server, string what, Func<int, Task<Circuit>> openAsync)
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
        foreach (var circuit in open) await circuit.DisposeAsync();
    }
}
