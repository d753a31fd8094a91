using System.Globalization;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>What a piece of work costs, however busy the machine is with something else.</summary>
internal static class ProcessorTime
{
    private const double TicksPerSecond = 100;

    /// <summary>Of this thread alone; in steps of 10 ms.</summary>
    public static TimeSpan Of(Action work)
    {
        var before = Ticks();
        work();
        return TimeSpan.FromSeconds((Ticks() - before) / TicksPerSecond);
    }

    /// <summary>In the program and in the kernel: the 14th and 15th field, counted from behind the name, which may hold blanks.</summary>
    private static long Ticks()
    {
        var line = File.ReadAllText("/proc/thread-self/stat");
        var fields = line[(line.LastIndexOf(')') + 2)..].Split(' ');
        return long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
    }
}
