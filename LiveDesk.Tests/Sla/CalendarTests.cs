using LiveDesk.Domain;
using LiveDesk.Domain.Sla;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Sla;

public sealed class CalendarTests
{
    [Fact]
    public void Lunch_is_no_work_time()
    {
        Assert.Equal(Hours(2), Vienna.WorkBetween(March(2, 11), March(2, 14)));
        Assert.Equal(March(2, 14), Vienna.After(March(2, 11), Hours(2)));
        Assert.Equal([true, false, false, true, false], new[] { March(2, 11, 59), March(2, 12), March(2, 12, 59), March(2, 13), March(2, 17) }.Select(Vienna.IsOpen));
    }

    [Fact]
    public void A_target_that_ends_at_closing_time_ends_there_and_not_the_next_morning()
    {
        Assert.Equal(March(2, 17), Vienna.After(March(2, 13), Hours(4)));
        Assert.Equal(March(3, 8).AddTicks(1), Vienna.After(March(2, 13), Hours(4) + TimeSpan.FromTicks(1)));
        Assert.Equal(March(2, 12), Vienna.After(March(2, 8), Hours(4)));
    }

    [Fact]
    public void A_weekend_passes_at_once_and_so_does_no_work()
    {
        Assert.Equal(March(9, 9), Vienna.After(March(6, 16), Hours(2)));
        Assert.Equal(TimeSpan.Zero, Vienna.WorkBetween(March(6, 17), March(9, 8)));
        Assert.Equal((March(7, 3), TimeSpan.Zero), (Vienna.After(March(7, 3), TimeSpan.Zero), Vienna.After(March(7, 3), TimeSpan.Zero).Offset));
    }

    [Theory]
    [InlineData("Europe/Vienna", "2026-03-28T22:00+01:00", "2026-03-29T08:00+02:00", 9)] // spring: one hour is skipped
    [InlineData("Europe/Vienna", "2026-10-24T22:00+02:00", "2026-10-25T08:00+01:00", 11)] // autumn: one hour comes twice
    [InlineData("Australia/Lord_Howe", "2026-10-03T22:00+10:30", "2026-10-04T08:00+11:00", 9.5)] // by half an hour
    [InlineData("UTC", "2026-03-28T22:00+00:00", "2026-03-29T08:00+00:00", 10)]
    public void A_night_shift_lasts_as_long_as_really_passes(string zone, string from, string to, double hours)
    {
        var night = Open(zone, [.. Enum.GetValues<DayOfWeek>().SelectMany(d => new[] { On(d, 0, 8), On(d, 22, 24) })]);
        Assert.Equal(Hours(hours), night.WorkBetween(At(from), At(to)));
        Assert.Equal(At(to), night.After(At(from), Hours(hours)));
    }

    [Fact]
    public void Hours_in_the_skipped_hour_begin_and_end_at_the_change()
    {
        var (change, from, to) = (At("2026-03-29T01:00+00:00"), At("2026-03-28T12:00+00:00"), At("2026-03-29T12:00+00:00"));
        Assert.Equal((Hours(1), change), Found(On(DayOfWeek.Sunday, 1, 2.5)));
        Assert.Equal((Hours(1), At("2026-03-29T04:00+02:00")), Found(On(DayOfWeek.Sunday, 2.5, 4)));
        Assert.Equal(TimeSpan.Zero, Open("Europe/Vienna", On(DayOfWeek.Sunday, 2.25, 2.75)).WorkBetween(from, to));

        (TimeSpan, DateTimeOffset) Found(WorkHours hours) => (Open("Europe/Vienna", hours).WorkBetween(from, to), Open("Europe/Vienna", hours).After(from, Hours(1)));
    }

    [Fact]
    public void Hours_in_the_doubled_hour_count_each_time_the_wall_shows_them()
    {
        var calendar = Open("Europe/Vienna", On(DayOfWeek.Sunday, 1, 2.5));
        Assert.Equal(Hours(2), calendar.WorkBetween(At("2026-10-24T12:00+00:00"), At("2026-10-25T12:00+00:00")));
        Assert.Equal(At("2026-10-25T02:15+01:00"), calendar.After(At("2026-10-25T01:00+02:00"), Hours(1.75)));
        Assert.Equal([true, false, true, false], new[] { "2026-10-25T02:10+02:00", "2026-10-25T02:40+02:00", "2026-10-25T02:10+01:00", "2026-10-25T02:40+01:00" }.Select(t => calendar.IsOpen(At(t))));
    }

    [Fact]
    public void The_day_that_Samoa_left_out_has_no_work_time()
    {
        var calendar = WorkCalendar.AroundTheClock(Guid.NewGuid(), "Always", "Pacific/Apia").Checked();
        var fridays = calendar with { Week = [.. calendar.Week.Where(h => h.Day is DayOfWeek.Friday)] };
        var (from, to) = (At("2011-12-29T00:00-10:00"), At("2012-01-01T00:00+14:00"));
        Assert.Equal(Hours(48), calendar.WorkBetween(from, to));
        Assert.Equal(TimeSpan.Zero, fridays.WorkBetween(from, to));
    }

    [Fact]
    public void Nobody_works_on_a_holiday_and_a_yearly_one_comes_back()
    {
        Assert.Equal(At("2026-04-07T09:00+02:00"), Vienna.After(At("2026-04-03T16:00+02:00"), Hours(2)));
        Assert.Equal(Hours(8), Vienna.WorkBetween(At("2027-04-05T00:00+02:00"), At("2027-04-06T00:00+02:00")));
        Assert.Equal(TimeSpan.Zero, Vienna.WorkBetween(At("2030-12-25T00:00+01:00"), At("2030-12-26T00:00+01:00")));
        Assert.Equal(Hours(8), Vienna.WorkBetween(At("2024-12-25T00:00+01:00"), At("2024-12-26T00:00+01:00")));
        Assert.Equal(("Christmas Day", null), (Vienna.HolidayOn(new(2031, 12, 25))?.Name, Vienna.HolidayOn(new(2031, 12, 24))?.Name));
    }

    [Fact]
    public void The_29th_of_February_is_a_day_when_there_is_one_and_a_holiday_then_only()
    {
        var calendar = WorkCalendar.AroundTheClock(Guid.NewGuid(), "Always");
        Assert.Equal((366.0, 365.0), (Year(2028), Year(2027)));
        calendar = calendar with { Holidays = [new(new(2024, 2, 29), "Leap day", Yearly: true)] };
        Assert.Equal((365.0, 365.0), (Year(2028), Year(2027)));

        double Year(int year) => calendar.WorkBetween(At($"{year}-01-01T00:00+00:00"), At($"{year + 1}-01-01T00:00+00:00")).TotalDays;
    }

    [Fact]
    public void A_changed_calendar_reckons_anew()
    {
        Assert.Equal(Hours(8), Vienna.WorkBetween(March(2, 0), March(3, 0)));
        var changed = Vienna with { Holidays = [new(new(2026, 3, 2), "Works outing")] };
        Assert.Equal(TimeSpan.Zero, changed.WorkBetween(March(2, 0), March(3, 0)));
        Assert.NotEqual(Vienna, changed);
        Assert.Equal(Vienna, Vienna with { Week = [.. Vienna.Week], Holidays = [.. Vienna.Holidays] });
    }

    [Fact]
    public void A_target_that_is_never_reached_is_refused_instead_of_sought_for_ever()
    {
        var seldom = Open("UTC", On(DayOfWeek.Monday, 8, 9));
        Assert.Equal("In the calendar “Office” this target is not reached within 10 years. Give the calendar more hours, or make the target shorter.", Refusal(() => seldom.After(March(2, 8), Hours(600))));
        Assert.Null(seldom.AfterOrNever(March(2, 8), Hours(600)));
        Assert.Equal(2034, seldom.After(March(2, 8), Hours(430)).Year);
        Assert.Throws<ArgumentOutOfRangeException>(() => seldom.WorkBetween(March(2, 9), March(2, 8)));
        Assert.Throws<ArgumentOutOfRangeException>(() => seldom.After(March(2, 9), Hours(-1)));
    }

    [Theory]
    [InlineData("Europe/Atlantis")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public void A_zone_that_nobody_knows_is_refused(string zone) =>
        Assert.Equal($"“{zone}” is not a time zone. Choose one by its name, like Europe/Vienna.", Refusal(() => Open(zone, On(DayOfWeek.Monday, 8, 9))));

    [Theory]
    [InlineData(8.0, 8.0, "Monday 08:00–08:00 is empty. Remove it, or give it an end.")]
    [InlineData(17.0, 8.0, "Monday 17:00–08:00 ends before it begins. Hours past midnight are two entries: until 24:00, and from 00:00 on the next day.")]
    [InlineData(22.0, 25.0, "Monday 22:00–25:00 is not within one day. A day goes from 00:00 to 24:00.")]
    [InlineData(8.0, 8.0125, "Monday 08:00–08:00 is not in whole minutes. Leave the seconds out.")]
    [InlineData(11.0, 13.0, "Monday 08:00–12:00 and Monday 11:00–13:00 overlap. Change one of them.")]
    public void Hours_that_make_no_sense_are_refused(double from, double to, string sentence) =>
        Assert.Equal(sentence, Refusal(() => Open("UTC", On(DayOfWeek.Monday, from, to), On(DayOfWeek.Monday, 8, 12))));

    [Fact]
    public void A_week_without_hours_and_too_many_holidays_are_refused()
    {
        Assert.Equal("The calendar has no hours in the week, so no target would ever be reached. Give it at least one.", Refusal(() => Open("UTC")));
        Assert.Equal("The hours stand on no day of the week. Choose one.", Refusal(() => Open("UTC", On((DayOfWeek)7, 8, 9))));
        var holidays = Enumerable.Range(0, 1001).Select(i => new Holiday(new DateOnly(2026, 1, 1).AddDays(i), "Holiday")).ToList();
        Assert.Equal("The calendar has 1,001 holidays; 1,000 is the most. Remove those that have passed.", Refusal(() => (Vienna with { Holidays = holidays }).Checked()));
        Assert.Equal("Holiday is missing. Please fill it in.", Refusal(() => (Vienna with { Holidays = [new(new(2026, 1, 1), " ")] }).Checked()));
    }

    [Fact]
    public void Hours_may_touch_and_are_put_in_order()
    {
        var calendar = Open("UTC", On(DayOfWeek.Monday, 12, 24), On(DayOfWeek.Monday, 0, 12));
        Assert.Equal(["Monday 00:00–12:00", "Monday 12:00–24:00"], calendar.Week.Select(h => h.ToString()));
        Assert.Equal(Hours(24), calendar.WorkBetween(At("2026-03-01T00:00+00:00"), At("2026-03-08T00:00+00:00")));
    }
}
