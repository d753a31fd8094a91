using System.Globalization;
using Microsoft.AspNetCore.Components;

namespace LiveDesk.Web.Shell;

/// <summary>A day in as few letters as say it, “Dec 3”; of another year as a whole date.</summary>
internal static class ShortDay
{
    public static string Text(DateOnly day, int year, CultureInfo culture) =>
        day.ToString(day.Year == year ? culture.DateTimeFormat.MonthDayPattern.Replace("MMMM", "MMM", StringComparison.Ordinal) : "d", culture);

    /// <summary>The exact time on hover. In the server's time zone, like every time of day that is shown.</summary>
    public static RenderFragment Of(DateTimeOffset at, DateTimeOffset now) => builder =>
    {
        var culture = CultureInfo.CurrentCulture;
        builder.OpenElement(0, "time");
        builder.AddAttribute(1, "datetime", at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture));
        builder.AddAttribute(2, "title", at.LocalDateTime.ToString("f", culture));
        builder.AddContent(3, Text(DateOnly.FromDateTime(at.LocalDateTime), now.LocalDateTime.Year, culture));
        builder.CloseElement();
    };
}
