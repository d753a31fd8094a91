namespace LiveDesk.Domain.Sla;

/// <summary>A calendar prepared for reckoning: hours by weekday, holidays by date.</summary>
internal sealed class OpenTime(WorkCalendar calendar)
{
    private readonly TimeZoneInfo _zone = Zone.Named(calendar.TimeZone);
    private readonly ILookup<DayOfWeek, WorkHours> _week = calendar.Week.OrderBy(h => h.From).ToLookup(h => h.Day);
    private readonly HashSet<DateOnly> _once = [.. calendar.Holidays.Where(h => !h.Yearly).Select(h => h.Date)];
    private readonly ILookup<(int Month, int Day), Holiday> _yearly = calendar.Holidays.Where(h => h.Yearly).ToLookup(h => (h.Date.Month, h.Date.Day));

    public bool IsOpen(DateTimeOffset at)
    {
        var wall = at.ToUniversalTime().DateTime + _zone.GetUtcOffset(at);
        return HoursOf(DateOnly.FromDateTime(wall)).Any(h => h.From <= wall.TimeOfDay && wall.TimeOfDay < h.To);
    }

    /// <summary>The open pieces between two moments, in order and apart. A piece may end where the next begins.</summary>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Between(DateTimeOffset from, DateTimeOffset to)
    {
        foreach (var (start, end, offset) in _zone.Stretches(from, to))
        {
            var (wallStart, wallEnd) = (start.DateTime + offset, end.DateTime + offset);
            for (var day = wallStart.Date; day < wallEnd; day += TimeSpan.FromDays(1))
                foreach (var hours in HoursOf(DateOnly.FromDateTime(day)))
                {
                    var (opens, closes) = (Later(day + hours.From, wallStart), Earlier(day + hours.To, wallEnd));
                    if (opens < closes) yield return (start + (opens - wallStart), start + (closes - wallStart));
                }
        }
    }

    private IEnumerable<WorkHours> HoursOf(DateOnly day) => IsHoliday(day) ? [] : _week[day.DayOfWeek];

    private bool IsHoliday(DateOnly day) => _once.Contains(day) || _yearly[(day.Month, day.Day)].Any(h => h.Falls(day));

    private static DateTime Later(DateTime a, DateTime b) => a > b ? a : b;

    private static DateTime Earlier(DateTime a, DateTime b) => a < b ? a : b;
}
