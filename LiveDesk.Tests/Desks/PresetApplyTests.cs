using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

/// <summary>One preset laid over a desk that has another one.</summary>
public sealed class PresetApplyTests
{
    public static TheoryData<string, string> EveryPair
    {
        get
        {
            var pairs = new TheoryData<string, string>();
            foreach (var has in Presets.All) foreach (var gets in Presets.All) pairs.Add(has.Name, gets.Name);
            return pairs;
        }
    }

    [Theory]
    [InlineData("field", "hosting", "New>Open, In Progress>In Progress, On Hold>On Hold, Resolved>Closed, Closed>Closed")]
    [InlineData("psa", "technician", "New>Open, In Progress>In Progress, Waiting on Customer>In Progress, Escalated>In Progress, Resolved>Resolved, Closed>Closed")]
    [InlineData("hosting", "psa", "Open>New, Answered>Waiting on Customer, Customer Reply>In Progress, In Progress>In Progress, On Hold>In Progress, Closed>Closed")]
    [InlineData("technician", "suite", "Open>Open, In Progress>Open, Resolved>Closed, Closed>Closed")]
    [InlineData("suite", "psa", "New>New, Assigned>New, Open>In Progress, Waiting>Waiting on Customer, On Hold>In Progress, Resolved>Resolved, Closed>Closed")]
    public void The_plan_takes_the_same_name_first_then_the_same_kind(string has, string gets, string fates)
    {
        var desk = DeskOf(has);
        Assert.Equal(fates, string.Join(", ", desk.PlanFor(Presets.Named(gets)).Statuses.Select(f => $"{desk.Status(f.StatusId).Name}>{f.Becomes}")));
    }

    [Theory, MemberData(nameof(EveryPair))]
    public void After_any_preset_the_desk_is_one_of_that_kind_and_every_ticket_went_where_the_plan_said(string has, string gets)
    {
        var (desk, preset) = (DeskOf(has), Presets.Named(gets));
        var (widget, departments) = (desk.Settings.Widget with { Greeting = "Grüezi" }, desk.Departments.Select(d => d.Name).ToList());
        desk.Configure(Sam, OwnValues(desk.Settings) with { Widget = widget }, Monday);
        var own = desk.Settings;
        var tickets = desk.Statuses.Where(s => s.Enabled).ToDictionary(s => s.Id, s => Brought(s.Name, desk));
        var plan = desk.PlanFor(preset);
        for (var twice = 0; twice < 2; twice++)
        {
            desk.Apply(Sam, preset, [], desk.Version, Monday);
            Assert.Equal(preset.Statuses.Select(s => (s.Name, s.Category, s.Colour, s.Flags)), desk.Statuses.Where(s => !s.IsRemoved).Select(s => (s.Name, s.Category, s.Colour, s.Flags)));
            Assert.Equal(preset.Rules.OrderBy(r => r.On).ThenBy(r => r.From), desk.Rules.OrderBy(r => r.On).ThenBy(r => r.From));
        }
        Assert.Equal(preset.Settings with
        {
            Widget = own.Widget, ChatIdleAfter = own.ChatIdleAfter, AssistantThreshold = own.AssistantThreshold, Activities = own.Activities, TodoTemplates = own.TodoTemplates,
            NobodyTookAfter = own.NobodyTookAfter, SilentReminder = own.SilentReminder, RemindSilentBefore = preset.Settings.CloseSilentAfter is null ? null : own.RemindSilentBefore,
            DefaultCategoryId = own.DefaultCategoryId, WordForHigh = own.WordForHigh, WordForMedium = own.WordForMedium, WordForLow = own.WordForLow,
        }, desk.Settings);
        Assert.Equal(gets, desk.PresetName);
        Assert.Equal(departments, desk.Departments.Select(d => d.Name));
        foreach (var (was, ticket) in tickets)
        {
            var wasOpen = ticket.IsOpen;
            ticket.FollowDesk(desk, _ => Sam, Monday);
            Assert.Equal((plan.Statuses.Single(f => f.StatusId == was).Becomes, wasOpen), (ticket.StatusName(desk), ticket.IsOpen));
            Assert.Equal(desk.Status(ticket.StatusId).Category, ticket.StatusCategory);
            Assert.Equal(ticket.StatusCategory is StatusCategory.OnHold, ticket.OnHold is not null);
        }
    }

    /// <summary>A desk with timings, texts and words of its own.</summary>
    private static DeskSettings OwnValues(DeskSettings settings) => settings with
    {
        ChatIdleAfter = TimeSpan.FromMinutes(7), AssistantThreshold = 0.5, NobodyTookAfter = TimeSpan.FromMinutes(40), CloseSilentAfter = TimeSpan.FromDays(9), RemindSilentBefore = TimeSpan.FromDays(2),
        SilentReminder = "Are you still there, {{customer.first_name}}?", Activities = ["On the roof"], WordForHigh = "Soon", WordForMedium = "Normal", WordForLow = "Whenever",
    };

    [Fact]
    public void Sam_changes_the_mapping_before_it_runs()
    {
        var desk = DeskOf("technician");
        var open = desk.StatusNamed("Open");
        var ticket = OpenedBy(Carla, desk);
        desk.Apply(Sam, Presets.Hosting, [new StatusFate(open.Id, "In Progress")], desk.Version, Monday);
        ticket.FollowDesk(desk, _ => Sam, Monday);
        Assert.Equal("In Progress", ticket.StatusName(desk));
        // The preset's own “Open” is another status now, where new tickets begin.
        Assert.Equal("Open", desk.FirstStatus.Name);
        Assert.NotEqual(open.Id, desk.FirstStatus.Id);
    }

    [Fact]
    public void What_would_go_wrong_is_refused_before_anything_changes()
    {
        var desk = DeskOf("field");
        var before = new DeskState(desk);
        StatusFate Fate(string status, string becomes) => new(desk.StatusNamed(status).Id, becomes);
        Assert.Contains("cannot go to “Closed”", Refusal(() => desk.Apply(Sam, Presets.Hosting, [Fate("New", "Closed")], desk.Version, Monday)), StringComparison.Ordinal);
        Assert.Contains("cannot go to “Open”", Refusal(() => desk.Apply(Sam, Presets.Hosting, [Fate("Resolved", "Open")], desk.Version, Monday)), StringComparison.Ordinal);
        Assert.Contains("cannot go to “Resolved”", Refusal(() => desk.Apply(Sam, Presets.BusinessSuite, [Fate("Resolved", "Resolved")], desk.Version, Monday)), StringComparison.Ordinal);
        Assert.Contains("changed this desk meanwhile", Refusal(() => desk.Apply(Sam, Presets.Hosting, [], desk.Version - 1, Monday)), StringComparison.Ordinal);
        Assert.Equal(before, new DeskState(desk));
    }

    [Fact]
    public void The_plan_names_what_comes_along_and_what_stays_though_the_preset_has_none()
    {
        var desk = DeskOf("field");
        Assert.Equal(["Question", "Fault", "Order", "Complaint"], desk.PlanFor(Presets.BusinessSuite).Types);
        Assert.Equal((0, 2), (desk.PlanFor(Presets.BusinessSuite).KeptPromises, desk.PlanFor(Presets.Hosting).KeptPromises));
        desk.Apply(Sam, Presets.BusinessSuite, [], desk.Version, Monday);
        Assert.Equal(["Question", "Fault", "Order", "Complaint"], desk.OfferedTypes.Select(t => t.Name));
        Assert.Empty(desk.PlanFor(Presets.BusinessSuite).Types);
        desk.Apply(Sam, Presets.Hosting, [], desk.Version, Monday);
        Assert.Equal(["Urgent", "Standard"], desk.SlaPolicies.Select(p => p.Name));
    }

    [Fact]
    public void The_plan_names_every_setting_that_becomes_another_one_and_tells_of_sight()
    {
        var desk = DeskOf("field");
        var changes = desk.PlanFor(Presets.Hosting).Settings.ToDictionary(c => c.Name);
        Assert.Equal(["ChatBecomesTicket", "CloseSilentAfter", "CustomerPicksPriority", "DepartmentsLimitSight", "RecordTypes", "Required", "ResolutionText"], changes.Keys.Order());
        Assert.Equal((false, true), ((bool)changes["DepartmentsLimitSight"].Was!, (bool)changes["DepartmentsLimitSight"].Becomes!));
        desk.Apply(Sam, Presets.Hosting, [], desk.Version, Monday);
        Assert.Single(desk.FactsOf<DeskSightChanged>());
        Assert.Empty(desk.PlanFor(Presets.Hosting).Settings);
    }

    private static Ticket Brought(string status, Desk desk)
    {
        var ticket = OpenedBy(Carla, desk);
        ticket.Bring(status, desk);
        return ticket;
    }

    private static string Refusal(Action act) => Assert.Throws<RuleViolation>(act).Message;
}
