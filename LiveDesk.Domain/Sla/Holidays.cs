using System.Text;

namespace LiveDesk.Domain.Sla;

/// <summary>Reads holidays from an iCalendar file, as public holidays are published.</summary>
public static class Holidays
{
    private const int MostBytes = 1 << 20;

    /// <summary>
    /// Every day of every event, by date, each once. Days are taken as written, whatever the zone: of a time its date. An end at
    /// midnight is not a day of the event. Only <c>FREQ=YEARLY</c> repeats: without an end as yearly holidays, with COUNT or UNTIL as
    /// single days. Cancelled events are left out.
    /// </summary>
    /// <exception cref="RuleViolation">It is larger than 1 MB, has more than 1,000 days, or something cannot be read; the message names the line.</exception>
    public static IReadOnlyList<Holiday> ReadICalendar(string text)
    {
        if (Encoding.UTF8.GetByteCount(text) > MostBytes) throw new RuleViolation("The file is larger than 1 MB. Holidays of a few years need far less; choose another file.", "holidays");
        var days = new List<Holiday>();
        foreach (var (day, at) in Events(text).SelectMany(e => e.Days()))
        {
            if (days.Count == WorkCalendar.MostHolidays) throw at.Refused($"The file has more than {WorkCalendar.MostHolidays:N0} days. Choose one with fewer years.");
            days.Add(day);
        }
        return [.. days.DistinctBy(d => (d.Date, d.Yearly)).OrderBy(d => d.Date)];
    }

    private static IEnumerable<HolidayEvent> Events(string text)
    {
        var inside = new Stack<string>();
        HolidayEvent? current = null;
        var last = 1;
        foreach (var line in ICalendarLine.Read(text))
        {
            last = line.Number;
            var value = line.Value.ToUpperInvariant();
            if (inside.Count == 0 && (line.Name, value) != ("BEGIN", "VCALENDAR")) throw line.Refused("This is not an iCalendar file. It begins with BEGIN:VCALENDAR.");
            if (line.Name == "BEGIN")
            {
                inside.Push(value);
                if (value == "VEVENT") current = current is null ? new HolidayEvent(line) : throw line.Refused("An event begins inside another one. END:VEVENT is missing before it.");
            }
            else if (line.Name == "END")
            {
                if (inside.Pop() != value) throw line.Refused($"END:{Text.Shortened(value, 40)} ends what did not begin.");
                if (value == "VEVENT") { yield return current!; current = null; }
            }
            // What stands deeper (an alarm with its own summary) is not about the day.
            else if (inside.Peek() == "VEVENT") current!.Take(line);
        }
        if (inside.TryPeek(out var open)) throw ICalendarLine.Refused(last, $"The file ends too early: END:{Text.Shortened(open, 40)} is missing. Fetch it again.");
        if (last == 1) throw ICalendarLine.Refused(1, "This is not an iCalendar file. It begins with BEGIN:VCALENDAR.");
    }
}
