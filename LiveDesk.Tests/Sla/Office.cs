using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Tests.Sla;

/// <summary>An office in Vienna with a lunch break, and what it promises. The 2nd of March 2026 is a Monday.</summary>
internal static class Office
{
    public static readonly WorkCalendar Vienna = new WorkCalendar
    {
        Id = Ids.New(Cast.Monday),
        Name = "Office",
        TimeZone = "Europe/Vienna",
        Week = [.. Enumerable.Range((int)DayOfWeek.Monday, 5).SelectMany(d => new[] { On((DayOfWeek)d, 8, 12), On((DayOfWeek)d, 13, 17) })],
        Holidays = [new(new(2025, 12, 25), "Christmas Day", Yearly: true), new(new(2026, 4, 6), "Easter Monday")],
    }.Checked();

    /// <summary>Four hours to the first answer, two to each later one, sixteen to the end.</summary>
    public static readonly SlaPolicy Promise = new SlaPolicy
    {
        Id = Ids.New(Cast.Monday),
        Name = "Everybody",
        CalendarId = Vienna.Id,
        Response = Hours(4),
        NextResponse = Hours(2),
        Resolution = Hours(16),
    }.Checked();

    public static WorkHours On(DayOfWeek day, double from, double to) => new(day, TimeSpan.FromHours(from), TimeSpan.FromHours(to));

    public static WorkCalendar Open(string zone, params WorkHours[] week) => new WorkCalendar { Id = Vienna.Id, Name = "Office", TimeZone = zone, Week = week }.Checked();

    public static TimeSpan Hours(double hours) => TimeSpan.FromHours(hours);

    /// <summary>A moment with its offset: <c>2026-03-02T09:00+01:00</c>.</summary>
    public static DateTimeOffset At(string text) => DateTimeOffset.ParseExact(text, "yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);

    /// <summary>A time on the wall in Vienna in March 2026, before the clocks change.</summary>
    public static DateTimeOffset March(int day, int hour, int minute = 0) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(1));

    public static string Refusal(Action action) => Assert.Throws<RuleViolation>(action).Message;

    public static SlaPolicy For(string name, int order, params Priority[] priorities) => Promise with { Id = Guid.NewGuid(), Name = name, Order = order, Priorities = priorities };
}
