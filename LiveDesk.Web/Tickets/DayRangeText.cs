using System.Globalization;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Tickets;

/// <summary>Days as the address says them: <c>2026-11-01..2026-11-30</c>, open at either end, or one day alone.</summary>
public static class DayRangeText
{
    private const string Form = "yyyy-MM-dd", Between = "..";
    private const int FirstYear = 1970, LastYear = 2999;

    public static string Of(DayRange range) => range.From == range.To ? Of(range.From) : $"{Of(range.From)}{Between}{Of(range.To)}";

    /// <summary>Null: it is none, or ends before it begins.</summary>
    public static DayRange? Read(string text)
    {
        var parts = text.Split(Between);
        if (parts.Length > 2 || parts.All(p => p.Length == 0)) return null;
        var days = parts.Select(Day).ToList();
        if (parts.Where((p, i) => p.Length > 0 && days[i] is null).Any()) return null;
        var range = new DayRange(days[0], days[^1]);
        return range.From > range.To ? null : range;
    }

    private static string Of(DateOnly? day) => day?.ToString(Form, CultureInfo.InvariantCulture) ?? "";

    private static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= FirstYear and <= LastYear ? day : null;
}
