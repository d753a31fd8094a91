using System.Globalization;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Web.Sla;

/// <summary>States and spans as the screen and the address say them.</summary>
internal static class SlaText
{
    /// <summary>In addresses and attributes.</summary>
    public static string Key(SlaState state) => state switch
    {
        SlaState.OnTrack => "on-track",
        SlaState.AtRisk => "at-risk",
        SlaState.Breached => "breached",
        SlaState.Met => "met",
        _ => "none",
    };

    public static SlaState? Read(string key)
    {
        foreach (var state in Enum.GetValues<SlaState>())
            if (string.Equals(Key(state), key, StringComparison.OrdinalIgnoreCase)) return state;
        return null;
    }

    public static string Icon(SlaState state) => state switch
    {
        SlaState.Met => "check",
        SlaState.Breached => "stop",
        _ => "clock",
    };

    /// <summary>“2 d”, “30 h”, “3 h 10 min”, “12 min”: the international signs, alike in every language. <c>Client/desk/due.ts</c> says the same.</summary>
    public static string Span(TimeSpan span)
    {
        var minutes = (long)Math.Abs(span.TotalMinutes);
        return minutes switch
        {
            < 1 => "< 1 min",
            < 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes} min"),
            < 10 * 60 when minutes % 60 > 0 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h {minutes % 60} min"),
            < 48 * 60 => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60} h"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{minutes / (24 * 60)} d"),
        };
    }

    /// <summary>Work time, in hours even when there are many: a day of work is no day.</summary>
    public static string Work(TimeSpan work)
    {
        var (sign, minutes) = (work < TimeSpan.Zero ? "−" : "", (long)Math.Abs(work.TotalMinutes));
        if (minutes == 0) return work == TimeSpan.Zero ? "0 min" : $"{sign}{Math.Abs(work.TotalSeconds).ToString("0", CultureInfo.InvariantCulture)} s";
        return (minutes / 60, minutes % 60) switch
        {
            (0, var m) => string.Create(CultureInfo.InvariantCulture, $"{sign}{m} min"),
            (var h, 0) => string.Create(CultureInfo.InvariantCulture, $"{sign}{h} h"),
            var (h, m) => string.Create(CultureInfo.InvariantCulture, $"{sign}{h} h {m} min"),
        };
    }
}
