using LiveDesk.Domain;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Sla;

public sealed class PolicyTests
{
    private static readonly Guid Dispatch = Guid.NewGuid();
    private static readonly Guid Pumpworks = Guid.NewGuid();
    private static readonly Guid Breakdown = Guid.NewGuid();

    [Fact]
    public void Carlas_urgent_ticket_gets_the_first_policy_that_fits_and_the_reason_why()
    {
        SlaPolicy[] policies = [For("Everybody", 9), For("Urgent", 1, Priority.High, Priority.Urgent), For("Also urgent", 2, Priority.Urgent)];
        var match = SlaPolicies.Match(policies, SlaTraits.Of(Cast.OpenedBy(Cast.Carla, Cast.DeskOf("hosting"), Priority.Urgent), new DateOnly(2026, 3, 2)))!;
        Assert.Equal("Urgent", match.Policy.Name);
        Assert.Equal([new SlaReason(SlaCondition.Priority, Priority.Urgent)], match.Because);
    }

    [Fact]
    public void Every_condition_must_hold_and_says_so()
    {
        var policy = For("Pumps", 1, Priority.High) with { Departments = [Dispatch], Organisations = [Pumpworks], Categories = [Breakdown] };
        var ticket = new SlaTraits(Priority.High, Dispatch, Pumpworks, Breakdown);
        Assert.Equal(
            [new SlaReason(SlaCondition.Priority, Priority.High), new(SlaCondition.Department, Id: Dispatch), new(SlaCondition.Organisation, Id: Pumpworks), new(SlaCondition.Category, Id: Breakdown)],
            SlaPolicies.Match([policy], ticket)!.Because);
        foreach (var other in new[] { ticket with { Priority = Priority.Low }, ticket with { DepartmentId = Guid.NewGuid() }, ticket with { OrganisationId = null }, ticket with { CategoryId = Guid.NewGuid() } })
            Assert.Null(SlaPolicies.Match([policy], other));
    }

    [Fact]
    public void A_contract_that_the_ticket_names_is_a_condition_and_the_reason()
    {
        var (gold, silver) = (Guid.NewGuid(), Guid.NewGuid());
        var policy = For("Gold", 1) with { Contracts = [gold] };
        var ticket = new SlaTraits(Priority.Low, Dispatch, Contracts: [silver, gold]);
        Assert.Equal([new SlaReason(SlaCondition.Contract, Id: gold)], SlaPolicies.Match([policy], ticket)!.Because);
        foreach (var other in new[] { ticket with { Contracts = [silver] }, ticket with { Contracts = null } }) Assert.Null(SlaPolicies.Match([policy], other));
    }

    [Fact]
    public void A_policy_without_conditions_is_for_every_ticket() =>
        Assert.Empty(SlaPolicies.Match([For("Everybody", 0)], new SlaTraits(Priority.Low, Dispatch))!.Because);

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Equal("The policy has no target. Give it at least one: response, next response or resolution.", Refused(p => p with { Response = null, NextResponse = null, Resolution = null }));
        Assert.Equal("A target is longer than nothing. Leave it empty for none.", Refused(p => p with { NextResponse = TimeSpan.Zero }));
        Assert.Equal("A target is at most 366 days of work time. Make it shorter, or leave it empty for none.", Refused(p => p with { Resolution = TimeSpan.MaxValue }));
        foreach (var share in new[] { 0.09, 1, double.NaN }) Assert.Equal("At risk is a share between 10 % and 99 % of the target.", Refused(p => p with { AtRiskShare = share }));
        Assert.Equal("What stops the response clock? Choose acknowledging, the first reply, or either.", Refused(p => p with { ResponseStopsAt = (ResponseStop)3 }));
        Assert.Equal("A priority is from 1 to 4. Choose one of them.", Refused(p => p with { Priorities = [(Priority)5] }));
        Assert.Equal("The policy has no calendar. Choose one.", Refused(p => p with { CalendarId = Guid.Empty }));
        Assert.Equal("Name is missing. Please fill it in.", Refused(p => p with { Name = " " }));
    }

    [Fact]
    public void A_target_that_the_calendar_never_reaches_is_refused_before_a_ticket_meets_it()
    {
        var seldom = Open("UTC", On(DayOfWeek.Monday, 8, 9));
        Assert.StartsWith("In the calendar “Office” this target is not reached within 10 years.", Refusal(() => (Promise with { Resolution = Hours(600) }).Checked(seldom, Cast.Monday)), StringComparison.Ordinal);
        Assert.Equal(Hours(16), Promise.Checked(Vienna, Cast.Monday).Resolution);
        Assert.Throws<ArgumentException>(() => Promise.Checked(seldom with { Id = Guid.NewGuid() }, Cast.Monday));
    }

    [Fact]
    public void A_value_that_was_given_twice_is_kept_once() =>
        Assert.Equal([Priority.Low, Priority.High], For("Twice", 0, Priority.High, Priority.Low, Priority.High).Checked().Priorities);

    private static string Refused(Func<SlaPolicy, SlaPolicy> change) => Refusal(() => change(Promise).Checked());
}
