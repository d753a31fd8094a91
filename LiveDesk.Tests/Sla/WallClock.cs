using LiveDesk.Domain.Sla;

namespace LiveDesk.Tests.Sla;

/// <summary>
/// The slow truth: walks real minutes one by one, looks for each at the clock on the wall, and asks whether that minute is work time.
/// Shares nothing with the code it judges but the plain data of the calendar and the zone's rules.
/// </summary>
internal sealed class WallClock(WorkCalendar calendar)
{
    private readonly TimeZoneInfo _zone = TimeZoneInfo.FindSystemTimeZoneById(calendar.TimeZone);

    public bool IsWork(DateTime utcMinute)
    {
        var wall = TimeZoneInfo.ConvertTimeFromUtc(utcMinute, _zone);
        foreach (var holiday in calendar.Holidays)
        {
            var same = holiday.Date.Month == wall.Month && holiday.Date.Day == wall.Day;
            if (same && (holiday.Yearly ? holiday.Date.Year <= wall.Year : holiday.Date.Year == wall.Year)) return false;
        }
        var minute = (60 * wall.Hour) + wall.Minute;
        foreach (var hours in calendar.Week)
            if (hours.Day == wall.DayOfWeek && minute >= hours.From.TotalMinutes && minute < hours.To.TotalMinutes) return true;
        return false;
    }

    /// <summary>How many minutes of work have passed at each of the minutes 0 to <paramref name="minutes"/> after <paramref name="start"/>, while <paramref name="runs"/>.</summary>
    public int[] Worked(DateTime start, int minutes, Func<int, bool>? runs = null)
    {
        var worked = new int[minutes + 1];
        for (var i = 0; i < minutes; i++)
            worked[i + 1] = worked[i] + ((runs is null || runs(i)) && IsWork(start.AddMinutes(i)) ? 1 : 0);
        return worked;
    }
}
