using LiveDesk.Domain;
using LiveDesk.Domain.Sla;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Sla;

public sealed class HolidayTests
{
    [Fact]
    public void Sam_reads_the_holidays_of_a_published_file()
    {
        const string file = """
            BEGIN:VCALENDAR
            VERSION:2.0
            BEGIN:VTIMEZONE
            TZID:Europe/Vienna
            BEGIN:STANDARD
            DTSTART:19701025T030000
            RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
            END:STANDARD
            END:VTIMEZONE
            BEGIN:VEVENT
            DTSTART;VALUE=DATE:20251225
            DTEND;VALUE=DATE:20251227
            RRULE:FREQ=YEARLY
            SUMMARY;LANGUAGE=en;ALTREP="http://example.com/a:b":Christmas\, both
              days
            BEGIN:VALARM
            SUMMARY:Buy a tree
            END:VALARM
            END:VEVENT

            BEGIN:VEVENT
            SUMMARY:Easter Monday
            DTSTART;TZID=Europe/Vienna:20260406T000000
            DTEND;TZID=Europe/Vienna:20260407T000000
            END:VEVENT
            begin:vevent
            summary:Stocktaking\nuntil noon \\ \;
            dtstart:20260105T080000Z
            dtend:20260106T120000Z
            end:vevent
            BEGIN:VEVENT
            SUMMARY:Works outing
            DTSTART:20260701
            STATUS:CANCELLED
            END:VEVENT
            END:VCALENDAR
            """;
        Assert.Equal(
        [
            new(new(2025, 12, 25), "Christmas, both days", Yearly: true), new(new(2025, 12, 26), "Christmas, both days", Yearly: true),
            new(new(2026, 1, 5), "Stocktaking until noon \\ ;"), new(new(2026, 1, 6), "Stocktaking until noon \\ ;"),
            new(new(2026, 4, 6), "Easter Monday"),
        ], Holidays.ReadICalendar(file));
        Assert.Equal(Holidays.ReadICalendar(file), Holidays.ReadICalendar("\uFEFF" + file.ReplaceLineEndings("\r\n") + "\r\n"));
    }

    [Theory]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=2;BYMONTHDAY=28;WKST=MO", "2026-02-28 yearly")]
    [InlineData("RRULE:FREQ=YEARLY;COUNT=2", "2026-02-28, 2027-02-28")]
    [InlineData("RRULE:FREQ=YEARLY;UNTIL=20280227T235959Z", "2026-02-28, 2027-02-28")]
    [InlineData("DURATION:P3D", "2026-02-28, 2026-03-01, 2026-03-02")]
    [InlineData("DTEND:20260228", "2026-02-28")]
    [InlineData("TRANSP:OPAQUE", "2026-02-28")]
    public void Rules_and_lengths_become_days(string line, string days) =>
        Assert.Equal(days, string.Join(", ", Holidays.ReadICalendar(Event("DTSTART:20260228", "SUMMARY:Day", line)).Select(h => $"{h.Date:yyyy-MM-dd}{(h.Yearly ? " yearly" : "")}")));

    [Fact]
    public void A_leap_day_that_is_counted_comes_in_leap_years() =>
        Assert.Equal([new(2024, 2, 29), new(2028, 2, 29), new(2032, 2, 29)], Holidays.ReadICalendar(Event("DTSTART:20240229", "SUMMARY:Leap day", "RRULE:FREQ=YEARLY;COUNT=3")).Select(h => h.Date));

    [Theory]
    [InlineData("RRULE:FREQ=WEEKLY", "Line 5: The rule “FREQ=WEEKLY” is not understood, only FREQ=YEARLY is. Write these days as events of their own.")]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTH=2;BYDAY=4TH", "Line 5: “BYDAY=4TH” in the rule is not understood. Write these days as events of their own.")]
    [InlineData("RRULE:FREQ=YEARLY;INTERVAL=2", "Line 5: “INTERVAL=2” in the rule is not understood. Write these days as events of their own.")]
    [InlineData("RRULE:FREQ=YEARLY;BYMONTHDAY=28", "Line 5: “BYMONTHDAY=28” in the rule is not understood. Write these days as events of their own.")]
    [InlineData("RRULE:FREQ", "Line 5: “FREQ” in the rule cannot be read. It looks like FREQ=YEARLY.")]
    [InlineData("EXDATE:20270228", "Line 5: EXDATE is not understood. Write these days as events of their own.")]
    [InlineData("DTSTART:20260301", "Line 5: The event has a second DTSTART. Remove one.")]
    [InlineData("DTEND:20260227", "Line 5: The event ends before it begins on line 3.")]
    [InlineData("DTEND:20260230", "Line 5: “20260230” is not a day. It looks like 20261224.")]
    [InlineData("DTEND:tomorrow", "Line 5: “tomorrow” is not a day. It looks like 20261224.")]
    [InlineData("DTEND:22010101", "Line 5: “22010101” is not a day. It looks like 20261224.")]
    [InlineData("DTEND:21000101", "Line 3: The event is 26,970 days long; 1,000 is the most. Check its end.")]
    [InlineData("DURATION:PT3H", "Line 5: “PT3H” is not a number of days. It looks like P3D.")]
    [InlineData("Easter", "Line 5: “Easter” is not a property. It looks like SUMMARY:Christmas Day.")]
    [InlineData("BEGIN:VEVENT", "Line 5: An event begins inside another one. END:VEVENT is missing before it.")]
    [InlineData("END:VALARM", "Line 5: END:VALARM ends what did not begin.")]
    public void What_cannot_be_read_is_refused_with_its_line(string line, string sentence)
    {
        var refused = Assert.Throws<RuleViolation>(() => Holidays.ReadICalendar(Event("DTSTART:20260228", "SUMMARY:Day", line)));
        Assert.Equal((sentence, "holidays"), (refused.Message, refused.Field));
    }

    [Theory]
    [InlineData("", "Line 1: This is not an iCalendar file. It begins with BEGIN:VCALENDAR.")]
    [InlineData("<html>", "Line 1: “<html>” is not a property. It looks like SUMMARY:Christmas Day.")]
    [InlineData("\n\nSUMMARY:Day", "Line 3: This is not an iCalendar file. It begins with BEGIN:VCALENDAR.")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260228", "Line 3: The file ends too early: END:VEVENT is missing. Fetch it again.")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Day\nEND:VEVENT\nEND:VCALENDAR", "Line 2: The event has no DTSTART, so it is on no day.")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260228\nEND:VEVENT\nEND:VCALENDAR", "Line 2: The event has no SUMMARY. A holiday needs a name.")]
    public void A_file_that_is_none_is_refused(string file, string sentence) => Assert.Equal(sentence, Refusal(() => Holidays.ReadICalendar(file)));

    [Fact]
    public void A_file_without_events_has_no_holidays() => Assert.Empty(Holidays.ReadICalendar("BEGIN:VCALENDAR\nEND:VCALENDAR"));

    [Fact]
    public void Too_much_is_refused()
    {
        Assert.Equal("The file is larger than 1 MB. Holidays of a few years need far less; choose another file.", Refusal(() => Holidays.ReadICalendar(new string('é', 600_000))));
        var thousand = Event("DTSTART:20260101", "SUMMARY:Day", "DURATION:P1000D");
        Assert.Equal(1000, Holidays.ReadICalendar(thousand).Count);
        Assert.Equal("Line 10: The file has more than 1,000 days. Choose one with fewer years.", Refusal(() => Holidays.ReadICalendar(thousand + "\n" + Event("DTSTART:20300101", "SUMMARY:Day"))));
        Assert.Equal("Line 4: The name is 121 characters long; 120 is the most. Please shorten it.", Refusal(() => Holidays.ReadICalendar(Event("DTSTART:20260101", "SUMMARY:" + new string('x', 121)))));
    }

    [Fact]
    public void What_was_read_closes_the_office()
    {
        var calendar = (Vienna with { Holidays = Holidays.ReadICalendar(Event("DTSTART:20260302", "SUMMARY:Works outing")) }).Checked();
        Assert.Equal(March(3, 9), calendar.After(March(2, 8), Hours(1)));
    }

    private static string Event(params string[] lines) => $"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{string.Join('\n', lines)}\nEND:VEVENT\nEND:VCALENDAR";
}
