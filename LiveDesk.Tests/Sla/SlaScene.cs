using LiveDesk.Domain.Sla;

namespace LiveDesk.Tests.Sla;

/// <summary>A random calendar and a start near something hard, made from one number, so that a failure can be played again.</summary>
internal sealed class SlaScene
{
    /// <summary>Changes by an hour and by half an hour, in both halves of the year and in the month of fasting; none; half-hour offsets; a day that was left out.</summary>
    public static readonly string[] Zones =
    [
        "Europe/Vienna", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia", "UTC", "America/Sao_Paulo", "Africa/Casablanca",
        "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham", "Asia/Tehran", "Europe/Dublin", "Africa/Cairo", "America/Santiago", "Antarctica/Troll",
    ];

    private static readonly Dictionary<string, DateTime[]> Changes = Zones.ToDictionary(z => z, ChangesOf);

    private readonly System.Random _dice;

    public SlaScene(int seed)
    {
        _dice = new System.Random(seed);
        var zone = Zones[_dice.Next(Zones.Length)];
        Start = HardDay(zone).AddMinutes(-_dice.Next(2 * 1440));
        Minutes = _dice.Next(1440, 3 * 1440);
        Calendar = new WorkCalendar { Id = Guid.NewGuid(), Name = $"Case {seed}", TimeZone = zone, Week = [.. Week()], Holidays = [.. SomeHolidays()] }.Checked();
    }

    public WorkCalendar Calendar { get; }
    /// <summary>UTC, a whole minute.</summary>
    public DateTime Start { get; }
    /// <summary>How far the slow clock walks.</summary>
    public int Minutes { get; }

    public bool ChangesItsClock => Changes[Calendar.TimeZone].Any(c => c > Start && c < Start.AddMinutes(Minutes));
    public bool HasHoliday => Enumerable.Range(-1, 6).Any(d => Calendar.HolidayOn(DateOnly.FromDateTime(Start.AddDays(d))) is not null);

    public int Next(int below) => _dice.Next(below);

    public int Next(int from, int below) => _dice.Next(from, below);

    public DateTimeOffset At(int minute) => new(Start.AddMinutes(minute), TimeSpan.Zero);

    public SlaPolicy Policy(int targetMinutes, double share) => new()
    {
        Id = Guid.NewGuid(),
        Name = "Everybody",
        CalendarId = Calendar.Id,
        Response = TimeSpan.FromMinutes(targetMinutes),
        NextResponse = TimeSpan.FromMinutes(targetMinutes),
        Resolution = TimeSpan.FromMinutes(targetMinutes),
        AtRiskShare = share,
    };

    public override string ToString() => $"{Calendar.TimeZone} from {Start:u} for {Minutes} minutes: {string.Join(", ", Calendar.Week)}; {string.Join(", ", Calendar.Holidays)}";

    private DateTime HardDay(string zone)
    {
        var year = _dice.Next(2000, 2037);
        return _dice.Next(8) switch
        {
            < 4 when Changes[zone].Length > 0 => Changes[zone][_dice.Next(Changes[zone].Length)],
            4 => new DateTime(year / 4 * 4, 2, 29, 12, 0, 0, DateTimeKind.Utc),
            5 => new DateTime(year, 12, 31, 23, 0, 0, DateTimeKind.Utc),
            6 => new DateTime(2011, 12, 30, 10, 0, 0, DateTimeKind.Utc),
            _ => new DateTime(year, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(_dice.Next(365 * 1440)),
        };
    }

    private IEnumerable<WorkHours> Week()
    {
        var sometimes = _dice.Next(4);
        foreach (var day in Enum.GetValues<DayOfWeek>())
        {
            if (sometimes == 0 && day is DayOfWeek.Saturday or DayOfWeek.Sunday) continue;
            if (sometimes == 1) { yield return new(day, TimeSpan.Zero, TimeSpan.FromDays(1)); continue; }
            // Bounds cluster in the small hours, where clocks are changed.
            var bounds = Enumerable.Range(0, 2 * _dice.Next(1, 4)).Select(_ => _dice.Next(3) == 0 ? _dice.Next(0, 300) : 15 * _dice.Next(0, 97)).Distinct().Order().ToList();
            for (var i = 0; i + 1 < bounds.Count; i += 2)
                yield return new(day, TimeSpan.FromMinutes(bounds[i]), TimeSpan.FromMinutes(bounds[i + 1]));
        }
    }

    private IEnumerable<Holiday> SomeHolidays()
    {
        for (var i = _dice.Next(4); i > 0; i--)
        {
            var day = DateOnly.FromDateTime(Start).AddDays(_dice.Next(-1, 5));
            yield return _dice.Next(3) == 0 ? new(day.AddYears(_dice.Next(-4, 2)), "Every year", Yearly: true) : new(day, "Once");
        }
    }

    private static DateTime[] ChangesOf(string id)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById(id);
        var hours = Enumerable.Range(0, 37 * 8766).Select(h => new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(h));
        return [.. hours.Where(h => zone.GetUtcOffset(h) != zone.GetUtcOffset(h.AddHours(1)))];
    }
}
