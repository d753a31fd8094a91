using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveDesk.Domain.TimeTracking;

/// <summary>A span of work as people type it, and as it is shown.</summary>
public static partial class Duration
{
    /// <summary><c>90</c> are minutes; <c>1:30</c>, <c>1h 30m</c>, <c>1.5h</c>, <c>45 min</c>, <c>2 Std 15 Min</c> are what they say. Signs are understood, so that they can be refused.</summary>
    /// <returns>Minutes; null: not understood.</returns>
    public static int? Read(string? typed)
    {
        if (typed?.Trim() is not { Length: > 0 and <= 30 } text) return null;
        var sign = text[0] is '-' or '−' ? -1 : 1;
        var rest = sign < 0 ? text[1..].TrimStart() : text;
        if (ClockForm().Match(rest) is { Success: true } clock) return sign * (Whole(clock, "h") * 60 + Whole(clock, "m"));
        if (MinutesForm().Match(rest) is { Success: true } minutes) return sign * Whole(minutes, "m");
        if (WordsForm().Match(rest) is not { Success: true } words || (!words.Groups["h"].Success && !words.Groups["m"].Success)) return null;
        var hours = words.Groups["h"].Success ? decimal.Parse(words.Groups["h"].Value.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) : 0;
        return sign * ((int)Math.Round(hours * 60, MidpointRounding.AwayFromZero) + (words.Groups["m"].Success ? Whole(words, "m") : 0));
    }

    /// <summary>Hours and minutes: <c>1:30</c>.</summary>
    public static string Show(long minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");

    /// <summary>A begun minute counts.</summary>
    public static int Minutes(TimeSpan worked) => (int)Math.Clamp(Math.Ceiling(worked.TotalMinutes), 1, int.MaxValue);

    private static int Whole(Match match, string group) => int.Parse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<h>\d{1,4}):(?<m>[0-5]\d)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ClockForm();

    [GeneratedRegex(@"^(?<m>\d{1,6}) ?(m|min|mins|minutes?|minuten?)?\.?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex MinutesForm();

    [GeneratedRegex(@"^((?<h>\d{1,4}([.,]\d{1,3})?) ?(h|hr|hrs|hours?|std|stunden?)\.?)? ?((?<m>\d{1,6}) ?(m|min|mins|minutes?|minuten?)?\.?)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase)]
    private static partial Regex WordsForm();
}
