namespace LiveDesk.Domain.Sla;

/// <summary>Opening hours on one day of the week, as a clock on the wall shows them, in whole minutes: 08:00–12:00. <paramref name="To"/> is the first minute that is closed, 24:00 at the latest.</summary>
/// <param name="From">Since midnight.</param>
/// <param name="To">Since midnight.</param>
public sealed record WorkHours(DayOfWeek Day, TimeSpan From, TimeSpan To)
{
    public override string ToString() => $"{Day} {Clock(From)}–{Clock(To)}";

    private static string Clock(TimeSpan time) => $"{(int)time.TotalHours:00}:{time.Minutes:00}";
}

/// <summary>A day on which nobody works. A yearly one returns on the same day of every later year; the 29th of February only when there is one.</summary>
/// <param name="Date">In the calendar's zone; of a yearly holiday, the first.</param>
public sealed record Holiday(DateOnly Date, string Name, bool Yearly = false)
{
    public bool Falls(DateOnly on) => Yearly ? on >= Date && (on.Month, on.Day) == (Date.Month, Date.Day) : on == Date;
}

/// <summary>
/// When a desk works: weekly hours and holidays in one time zone. All moments are instants (any offset; given back in UTC).
/// A moment is work time exactly when a clock on the wall of that zone says so. Hence, when the clock is put forward, what lies in
/// the skipped hour begins or ends at the change; when it is put back, the doubled hour counts each time the wall shows an open
/// minute. Every real minute counts once or not at all, and hours last as long as really passes.
/// </summary>
public sealed record WorkCalendar
{
    public const int MostHolidays = 1000;
    /// <summary>How far <see cref="After"/> looks ahead, in years.</summary>
    public const int Horizon = 10;

    private OpenTime? _openTime;

    public WorkCalendar() { }

    /// <summary>A changed copy has what the calendar says, not what was worked out from it.</summary>
    private WorkCalendar(WorkCalendar other) => (Id, Name, TimeZone, Week, Holidays, Revision) = (other.Id, other.Name, other.TimeZone, other.Week, other.Holidays, other.Revision);

    public required Guid Id { get; init; }
    public required string Name { get; init; }
    /// <summary>By its IANA name: <c>Europe/Vienna</c>.</summary>
    public required string TimeZone { get; init; }
    public required IReadOnlyList<WorkHours> Week { get; init; }
    public IReadOnlyList<Holiday> Holidays { get; init; } = [];
    /// <summary>Rises with every change.</summary>
    public int Revision { get; init; } = 1;

    private OpenTime OpenTime => _openTime ??= new OpenTime(this);

    public static WorkCalendar AroundTheClock(Guid id, string name, string timeZone = "UTC") => new()
    {
        Id = id,
        Name = name,
        TimeZone = timeZone,
        Week = [.. Enum.GetValues<DayOfWeek>().Select(day => new WorkHours(day, TimeSpan.Zero, TimeSpan.FromDays(1)))],
    };

    /// <summary>The same calendar in order: hours by day and time, holidays by date and each once.</summary>
    /// <exception cref="RuleViolation">The zone is unknown, hours make no sense or overlap, the week has none, or there are more than 1,000 holidays.</exception>
    public WorkCalendar Checked()
    {
        if (Holidays.Count > MostHolidays) throw new RuleViolation($"The calendar has {Holidays.Count:N0} holidays; {MostHolidays:N0} is the most. Remove those that have passed.", "holidays");
        return this with
        {
            Name = Text.Line(Name, "name", Limits.Name),
            TimeZone = Zone.Named(TimeZone).Id,
            Week = CheckedWeek(),
            Holidays = [.. Holidays.Select(h => h with { Name = Text.Line(h.Name, "holiday", Limits.Name) }).DistinctBy(h => (h.Date, h.Yearly)).OrderBy(h => h.Date)],
        };
    }

    /// <summary>Monday to Friday, 8:00 to 17:00.</summary>
    public static WorkCalendar OfficeHours(Guid id, string name, string timeZone) => new()
    {
        Id = id,
        Name = name,
        TimeZone = timeZone,
        Week = [.. Enumerable.Range((int)DayOfWeek.Monday, 5).Select(day => new WorkHours((DayOfWeek)day, TimeSpan.FromHours(8), TimeSpan.FromHours(17)))],
    };

    /// <summary>The day that a clock on the wall of its zone shows.</summary>
    public DateOnly DayAt(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone.Named(TimeZone)).DateTime);

    /// <summary>When that day begins, UTC.</summary>
    public DateTimeOffset StartOf(DateOnly day) => Zone.Named(TimeZone).StartOf(day);

    public bool IsOpen(DateTimeOffset at) => OpenTime.IsOpen(at);

    /// <summary>The holiday on a day of the calendar's zone; null on every other day.</summary>
    public Holiday? HolidayOn(DateOnly day) => Holidays.FirstOrDefault(h => h.Falls(day));

    /// <summary>How much work time lies between two moments: real elapsed time.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is before <paramref name="from"/>.</exception>
    public TimeSpan WorkBetween(DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        return OpenTime.Between(from, to).Aggregate(TimeSpan.Zero, (sum, span) => sum + (span.To - span.From));
    }

    /// <summary>The first moment at which <paramref name="work"/> has passed since <paramref name="from"/>: closing time, not the next opening, when it ends there. No work has passed at once.</summary>
    /// <exception cref="RuleViolation">There is no such moment within ten years.</exception>
    public DateTimeOffset After(DateTimeOffset from, TimeSpan work) =>
        AfterOrNever(from, work) ?? throw new RuleViolation($"In the calendar “{Name}” this target is not reached within {Horizon} years. Give the calendar more hours, or make the target shorter.", "target");

    /// <summary>As <see cref="After"/>, but null when the moment is more than ten years away.</summary>
    public DateTimeOffset? AfterOrNever(DateTimeOffset from, TimeSpan work)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(work, TimeSpan.Zero);
        if (work == TimeSpan.Zero) return from.ToUniversalTime();
        foreach (var span in OpenTime.Between(from, from.AddYears(Horizon)))
        {
            if (work <= span.To - span.From) return span.From + work;
            work -= span.To - span.From;
        }
        return null;
    }

    public bool Equals(WorkCalendar? other) =>
        other is not null && (Id, Name, TimeZone, Revision) == (other.Id, other.Name, other.TimeZone, other.Revision) && Week.SequenceEqual(other.Week) && Holidays.SequenceEqual(other.Holidays);

    public override int GetHashCode() => HashCode.Combine(Id, Name, TimeZone, Week.Count, Holidays.Count);

    private List<WorkHours> CheckedWeek()
    {
        foreach (var hours in Week) CheckHours(hours);
        if (Week.Count == 0) throw new RuleViolation("The calendar has no hours in the week, so no target would ever be reached. Give it at least one.", "week");
        var week = Week.OrderBy(h => h.Day).ThenBy(h => h.From).ToList();
        foreach (var (first, second) in week.Zip(week.Skip(1)))
            if (first.Day == second.Day && second.From < first.To) throw new RuleViolation($"{first} and {second} overlap. Change one of them.", "week");
        return week;
    }

    private static void CheckHours(WorkHours hours)
    {
        if (!Enum.IsDefined(hours.Day)) throw new RuleViolation("The hours stand on no day of the week. Choose one.", "week");
        if (hours.From < TimeSpan.Zero || hours.To > TimeSpan.FromDays(1)) throw new RuleViolation($"{hours} is not within one day. A day goes from 00:00 to 24:00.", "week");
        if (hours.From.Ticks % TimeSpan.TicksPerMinute != 0 || hours.To.Ticks % TimeSpan.TicksPerMinute != 0) throw new RuleViolation($"{hours} is not in whole minutes. Leave the seconds out.", "week");
        if (hours.From == hours.To) throw new RuleViolation($"{hours} is empty. Remove it, or give it an end.", "week");
        if (hours.From > hours.To) throw new RuleViolation($"{hours} ends before it begins. Hours past midnight are two entries: until 24:00, and from 00:00 on the next day.", "week");
    }
}
