using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

/// <summary>Whether a desk asks how a ticket was solved: off, optional or required, on every way to where its tickets are resolved.</summary>
public sealed class ResolutionTextTests
{
    [Theory]
    [InlineData("field", "Resolved", "Closed")]
    [InlineData("suite", "Closed", null)]
    [InlineData("hosting", "Closed", null)]
    public void Where_tickets_are_resolved_it_is_asked_and_nowhere_else(string preset, string resolves, string? elsewhere)
    {
        var desk = DeskOf(preset);
        foreach (var setting in Enum.GetValues<ResolutionText>())
        {
            desk.Configure(Sam, desk.Settings with { ResolutionText = setting }, Monday);
            Assert.Equal(setting, desk.AsksResolution(desk.StatusNamed(resolves)));
            if (elsewhere is not null) Assert.Equal(ResolutionText.Off, desk.AsksResolution(desk.StatusNamed(elsewhere)));
            Assert.Equal(ResolutionText.Off, desk.AsksResolution(desk.FirstOf(StatusCategory.Active)!));
        }
    }

    [Fact]
    public void Required_holds_for_a_desk_that_closes_what_it_resolves_on_every_way()
    {
        var desk = DeskOf("suite");
        desk.Configure(Sam, desk.Settings with { ResolutionText = ResolutionText.Required }, Monday);
        var (ticket, closed) = (OpenedBy(Carla, desk), desk.StatusNamed("Closed"));
        Assert.Equal(MoveAnswer.NeedsResolution, desk.MayMove(ticket.StatusId, closed.Id, hasResolution: false).Answer);
        foreach (var way in new Action[] { () => ticket.Resolve(Ana, " ", desk, Monday), () => ticket.Close(Ana, desk, Monday), () => ticket.MoveTo(Ana, closed.Id, new MoveDetails(), desk, Monday), () => new BulkChange(BulkKind.Status, closed.Id).Checked(desk) })
            Assert.Equal("resolution", Assert.Throws<RuleViolation>(way).Field);
        ticket.Resolve(Ana, "A new battery.", desk, Monday);
        Assert.Equal(("Closed", "A new battery."), (ticket.StatusName(desk), ticket.Resolution!.Text));
    }

    [Fact]
    public void A_status_insists_by_itself_where_the_desk_does_not_ask()
    {
        var desk = DeskOf("field");
        desk.Configure(Sam, desk.Settings with { ResolutionText = ResolutionText.Off }, Monday);
        var status = desk.StatusNamed("Resolved");
        desk.ChangeStatus(Sam, status.Id, status.Form with { Flags = StatusFlags.RequiresResolution }, Monday);
        Assert.Equal(ResolutionText.Required, desk.AsksResolution(status));
    }

    [Fact]
    public void A_desk_in_which_an_event_resolves_by_itself_cannot_begin_to_require_it()
    {
        var desk = DeskOf("field");
        desk.AnswerEvent(Sam, TicketEvent.ChatEnded, new Dictionary<StatusCategory, Guid?> { [StatusCategory.Active] = desk.StatusNamed("Resolved").Id }, Monday);
        Assert.Contains("needs a resolution that somebody writes", Assert.Throws<RuleViolation>(() => desk.Configure(Sam, desk.Settings with { ResolutionText = ResolutionText.Required }, Monday)).Message, StringComparison.Ordinal);
        Assert.Equal(ResolutionText.Optional, desk.Settings.ResolutionText);
    }
}
