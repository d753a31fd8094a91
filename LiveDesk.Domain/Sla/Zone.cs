namespace LiveDesk.Domain.Sla;

/// <summary>Time zones by their IANA names.</summary>
internal static class Zone
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <exception cref="RuleViolation">There is none of that name.</exception>
    public static TimeZoneInfo Named(string? name)
    {
        // Windows names ("W. Europe Standard Time") are understood on some machines and not on others; IANA names on all.
        if (name is { Length: > 0 and <= 64 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '+' or '-')
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId) return zone;
        throw new RuleViolation($"“{name}” is not a time zone. Choose one by its name, like Europe/Vienna.", "timeZone");
    }

    /// <summary>The time between two moments in pieces of at most a day, within each of which the wall clock is not changed.</summary>
    public static IEnumerable<(DateTimeOffset From, DateTimeOffset To, TimeSpan Offset)> Stretches(this TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var at = from.ToUniversalTime();
        while (at < to)
        {
            var offset = zone.GetUtcOffset(at);
            var end = to - at > Day ? at + Day : to.ToUniversalTime();
            if (zone.GetUtcOffset(end) != offset) end = zone.ChangeBetween(at, end, offset);
            yield return (at, end, offset);
            at = end;
        }
    }

    /// <summary>When a day begins there, UTC. A night in which the clocks skip midnight ends an hour later.</summary>
    public static DateTimeOffset StartOf(this TimeZoneInfo zone, DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        if (zone.IsInvalidTime(midnight)) midnight = midnight.AddHours(1);
        return new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
    }

    /// <summary>The first whole second after <paramref name="from"/> at which the offset is another; zones change on whole seconds, and never twice a day.</summary>
    private static DateTimeOffset ChangeBetween(this TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to, TimeSpan offset)
    {
        var (before, after) = (from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds());
        while (after - before > 1)
        {
            var middle = before + (after - before) / 2;
            if (zone.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(middle)) == offset) before = middle;
            else after = middle;
        }
        return DateTimeOffset.FromUnixTimeSeconds(after);
    }
}
