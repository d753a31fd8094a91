using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>The rules that hold on every desk, one by one, on all five.</summary>
public sealed class EveryDeskTests
{
    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void The_assistant_suggests_and_writes_nothing_else(string preset)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        ticket.ForgetFacts();
        var before = new TicketState(ticket);
        Action[] attempts =
        [
            () => ticket.Answer(TheAssistant, Says("Done!"), desk, Monday), () => ticket.LeavePublicNote(TheAssistant, Says("Done!"), desk, Monday),
            () => ticket.LeaveNote(TheAssistant, Says("Done!"), desk, Monday), () => ticket.KeepTranscript(TheAssistant, Says("Done!"), Monday),
            () => ticket.TakeMessage(TheAssistant, Says("Thanks!"), desk, Monday), () => ticket.Close(TheAssistant, desk, Monday),
            () => ticket.Prioritise(TheAssistant, Priority.High, "angry", desk, Monday), () => ticket.RaiseByPolicy(TheAssistant, desk, Monday),
            () => ticket.Assign(TheAssistant, Ana.Id, desk, Monday), () => ticket.MoveToDepartment(TheAssistant, desk.Departments[^1].Id, desk, Monday),
            () => ticket.MoveTo(TheAssistant, desk.FirstOf(StatusCategory.Active)!.Id, new MoveDetails(), desk, Monday),
            () => OpenedBy(TheAssistant, desk),
        ];
        Assert.All(attempts, attempt => Assert.Throws<RuleViolation>(attempt));
        Assert.True(before.Same(new TicketState(ticket)));
        Assert.Empty(ticket.Facts);

        ticket.SuggestPriority(TheAssistant, Priority.High, "The customer writes in capitals.", Monday);
        Assert.Equal(Priority.High, ticket.SuggestedPriority!.Value);
        Assert.Equal(before.Decided, new TicketState(ticket).Decided);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_public_entry_has_a_person_or_a_persons_rule_behind_it(string preset)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        Assert.Throws<RuleViolation>(() => ticket.Answer(Actor.System, Says("We are closed."), desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.Answer(Rita, Says("I only read."), desk, Monday));
        Assert.Equal(ActorKind.Rule, ticket.Answer(VipRule, Says("We are closed until Monday."), desk, Monday).Authors[0].Kind);
        Assert.Equal("Ana", ticket.Answer(Ana, Says("Good morning."), desk, Monday).Authors[0].Name);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_policy_raises_low_and_medium_to_high_and_never_more(string preset)
    {
        var desk = DeskOf(preset);
        foreach (var (was, becomes) in new[] { (Priority.Low, Priority.High), (Priority.Medium, Priority.High), (Priority.High, Priority.High), (Priority.Urgent, Priority.Urgent) })
        {
            var ticket = OpenedBy(Ana, desk, was);
            ticket.RaiseByPolicy(VipRule, desk, Monday);
            Assert.Equal(becomes, ticket.Priority);
        }
        Assert.Throws<RuleViolation>(() => OpenedBy(Ana, desk).RaiseByPolicy(Ana, desk, Monday));
    }

    [Theory]
    [InlineData("psa")]
    [InlineData("hosting")]
    public void A_customers_most_urgent_is_lowered_by_a_person_with_a_reason_only(string preset)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk, Priority.Urgent);
        Assert.Throws<RuleViolation>(() => ticket.Prioritise(VipRule, Priority.Low, "They always say so.", desk, Monday));
        Assert.Equal("reason", Assert.Throws<RuleViolation>(() => ticket.Prioritise(Ana, Priority.Low, "\0\u200B", desk, Monday)).Field);
        Assert.Equal(Priority.Urgent, ticket.Priority);

        ticket.Prioritise(Ana, Priority.Low, "The shop is closed until Monday.", desk, Monday);
        Assert.Equal((Priority.Low, Priority.Urgent), (ticket.Priority, ticket.RequestedPriority));
        Assert.Equal(("The shop is closed until Monday.", EntryKind.Note), (ticket.Entries[^1].Body, ticket.Entries[^1].Kind));
    }

    [Theory]
    [InlineData("field")]
    [InlineData("suite")]
    [InlineData("technician")]
    public void Where_agents_choose_the_priority_the_customers_wish_is_only_kept(string preset)
    {
        var ticket = OpenedBy(Carla, DeskOf(preset), Priority.Urgent);
        Assert.Equal((Priority.Medium, Priority.Urgent), (ticket.Priority, ticket.RequestedPriority));
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void What_is_refused_because_of_a_text_changes_nothing(string preset)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        ticket.ForgetFacts();
        var before = new TicketState(ticket);
        var megabyte = new string('x', 1_000_000);
        Assert.Throws<RuleViolation>(() => ticket.Resolve(Ana, megabyte, desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.Answer(Ana, Says(megabyte), desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.Escalate(Ana, megabyte, Ben.Id, null, desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.MoveTo(Ana, desk.FirstOf(StatusCategory.Active)!.Id, new MoveDetails(HoldReason: megabyte), desk, Monday));
        Assert.True(before.Same(new TicketState(ticket)));
        Assert.Empty(ticket.Facts);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_merged_ticket_rests_and_leads_to_the_other(string preset)
    {
        var desk = DeskOf(preset);
        var (first, second) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        first.TakeNumber(7);
        first.MergeInto(Ana, second, desk, Monday);
        Assert.Equal((second.Id, 7L, second.StatusCategory), (first.Merged!.IntoTicketId, first.Number, first.StatusCategory));
        Assert.Contains(second.Links, l => l.OtherId == first.Id && l.Kind is LinkKind.MergedFrom);
        Assert.Empty(first.FactsOf<TicketWasResolved>());
        Assert.False(first.TakesCustomerMessages(desk, Monday));
        Action[] attempts =
        [
            () => first.Answer(Ana, Says("Hello?"), desk, Monday), () => first.Rename(Ana, "Other", Monday), () => first.Reopen(Ana, desk, Monday),
            () => first.PutAside(Ana, isSpam: false, desk, Monday), () => first.LinkTo(Ana, second, LinkKind.Related, Monday),
            () => first.SuggestPriority(TheAssistant, Priority.High, "why", Monday), () => second.MergeInto(Ana, first, desk, Monday), () => first.TakeNumber(8),
        ];
        Assert.All(attempts, attempt => Assert.True(Record.Exception(attempt) is RuleViolation or InvalidOperationException));
        first.RaiseByPolicy(VipRule, desk, Monday);
        Assert.Equal(Priority.Medium, first.Priority);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_ticket_in_the_trash_takes_nothing_until_it_is_brought_back(string preset)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        ticket.PutAside(Ana, isSpam: true, desk, Monday);
        Assert.False(ticket.TakesCustomerMessages(desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.LeaveNote(Ana, Says("Spam?"), desk, Monday));
        Assert.Throws<RuleViolation>(() => OpenedBy(Carla, desk).MergeInto(Ana, ticket, desk, Monday));
        ticket.BringBack(Ana, desk, Monday);
        ticket.LeaveNote(Ana, Says("No spam."), desk, Monday);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void What_does_not_belong_to_the_desk_is_refused(string preset)
    {
        var (desk, stranger) = (DeskOf(preset), DeskOf(preset));
        var ticket = OpenedBy(Carla, desk);
        Assert.Throws<RuleViolation>(() => ticket.MoveTo(Ana, stranger.FirstStatus.Id, new MoveDetails(), desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.MoveToDepartment(Ana, stranger.DefaultDepartment.Id, desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.Categorise(Ana, stranger.Categories[0].Id, desk, Monday));
        Assert.Throws<RuleViolation>(() => ticket.MergeInto(Ana, OpenedBy(Carla, stranger), desk, Monday));
        Assert.Throws<RuleViolation>(() => Ticket.Open(Request(stranger), desk, Ana, Monday));
        Assert.Throws<ArgumentException>(() => ticket.TakeMessage(Carla, Says("Into the wrong workflow."), DeskWhereWritingMoves(), Monday));
    }

    /// <summary>Another desk whose workflow answers a customer in every status.</summary>
    private static Desk DeskWhereWritingMoves() => DeskOf("hosting");

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_customer_cannot_give_away_work_by_opening_a_ticket(string preset)
    {
        var desk = DeskOf(preset);
        Assert.Throws<RuleViolation>(() => Ticket.Open(Request(desk) with { OwnerId = Ana.Id }, desk, Carla, Monday));
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_mail_that_fails_marks_its_entry_and_undoes_nothing(string preset)
    {
        var desk = DeskOf(preset);
        var ticket = OpenedBy(Carla, desk);
        var entry = ticket.Answer(Ana, Says("Good morning."), desk, Monday);
        var (status, version) = (ticket.StatusId, ticket.Version);
        ticket.NoteDelivery(entry, Delivery.Failed, "550 \0 " + new string('x', 5_000), Monday);
        Assert.Equal((Delivery.Failed, status, version), (entry.Delivery, ticket.StatusId, ticket.Version));
        Assert.Equal(Limits.Line, entry.DeliveryProblem!.Length);
        Assert.Throws<ArgumentException>(() => OpenedBy(Carla, desk).NoteDelivery(entry, Delivery.Sent, null, Monday));
    }
}
