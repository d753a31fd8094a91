using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Domain.Desks.StatusFlags;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

/// <summary>Sam edits a desk's workflow: what he may, what is refused with which sentence, and what the tickets do then.</summary>
public sealed class WorkflowTests
{
    [Fact]
    public void Sam_renames_a_status_and_the_rules_that_lead_to_it_follow()
    {
        var desk = DeskOf("hosting");
        var answered = desk.StatusNamed("Answered");
        desk.ChangeStatus(Sam, answered.Id, answered.Form with { Name = " Waiting for you ", Colour = "violet", CustomerName = "" }, Monday);
        Assert.Equal(("Waiting for you", "Waiting for you", "violet"), (answered.Name, answered.CustomerName, answered.Colour));
        var ticket = OpenedBy(Carla, desk);
        ticket.Answer(Ana, Says("Which browser is it?"), desk, Monday);
        Assert.Equal("Waiting for you", ticket.StatusName(desk));
        Assert.Single(desk.FactsOf<DeskWasChanged>());
    }

    [Theory]
    [InlineData("", "name", "missing")]
    [InlineData("\u200B", "name", "missing")]
    [InlineData("in progress", "name", "The desk already has a status")]
    [InlineData("A name that is longer than forty characters can be", "name", "40 is the most")]
    public void A_name_is_given_short_and_unique_on_the_desk(string name, string field, string says) =>
        Refused(DeskOf("field"), d => d.ChangeStatus(Sam, d.StatusNamed("New").Id, d.StatusNamed("New").Form with { Name = name }, Monday), field, says);

    [Theory]
    [InlineData("chartreuse", StatusCategory.Active, None, "colour", "The colour is one of")]
    [InlineData("blue", (StatusCategory)77, None, "category", "six kinds")]
    [InlineData("blue", StatusCategory.Active, RequiresResolution, "flags", "Only a status of the kind Resolved")]
    [InlineData("blue", StatusCategory.Closed, PausesResolution, "flags", "no clock runs")]
    public void What_makes_no_sense_of_a_status_is_refused(string colour, StatusCategory kind, StatusFlags flags, string field, string says) =>
        Refused(DeskOf("field"), d => d.AddStatus(Sam, new StatusForm("Third line", "", kind, colour, flags), Monday), field, says);

    [Fact]
    public void Only_who_manages_desks_edits_a_workflow()
    {
        var desk = DeskOf("field");
        var (first, closed) = (desk.FirstStatus, desk.StatusNamed("Closed"));
        Action<Desk>[] edits =
        [
            d => d.AddStatus(Ana, first.Form with { Name = "Mine" }, Monday), d => d.ChangeStatus(Ana, first.Id, first.Form with { Name = "Mine" }, Monday), d => d.ShiftStatus(Ana, closed.Id, -1, Monday),
            d => d.SwitchOff(Ana, first.Id, closed.Id, Monday), d => d.SwitchOn(Ana, first.Id, Monday), d => d.Remove(TheAssistant, first.Id, closed.Id, Monday),
            d => d.AnswerEvent(Ana, TicketEvent.AgentReplied, new Dictionary<StatusCategory, Guid?>(), Monday), d => d.Apply(Ana, Presets.Hosting, [], d.Version, Monday),
            d => d.AddCategory(Ana, "Mine", Monday), d => d.RenameCategory(Ana, d.Categories[0].Id, "Mine", Monday), d => d.ShiftCategory(Ana, d.Categories[0].Id, 1, Monday),
            d => d.SwitchCategory(Ana, d.Categories[0].Id, false, Monday), d => d.RemoveCategory(Ana, d.Categories[0].Id, null, Monday),
        ];
        Assert.All(edits, edit => Refused(desk, edit, null, ""));
    }

    [Fact]
    public void Order_says_where_tickets_begin_and_a_status_stays_in_the_list()
    {
        var desk = DeskOf("field");
        var added = desk.AddStatus(Sam, new StatusForm("Reported", "Received", StatusCategory.New, "amber", None), Monday);
        Assert.Equal("New", desk.FirstStatus.Name);
        desk.ShiftStatus(Sam, added.Id, -99, Monday);
        Assert.Equal(("Reported", 0), (desk.FirstStatus.Name, added.Order));
        desk.ShiftStatus(Sam, added.Id, 1, Monday);
        Assert.Equal(["New", "Reported", "In Progress", "On Hold", "Resolved", "Closed"], desk.Statuses.Select(s => s.Name));
        var version = desk.Version;
        desk.ShiftStatus(Sam, desk.StatusNamed("New").Id, -1, Monday);
        Assert.Equal(version, desk.Version);
    }

    [Theory]
    [InlineData("field", "In Progress", "On Hold", "of the kind Active")]
    [InlineData("field", "New", "In Progress", "of the kind New")]
    [InlineData("hosting", "Closed", "Closed", "another status that is switched on")]
    [InlineData("field", "Closed", "Resolved", "of the kind Closed")]
    [InlineData("field", "On Hold", "Closed", "Open tickets stay open")]
    [InlineData("field", "Resolved", "In Progress", "Tickets that are done stay done")]
    public void What_the_desk_cannot_do_without_stays(string preset, string status, string into, string says)
    {
        foreach (var forGood in new[] { true, false })
            Refused(DeskOf(preset), d =>
            {
                if (forGood) d.Remove(Sam, d.StatusNamed(status).Id, d.StatusNamed(into).Id, Monday);
                else d.SwitchOff(Sam, d.StatusNamed(status).Id, d.StatusNamed(into).Id, Monday);
            }, null, says);
    }

    [Fact]
    public void A_deleted_status_hands_its_tickets_and_its_rules_to_another_one_and_the_history_still_names_it()
    {
        var desk = DeskOf("hosting");
        var (answered, progress) = (desk.StatusNamed("Answered"), desk.StatusNamed("In Progress"));
        var ticket = OpenedBy(Carla, desk);
        ticket.Bring("Answered", desk);
        ticket.ForgetFacts();
        var (active, before) = (ticket.LastActivityAt, desk.RulesWithout(answered.Id, progress.Id));
        Assert.Contains(new RuleChange(TicketEvent.AgentReplied, StatusCategory.New, "Answered", "In Progress"), before);
        Assert.DoesNotContain(before, c => c.On is not TicketEvent.AgentReplied);

        desk.Remove(Sam, answered.Id, progress.Id, Monday);
        Assert.True(ticket.FollowDesk(desk, _ => Sam, Monday.AddDays(3)));
        Assert.Equal(("In Progress", StatusCategory.Active, active), (ticket.StatusName(desk), ticket.StatusCategory, ticket.LastActivityAt));
        Assert.Equal("Sam", ticket.Facts.Single(f => f.Fact is TicketWasMoved).By.Name);
        Assert.Equal(("Answered", true), (desk.Status(answered.Id).Name, answered.IsRemoved));
        Assert.False(ticket.FollowDesk(desk, _ => Sam, Monday.AddDays(3)));
        Assert.Equal(MoveAnswer.Refused, desk.MayMove(progress.Id, answered.Id, hasResolution: false).Answer);
        desk.AddStatus(Sam, new StatusForm("Answered", "", StatusCategory.WaitingCustomer, "green", None), Monday);
        Refused(desk, d => d.SwitchOn(Sam, answered.Id, Monday), "status", "no longer there");
    }

    [Fact]
    public void A_chain_of_replacements_ends_at_a_status_that_is_on()
    {
        var desk = DeskOf("psa");
        var (waiting, second, progress) = (desk.StatusNamed("Waiting on Customer"), desk.AddStatus(Sam, new StatusForm("Second line", "", StatusCategory.Active, "red", None), Monday), desk.StatusNamed("In Progress"));
        desk.Remove(Sam, waiting.Id, second.Id, Monday);
        desk.SwitchOff(Sam, second.Id, progress.Id, Monday);
        Assert.Equal(progress.Id, desk.Standing(waiting.Id).Id);
        desk.SwitchOn(Sam, second.Id, Monday);
        Assert.Equal(second.Id, desk.Standing(waiting.Id).Id);
        Assert.Null(second.Replaced);
    }

    [Fact]
    public void A_ticket_that_follows_keeps_what_it_is_open_stays_open_and_done_stays_done()
    {
        var desk = DeskOf("field");
        var (held, done) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        held.PutOnHold(Ana, "The seal is ordered", Monday.AddDays(9), desk, Monday);
        done.Resolve(Ana, "A new seal.", desk, Monday);
        var second = desk.AddStatus(Sam, new StatusForm("Parts ordered", "", StatusCategory.OnHold, "amber", PausesResolution), Monday);
        desk.Remove(Sam, desk.StatusNamed("On Hold").Id, second.Id, Monday);
        desk.Remove(Sam, desk.StatusNamed("Resolved").Id, desk.StatusNamed("Closed").Id, Monday);
        foreach (var ticket in new[] { held, done })
        {
            ticket.ForgetFacts();
            Assert.True(ticket.FollowDesk(desk, _ => Sam, Monday.AddDays(1)));
            Assert.Empty(ticket.FactsOf<TicketWasResolved>().Concat<Fact>(ticket.FactsOf<TicketWasReopened>()).Concat(ticket.FactsOf<TicketWasHeld>()));
        }
        Assert.Equal(("Parts ordered", "The seal is ordered", Monday.AddDays(9)), (held.StatusName(desk), held.OnHold!.Reason, held.NextTimerAt));
        Assert.Equal(("Closed", "A new seal.", Monday), (done.StatusName(desk), done.Resolution!.Text, done.ResolvedAt));

        desk.Remove(Sam, second.Id, desk.StatusNamed("In Progress").Id, Monday);
        held.FollowDesk(desk, _ => Sam, Monday.AddDays(1));
        Assert.Equal(("In Progress", (Hold?)null, (DateTimeOffset?)null), (held.StatusName(desk), held.OnHold, held.NextTimerAt));
    }

    [Fact]
    public void Another_kind_is_refused_where_a_rule_could_not_lead_there_any_more_and_else_its_tickets_follow()
    {
        var desk = DeskOf("psa");
        var waiting = desk.StatusNamed("Waiting on Customer");
        Refused(desk, d => d.ChangeStatus(Sam, waiting.Id, waiting.Form with { Category = StatusCategory.OnHold }, Monday), "category", "when an agent replies first");
        Refused(desk, d => d.ChangeStatus(Sam, waiting.Id, waiting.Form with { Category = StatusCategory.Closed, Flags = None }, Monday), "category", "Open tickets do not become done ones");
        var ticket = OpenedBy(Carla, desk);
        ticket.Bring("Waiting on Customer", desk);
        desk.AnswerEvent(Sam, TicketEvent.AgentReplied, new Dictionary<StatusCategory, Guid?> { [StatusCategory.New] = null, [StatusCategory.Active] = null }, Monday);
        desk.ChangeStatus(Sam, waiting.Id, waiting.Form with { Category = StatusCategory.OnHold }, Monday);
        Assert.Single(desk.FactsOf<DeskValuesReplaced>());
        ticket.FollowDesk(desk, _ => Actor.System, Monday);
        Assert.Equal((StatusCategory.OnHold, "Waiting on Customer"), (ticket.StatusCategory, ticket.OnHold!.Reason));
        ticket.Resume(Ana, desk, Monday);
        Assert.Equal(StatusCategory.Active, ticket.StatusCategory);
    }

    [Theory]
    [InlineData("field", TicketEvent.Closed, StatusCategory.Active, "Resolved", "“Resolved” is Resolved")]
    [InlineData("field", TicketEvent.Resolved, StatusCategory.Active, "Closed", "kind Resolved. “Closed” is Closed")]
    [InlineData("field", TicketEvent.Resolved, StatusCategory.Active, null, "has to go somewhere")]
    [InlineData("field", TicketEvent.CustomerWrote, StatusCategory.Resolved, "Closed", "kind New or Active")]
    [InlineData("field", TicketEvent.Held, StatusCategory.New, "In Progress", "kind On hold")]
    [InlineData("field", TicketEvent.Resumed, StatusCategory.Active, "In Progress", "never in a status of the kind Active")]
    [InlineData("suite", TicketEvent.Assigned, StatusCategory.New, "Assigned", "“Assigned” is switched off")]
    [InlineData("hosting", TicketEvent.Reopened, StatusCategory.Closed, "Customer Reply", "a person decides")]
    [InlineData("technician", TicketEvent.ChatEnded, StatusCategory.Active, "Resolved", "needs a resolution that somebody writes")]
    [InlineData("field", (TicketEvent)99, StatusCategory.Active, "In Progress", "No rule can be made")]
    public void A_rule_that_leads_nowhere_or_breaks_a_rule_of_every_desk_is_refused(string preset, TicketEvent on, StatusCategory from, string? to, string says) =>
        Refused(DeskOf(preset), d => d.AnswerEvent(Sam, on, new Dictionary<StatusCategory, Guid?> { [from] = to is null ? null : d.StatusNamed(to).Id }, Monday), null, says);

    [Fact]
    public void An_edited_rule_holds_for_its_kind_of_status_and_the_others_stay()
    {
        var desk = DeskOf("hosting");
        desk.AnswerEvent(Sam, TicketEvent.CustomerWrote, new Dictionary<StatusCategory, Guid?> { [StatusCategory.New] = null, [StatusCategory.OnHold] = desk.StatusNamed("In Progress").Id }, Monday);
        var (open, held, answered) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        held.PutOnHold(Ana, "The provider is asked", null, desk, Monday);
        answered.Bring("Answered", desk);
        foreach (var ticket in new[] { open, held, answered }) ticket.TakeMessage(Carla, Says("And now?"), desk, Monday);
        Assert.Equal(("Open", "In Progress", "Customer Reply"), (open.StatusName(desk), held.StatusName(desk), answered.StatusName(desk)));
    }

    [Fact]
    public void The_first_status_to_resolve_into_takes_the_resolved_tickets_and_the_last_one_gives_them_back()
    {
        var desk = DeskOf("suite");
        var resolved = desk.StatusNamed("Resolved");
        desk.SwitchOn(Sam, resolved.Id, Monday);
        var ticket = OpenedBy(Carla, desk);
        ticket.Resolve(Ana, null, desk, Monday);
        Assert.Equal("Resolved", ticket.StatusName(desk));
        ticket.Confirm(Carla, desk, Monday);
        Assert.Equal("Closed", ticket.StatusName(desk));
        desk.SwitchOff(Sam, resolved.Id, desk.StatusNamed("Closed").Id, Monday);
        Assert.Equal("Closed", desk.After(TicketEvent.Resolved, StatusCategory.Active)!.Name);
    }

    [Fact]
    public void A_first_hold_of_a_desk_has_its_rules_at_once()
    {
        var desk = DeskOf("technician");
        desk.AddStatus(Sam, new StatusForm("Parts ordered", "Waiting for parts", StatusCategory.OnHold, "amber", PausesResolution), Monday);
        var ticket = OpenedBy(Carla, desk);
        ticket.PutOnHold(Ana, "The seal is ordered", null, desk, Monday);
        Assert.Equal("Parts ordered", ticket.StatusName(desk));
        ticket.Resume(Ana, desk, Monday);
        Assert.Equal("In Progress", ticket.StatusName(desk));
    }

    [Fact]
    public void Two_at_the_same_status_both_win_unless_they_changed_the_same()
    {
        var desk = DeskOf("field");
        var status = desk.StatusNamed("On Hold");
        var seen = status.Form;
        desk.ChangeStatus(Sam, status.Id, seen with { Name = "Parked", Flags = seen.Flags | Muted }, Monday, seen);
        desk.ChangeStatus(Sam, status.Id, seen with { Colour = "red", Flags = seen.Flags & ~PausesResolution }, Monday, seen);
        Assert.Equal(("Parked", "red", Muted), (status.Name, status.Colour, status.Flags));
        Refused(desk, d => d.ChangeStatus(Sam, status.Id, seen with { Name = "Waiting" }, Monday, seen), null, "it says “Parked” now");

        Dictionary<StatusCategory, Guid?> Written(string? to) => new() { [StatusCategory.New] = to is null ? null : desk.StatusNamed(to).Id };
        var before = Written(null);
        desk.AnswerEvent(Sam, TicketEvent.NoteLeft, Written("In Progress"), Monday, before);
        Refused(desk, d => d.AnswerEvent(Sam, TicketEvent.NoteLeft, Written("In Progress").ToDictionary(p => p.Key, p => (Guid?)d.AddStatus(Sam, seen with { Name = "Second line", Category = StatusCategory.Active }, Monday).Id), Monday, before), null, "leads to “In Progress” now", mayChange: true);
    }

    private static void Refused(Desk desk, Action<Desk> edit, string? field, string says, bool mayChange = false)
    {
        var before = new DeskState(desk);
        var refusal = Assert.Throws<RuleViolation>(() => edit(desk));
        Assert.Contains(says, refusal.Message, StringComparison.Ordinal);
        if (field is not null) Assert.Equal(field, refusal.Field);
        if (!mayChange) Assert.Equal(before, new DeskState(desk));
    }
}

/// <summary>All that a desk's workflow is at one moment.</summary>
internal sealed record DeskState(string Statuses, string Rules, string Categories, DeskSettings Settings, int Version)
{
    public DeskState(Desk d) : this(
        string.Join('\n', d.Statuses.Select(s => $"{s.Id} {s.Order} {s.Form} {s.Flags} {s.Replaced}")), string.Join('\n', d.Rules),
        string.Join('\n', d.Values.Select(c => $"{c.Id} {c.Order} {c.Name} {c.IsOff} {c.Removed}")), d.Settings, d.Version) { }
}
