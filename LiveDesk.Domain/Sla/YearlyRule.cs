using System.Globalization;

namespace LiveDesk.Domain.Sla;

/// <summary>An RRULE of an event that comes back on the same day every year.</summary>
internal sealed class YearlyRule
{
    private readonly DateOnly _first;
    private readonly int? _count;
    private readonly DateOnly? _until;

    /// <exception cref="RuleViolation">The rule is another one; the message names its line.</exception>
    public YearlyRule(ICalendarLine line, DateOnly first)
    {
        _first = first;
        var parts = Parts(line);
        if (parts.GetValueOrDefault("FREQ") != "YEARLY") throw line.Refused($"The rule “{Text.Shortened(line.Value, 60)}” is not understood, only FREQ=YEARLY is. Write these days as events of their own.");
        foreach (var (key, value) in parts)
            switch (key)
            {
                case "FREQ" or "WKST": break;
                case "INTERVAL" when value == "1": break;
                case "BYMONTH" when Number(value) == first.Month: break;
                case "BYMONTHDAY" when Number(value) == first.Day && parts.ContainsKey("BYMONTH"): break;
                case "COUNT" when Number(value) is > 0 and <= WorkCalendar.MostHolidays and var count: _count = count; break;
                case "UNTIL": _until = HolidayEvent.ReadDay(line, value).Day; break;
                default: throw line.Refused($"“{Text.Shortened($"{key}={value}", 60)}” in the rule is not understood. Write these days as events of their own.");
            }
    }

    public bool IsEndless => _count is null && _until is null;

    /// <summary>Its first days: one of an endless rule, which stands for all of them. A 29th of February comes in leap years only.</summary>
    public IEnumerable<DateOnly> Firsts() =>
        IsEndless ? [_first]
        : Enumerable.Range(_first.Year, 2201 - _first.Year)
            .Where(year => _first.Day <= DateTime.DaysInMonth(year, _first.Month))
            .Select(year => new DateOnly(year, _first.Month, _first.Day))
            .TakeWhile(day => _until is null || day <= _until).Take(_count ?? int.MaxValue);

    private static Dictionary<string, string> Parts(ICalendarLine line)
    {
        var parts = new Dictionary<string, string>();
        foreach (var part in line.Value.ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
            if (part.Split('=') is not [var key, var value] || !parts.TryAdd(key, value)) throw line.Refused($"“{Text.Shortened(part, 40)}” in the rule cannot be read. It looks like FREQ=YEARLY.");
        return parts;
    }

    private static int? Number(string value) => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
