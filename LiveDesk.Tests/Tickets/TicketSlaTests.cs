using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Tickets;

/// <summary>How a ticket's clocks follow from what happens to it. Monday is the 2nd of March 2026, ten o'clock in Vienna.</summary>
public sealed class TicketSlaTests
{
    [Fact]
    public void Anas_answer_stops_the_first_clock_and_waiting_for_Carla_pauses_the_last()
    {
        var desk = DeskWith(Promise);
        var ticket = OpenedBy(Carla, desk);
        Assert.Equal([SlaKind.Response, SlaKind.Resolution], ticket.Clocks.Select(c => c.Kind));
        // Two hours until noon, two after lunch.
        Assert.Equal((SlaKind.Response, March(2, 15)), (ticket.Sla!.Kind, ticket.Sla.DueAt!.Value));

        ticket.Answer(Ana, Says("Which router is it?"), desk, March(2, 11));
        Assert.Equal(SlaOutcome.Met, Clock(ticket, SlaKind.Response, desk).Finish!.Outcome);
        Assert.Equal((SlaKind.Resolution, true, Hours(15)), (ticket.Sla!.Kind, ticket.Sla.IsPaused, ticket.Sla.PausedLeft!.Value));
        Assert.Equal("Waiting on Customer", Clock(ticket, SlaKind.Resolution, desk).Segments[^1].Why);

        ticket.TakeMessage(Carla, Says("The grey one."), desk, March(3, 9));
        Assert.Equal((SlaKind.NextResponse, March(3, 11)), (ticket.Sla!.Kind, ticket.Sla.DueAt!.Value));
        Assert.Equal(Hours(1), Clock(ticket, SlaKind.Resolution, desk).Used(March(3, 9)));

        ticket.Answer(Ben, Says("Restart it."), desk, March(3, 11, 30));
        Assert.Equal(SlaOutcome.MetLate, Clock(ticket, SlaKind.NextResponse, desk).Finish!.Outcome);
        ticket.TakeMessage(Carla, Says("It works."), desk, March(3, 14));
        Assert.Single(Clock(ticket, SlaKind.NextResponse, desk).Earlier);

        ticket.Resolve(Ben, null, desk, March(3, 15));
        var resolution = Clock(ticket, SlaKind.Resolution, desk);
        Assert.Equal((SlaOutcome.Met, Hours(4.5)), (resolution.Finish!.Outcome, resolution.Finish.Used));
        Assert.Equal(SlaOutcome.Cancelled, Clock(ticket, SlaKind.NextResponse, desk).Finish!.Outcome);
        Assert.Equal((SlaOutcome.Met, null), (ticket.Sla!.Outcome, ticket.NextWarningAt));
    }

    [Theory]
    [InlineData(ResponseStop.Acknowledged, true, false)]
    [InlineData(ResponseStop.FirstReply, false, true)]
    [InlineData(ResponseStop.Either, true, true)]
    public void What_stops_the_first_clock_is_the_policys_choice(ResponseStop stop, bool byAcknowledging, bool byAnswering)
    {
        var desk = DeskWith(Promise with { ResponseStopsAt = stop });
        var (seen, answered) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        seen.Acknowledge(Ana, desk, March(2, 11));
        answered.Answer(Ana, Says("We look into it."), desk, March(2, 11));
        Assert.Equal(byAcknowledging, Clock(seen, SlaKind.Response, desk).Finish is not null);
        Assert.Equal(byAnswering, Clock(answered, SlaKind.Response, desk).Finish is not null);
    }

    [Fact]
    public void A_ticket_that_comes_back_counts_on_from_where_it_ended()
    {
        var desk = DeskWith(Promise);
        var ticket = OpenedBy(Carla, desk);
        ticket.Resolve(Ana, "A new cable.", desk, March(2, 12));
        ticket.Reopen(Ben, desk, March(2, 16));
        var resolution = Clock(ticket, SlaKind.Resolution, desk);
        Assert.Equal(Hours(2), resolution.Used(March(2, 16)));
        Assert.Equal([true, false, true], resolution.Segments.Select(s => s.Running));
        Assert.Equal(Ticket.PausedByEnd, resolution.Segments[1].Why);
        // Nobody had answered Carla in words: that counts again, too.
        Assert.Null(Clock(ticket, SlaKind.Response, desk).Finish);
    }

    [Fact]
    public void Closing_a_ticket_that_was_never_answered_does_not_hide_that_it_was_too_late()
    {
        var desk = DeskWith(Promise);
        var (early, late) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        early.Close(Ana, desk, March(2, 14));
        late.Close(Ana, desk, March(2, 16));
        Assert.Equal(SlaOutcome.Cancelled, Clock(early, SlaKind.Response, desk).Finish!.Outcome);
        Assert.Equal((SlaOutcome.MetLate, SlaState.Breached), (Clock(late, SlaKind.Response, desk).Finish!.Outcome, late.Sla!.StateAt(March(2, 17))));
    }

    [Fact]
    public void A_raised_priority_is_measured_from_the_beginning_by_its_own_policy_and_the_change_is_kept()
    {
        var desk = DeskWith(For("Pressing", 0, Priority.High) with { Response = Hours(1) }, Promise);
        var ticket = OpenedBy(Carla, desk);
        ticket.Prioritise(Ana, Priority.High, null, desk, March(2, 10, 30));
        var response = Clock(ticket, SlaKind.Response, desk);
        Assert.Equal((March(2, 11), "Pressing"), (response.DueAt!.Value, response.Terms.PolicyName));
        Assert.Equal(("Everybody", "Pressing"), (response.Recalculations[0].Before.PolicyName, response.Recalculations[0].After.PolicyName));
        ticket.Prioritise(Ben, Priority.Low, null, desk, March(2, 10, 40));
        Assert.Equal((March(2, 15), 2), (ticket.Sla!.DueAt!.Value, Clock(ticket, SlaKind.Response, desk).Recalculations.Count));
    }

    [Fact]
    public void Spam_and_what_was_merged_away_is_not_measured_and_counts_again_when_it_is_brought_back()
    {
        var desk = DeskWith(Promise);
        var (spam, first, second) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        spam.PutAside(Ana, isSpam: true, desk, March(2, 11));
        first.MergeInto(Ana, second, desk, March(2, 11));
        foreach (var ticket in new[] { spam, first })
        {
            Assert.All(ticket.ClocksIn(desk), c => Assert.Equal(SlaOutcome.Cancelled, c.Finish!.Outcome));
            Assert.Equal((null, null), (ticket.Sla, ticket.NextWarningAt));
        }
        spam.BringBack(Ana, desk, March(3, 9));
        Assert.Equal((March(3, 12), Ticket.PausedUncounted), (spam.Sla!.DueAt!.Value, Clock(spam, SlaKind.Response, desk).Segments[1].Why));
    }

    [Fact]
    public void Nobody_is_late_with_spam_and_what_was_none_is_as_late_as_it_was()
    {
        var desk = DeskWith(Promise);
        var ticket = OpenedBy(Carla, desk);
        ticket.PutAside(Ana, isSpam: true, desk, March(2, 16));
        Assert.All(ticket.ClocksIn(desk), c => Assert.Equal(SlaOutcome.Cancelled, c.Finish!.Outcome));
        ticket.BringBack(Ana, desk, March(3, 9));
        Assert.Equal((SlaState.Breached, Hours(5)), (Clock(ticket, SlaKind.Response, desk).StateAt(March(3, 9)), Clock(ticket, SlaKind.Response, desk).Used(March(3, 9))));
    }

    [Fact]
    public void Ana_is_warned_of_each_thing_once_and_a_warning_is_no_activity()
    {
        var desk = DeskWith(Promise with { Resolution = null });
        var ticket = OpenedBy(Carla, desk);
        Assert.Equal(March(2, 14, 12), ticket.NextWarningAt);
        ticket.ForgetFacts();
        ticket.LetTimePass(desk, March(2, 14, 11));
        Assert.Empty(ticket.Facts);
        var version = ticket.Version;
        foreach (var minute in new[] { 12, 13 }) ticket.LetTimePass(desk, March(2, 14, minute));
        Assert.Equal(new TargetIsAtRisk(ticket.Id, ticket.Place, SlaKind.Response, March(2, 15)), Assert.Single(ticket.Facts).Fact);
        Assert.Equal(March(2, 15), ticket.NextWarningAt);
        foreach (var hour in new[] { 15, 16 }) ticket.LetTimePass(desk, March(2, hour));
        Assert.Single(ticket.FactsOf<TargetWasBreached>());
        Assert.Equal((null, Monday, version + 2), (ticket.NextWarningAt, ticket.LastActivityAt, ticket.Version));
    }

    [Fact]
    public void What_was_answered_in_the_chat_is_not_asked_for_again()
    {
        var desk = DeskWith(Promise);
        var ticket = Ticket.Open(Request(desk) with { Channel = Channel.Chat, AnsweredAt = Monday }, desk, Actor.System, March(2, 11));
        Assert.Equal([SlaKind.Resolution], ticket.Clocks.Select(c => c.Kind));
    }

    [Fact]
    public void A_policy_that_is_taken_away_measures_no_more_and_a_new_one_begins_when_it_comes()
    {
        var desk = DeskWith(Promise);
        var ticket = OpenedBy(Carla, desk);
        desk.RemovePolicy(Sam, desk.SlaPolicies[0].Id, March(2, 11));
        ticket.Settle(desk, March(2, 11));
        Assert.Null(ticket.Sla);
        desk.KeepPolicy(Sam, Promise with { Id = Guid.NewGuid(), NextResponse = null }, null, March(2, 12));
        ticket.Settle(desk, March(2, 13));
        Assert.Equal(Hours(1), Clock(ticket, SlaKind.Response, desk).Used(March(2, 13)));
        Assert.Equal(March(2, 16), ticket.Sla!.DueAt);
    }

    private static Desk DeskWith(params SlaPolicy[] policies)
    {
        var desk = DeskOf("psa");
        foreach (var policy in desk.SlaPolicies.ToList()) desk.RemovePolicy(Sam, policy.Id, Monday);
        desk.KeepCalendar(Sam, Vienna, null, Monday);
        foreach (var policy in policies) desk.KeepPolicy(Sam, policy, null, Monday);
        return desk;
    }

    private static SlaClock Clock(Ticket ticket, SlaKind kind, Desk desk) => ticket.ClocksIn(desk).Single(c => c.Kind == kind);
}
