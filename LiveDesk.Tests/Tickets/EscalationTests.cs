using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>An escalated ticket names whom it went to, on every way there, and is escalated no longer than it is stuck.</summary>
public sealed class EscalationTests
{
    [Fact]
    public void No_hand_moves_a_ticket_to_Escalated_without_somebody_and_a_reason()
    {
        var desk = DeskOf("psa");
        var (ticket, escalated) = (OpenedBy(Carla, desk), desk.StatusNamed("Escalated"));
        Assert.Equal(MoveAnswer.NeedsEscalation, desk.MayMove(ticket.StatusId, escalated.Id, hasResolution: false).Answer);
        string? Refused(NewEscalation? call) => Assert.Throws<RuleViolation>(() => ticket.MoveTo(Ana, escalated.Id, new MoveDetails { Escalation = call }, desk, Monday)).Field;
        Assert.Equal(("to", "to", "reason"), (Refused(null), Refused(new NewEscalation("Stuck", null, null)), Refused(new NewEscalation(" ", Ben.Id, null))));
        Assert.Throws<RuleViolation>(() => ticket.WriteAndMoveTo(Ana, () => ticket.LeaveNote(Ana, Says("Help"), desk, Monday), escalated.Id, new MoveDetails(), desk, Monday));
        ticket.MoveTo(Ana, escalated.Id, new MoveDetails { Escalation = new NewEscalation("Stuck", Ben.Id, null) }, desk, Monday);
        Assert.Equal(("Escalated", "Stuck", Ben.Id), (ticket.StatusName(desk), ticket.Escalation!.Reason, ticket.Escalation.ToPerson));
        Assert.Single(ticket.FactsOf<TicketWasEscalated>());
    }

    [Fact]
    public void It_ends_when_the_ticket_leaves_the_status_is_done_or_somebody_says_so()
    {
        var desk = DeskOf("psa");
        Ticket Called()
        {
            var ticket = OpenedBy(Carla, desk);
            ticket.Escalate(Ana, "Stuck", Ben.Id, null, desk, Monday);
            ticket.ForgetFacts();
            return ticket;
        }
        foreach (var (end, stands) in new (Action<Ticket>, string)[] { (t => t.Answer(Ben, Says("Restart it."), desk, Monday), "Waiting on Customer"), (t => t.Resolve(Ben, null, desk, Monday), "Resolved"), (t => t.EndEscalation(Ana, desk, Monday), "In Progress") })
        {
            var ticket = Called();
            end(ticket);
            Assert.Equal((stands, null), (ticket.StatusName(desk), ticket.Escalation));
            Assert.Single(ticket.FactsOf<EscalationEnded>());
        }
        // To somebody else it stays escalated.
        var again = Called();
        again.Escalate(Ben, "Still stuck", Sam.Id, null, desk, Monday);
        Assert.Equal(("Escalated", Sam.Id), (again.StatusName(desk), again.Escalation!.ToPerson));

        // A desk without such a status: until it is done, or somebody ends it.
        var field = DeskOf("field");
        var plain = OpenedBy(Carla, field);
        plain.Escalate(Ana, "Stuck", Ben.Id, null, field, Monday);
        plain.Answer(Ana, Says("We come tomorrow."), field, Monday);
        Assert.NotNull(plain.Escalation);
        plain.EndEscalation(Ana, field, Monday);
        Assert.Equal(("In Progress", null), (plain.StatusName(field), plain.Escalation));
    }

    [Fact]
    public void No_rule_no_replacement_and_no_second_thought_makes_escalated_tickets_of_others()
    {
        var desk = DeskOf("psa");
        var (escalated, progress) = (desk.StatusNamed("Escalated"), desk.StatusNamed("In Progress"));
        Assert.Equal("rule", Assert.Throws<RuleViolation>(() => desk.AnswerEvent(Sam, TicketEvent.CustomerWrote, new Dictionary<StatusCategory, Guid?> { [StatusCategory.WaitingCustomer] = escalated.Id }, Monday)).Field);
        Assert.Equal("into", Assert.Throws<RuleViolation>(() => desk.SwitchOff(Sam, progress.Id, escalated.Id, Monday)).Field);
        Assert.Equal("flags", Assert.Throws<RuleViolation>(() => desk.ChangeStatus(Sam, progress.Id, progress.Form with { Flags = StatusFlags.Escalated }, Monday)).Field);
        Assert.Equal("flags", Assert.Throws<RuleViolation>(() => desk.AddStatus(Sam, new StatusForm("Parked", "", StatusCategory.OnHold, "red", StatusFlags.Escalated), Monday)).Field);
        Assert.DoesNotContain("Escalated", Desk.ChoicesFor(DeskOf("field").StatusNamed("In Progress"), Presets.ServiceProvider).Select(s => s.Name));
        Assert.Contains("Escalated", Desk.ChoicesFor(escalated, Presets.ServiceProvider).Select(s => s.Name));
    }

    [Theory, BothDatabases]
    public async Task In_bulk_it_asks_the_same_a_macro_cannot_be_asked_and_lists_find_what_is_escalated(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var ids = new List<Guid>();
        for (var i = 0; i < 3; i++) ids.Add((await desk.AddTicketAsync($"Line {i}")).Id);
        var (bulk, escalated) = (desk.Get<BulkCommands>(), desk.Desk.StatusNamed("Escalated").Id);
        Assert.Equal("to", (await Assert.ThrowsAsync<RuleViolation>(() => bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Status, escalated), ids))).Field);
        var done = await bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Status, escalated) { Escalation = new NewEscalation("The provider is down", desk.Ben.Id, null) }, ids[..2]);
        await desk.DoDueWorkAsync();
        var all = new TicketFilter(desk.Desk.Id);
        Assert.Equal(ids[..2].Order(), (await desk.TicketQueries.ListAsync(desk.Ben, all with { IsEscalated = true })).Tickets.Select(t => t.Id).Order());
        Assert.Equal(2, (await desk.Get<BoardQueries>().BoardAsync(desk.Ben, desk.Desk.Id)).Cards.Count(c => c.IsEscalated));
        await bulk.UndoAsync(desk.Ana, done);
        await desk.DoDueWorkAsync();
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Ben, all with { IsEscalated = true })).Tickets);

        Assert.Equal("to", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MoveAsync(desk.Ana, ids[0], escalated, new MoveDetails { Escalation = new NewEscalation("Stuck", desk.Ola.Id, null) }))).Field);
        var macro = await desk.Get<CannedResponseCommands>().AddAsync(desk.Sam, new CannedResponseForm(CannedScope.Desk, desk.Desk.Id, "second-line", null, new MacroActions { DeskId = desk.Desk.Id, StatusId = escalated, Priority = Priority.High }));
        Assert.Contains("needs somebody", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<MacroCommands>().ApplyAsync(desk.Ana, ids[0], [new MacroChoice(macro, 1)]))).Message, StringComparison.Ordinal);
        await desk.Get<MacroCommands>().ApplyAsync(desk.Ana, ids[0], [new MacroChoice(macro, 1)], new MoveWithIt(escalated, new MoveDetails { Escalation = new NewEscalation("Stuck", desk.Ben.Id, null) }));
        var ticket = await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, ids[0]);
        Assert.Equal((escalated, Priority.High, "Stuck"), (ticket.StatusId, ticket.Priority, ticket.Escalation!.Reason));
        await desk.Tickets.EndEscalationAsync(desk.Ben, ids[0]);
        Assert.Null((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, ids[0])).Escalation);
    }
}
