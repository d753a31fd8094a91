using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

/// <summary>A department is closed: what was its own goes to another one.</summary>
public sealed class DepartmentTests
{
    [Fact]
    public void Its_tickets_follow_also_those_in_which_it_was_a_further_one_and_the_history_names_it()
    {
        var desk = DeskOf("suite");
        var (support, sales, billing) = (desk.Departments[0], desk.Departments[1], desk.Departments[2]);
        var (own, shared, both) = (OpenedIn(sales, desk), OpenedIn(support, desk), OpenedIn(billing, desk));
        shared.AddDepartment(Ana, sales.Id, desk, Monday);
        both.AddDepartment(Ana, sales.Id, desk, Monday);
        desk.CloseDepartment(Sam, sales.Id, billing.Id, Monday);
        foreach (var ticket in new[] { own, shared, both }) Assert.True(ticket.FollowDesk(desk, _ => Sam, Monday));
        Assert.Equal([billing.Id], own.Place.Departments);
        Assert.Equal([support.Id, billing.Id], shared.Place.Departments);
        Assert.Equal([billing.Id], both.Place.Departments);
        // Those of the old one and of the new one look again.
        Assert.Equal(new HashSet<Guid> { billing.Id, sales.Id }, own.FactsOf<TicketChangedDepartment>().Single().Where.Departments.ToHashSet());
        Assert.False(own.FollowDesk(desk, _ => Sam, Monday));
        Assert.Equal("Sales", desk.DepartmentName(sales.Id));
        Assert.Throws<RuleViolation>(() => own.MoveToDepartment(Ana, sales.Id, desk, Monday));
        desk.CloseDepartment(Sam, billing.Id, support.Id, Monday);
        Assert.Equal((support.Id, support.Id), (desk.StandingDepartment(sales.Id), desk.DefaultDepartment.Id));
    }

    [Fact]
    public void The_rules_that_name_it_name_the_other_one_and_its_name_is_free_again()
    {
        var desk = DeskOf("suite");
        var (sales, billing) = (desk.Departments[1], desk.Departments[2]);
        desk.KeepPolicy(Sam, desk.SlaPolicies[0] with { Departments = [sales.Id, billing.Id] }, desk.SlaPolicies[0].Revision, Monday);
        desk.KeepField(Sam, new CustomField { Id = Guid.NewGuid(), Name = "Order number", Kind = FieldKind.Text, Need = FieldNeed.OnResolve, Departments = [sales.Id] }, null, Monday);
        desk.CloseDepartment(Sam, sales.Id, billing.Id, Monday);
        Assert.Equal([billing.Id], desk.SlaPolicies[0].Departments);
        Assert.Equal([billing.Id], desk.Fields.Single().Departments);
        Assert.Equal("sales", desk.AddDepartment(Sam, "sales", Monday).Name);
    }

    [Fact]
    public void A_desk_keeps_one_and_only_who_manages_desks_closes_another()
    {
        var desk = DeskOf("hosting");
        var (technical, billing, domains) = (desk.Departments[0], desk.Departments[1], desk.Departments[2]);
        Assert.Throws<RuleViolation>(() => desk.CloseDepartment(Ana, billing.Id, technical.Id, Monday));
        Assert.Equal("into", Assert.Throws<RuleViolation>(() => desk.CloseDepartment(Sam, billing.Id, billing.Id, Monday)).Field);
        desk.CloseDepartment(Sam, billing.Id, technical.Id, Monday);
        desk.CloseDepartment(Sam, domains.Id, technical.Id, Monday);
        foreach (var into in new[] { technical.Id, billing.Id }) Assert.Throws<RuleViolation>(() => desk.CloseDepartment(Sam, technical.Id, into, Monday));
        Assert.Equal(["Technical"], desk.Departments.Select(d => d.Name));
    }

    private static Ticket OpenedIn(Department department, Desk desk) => Ticket.Open(Request(desk) with { DepartmentId = department.Id }, desk, Ana, Monday);
}
