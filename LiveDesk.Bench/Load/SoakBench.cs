using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>A small office for a while: decisions, chats and drafts at once. Memory and handles stay flat, nothing is lost, the log has no error.</summary>
internal static class SoakBench
{
    private const int Agents = 24;
    private const int Writers = 20;
    private const double PerSecond = 5;
    /// <summary>So often what is really held is looked at: after a collection of everything else, which stops the desk for a moment.</summary>
    private const int Looks = 6;
    /// <summary>More than this, from one half to the other, is no warm-up any more.</summary>
    private const double MostGrowth = 1.3;
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
        var slices = Math.Max(Looks, (int)(duration / Slice));
        List<(TimeSpan At, double Held, double Own)> looks = [await HeldAsync(desk, TimeSpan.Zero)];
        for (var i = 1; i <= slices; i++)
        {
            refused += await WorkAsync(office, writers, Slice);
            samples.Add(desk.Usage);
            if (i % (slices / Looks) == 0) looks.Add(await HeldAsync(desk, i * Slice));
        }
        await office.SettleAsync();
        await writers.Updates.SettleAsync(TimeSpan.FromSeconds(10));
        Machine.Say($"{Agents} agents ({office.Shape}) and {Writers} writers for {duration.TotalMinutes:F0} minutes; each second {PerSecond} decisions, {PerSecond} chat lines, {Writers * CoWriters.KeysPerSecond} keys in drafts");
        foreach (var marks in new[] { office.Moves, office.Notes, office.Lines, writers.Updates }) Console.WriteLine(marks.Show());
        Machine.Say($"  after a forced collection, objects in use / memory of its own, MB: {string.Join(", ", looks.Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.At.TotalMinutes:F0} min {l.Held:F0} / {l.Own:F0}")))}");
        Machine.Say($"  resident at most {samples.Max(u => u.Resident):F0} MB, threads at most {samples.Max(u => u.Threads)}");
        Machine.Say($"  desk {samples[^1].ProcessorSince(samples[0]):F0} % of a core; {refused} changes refused, {office.Dead + writers.Dead} connections lost; {desk.Errors.Count} lines of errors in the log {string.Join(" | ", desk.Errors.Take(14))}");
        foreach (var marks in new[] { office.Notes, office.Lines, writers.Updates }) Findings.Say(marks.ShownNowhere > 0, $"{marks.ShownNowhere} changes were shown nowhere: {marks.Show()}");
        Findings.Say(office.Dead + writers.Dead > 0, $"{office.Dead + writers.Dead} connections were lost");
        Findings.Say(desk.Errors.Count > 0, $"the log has {desk.Errors.Count} lines of errors");
        StaysFlat("objects in use (MB)", [.. looks.Select(l => l.Held)]);
        StaysFlat("memory of its own (MB)", [.. looks.Select(l => l.Own)]);
        StaysFlat("handles", [.. samples.Select(u => (double)u.Handles)]);
    }

    /// <summary>Compares the least of each half: what waits for a collection only ever adds to it, and what leaks stays in it.</summary>
    private static void StaysFlat(string what, IReadOnlyList<double> values)
    {
        var (first, second) = (values.Take(values.Count / 2).Min(), values.Skip(values.Count / 2).Min());
        Machine.Say($"  {what}, least of the first half → of the second: {first:F0} → {second:F0}");
        Findings.Say(second > first * MostGrowth, $"{what} grew from {first:F0} to {second:F0}");
    }

    private static async Task<(TimeSpan At, double Held, double Own)> HeldAsync(DeskProcess desk, TimeSpan at) => (at, await desk.HeapAsync() / 1024.0 / 1024, desk.Usage.Own);

    private static async Task<int> WorkAsync(Office office, CoWriters writers, TimeSpan duration) => (await Task.WhenAll(
        Pace.KeepAsync(PerSecond, duration, _ => office.DecideAsync()),
        Pace.KeepAsync(PerSecond, duration, office.SayAsync),
        Pace.KeepAsync(writers.Count * CoWriters.KeysPerSecond, duration, writers.StrikeAsync))).Sum();
}
