using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.TimeTracking;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.TimeTracking;

/// <summary>Spans as people type them, what no time can be, corrections that keep what was, and files that run nothing.</summary>
public sealed class DurationTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    [Theory]
    [InlineData("90", 90), InlineData("1:30", 90), InlineData("1h 30m", 90), InlineData("1h30m", 90), InlineData("1h30", 90), InlineData("1.5h", 90), InlineData("1,5 h", 90), InlineData("1 Std 30 Min", 90)]
    [InlineData("45 min", 45), InlineData("45m", 45), InlineData("2h", 120), InlineData("0:05", 5), InlineData(" 24:00 ", 1440), InlineData("-30", -30), InlineData("−1:00", -60), InlineData("0", 0)]
    public void What_people_type_is_understood(string typed, int minutes) => Assert.Equal(minutes, Duration.Read(typed));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("  "), InlineData("soon"), InlineData("1:60"), InlineData("1:5"), InlineData("1:30:00"), InlineData("--5"), InlineData("1.5"), InlineData("h"), InlineData("5 5"), InlineData("9999999999"), InlineData("=1+1"), InlineData("1h 2h")]
    public void What_is_no_span_is_not_guessed(string? typed) => Assert.Null(Duration.Read(typed));

    [Fact]
    public void What_is_shown_is_read_back_as_the_same()
    {
        for (var minutes = 0; minutes <= TimeForm.MostMinutes; minutes++) Assert.Equal(minutes, Duration.Read(Duration.Show(minutes)));
        Assert.Equal((1, 1, 2), (Duration.Minutes(TimeSpan.Zero), Duration.Minutes(TimeSpan.FromMinutes(1)), Duration.Minutes(TimeSpan.FromSeconds(61))));
    }

    [Theory]
    [InlineData(-1, 0, "minutes"), InlineData(0, 0, "minutes"), InlineData(1441, 0, "minutes"), InlineData(60, 1, "day"), InlineData(60, -4000, "day")]
    public void Nothing_less_than_nothing_more_than_a_day_and_tomorrow_are_refused(int minutes, int days, string field)
    {
        var desk = DeskOf("psa");
        var ticket = OpenedBy(Carla, desk);
        var refused = Assert.Throws<RuleViolation>(() => ticket.LogTime(Ana, new TimeForm(minutes, true, Today.AddDays(days)), desk, Today, Monday));
        Assert.Equal(field, refused.Field);
        Assert.Empty(ticket.TimeEntries);
    }

    [Fact]
    public void A_correction_supersedes_and_a_removal_needs_a_reason_and_nothing_is_erased()
    {
        var desk = DeskOf("psa");
        var ticket = OpenedBy(Carla, desk);
        var first = ticket.LogTime(Ana, new TimeForm(90, true, Today, " On site "), desk, Today, Monday);
        Assert.Throws<RuleViolation>(() => ticket.CorrectTime(Ben, first.Id, new TimeForm(60, true, Today), "I know better", Today, Monday));
        Assert.Equal("reason", Assert.Throws<RuleViolation>(() => ticket.CorrectTime(Sam, first.Id, new TimeForm(60, true, Today), " ", Today, Monday)).Field);
        ticket.CorrectTime(Ana, first.Id, new TimeForm(60, false, Today, "On site"), null, Today, Monday.AddHours(1));
        Assert.Throws<RuleViolation>(() => ticket.CorrectTime(Ana, first.Id, new TimeForm(45, false, Today), null, Today, Monday));
        var second = ticket.TimeEntries.Single(e => e.IsCurrent);
        Assert.Equal("reason", Assert.Throws<RuleViolation>(() => ticket.CorrectTime(Ana, second.Id, new TimeForm(0, false, Today), null, Today, Monday)).Field);
        ticket.CorrectTime(Sam, second.Id, new TimeForm(0, false, Today), "Wrong ticket", Today, Monday.AddHours(2));
        Assert.Equal([(1, 90, false, Ana.Id), (2, 60, false, Ana.Id), (3, 0, true, Sam.Id)], ticket.TimeEntries.OrderBy(e => e.Revision).Select(e => (e.Revision, e.Minutes, e.IsCurrent, e.WrittenBy)));
        Assert.All(ticket.TimeEntries, e => Assert.Equal((first.Id, Ana.Id), (e.OriginId, e.PersonId)));
        Assert.Equal("On site", first.Note);
    }

    [Fact]
    public void Only_where_the_desk_writes_down_time_and_only_by_whoever_works()
    {
        var (off, on) = (DeskOf("hosting"), DeskOf("psa"));
        Assert.Throws<RuleViolation>(() => OpenedBy(Carla, off).LogTime(Ana, new TimeForm(5, true, Today), off, Today, Monday));
        foreach (var who in new[] { Kim, Rita, Carla, TheAssistant, VipRule, Actor.System }) Assert.Throws<RuleViolation>(() => OpenedBy(Carla, on).LogTime(who, new TimeForm(5, true, Today), on, Today, Monday));
        var closed = OpenedBy(Carla, on);
        closed.Close(Ana, on, Monday);
        Assert.Equal(5, closed.LogTime(Ana, new TimeForm(5, true, Today), on, Today, Monday).Minutes);
    }

    [Fact]
    public void A_timer_counts_what_ran_and_not_what_was_paused()
    {
        var timer = new WorkTimer(Ana.Id!.Value, Guid.NewGuid(), Monday);
        timer.Pause(Monday.AddMinutes(10));
        timer.Pause(Monday.AddMinutes(12));
        Assert.Equal(TimeSpan.FromMinutes(10), timer.At(Monday.AddHours(5)));
        timer.Resume(Monday.AddMinutes(30));
        timer.Resume(Monday.AddMinutes(33));
        Assert.Equal(TimeSpan.FromMinutes(15), timer.At(Monday.AddMinutes(35)));
        // Two nodes' clocks may differ: it never counts backwards.
        Assert.Equal(TimeSpan.FromMinutes(10), timer.At(Monday));
    }

    [Fact]
    public void Threat_13_a_cell_that_begins_like_a_formula_is_text_and_quotes_commas_and_lines_are_quoted()
    {
        Assert.Equal("'=1+1,'+49,'-5,'@SUM,'\tx,a=b,\r\n", Csv.Line("=1+1", "+49", "-5", "@SUM", "\tx", "a=b", null));
        Assert.Equal("\"say \"\"hi\"\"\",\"a,b\",\"two\nlines\",\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\",\"'\rz\"\r\n", Csv.Line("say \"hi\"", "a,b", "two\nlines", "=HYPERLINK(\"x\",\"y\")", "\rz"));
    }
}
