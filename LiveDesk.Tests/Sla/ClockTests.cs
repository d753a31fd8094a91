using System.Text.Json;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Sla;

public sealed class ClockTests
{
    private static readonly SlaClock Response = SlaClock.Started(SlaKind.Response, March(2, 10), Promise, Vienna);
    private static readonly SlaClock Resolution = SlaClock.Started(SlaKind.Resolution, March(2, 10), Promise, Vienna);
    private static readonly SlaClock NextResponse = SlaClock.Started(SlaKind.NextResponse, March(2, 10), Promise, Vienna);

    [Fact]
    public void Carla_is_on_track_then_at_risk_from_80_percent_then_breached_from_the_due_moment()
    {
        Assert.Equal((March(2, 15), March(2, 14, 12)), (Response.DueAt, Response.AtRiskAt(March(2, 10))));
        Assert.Equal([SlaState.OnTrack, SlaState.AtRisk, SlaState.AtRisk, SlaState.Breached],
            new[] { March(2, 14, 11), March(2, 14, 12), March(2, 14, 59), March(2, 15) }.Select(Response.StateAt));
        Assert.Equal((Hours(2), Hours(2), Hours(-1)), (Response.Used(March(2, 12, 30)), Response.Remaining(March(2, 12, 30)), Response.Remaining(March(2, 16))));
        Assert.Null(Response.AtRiskAt(March(2, 14, 12)));
        Assert.Equal((March(2, 15), null), (Response.BreachedAt(March(2, 15)), Response.BreachedAt(March(2, 14, 59))));
    }

    [Fact]
    public void Ana_answers_in_time_and_it_stays_met()
    {
        var met = Response.Met(March(2, 14, 59));
        Assert.Equal((SlaState.Met, SlaOutcome.Met, TimeSpan.FromMinutes(239)), (met.StateAt(March(30, 9)), met.Finish!.Outcome, met.Used(March(30, 9))));
        Assert.Equal((null, null, null, false), (met.DueAt, met.AtRiskAt(March(2, 10)), met.BreachedAt(March(30, 9)), met.IsRunning));
        Assert.Equal(SlaState.AtRisk, met.StateAt(March(2, 14, 30)));
    }

    [Fact]
    public void Ben_answers_too_late_and_it_stays_breached()
    {
        var late = Response.Met(March(2, 15));
        Assert.Equal((SlaState.Breached, SlaOutcome.MetLate, March(2, 15)), (late.StateAt(March(3, 9)), late.Finish!.Outcome, late.BreachedAt(March(3, 9))));
    }

    [Fact]
    public void A_target_that_ends_at_closing_time_is_breached_at_closing_time()
    {
        var clock = SlaClock.Started(SlaKind.Response, March(2, 13), Promise, Vienna);
        Assert.Equal(March(2, 17), clock.DueAt);
        Assert.Equal((SlaState.AtRisk, SlaState.Breached), (clock.StateAt(March(2, 16, 59)), clock.StateAt(March(2, 17))));
        Assert.Equal(SlaOutcome.MetLate, clock.Met(March(2, 20)).Finish!.Outcome);
    }

    [Fact]
    public void A_pause_over_the_weekend_costs_nothing()
    {
        var paused = Resolution.Paused(March(2, 16), "Waiting on Customer");
        Assert.Equal((true, false), (paused.IsPaused, paused.IsRunning));
        Assert.Equal((null, null, SlaState.OnTrack), (paused.DueAt, paused.AtRiskAt(March(2, 10)), paused.StateAt(March(9, 9))));
        Assert.Equal((Hours(5), Hours(5)), (paused.Used(March(2, 16)), paused.Used(March(31, 9))));
        var resumed = paused.Resumed(March(9, 9));
        Assert.Equal((March(10, 12), Hours(6)), (resumed.DueAt, resumed.Used(March(9, 10))));
        Assert.Equal(
            [new(March(2, 10), March(2, 16), true), new(March(2, 16), March(9, 9), false, "Waiting on Customer"), new(March(9, 9), null, true)], resumed.Segments);
        Assert.Equal([Hours(5), TimeSpan.Zero, Hours(1)], resumed.Segments.Select(s => resumed.UsedIn(s, March(9, 10))));
    }

    [Fact]
    public void Segments_without_length_vanish_and_those_alike_become_one()
    {
        var clock = Resolution.Paused(March(2, 11), "Waiting").Resumed(March(2, 11));
        Assert.Equal([new SlaSegment(March(2, 10), null, true)], clock.Segments);
        Assert.Equal(March(2, 11), clock.LastChangeAt);
        clock = Resolution.Paused(March(2, 10), "Waiting").Paused(March(2, 11), "Waiting").Paused(March(2, 12), "On Hold");
        Assert.Equal([new(March(2, 10), March(2, 12), false, "Waiting"), new SlaSegment(March(2, 12), null, false, "On Hold")], clock.Segments);
        Assert.Empty(Resolution.Met(March(2, 10)).Segments);
    }

    [Fact]
    public void Each_warning_is_due_once_until_it_is_marked_as_told()
    {
        Assert.Empty(Response.DueWarnings(March(2, 14, 11)));
        Assert.Equal(March(2, 14, 12), Response.NextWarningAt);
        foreach (var asked in new[] { March(2, 14, 12), March(2, 14, 30) }) Assert.Equal([SlaWarning.AtRisk], Response.DueWarnings(asked));
        var told = Response.MarkTold(SlaWarning.AtRisk);
        Assert.Empty(told.DueWarnings(March(2, 14, 59)));
        Assert.Equal(March(2, 15), told.NextWarningAt);
        Assert.Equal([SlaWarning.Breached], told.DueWarnings(March(2, 15)));
        told = told.MarkTold(SlaWarning.Breached).MarkTold(SlaWarning.Breached);
        Assert.Empty(told.DueWarnings(March(3, 9)));
        Assert.Null(told.NextWarningAt);
    }

    [Fact]
    public void After_a_night_without_a_server_only_the_breach_is_told()
    {
        Assert.Equal([SlaWarning.Breached], Response.DueWarnings(March(3, 9)));
        Assert.Empty(Response.MarkTold(SlaWarning.Breached).DueWarnings(March(3, 9)));
        Assert.Empty(Response.Met(March(3, 8)).DueWarnings(March(3, 9)));
        Assert.Null(Response.Met(March(3, 8)).NextWarningAt);
    }

    [Fact]
    public void A_paused_clock_warns_of_what_was_reached_and_of_nothing_else()
    {
        Assert.Null(Response.Paused(March(2, 11), "Waiting").NextWarningAt);
        Assert.Equal([SlaWarning.AtRisk], Response.Paused(March(2, 14, 30), "Waiting").DueWarnings(March(9, 9)));
    }

    [Fact]
    public void Carla_writes_again_and_the_next_response_is_promised_anew()
    {
        var again = NextResponse.MarkTold(SlaWarning.AtRisk).Met(March(2, 11)).StartedAgain(March(3, 9), Promise, Vienna);
        Assert.Equal((March(3, 11), TimeSpan.Zero, March(3, 9)), (again.DueAt, again.Used(March(3, 9)), again.StartedAt));
        Assert.Equal([SlaWarning.AtRisk], again.DueWarnings(March(3, 10, 36)));
        var earlier = Assert.Single(again.Earlier);
        Assert.Equal((March(2, 10), SlaOutcome.Met, Hours(1)), (earlier.StartedAt, earlier.Finish.Outcome, earlier.Finish.Used));
        Assert.Equal(2, again.Met(March(3, 12)).StartedAgain(March(4, 9), Promise, Vienna).Earlier.Count);
    }

    [Fact]
    public void A_resolved_ticket_that_comes_back_goes_on_where_it_was()
    {
        var reopened = Resolution.Met(March(2, 15)).Reopened(March(5, 9), "Resolved");
        Assert.Equal((Hours(4), March(6, 14)), (reopened.Used(March(5, 9)), reopened.DueAt));
        Assert.Equal((false, "Resolved"), (reopened.Segments[1].Running, reopened.Segments[1].Why));
        var spam = Response.Cancelled(March(2, 11));
        Assert.Equal((SlaState.Cancelled, null), (spam.StateAt(March(9, 9)), spam.NextWarningAt));
        Assert.Equal(Hours(1), spam.Reopened(March(5, 9), "It was no spam").Used(March(5, 9)));
    }

    [Fact]
    public void A_higher_priority_measures_the_whole_history_by_the_new_policy_and_writes_it_down()
    {
        var urgent = Promise with { Id = Guid.NewGuid(), Name = "Urgent", Resolution = Hours(6) };
        var clock = Resolution.Paused(March(2, 11), "Waiting").Resumed(March(2, 14)).Recalculated(March(2, 15), urgent, Vienna, "Priority Urgent");
        Assert.Equal((Hours(2), March(3, 10), 3), (clock.Used(March(2, 15)), clock.DueAt, clock.Segments.Count));
        var record = Assert.Single(clock.Recalculations);
        Assert.Equal((March(2, 15), "Everybody", "Urgent", Hours(16), Hours(6), "Priority Urgent"), (record.At, record.Before.PolicyName, record.After.PolicyName, record.Before.Target, record.After.Target, record.Why));
    }

    [Fact]
    public void A_new_holiday_moves_what_is_due()
    {
        var outing = Vienna with { Holidays = [new(new(2026, 3, 3), "Works outing")] };
        Assert.Equal((March(4, 10), March(5, 10)), (Resolution.DueAt, Resolution.Recalculated(March(2, 11), Promise, outing, "Calendar").DueAt));
    }

    [Fact]
    public void A_warning_that_a_longer_target_takes_back_is_given_again_when_it_comes_true()
    {
        var told = Response.MarkTold(SlaWarning.Breached);
        var longer = told.Recalculated(March(2, 15), Promise with { Response = Hours(8) }, Vienna, "Priority Low");
        Assert.Empty(longer.Told);
        Assert.Equal([SlaWarning.AtRisk], longer.DueWarnings(March(3, 9)));
        Assert.Equal([SlaWarning.AtRisk, SlaWarning.Breached], told.Recalculated(March(2, 15), Promise with { Response = Hours(3) }, Vienna, "Priority High").Told);
    }

    [Theory]
    [InlineData(ResponseStop.Acknowledged, true, false)]
    [InlineData(ResponseStop.FirstReply, false, true)]
    [InlineData(ResponseStop.Either, true, true)]
    public void The_policy_says_what_stops_the_response_clock(ResponseStop stop, bool byAcknowledging, bool byReply)
    {
        var clock = SlaClock.Started(SlaKind.Response, March(2, 10), Promise with { ResponseStopsAt = stop }, Vienna);
        Assert.Equal((byAcknowledging, byReply), (clock.IsMetBy(ResponseStop.Acknowledged), clock.IsMetBy(ResponseStop.FirstReply)));
        Assert.Equal((false, true), (NextResponse.IsMetBy(ResponseStop.Acknowledged), NextResponse.IsMetBy(ResponseStop.FirstReply)));
        Assert.False(Resolution.IsMetBy(ResponseStop.FirstReply));
    }

    [Fact]
    public void What_cannot_happen_to_a_clock_is_refused()
    {
        var (paused, met) = (Resolution.Paused(March(2, 11), "Waiting"), Response.Met(March(2, 11)));
        Assert.Equal("A clock does not go back: 2026-03-02 09:59:00Z is before its last change at 2026-03-02 10:00:00Z.", Refusal(() => paused.Resumed(March(2, 10, 59))));
        Assert.Equal("The clock already runs, so there is nothing to resume.", Refusal(() => Response.Resumed(March(2, 11))));
        Assert.Equal("Reason of the pause is missing. Please fill it in.", Refusal(() => Response.Paused(March(2, 11), " ")));
        foreach (var late in new Action[] { () => met.Paused(March(3, 9), "x"), () => met.Resumed(March(3, 9)), () => met.Met(March(3, 9)), () => met.Cancelled(March(3, 9)), () => met.Recalculated(March(3, 9), Promise, Vienna, "x") })
            Assert.Equal("The clock is finished. What was judged stays as it is.", Refusal(late));
        Assert.Equal("Only the clock for the next response starts again. Reopen the ticket instead.", Refusal(() => met.StartedAgain(March(3, 9), Promise, Vienna)));
        Assert.Equal("The clock for the next response still goes: the customer waits since the first unanswered message.", Refusal(() => NextResponse.StartedAgain(March(3, 9), Promise, Vienna)));
        Assert.Equal("The clock still goes, so there is nothing to reopen.", Refusal(() => paused.Reopened(March(3, 9), "x")));
        Assert.Equal("A customer who was answered stays answered. This clock cannot be reopened.", Refusal(() => met.Reopened(March(3, 9), "x")));
    }

    [Fact]
    public void A_policy_that_promises_nothing_of_the_kind_starts_no_clock()
    {
        foreach (var (kind, words) in new[] { (SlaKind.Response, "the first response"), (SlaKind.NextResponse, "the next response"), (SlaKind.Resolution, "the resolution") })
        {
            var nothing = Promise with { Response = null, NextResponse = null, Resolution = null };
            Assert.Equal($"The policy “Everybody” has no target for {words}. Give it one, or choose another policy.", Refusal(() => SlaClock.Started(kind, March(2, 10), nothing, Vienna)));
        }
        Assert.Throws<ArgumentException>(() => SlaClock.Started(SlaKind.Response, March(2, 10), Promise with { CalendarId = Guid.NewGuid() }, Vienna));
    }

    [Fact]
    public void A_clock_in_a_calendar_that_never_gets_there_is_never_due()
    {
        var clock = SlaClock.Started(SlaKind.Resolution, March(2, 10), Promise with { Resolution = Hours(600) }, Open("UTC", On(DayOfWeek.Monday, 8, 9)));
        Assert.Equal((null, null, SlaState.OnTrack), (clock.DueAt, clock.BreachedAt(March(30, 9)), clock.StateAt(March(30, 9))));
    }

    [Fact]
    public void A_clock_that_was_stored_goes_on_as_if_nothing_had_been()
    {
        var clock = NextResponse.Met(March(2, 11)).StartedAgain(March(3, 9), Promise, Vienna).MarkTold(SlaWarning.AtRisk)
            .Recalculated(March(3, 10), Promise, Vienna, "Calendar").Paused(March(3, 10), "Waiting").Resumed(March(3, 14));
        var json = JsonSerializer.Serialize(SlaRecord.Of(clock));
        var back = JsonSerializer.Deserialize<SlaRecord>(json)!.In(Vienna);
        Assert.Equal(json, JsonSerializer.Serialize(SlaRecord.Of(back)));
        Assert.Equal((clock.DueAt, clock.Used(March(3, 15)), clock.Calendar), (back.DueAt, back.Used(March(3, 15)), back.Calendar));
        Assert.Equal(clock.Segments, back.Segments);
    }
}
