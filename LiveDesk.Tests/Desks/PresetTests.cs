using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

/// <summary>What happens on a desk of each of the five presets; what they are, row by row, is in <see cref="PresetTableTests"/>.</summary>
public sealed class PresetTests
{
    [Theory]
    [InlineData("field", "New", "In Progress")]
    [InlineData("field", "On Hold", "On Hold")]
    [InlineData("suite", "New", "Open")]
    [InlineData("suite", "Waiting", "Waiting")]
    [InlineData("psa", "New", "Waiting on Customer")]
    [InlineData("psa", "In Progress", "Waiting on Customer")]
    [InlineData("psa", "Escalated", "Waiting on Customer")]
    [InlineData("technician", "Open", "In Progress")]
    [InlineData("technician", "Resolved", "Resolved")]
    [InlineData("hosting", "Open", "Answered")]
    [InlineData("hosting", "Customer Reply", "Answered")]
    [InlineData("hosting", "In Progress", "Answered")]
    [InlineData("hosting", "On Hold", "Answered")]
    [InlineData("hosting", "Closed", "Closed")]
    public void When_Ana_answers(string preset, string from, string to) =>
        Moves(preset, from, to, (t, desk) => t.Answer(Ana, Says("Please try again."), desk, Monday));

    [Theory]
    [InlineData("field", "New", "New")]
    [InlineData("field", "On Hold", "In Progress")]
    [InlineData("field", "Resolved", "In Progress")]
    [InlineData("suite", "Waiting", "Open")]
    [InlineData("suite", "On Hold", "On Hold")]
    [InlineData("psa", "Waiting on Customer", "In Progress")]
    [InlineData("psa", "Resolved", "In Progress")]
    [InlineData("psa", "Escalated", "Escalated")]
    [InlineData("technician", "Open", "Open")]
    [InlineData("technician", "Resolved", "In Progress")]
    [InlineData("hosting", "Open", "Customer Reply")]
    [InlineData("hosting", "Answered", "Customer Reply")]
    [InlineData("hosting", "On Hold", "Customer Reply")]
    [InlineData("hosting", "Closed", "Customer Reply")]
    public void When_Carla_writes(string preset, string from, string to) =>
        Moves(preset, from, to, (t, desk) => t.TakeMessage(Carla, Says("It still does not open."), desk, Monday));

    [Theory]
    [InlineData("field", "New")]
    [InlineData("suite", "Open")]
    [InlineData("psa", "In Progress")]
    [InlineData("technician", "Open")]
    [InlineData("hosting", "Open")]
    public void When_a_new_ticket_is_given_to_Ben(string preset, string to) =>
        Moves(preset, DeskOf(preset).FirstStatus.Name, to, (t, desk) => t.Assign(Ana, Ben.Id, desk, Monday));

    [Theory]
    [InlineData("field", "Resolved")]
    [InlineData("suite", "Closed")]
    [InlineData("psa", "Resolved")]
    [InlineData("technician", "Resolved")]
    [InlineData("hosting", "Closed")]
    public void When_Ana_resolves(string preset, string to) =>
        Moves(preset, DeskOf(preset).FirstStatus.Name, to, (t, desk) => t.Resolve(Ana, "A new battery.", desk, Monday));

    [Theory]
    [InlineData("psa", "Resolved", TicketEvent.ResolvedElapsed, "Closed")]
    [InlineData("psa", "Waiting on Customer", TicketEvent.ResolvedElapsed, "Waiting on Customer")]
    [InlineData("hosting", "Answered", TicketEvent.SilenceElapsed, "Closed")]
    [InlineData("hosting", "In Progress", TicketEvent.SilenceElapsed, "In Progress")]
    [InlineData("technician", "Resolved", TicketEvent.ResolvedElapsed, "Resolved")]
    public void When_time_has_passed(string preset, string from, TicketEvent what, string to) =>
        Moves(preset, from, to, (t, desk) => t.Report(what, desk, Monday));

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void Every_rule_of_a_preset_leads_to_one_of_its_enabled_statuses(string preset)
    {
        var desk = DeskOf(preset);
        Assert.All(desk.Rules, rule => Assert.True(desk.StatusNamed(rule.To).Enabled, $"{rule.On} leads to {rule.To}"));
        Assert.Equal(desk.Statuses.Count, desk.Statuses.Select(s => s.Name).Distinct().Count());
        Assert.NotNull(desk.FirstOf(StatusCategory.Closed));
    }

    [Theory]
    [InlineData("field", "organisation")]
    [InlineData("field", "subject")]
    [InlineData("suite", "requester")]
    [InlineData("suite", "type")]
    [InlineData("psa", "requester")]
    [InlineData("technician", "email")]
    [InlineData("technician", "description")]
    [InlineData("hosting", "department")]
    [InlineData("hosting", "description")]
    public void A_ticket_without_what_the_desk_requires_is_not_opened(string preset, string missing)
    {
        var desk = DeskOf(preset);
        var request = Request(desk);
        request = missing switch
        {
            "organisation" => request with { OrganisationId = null },
            "subject" => request with { Subject = "\0 \u200B" },
            "requester" => request with { RequesterName = "\0" },
            "type" => request with { TypeId = null },
            "email" => request with { RequesterEmail = " " },
            "department" => request with { DepartmentId = null },
            _ => request with { Description = "\u200B" },
        };
        Assert.Equal(missing, Assert.Throws<RuleViolation>(() => Ticket.Open(request, desk, Ana, Monday)).Field);
    }

    [Fact]
    public void A_desk_that_does_not_ask_for_a_name_takes_an_empty_one()
    {
        var desk = DeskOf("hosting");
        var ticket = Ticket.Open(Request(desk) with { RequesterName = "  " }, desk, Ana, Monday);
        Assert.Equal("carla@example.com", ticket.Requester.Name);
    }

    private static void Moves(string preset, string from, string to, Action<Ticket, Desk> happens)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        ticket.Bring(from, desk);
        happens(ticket, desk);
        Assert.Equal(to, ticket.StatusName(desk));
    }
}
