namespace LiveDesk.Domain.Tickets;

/// <summary>A moment that suits the reader better than now.</summary>
public enum SendTime { ThisAfternoon, TomorrowMorning, MondayMorning }

/// <summary>When a reply may be sent later, on the clocks of a time zone.</summary>
public static class SendTimes
{
    private static readonly TimeSpan Morning = TimeSpan.FromHours(9);
    private static readonly TimeSpan Afternoon = TimeSpan.FromHours(14);
    /// <summary>So long before, the afternoon is worth waiting for.</summary>
    private static readonly TimeSpan WorthWaiting = TimeSpan.FromHours(1);

    /// <returns>As the clocks there show them, the earliest first, none twice.</returns>
    public static IReadOnlyList<(SendTime Which, DateTime Local)> Suggested(DateTimeOffset now, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(now, zone).DateTime;
        var today = DateTime.SpecifyKind(local.Date, DateTimeKind.Unspecified);
        var toMonday = ((int)DayOfWeek.Monday - (int)today.DayOfWeek + 7) % 7;
        var suggested = new List<(SendTime, DateTime)>();
        if (local.TimeOfDay + WorthWaiting <= Afternoon) suggested.Add((SendTime.ThisAfternoon, today + Afternoon));
        suggested.Add((SendTime.TomorrowMorning, today.AddDays(1) + Morning));
        if (toMonday != 1) suggested.Add((SendTime.MondayMorning, today.AddDays(toMonday is 0 ? 7 : toMonday) + Morning));
        return suggested;
    }

    /// <summary>UTC. A time that the clocks skip is the one they show instead.</summary>
    public static DateTimeOffset At(DateTime local, TimeZoneInfo zone)
    {
        var there = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(there)) there += TimeSpan.FromHours(1);
        return new DateTimeOffset(there, zone.GetUtcOffset(there)).ToUniversalTime();
    }
}
