using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.People;

public sealed class PersonTests
{
    private static readonly Desk Hosting = DeskOf("hosting"), Technician = DeskOf("technician");
    private static readonly IReadOnlySet<Guid> Limited = new HashSet<Guid> { Hosting.Id };
    private static readonly Guid Technical = Hosting.Departments[0].Id, Billing = Hosting.Departments[1].Id;

    private static Person Ola(Role role = Role.Agent)
    {
        var ola = new Person(Ids.New(Monday), "Ola", "Ola@livedesk.test", role, Monday);
        ola.Join(Sam, Hosting.Id, Billing, Monday);
        ola.Join(Sam, Technician.Id, null, Monday);
        return ola;
    }

    [Fact]
    public void Ola_sees_her_department_where_departments_limit_sight_and_the_whole_desk_elsewhere()
    {
        var sight = Ola().SightOver(Limited);
        Assert.True(sight.Covers(Hosting.Id, [Billing]));
        Assert.True(sight.Covers(Hosting.Id, [Technical, Billing]));
        Assert.False(sight.Covers(Hosting.Id, [Technical]));
        Assert.True(sight.Covers(Technician.Id, [Technician.DefaultDepartment.Id]));
        Assert.False(sight.Covers(Guid.NewGuid(), []));
    }

    [Fact]
    public void A_supervisor_sees_the_desk_whole_and_an_administrator_everything()
    {
        Assert.True(Ola(Role.Supervisor).SightOver(Limited).Covers(Hosting.Id, [Technical]));
        Assert.False(Ola(Role.Supervisor).SightOver(Limited).Covers(Guid.NewGuid(), []));
        Assert.True(Ola(Role.Admin).SightOver(Limited).Covers(Guid.NewGuid(), []));
    }

    [Fact]
    public void Who_is_gone_or_has_no_role_sees_nothing_and_may_do_nothing()
    {
        var ola = Ola();
        ola.Deactivate(Sam, Monday);
        Assert.Equal(Sight.Nothing, ola.SightOver(Limited));
        Assert.Throws<RuleViolation>(() => ola.ActingOver(Limited).Demand(Right.WorkTickets));
        Assert.Equal(Sight.Nothing, Ola(Role.None).SightOver(Limited));
        ola.Reactivate(Sam, Monday);
        ola.ActingOver(Limited).Demand(Right.WorkTickets);
    }

    [Fact]
    public void Every_change_of_rights_is_told_once()
    {
        var ola = Ola();
        ola.ForgetFacts();
        ola.Join(Sam, Hosting.Id, Billing, Monday);
        ola.TakeRole(Sam, Role.Agent, Monday);
        ola.Leave(Sam, Guid.NewGuid(), null, Monday);
        Assert.Empty(ola.Facts);
        ola.Leave(Sam, Hosting.Id, Billing, Monday);
        ola.TakeRole(Sam, Role.Supervisor, Monday);
        Assert.Equal(2, ola.FactsOf<RightsChanged>().Count());
        Assert.False(ola.SightOver(Limited).Covers(Hosting.Id, [Billing]));
    }

    [Fact]
    public void Nobody_gives_themselves_a_role_or_locks_themselves_out()
    {
        var sam = new Person(Sam.Id!.Value, "Sam", "sam@livedesk.test", Role.Admin, Monday);
        Assert.Throws<RuleViolation>(() => sam.TakeRole(Sam, Role.Agent, Monday));
        Assert.Throws<RuleViolation>(() => sam.Deactivate(Sam, Monday));
        Assert.Throws<RuleViolation>(() => Ola().TakeRole(Ana, Role.Admin, Monday));
        Assert.Throws<RuleViolation>(() => Ola().Join(Ana, Technician.Id, null, Monday));
        Assert.Throws<RuleViolation>(() => Ola().TakeRole(Sam, (Role)99, Monday));
        Assert.Throws<RuleViolation>(() => new Person(Ids.New(Monday), "Ola", "", Role.Agent, Monday));
    }

    [Theory]
    [InlineData(Role.None, "")]
    [InlineData(Role.ReadOnly, "")]
    [InlineData(Role.KnowledgeEditor, "WriteArticles PublishArticles")]
    [InlineData(Role.Agent, "WorkTickets WorkChats WriteArticles")]
    [InlineData(Role.Supervisor, "WorkTickets WorkChats WriteArticles PublishArticles ManageDesks SeeWork FollowColleagues")]
    [InlineData(Role.Admin, "WorkTickets WorkChats WriteArticles PublishArticles ManageDesks ManagePeople SeeWork FollowColleagues CreateDesks")]
    public void Each_role_may_do_this_and_nothing_else(Role role, string rights) =>
        Assert.Equal(rights, string.Join(' ', Enum.GetValues<Right>().Where(r => role.Includes(r))));
}
