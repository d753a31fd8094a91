using System.Diagnostics;
using System.Globalization;

namespace LiveDesk.Bench;

/// <summary>What a process has taken of the machine, as Linux counts it.</summary>
/// <param name="Resident">MB of 2²⁰ bytes. A page of a database that five connections have mapped counts five times in it.</param>
/// <param name="Own">MB of 2²⁰ bytes that are not pages of files.</param>
/// <param name="Processor">Seconds of one core, all threads together.</param>
/// <param name="Handles">Open files and sockets.</param>
internal sealed record Usage(double Resident, double Own, TimeSpan Processor, int Handles, int Threads, long At)
{
    public static Usage Of(Process process)
    {
        process.Refresh();
        return new Usage(Status(process, "VmRSS") / 1024.0, Status(process, "RssAnon") / 1024.0, process.TotalProcessorTime, Directory.GetFiles($"/proc/{process.Id}/fd").Length, Status(process, "Threads"), Stopwatch.GetTimestamp());
    }

    public static Usage OfThisProcess()
    {
        using var me = Process.GetCurrentProcess();
        return Of(me);
    }

    /// <summary>Percent of one core since then.</summary>
    public double ProcessorSince(Usage before) => (Processor - before.Processor) / Stopwatch.GetElapsedTime(before.At, At) * 100;

    private static int Status(Process process, string field) =>
        int.Parse(File.ReadLines($"/proc/{process.Id}/status").First(l => l.StartsWith(field, StringComparison.Ordinal)).Split(':')[1].Replace("kB", "", StringComparison.Ordinal).Trim(), CultureInfo.InvariantCulture);
}
