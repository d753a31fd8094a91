using System.Diagnostics;

namespace LiveDesk.Bench;

/// <summary>
/// Many agents with live screens, 20 decisions and 20 chat lines a second: from a change to the render batch of every screen that must show
/// it. The desk is a process of its own; this one plays all the browsers. In the same run, the bare framework with as many pages.
/// </summary>
internal static class AgentsBench
{
    private const int PerSecond = 20;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(30);

    public static async Task RunAsync(string[] arguments)
    {
        int[] counts = arguments.Length > 0 ? [.. arguments.Select(a => int.Parse(a, System.Globalization.CultureInfo.InvariantCulture))] : [50, 100, 200, 300];
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(counts.Max());
            foreach (var count in counts)
            {
                await DeskAsync(published, load, count);
                await BareBench.PageAsync(count, PerSecond, Measured);
                await BareBench.HubAsync(count, PerSecond, Measured);
            }
        }
        finally { Directory.Delete(published, recursive: true); }
    }

    private static async Task DeskAsync(string published, LoadDesk load, int count)
    {
        await using var desk = DeskProcess.Start(published, "Production", LoadDesk.CopyOf(load.Folder), LoadDesk.NoLimits);
        await desk.ServesAsync();
        var agents = await Agent.SignInAsync(desk.Address, [.. load.Emails.Take(count)], LoadDesk.Password);
        await using var office = new Office(load, agents);
        await office.VisitorsComeAsync(desk.Address);
        await WarmUpAsync(agents, load);
        var before = desk.Usage;
        var clock = Stopwatch.StartNew();
        await office.OpenAsync();
        var opened = clock.Elapsed;
        await Task.Delay(TimeSpan.FromSeconds(5));
        var full = desk.Usage;
        await office.WritersComeAsync();
        Machine.Say($"{count} agents ({office.Shape}), opened in {opened.TotalSeconds:F1} s, {office.CardsOnAScreen:F0} cards on a screen of the board");
        await WorkAsync(office, WarmUp);
        office.Count();
        var (server, driver) = (desk.Usage, Usage.OfThisProcess());
        var refused = await WorkAsync(office, Measured);
        var (serverNow, driverNow) = (desk.Usage, Usage.OfThisProcess());
        await office.SettleAsync();
        foreach (var marks in new[] { office.Moves, office.Notes, office.Lines }) Console.WriteLine(marks.Show());
        Machine.Say($"  desk {serverNow.ProcessorSince(server):F0} % of a core, this driver {driverNow.ProcessorSince(driver):F0} %; {refused} of {2 * PerSecond * Measured.TotalSeconds:F0} changes refused; {office.Dead} connections lost {office.WhyDead}; {desk.Errors.Count} lines of errors in the log {string.Join(" | ", desk.Errors.Take(8))}");
        Machine.Say($"  resident {before.Resident:F0} MB → {full.Resident:F0} MB with the screens open, {(full.Resident - before.Resident) * 1024 / count:F0} KB a screen (difference of the resident sets, no collection forced); under load {serverNow.Resident:F0} MB");
    }

    /// <summary>So that what is made once (compiled code, caches) is not charged to the screens.</summary>
    private static async Task WarmUpAsync(IReadOnlyList<Agent> agents, LoadDesk load)
    {
        for (var i = 0; i < 4; i++)
            foreach (var path in new[] { $"desks/{LoadDesk.Slug}/board", $"tickets/{load.Open[i].Number}", "chats" })
                await using (await Circuit.OpenAsync(agents[0], path, (_, _) => { })) await Task.Delay(100);
    }

    private static async Task<int> WorkAsync(Office office, TimeSpan duration) =>
        (await Task.WhenAll(Pace.KeepAsync(PerSecond, duration, _ => office.DecideAsync()), Pace.KeepAsync(PerSecond, duration, office.SayAsync))).Sum();
}
