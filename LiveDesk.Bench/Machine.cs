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
        return string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetUtcNow():yyyy-MM-dd} · {Environment.ProcessorCount} cores of {processor} · {memory:F0} GiB · {RuntimeInformation.OSDescription} · {RuntimeInformation.FrameworkDescription} · {Configuration}");
    }

    private static string Configuration =>
#if DEBUG
        "Debug (do not quote)";
#else
        "Release";
#endif
}

/// <summary>Many times of one thing, in milliseconds.</summary>
internal sealed class Times
{
    private readonly List<double> _all = [];

    public void Add(TimeSpan time) => _all.Add(time.TotalMilliseconds);

    public string Show(string what)
    {
        _all.Sort();
        double At(double share) => _all.Count == 0 ? double.NaN : _all[(int)(share * (_all.Count - 1))];
        return string.Create(CultureInfo.InvariantCulture, $"{what}: n={_all.Count} p50={At(.5):F1} p95={At(.95):F1} p99={At(.99):F1} max={At(1):F1} ms");
    }
}
