using System.Globalization;

namespace LiveDesk.Domain.Sla;

/// <summary>One VEVENT while it is read.</summary>
internal sealed class HolidayEvent(ICalendarLine begin)
{
    /// <summary>What would change the days in a way that is not understood here; better refused than read wrongly.</summary>
    private static readonly HashSet<string> NotUnderstood = ["RDATE", "EXDATE", "EXRULE", "RECURRENCE-ID"];
    private static readonly HashSet<string> Known = ["DTSTART", "DTEND", "DURATION", "RRULE", "SUMMARY", "STATUS"];

    private readonly Dictionary<string, ICalendarLine> _lines = [];

    public void Take(ICalendarLine line)
    {
        if (NotUnderstood.Contains(line.Name)) throw line.Refused($"{line.Name} is not understood. Write these days as events of their own.");
        if (Known.Contains(line.Name) && !_lines.TryAdd(line.Name, line)) throw line.Refused($"The event has a second {line.Name}. Remove one.");
    }

    public IEnumerable<(Holiday Day, ICalendarLine At)> Days()
    {
        if (Find("STATUS")?.Value.ToUpperInvariant() is "CANCELLED") yield break;
        var start = Find("DTSTART") ?? throw begin.Refused("The event has no DTSTART, so it is on no day.");
        var (first, _) = ReadDay(start, start.Value);
        var (name, length, rule) = (Name(), Length(start, first), Find("RRULE") is { } line ? new YearlyRule(line, first) : null);
        if (length > WorkCalendar.MostHolidays) throw start.Refused($"The event is {length:N0} days long; {WorkCalendar.MostHolidays:N0} is the most. Check its end.");
        foreach (var begins in rule?.Firsts() ?? [first])
            for (var day = 0; day < length; day++)
                yield return (new Holiday(begins.AddDays(day), name, rule is { IsEndless: true }), start);
    }

    private ICalendarLine? Find(string name) => _lines.GetValueOrDefault(name);

    private string Name()
    {
        var line = Find("SUMMARY");
        if (line is null || Text.OptionalLine(line.Unescaped(), "name", int.MaxValue) is not { } name) throw (line ?? begin).Refused("The event has no SUMMARY. A holiday needs a name.");
        return name.Length <= Limits.Name ? name : throw line.Refused($"The name is {name.Length} characters long; {Limits.Name} is the most. Please shorten it.");
    }

    /// <summary>In days, 1 at least.</summary>
    private int Length(ICalendarLine start, DateOnly first)
    {
        if (Find("DURATION") is { } duration) return Find("DTEND") is { } both ? throw both.Refused("The event has DTEND and DURATION. Remove one.") : ReadDays(duration);
        if (Find("DTEND") is not { } end) return 1;
        var (last, atMidnight) = ReadDay(end, end.Value);
        if (last < first) throw end.Refused($"The event ends before it begins on line {start.Number}.");
        return Math.Max(1, last.DayNumber - first.DayNumber + (atMidnight ? 0 : 1));
    }

    /// <summary><c>20261224</c> or <c>20261224T180000</c>, with or without a Z.</summary>
    internal static (DateOnly Day, bool AtMidnight) ReadDay(ICalendarLine line, string value)
    {
        if (value.Length == 8 && Date(value) is { } date) return (date, true);
        var time = value.EndsWith('Z') ? value[..^1] : value;
        if (time.Length == 15 && DateTime.TryParseExact(time, "yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var moment) && Date(time[..8]) is { } day)
            return (day, moment.TimeOfDay == TimeSpan.Zero);
        throw line.Refused($"“{Text.Shortened(value, 40)}” is not a day. It looks like 20261224.");
    }

    /// <summary>Years as people plan them, so that no sum of dates leaves the calendar.</summary>
    private static DateOnly? Date(string value) =>
        DateOnly.TryParseExact(value, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2200 ? day : null;

    private static int ReadDays(ICalendarLine line)
    {
        var value = line.Value.ToUpperInvariant();
        if (value.StartsWith('P') && value.Length > 2 && value[^1] is 'D' or 'W' && int.TryParse(value.AsSpan(1, value.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and <= 10_000) return value[^1] == 'W' ? 7 * count : count;
        throw line.Refused($"“{Text.Shortened(line.Value, 40)}” is not a number of days. It looks like P3D.");
    }
}
