using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

public sealed class DeskTests
{
    [Theory]
    [InlineData("https://shop.example", true)]
    [InlineData("http://localhost:8080", true)]
    [InlineData("https://xn--bcher-kva.example", true)]
    [InlineData("https://shop.example/", false)]
    [InlineData("https://Shop.example", false)]
    [InlineData("https://shop.example:443", false)]
    [InlineData("https://bücher.example", false)]
    [InlineData("https://ana:secret@shop.example", false)]
    [InlineData("https://shop.example.evil/@shop.example", false)]
    [InlineData("file:///etc", false)]
    [InlineData("javascript:alert(1)", false)]
    [InlineData("null", false)]
    [InlineData("*", false)]
    [InlineData("", false)]
    public void An_allowed_origin_is_written_as_browsers_send_it(string origin, bool fine)
    {
        var desk = DeskOf("technician");
        var settings = desk.Settings with { Widget = desk.Settings.Widget with { AllowedOrigins = [origin] } };
        if (fine) desk.Configure(Sam, settings, Monday);
        else Assert.Equal("allowedOrigins", Assert.Throws<RuleViolation>(() => desk.Configure(Sam, settings, Monday)).Field);
    }

    [Fact]
    public void Settings_that_make_no_sense_are_refused_and_change_nothing()
    {
        var desk = DeskOf("psa");
        var before = desk.Settings;
        foreach (var nonsense in new[]
        {
            before with { AssistantThreshold = double.NaN }, before with { AssistantThreshold = 1.5 }, before with { ChatIdleAfter = TimeSpan.Zero },
            before with { ReopenWindow = TimeSpan.FromHours(-1) }, before with { WordForTop = " " }, before with { Widget = before.Widget with { Accent = "red;}" } },
        })
            Assert.Throws<RuleViolation>(() => desk.Configure(Sam, nonsense, Monday));
        Assert.Same(before, desk.Settings);
    }

    [Fact]
    public void Only_an_administrator_makes_a_desk_and_only_who_manages_desks_changes_one()
    {
        var supervisor = Staff("Sofia", Role.Supervisor);
        foreach (var who in new[] { Ana, Kim, supervisor })
            Assert.Throws<RuleViolation>(() => new Desk(Ids.New(Monday), "mine", "Mine", Presets.Technician, who, Monday));
        DeskOf("technician").Rename(supervisor, "Ours", Monday);
        Assert.Throws<RuleViolation>(() => DeskOf("technician").Rename(Ana, "Mine", Monday));
        Assert.Throws<RuleViolation>(() => DeskOf("technician").AddDepartment(TheAssistant, "Mine", Monday));
    }

    [Fact]
    public void A_department_is_renamed_by_whoever_keeps_the_desk_and_never_to_the_name_of_another()
    {
        var desk = DeskOf("hosting");
        var (billing, technical) = (desk.Departments[1], desk.Departments[0].Name);
        desk.RenameDepartment(Sam, billing.Id, $" {billing.Name.ToUpperInvariant()} ", Monday);
        desk.RenameDepartment(Sam, billing.Id, "Accounts", Monday, seen: billing.Name);
        Assert.Equal("Accounts", desk.Department(billing.Id).Name);
        Assert.Throws<RuleViolation>(() => desk.RenameDepartment(Ana, billing.Id, "Mine", Monday));
        foreach (var wrong in new[] { technical.ToLowerInvariant(), " ", new string('x', Limits.Name + 1) })
            Assert.Equal("department", Assert.Throws<RuleViolation>(() => desk.RenameDepartment(Sam, billing.Id, wrong, Monday)).Field);
        Assert.Contains("“Accounts” meanwhile", Assert.Throws<RuleViolation>(() => desk.RenameDepartment(Sam, billing.Id, "Invoices", Monday, seen: "Billing")).Message, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => desk.RenameDepartment(Sam, Guid.NewGuid(), "Nobody's", Monday));
        Assert.Equal("Accounts", desk.Department(billing.Id).Name);
    }

    [Fact]
    public void Limiting_sight_tells_everybody_to_look_again()
    {
        var desk = DeskOf("technician");
        desk.Configure(Sam, desk.Settings with { DepartmentsLimitSight = true }, Monday);
        Assert.Single(desk.FactsOf<DeskSightChanged>());
        desk.Configure(Sam, desk.Settings with { WordForTop = "Now" }, Monday);
        Assert.Single(desk.FactsOf<DeskSightChanged>());
    }

    [Fact]
    public void A_drop_is_refused_with_the_reason_before_it_is_let_go()
    {
        var hosting = DeskOf("hosting");
        var refused = hosting.MayMove(hosting.FirstStatus.Id, hosting.StatusNamed("Answered").Id, hasResolution: false);
        Assert.Equal((MoveAnswer.Refused, "“Answered” is set by itself, when somebody writes. It cannot be chosen."), (refused.Answer, refused.Reason));
        var technician = DeskOf("technician");
        Assert.Equal(MoveAnswer.NeedsResolution, technician.MayMove(technician.FirstStatus.Id, technician.StatusNamed("Resolved").Id, hasResolution: false).Answer);
        Assert.Equal(MoveAnswer.Refused, technician.MayMove(technician.StatusNamed("Closed").Id, technician.FirstStatus.Id, hasResolution: false).Answer);
    }
}
