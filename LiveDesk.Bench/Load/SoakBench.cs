using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>A small office for a while: decisions, chats and drafts at once. Memory and handles stay flat, nothing is lost, the log has no error.</summary>
internal static class SoakBench
{
    private const int Agents = 24;
    private const int Writers = 20;
    private const double PerSecond = 5;
    private static readonly TimeSpan Slice = TimeSpan.FromSeconds(15);

    /// <param name="arguments">Minutes; 5 when not said.</param>
    public static async Task RunAsync(string[] arguments)
    {
        var minutes = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 5;
        var published = await DeskProcess.PublishAsync();
        try
        {
            using var load = await LoadDesk.MakeAsync(Agents + Writers);
            await using var desk = DeskProcess.Start(published, "Production", LoadDesk.CopyOf(load.Folder), LoadDesk.NoLimits);
            await desk.ServesAsync();
            var agents = await Agent.SignInAsync(desk.Address, load.Emails, LoadDesk.Password);
            await using var office = new Office(load, [.. agents.Take(Agents)]);
            await office.VisitorsComeAsync(desk.Address);
            await office.OpenAsync();
            await office.WritersComeAsync();
            await using var writers = await CoWriters.OpenAsync([.. agents.Skip(Agents)], [.. load.Open.Skip(LoadDesk.OpenTickets / 2)]);
            await SoakAsync(desk, office, writers, TimeSpan.FromMinutes(minutes));
        }
        finally { Directory.Delete(published, recursive: true); }
    }

    private static async Task SoakAsync(DeskProcess desk, Office office, CoWriters writers, TimeSpan duration)
    {
        await WorkAsync(office, writers, Slice);
        office.Count();
        writers.CountAnew();
        var samples = new List<Usage>();
        var refused = 0;
        for (var i = 0; i < Math.Max(3, duration / Slice); i++)
        {
            refused += await WorkAsync(office, writers, Slice);
            samples.Add(desk.Usage);
        }
        await office.SettleAsync();
        await writers.Updates.SettleAsync(TimeSpan.FromSeconds(10));
        Machine.Say($"{Agents} agents ({office.Shape}) and {Writers} writers for {duration.TotalMinutes:F0} minutes; each second {PerSecond} decisions, {PerSecond} chat lines, {Writers * CoWriters.UpdatesPerSecond} updates of drafts");
        foreach (var marks in new[] { office.Moves, office.Notes, office.Lines, writers.Updates }) Console.WriteLine(marks.Show());
        var third = samples.Count / 3;
        var (first, last) = (samples.Take(third).ToList(), samples.TakeLast(third).ToList());
        Machine.Say($"  first third → last third: resident {first.Average(u => u.Resident):F0} → {last.Average(u => u.Resident):F0} MB (most {samples.Max(u => u.Resident):F0}), handles {first.Average(u => u.Handles):F0} → {last.Average(u => u.Handles):F0}, threads {first.Average(u => u.Threads):F0} → {last.Average(u => u.Threads):F0}");
        Machine.Say($"  desk {samples[^1].ProcessorSince(samples[0]):F0} % of a core; {refused} changes refused, {office.Dead + writers.Dead} connections lost; {desk.Errors.Count} lines of errors in the log {string.Join(" | ", desk.Errors.Take(2))}");
    }

    private static async Task<int> WorkAsync(Office office, CoWriters writers, TimeSpan duration) => (await Task.WhenAll(
        Pace.KeepAsync(PerSecond, duration, _ => office.DecideAsync()),
        Pace.KeepAsync(PerSecond, duration, office.SayAsync),
        Pace.KeepAsync(writers.Count * CoWriters.UpdatesPerSecond, duration, writers.PushAsync))).Sum();
}
