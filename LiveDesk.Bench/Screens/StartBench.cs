using System.Diagnostics;
using System.IO.Compression;

namespace LiveDesk.Bench;

/// <summary>From the start of the published build to its first served page, its memory when idle, and the sizes of what a customer's site loads.</summary>
internal static class StartBench
{
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);

    public static async Task RunAsync(string[] arguments)
    {
        var published = await DeskProcess.PublishAsync();
        try
        {
            await StartsAsync(published);
            await RestartsAsync(published);
            foreach (var (name, files) in new[] { ("widget loader", new[] { "widget.js" }), ("widget panel", ["panel.js", "panel.css"]) })
                Machine.Say($"{name}: {files.Sum(f => Gzipped(Path.Combine(published, "wwwroot", "build", f))) / 1024.0:F1} KB gzip");
        }
        finally { Directory.Delete(published, recursive: true); }
    }

    /// <summary>An empty installation also creates the database.</summary>
    private static async Task StartsAsync(string published)
    {
        var (times, processor) = (new Times(), new Times());
        for (var i = 0; i < 6; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            await using var desk = DeskProcess.StartAlone(published, "Production", LoadDesk.TemporaryFolder());
            await desk.ServesAsync();
            if (i == 0) Machine.Say($"first start after publishing: {Stopwatch.GetElapsedTime(clock).TotalMilliseconds:F0} ms");
            else times.Add(Stopwatch.GetElapsedTime(clock));
            processor.Add(desk.Usage.Processor);
        }
        Console.WriteLine(times.Show("start of an empty installation to the first served page"));
        Console.WriteLine(processor.Show("  processor time that it took"));
    }

    private static async Task RestartsAsync(string published)
    {
        var folder = LoadDesk.TemporaryFolder();
        await LoadDesk.FillWithSampleAsync(folder);
        // A restart has the manual already, and has done what new tickets give to do; otherwise that would be done while the idle memory is measured.
        await DeskProcess.RunAsync(published, folder, "kb", "import", Path.Combine(published, "kb", "livedesk"));
        await using (var first = DeskProcess.Start(published, "Production", folder, keeps: true))
        {
            await first.ServesAsync();
            await Task.Delay(Idle);
        }
        var (times, processor) = (new Times(), new Times());
        var (resident, later) = (0.0, 0.0);
        for (var i = 0; i < 4; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            await using var desk = DeskProcess.StartAlone(published, "Production", LoadDesk.CopyOf(folder));
            await desk.ServesAsync();
            times.Add(Stopwatch.GetElapsedTime(clock));
            processor.Add(desk.Usage.Processor);
            if (i > 0) continue;
            await Task.Delay(Idle);
            resident = desk.Usage.Resident;
            await Task.Delay(Idle * 3);
            later = desk.Usage.Resident;
        }
        Directory.Delete(folder, recursive: true);
        Console.WriteLine(times.Show("start with five sample desks to the first served page"));
        Console.WriteLine(processor.Show("  processor time that it took"));
        Machine.Say($"resident memory, five sample desks, idle for 15 s: {resident:F0} MB, for a minute: {later:F0} MB");
    }

    private static long Gzipped(string file)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(File.ReadAllBytes(file));
        return target.Length;
    }
}
