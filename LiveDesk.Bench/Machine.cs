using System.Globalization;
using System.Runtime.InteropServices;

namespace LiveDesk.Bench;

/// <summary>What a number was measured on.</summary>
internal static class Machine
{
    public static string Describe()
    {
        var processor = File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':')[1].Trim() ?? "unknown processor";
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1024.0 / 1024 / 1024;
        return Text($"{TimeProvider.System.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores of {processor} · {memory:F0} GiB · {RuntimeInformation.OSDescription} · {RuntimeInformation.FrameworkDescription} · {Configuration} · load when it began {Load()}");
    }

    /// <summary>Prints a line; numbers with a point, whatever the machine's language.</summary>
    public static void Say(FormattableString line) => Console.WriteLine(Text(line));

    public static string Text(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);

    /// <summary>How many programs wanted a core in the last minute: above the number of cores, something else was running.</summary>
    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string Configuration =>
#if DEBUG
        "Debug (do not quote)";
#else
        "Release";
#endif
}

/// <summary>What a bench found broken, other than being slow: it is printed, and the program ends with exit code 1.</summary>
internal static class Findings
{
    public static bool Any { get; private set; }

    public static void Say(bool isBroken, FormattableString what)
    {
        if (!isBroken) return;
        Any = true;
        Console.WriteLine($"BROKEN: {Machine.Text(what)}");
    }
}

/// <summary>Many times of one thing, in milliseconds.</summary>
internal sealed class Times
{
    private readonly List<double> _all = [];
    private readonly Lock _lock = new();

    public int Count
    {
        get { lock (_lock) return _all.Count; }
    }

    public void Add(TimeSpan time)
    {
        lock (_lock) _all.Add(time.TotalMilliseconds);
    }

    /// <summary>Milliseconds that this share of the times did not exceed; not a number when there are none.</summary>
    public double At(double share)
    {
        lock (_lock)
        {
            _all.Sort();
            return _all.Count == 0 ? double.NaN : _all[(int)(share * (_all.Count - 1))];
        }
    }

    public string Show(string what)
    {
        lock (_lock)
        {
            return Machine.Text($"{what}: n={_all.Count} p50={At(.5):F1} p95={At(.95):F1} p99={At(.99):F1} max={At(1):F1} ms");
        }
    }
}
