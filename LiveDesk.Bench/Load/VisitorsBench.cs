using System.Diagnostics;
using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>
/// Many visitors with the widget open, one in ten of them chatting, 20 lines a second in all: from a line to the agent's window on the
/// chat, and what a silent visitor costs, beside a connection to a bare hub.
/// </summary>
internal static class VisitorsBench
{
    private const int PerSecond = 20;
    private const int Agents = 40;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(string[] arguments)
    {
        var count = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 2000;
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(Agents);
            await DeskAsync(published, load, count);
        }
        finally { Directory.Delete(published, recursive: true); }
        await BareBench.HubAsync(count, 1, TimeSpan.FromSeconds(10));
    }

    private static async Task DeskAsync(string published, LoadDesk load, int count)
    {
        await using var desk = DeskProcess.Start(published, "Production", LoadDesk.CopyOf(load.Folder), LoadDesk.NoLimits);
        await desk.ServesAsync();
        var agents = await Agent.SignInAsync(desk.Address, load.Emails, LoadDesk.Password);
        for (var i = 0; i < 20; i++) await (await Visitor.ComeAsync(desk.Address)).DisposeAsync();
        var before = desk.Usage;
        var clock = Stopwatch.StartNew();
        var visitors = new Visitor[count];
        await Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) => visitors[i] = await Visitor.ComeAsync(desk.Address));
        var came = clock.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(5));
        var full = desk.Usage;
        Machine.Say($"{count} visitors came in {came.TotalSeconds:F1} s: resident {before.Resident:F0} MB → {full.Resident:F0} MB, {(full.Resident - before.Resident) * 1024 / count:F1} KB a silent visitor (difference of the resident sets, no collection forced)");
        var server = await ChatAsync(desk, agents, visitors, count / 10);
        Machine.Say($"  desk {server:F0} % of a core; {visitors.Count(v => v.Problem is not null)} visitors lost; {desk.Errors.Count} lines of errors in the log {string.Join(" | ", desk.Errors.Take(2))}");
        foreach (var visitor in visitors) await visitor.DisposeAsync();
    }

    /// <returns>Percent of a core that the desk took.</returns>
    private static async Task<double> ChatAsync(DeskProcess desk, IReadOnlyList<Agent> agents, Visitor[] visitors, int chatting)
    {
        var (watched, marks) = (Math.Min(agents.Count, chatting), new Marks(""));
        for (var i = 0; i < chatting; i++) await visitors[i].SayAsync("Hello, is somebody there?");
        var screens = new List<Circuit>();
        for (var i = 0; i < watched; i++)
        {
            var screen = i;
            screens.Add(await Circuit.OpenAsync(agents[i], $"chats/{visitors[i].Conversation}", (batch, at) => marks.SeenIn(batch.Texts, screen, at)));
        }
        // Every other line in a chat that somebody looks at, so that there is enough to count.
        Task<bool> SayAsync(int n) => n % 2 == 0 ? visitors[n / 2 % watched].SayAsync(marks.New([n / 2 % watched])) : visitors[n / 2 % chatting].SayAsync("And another thing.");
        await Pace.KeepAsync(PerSecond, WarmUp, SayAsync);
        marks = new Marks(Machine.Text($"{chatting} of them chat, {PerSecond} lines a second → the agent's window on the chat ({watched} agents)"));
        var start = desk.Usage;
        var refused = await Pace.KeepAsync(PerSecond, Measured, SayAsync);
        var share = desk.Usage.ProcessorSince(start);
        await marks.SettleAsync(TimeSpan.FromSeconds(10));
        Console.WriteLine($"{marks.Show()}, {refused} lines refused");
        foreach (var screen in screens) await screen.DisposeAsync();
        return share;
    }
}
