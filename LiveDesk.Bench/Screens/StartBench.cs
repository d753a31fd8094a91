using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;

namespace LiveDesk.Bench;

/// <summary>From the start of the published build to its first served page, its memory when idle, and the sizes of what a customer's site loads.</summary>
internal static class StartBench
{
    public static async Task RunAsync()
    {
        var published = await DeskProcess.PublishAsync();
        var folder = Directory.CreateTempSubdirectory("livedesk-bench-").FullName;
        var times = new Times();
        for (var i = 0; i < 6; i++)
        {
            var clock = Stopwatch.GetTimestamp();
            await using var desk = DeskProcess.Start(published, "Production", Directory.CreateTempSubdirectory("livedesk-bench-").FullName, 5391);
            await desk.ServesAsync();
            // The first start also creates the database and imports the manual: it is said apart.
            if (i == 0) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first start of the run, cold disk: {Stopwatch.GetElapsedTime(clock).TotalMilliseconds:F0} ms"));
            else times.Add(Stopwatch.GetElapsedTime(clock));
        }
        Console.WriteLine(times.Show("start of an empty installation to the first served page"));
        await RestartAsync(published, folder);
        foreach (var (name, files) in new[] { ("widget loader", new[] { "widget.js" }), ("widget panel", ["panel.js", "panel.css"]) })
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: {files.Sum(f => Gzipped(Path.Combine(published, "wwwroot", "build", f))) / 1024.0:F1} KB gzip"));
    }

    private static async Task RestartAsync(string published, string folder)
    {
        var desk = DeskProcess.Start(published, "Development", folder, 5391);
        await using (desk)
        {
            await desk.ServesAsync();
            await Task.Delay(TimeSpan.FromSeconds(15));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"resident memory, five sample desks, idle for 15 s: {desk.ResidentMegabytes:F0} MB"));
        }
    }

    private static long Gzipped(string file)
    {
        using var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.SmallestSize, leaveOpen: true)) gzip.Write(File.ReadAllBytes(file));
        return target.Length;
    }
}
