using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Sla;

namespace LiveDesk.Web.Sla;

/// <summary>A day's hours as people type them, both ways: <c>08:00–12:00, 13:00–17:00</c>. An empty text is a closed day.</summary>
internal static class WeekText
{
    private static readonly char[] Dashes = ['-', '–', '—'];

    public static string Of(IEnumerable<WorkHours> hours) => string.Join(", ", hours.OrderBy(h => h.From).Select(h => $"{Clock(h.From)}–{Clock(h.To)}"));

    /// <exception cref="RuleViolation">A piece is not two times of day; the field is the day's name.</exception>
    public static IEnumerable<WorkHours> Read(DayOfWeek day, string? text, string complaint)
    {
        foreach (var piece in (text ?? "").Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (piece.Split(Dashes, StringSplitOptions.TrimEntries) is not [var from, var to] || Time(from) is not { } start || Time(to) is not { } end) throw new RuleViolation(complaint, day.ToString());
            yield return new WorkHours(day, start, end);
        }
    }

    /// <summary>8, 8:30, 08:30, 24:00.</summary>
    private static TimeSpan? Time(string text)
    {
        var parts = text.Split(':', '.');
        if (parts.Length > 2 || !Number(parts[0], out var hours) || hours > 24) return null;
        var minutes = 0;
        if (parts.Length == 2 && (parts[1].Length != 2 || !Number(parts[1], out minutes) || minutes > 59)) return null;
        return hours == 24 && minutes > 0 ? null : new TimeSpan(hours, minutes, 0);
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static string Clock(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours:00}:{time.Minutes:00}");
}
