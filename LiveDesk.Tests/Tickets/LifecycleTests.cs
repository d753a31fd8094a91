using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

public sealed class LifecycleTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  \n ")]
    [InlineData("\0\u0001")]
    [InlineData("\u200B\u200E\u2060")]
    public void On_the_technicians_desk_no_way_leads_to_resolved_without_words(string? text)
    {
        var desk = DeskOf("technician");
        var resolved = desk.StatusNamed("Resolved").Id;
        foreach (var from in new[] { "Open", "In Progress", "Closed" })
        {
            var ticket = OpenedBy(Carla, desk);
            ticket.Bring(from, desk);
            if (from == "Closed") Assert.NotNull(ticket.Resolution);
            else Assert.Equal("resolution", Assert.Throws<RuleViolation>(() => ticket.MoveTo(Ana, resolved, new MoveDetails(text), desk, Monday)).Field);
            if (from != "Closed") Assert.Throws<RuleViolation>(() => ticket.Resolve(Ana, text, desk, Monday));
        }
    }

    [Fact]
    public void A_ticket_closed_without_words_needs_them_to_become_resolved()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        ticket.Close(Ana, desk, Monday);
        Assert.Throws<RuleViolation>(() => ticket.Resolve(Ana, " ", desk, Monday));
        ticket.Resolve(Ana, "A new battery.", desk, Monday);
        Assert.Equal(("Resolved", "A new battery."), (ticket.StatusName(desk), ticket.Resolution!.Text));
    }

    [Fact]
    public void Carla_confirms_and_the_resolution_stays()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        Assert.Throws<RuleViolation>(() => ticket.Confirm(Carla, desk, Monday));
        ticket.Resolve(Ana, "A new battery.", desk, Monday);
        ticket.Confirm(Carla, desk, Monday);
        Assert.Equal(("Closed", "A new battery."), (ticket.StatusName(desk), ticket.Resolution!.Text));
    }

    [Fact]
    public void A_resolution_stays_in_the_thread_when_the_ticket_comes_back()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        ticket.Resolve(Ana, "A new battery.", desk, Monday);
        ticket.TakeMessage(Carla, Says("It beeps again."), desk, Monday.AddDays(40));
        Assert.Equal("In Progress", ticket.StatusName(desk));
        Assert.Null(ticket.Resolution);
        Assert.Contains(ticket.Entries, e => e.Body == "A new battery." && !e.IsPublic);
        Assert.Single(ticket.FactsOf<TicketWasReopened>());
    }

    [Fact]
    public void A_service_providers_ticket_comes_back_inside_24_hours_and_not_later()
    {
        var desk = DeskOf("psa");
        var ticket = OpenedBy(Carla, desk);
        ticket.Resolve(Ana, null, desk, Monday);
        Assert.True(ticket.TakesCustomerMessages(desk, Monday.AddHours(24)));
        Assert.False(ticket.TakesCustomerMessages(desk, Monday.AddHours(24).AddSeconds(1)));
        Assert.Throws<RuleViolation>(() => ticket.TakeMessage(Carla, Says("Again!"), desk, Monday.AddHours(25)));
    }

    [Theory]
    [InlineData("field", "In Progress")]
    [InlineData("suite", "Open")]
    [InlineData("psa", "In Progress")]
    [InlineData("technician", "In Progress")]
    [InlineData("hosting", "Customer Reply")]
    public void Carla_reopens_what_was_closed_inside_the_desks_window_and_not_later(string preset, string becomes)
    {
        var desk = DeskOf(preset);
        desk.Configure(Sam, desk.Settings with { ReopenWindow = TimeSpan.FromDays(3) }, Monday);
        var (soon, late) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        foreach (var ticket in new[] { soon, late }) ticket.Close(Ana, desk, Monday);
        soon.TakeMessage(Carla, Says("It is down again."), desk, Monday.AddDays(3));
        Assert.Equal((becomes, null), (soon.StatusName(desk), soon.ResolvedAt));
        Assert.Single(soon.FactsOf<TicketWasReopened>());
        Assert.False(late.TakesCustomerMessages(desk, Monday.AddDays(3).AddSeconds(1)));
        Assert.Contains("follow-up", Assert.Throws<RuleViolation>(() => late.TakeMessage(Carla, Says("Again!"), desk, Monday.AddDays(4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("field", false)]
    [InlineData("suite", false)]
    [InlineData("technician", false)]
    [InlineData("hosting", true)]
    public void Without_a_window_the_workflow_says_whether_Carla_reopens_what_was_closed(string preset, bool reopens)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        ticket.Close(Ana, desk, Monday);
        Assert.Null(desk.Settings.ReopenWindow);
        Assert.Equal(reopens, ticket.TakesCustomerMessages(desk, Monday.AddDays(40)));
    }

    [Fact]
    public void A_hold_has_a_reason_and_a_day_that_is_still_to_come()
    {
        var desk = DeskOf("field");
        var ticket = OpenedBy(Carla, desk);
        var onHold = desk.StatusNamed("On Hold").Id;
        Assert.Equal("reason", Assert.Throws<RuleViolation>(() => ticket.MoveTo(Ana, onHold, new MoveDetails(HoldReason: "\0"), desk, Monday)).Field);
        Assert.Equal("resumeAt", Assert.Throws<RuleViolation>(() => ticket.MoveTo(Ana, onHold, new MoveDetails(HoldReason: "Part ordered", ResumeAt: Monday), desk, Monday)).Field);
        ticket.PutOnHold(Ana, "Part ordered", Monday.AddDays(2), desk, Monday);
        ticket.PutOnHold(Ben, "Part comes later", Monday.AddDays(9), desk, Monday.AddDays(1));
        Assert.Equal(("Part comes later", Monday.AddDays(9)), (ticket.OnHold!.Reason, ticket.OnHold.ResumeAt));
        ticket.Resume(Ana, desk, Monday.AddDays(3));
        Assert.Equal(("In Progress", null), (ticket.StatusName(desk), ticket.OnHold));
    }

    [Fact]
    public void Ben_is_told_when_Ana_moved_the_ticket_first()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        var seen = ticket.StatusId;
        ticket.MoveTo(Ana, desk.StatusNamed("In Progress").Id, new MoveDetails(SeenStatusId: seen), desk, Monday);
        var told = Assert.Throws<ChangedMeanwhile>(() => ticket.MoveTo(Ben, desk.StatusNamed("Closed").Id, new MoveDetails(SeenStatusId: seen), desk, Monday));
        Assert.Equal((TicketField.Status, desk.StatusNamed("In Progress").Id), (told.Field, told.Theirs));
        ticket.MoveTo(Ben, desk.StatusNamed("In Progress").Id, new MoveDetails(SeenStatusId: seen), desk, Monday);
    }

    [Fact]
    public void An_escalation_names_somebody_and_a_reason_on_an_open_ticket()
    {
        var desk = DeskOf("psa");
        var ticket = OpenedBy(Carla, desk);
        Assert.Throws<RuleViolation>(() => ticket.Escalate(Ana, "Stuck", null, null, desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.Escalate(Ana, " ", Ben.Id, null, desk, Monday));
        ticket.Escalate(Ana, "Stuck for an hour", Ben.Id, null, desk, Monday);
        Assert.Equal("Escalated", ticket.StatusName(desk));
        ticket.Close(Ana, desk, Monday);
        Assert.Throws<RuleViolation>(() => ticket.Escalate(Ana, "Still", Ben.Id, null, desk, Monday));
    }

    [Fact]
    public void A_picture_without_words_is_an_entry()
    {
        var desk = DeskOf("technician");
        var ticket = OpenedBy(Carla, desk);
        Assert.Equal("", ticket.TakeMessage(Carla, new NewEntry("", Attachments: [Guid.NewGuid()]), desk, Monday).Body);
        Assert.Throws<RuleViolation>(() => ticket.TakeMessage(Carla, Says(""), desk, Monday));
    }

    [Fact]
    public void Those_who_lose_sight_of_a_ticket_hear_that_it_moved()
    {
        var desk = DeskOf("hosting");
        var ticket = OpenedBy(Carla, desk);
        var (from, to) = (ticket.DepartmentId, desk.Departments[1].Id);
        ticket.MoveToDepartment(Ana, to, desk, Monday);
        Assert.Equal([from, to], ticket.FactsOf<TicketChangedDepartment>().Single().Where.Departments);
        Assert.Equal([to], ticket.Place.Departments);
    }
}
