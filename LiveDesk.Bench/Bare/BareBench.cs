namespace LiveDesk.Bench;

/// <summary>The bare framework under the same rate of changes, measured from here in the same way.</summary>
internal static class BareBench
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    public static async Task PageAsync(int count, double perSecond, TimeSpan measured)
    {
        await using var bare = DeskProcess.StartBare();
        await bare.ServesAsync();
        using var http = new HttpClient { BaseAddress = bare.Address };
        var agent = new Agent(http, "");
        for (var i = 0; i < 5; i++) await (await Circuit.OpenAsync(agent, "", (_, _) => { })).DisposeAsync();
        var marks = new Marks("");
        var pages = new List<Circuit>();
        var before = bare.Usage;
        for (var i = 0; i < count; i++)
        {
            var page = i;
            pages.Add(await Circuit.OpenAsync(agent, "", (batch, at) => marks.SeenIn(batch.Texts, page, at)));
        }
        await Task.Delay(TimeSpan.FromSeconds(3));
        var full = bare.Usage;
        await Pace.KeepAsync(perSecond, WarmUp, _ => PostAsync(http, "push", "mark-0."));
        marks = new Marks(Machine.Text($"bare framework, {count} pages with a table of {BareTable.Rows} rows, {perSecond} pushes a second → each page"));
        await Pace.KeepAsync(perSecond, measured, _ => PostAsync(http, "push", marks.New(Enumerable.Range(0, count))));
        var end = bare.Usage;
        await marks.SettleAsync(TimeSpan.FromSeconds(10));
        Console.WriteLine(marks.Show());
        Machine.Say($"  server {end.ProcessorSince(full):F0} % of a core; resident {before.Resident:F0} MB → {full.Resident:F0} MB, {(full.Resident - before.Resident) * 1024 / count:F0} KB a page");
        foreach (var page in pages) await page.DisposeAsync();
    }

    public static async Task HubAsync(int count, double perSecond, TimeSpan measured)
    {
        await using var bare = DeskProcess.StartBare();
        await bare.ServesAsync();
        using var http = new HttpClient { BaseAddress = bare.Address };
        var marks = new Marks("");
        var (connections, before) = await ConnectAsync(bare, count, (i, said, at) => marks.Seen(said, i, at));
        var full = bare.Usage;
        await Pace.KeepAsync(perSecond, WarmUp, _ => PostAsync(http, "broadcast", "mark-0."));
        marks = new Marks(Machine.Text($"bare hub, {count} connections, {perSecond} broadcasts a second → each connection"));
        await Pace.KeepAsync(perSecond, measured, _ => PostAsync(http, "broadcast", marks.New(Enumerable.Range(0, count))));
        await marks.SettleAsync(TimeSpan.FromSeconds(10));
        Console.WriteLine(marks.Show());
        Machine.Say($"  resident {before.Resident:F0} MB → {full.Resident:F0} MB, {(full.Resident - before.Resident) * 1024 / count:F1} KB a connection");
        foreach (var connection in connections) await connection.DisposeAsync();
    }

    private static async Task<(List<HubConnection> Connections, Usage Before)> ConnectAsync(DeskProcess bare, int count, Action<int, string, long> told)
    {
        for (var i = 0; i < 5; i++) await (await HubConnection.ConnectAsync(bare.Address, BareServer.HubPath)).DisposeAsync();
        var before = bare.Usage;
        var connections = new List<HubConnection>();
        for (var i = 0; i < count; i++)
        {
            var mine = i;
            connections.Add(await HubConnection.ConnectAsync(bare.Address, BareServer.HubPath, told: (_, said, at) => told(mine, said[0].GetString()!, at)));
        }
        await Task.Delay(TimeSpan.FromSeconds(3));
        return (connections, before);
    }

    private static async Task<bool> PostAsync(HttpClient http, string where, string mark)
    {
        using var answer = await http.PostAsync(new Uri($"{where}?mark={mark}", UriKind.Relative), null);
        return answer.IsSuccessStatusCode;
    }
}
