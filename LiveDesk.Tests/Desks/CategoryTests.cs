using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Desks;

/// <summary>The desk's list of what tickets are about.</summary>
public sealed class CategoryTests
{
    [Fact]
    public void Sam_adds_renames_orders_and_switches_off()
    {
        var desk = DeskOf("technician");
        var added = desk.AddCategory(Sam, " Doorbell ", Monday);
        desk.ShiftCategory(Sam, added.Id, -9, Monday);
        desk.RenameCategory(Sam, added.Id, "Doorbells", Monday);
        Assert.Equal(["Doorbells", "General", "Alarm", "CCTV", "Access Control", "Intercom"], desk.OfferedCategories.Select(c => c.Name));

        var ticket = OpenedBy(Carla, desk);
        ticket.Categorise(Ana, added.Id, desk, Monday);
        desk.SwitchCategory(Sam, added.Id, on: false, Monday);
        Assert.DoesNotContain(added, desk.OfferedCategories);
        Assert.False(ticket.FollowDesk(desk, _ => Sam, Monday));
        ticket.Categorise(Ana, added.Id, desk, Monday);
        Assert.Contains("no longer used", Assert.Throws<RuleViolation>(() => OpenedBy(Carla, desk).Categorise(Ana, added.Id, desk, Monday)).Message, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => Ticket.Open(Request(desk) with { CategoryId = added.Id }, desk, Ana, Monday));
        desk.SwitchCategory(Sam, added.Id, on: true, Monday);
        Assert.Contains(added, desk.OfferedCategories);
    }

    [Fact]
    public void The_tickets_of_a_deleted_category_get_another_one_or_none_and_the_history_names_it()
    {
        var desk = DeskOf("technician");
        var (general, alarm, cctv) = (desk.Categories[0], desk.Categories[1], desk.Categories[2]);
        var (first, second) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        second.Categorise(Ana, cctv.Id, desk, Monday);
        desk.RemoveCategory(Sam, general.Id, alarm.Id, Monday);
        desk.RemoveCategory(Sam, alarm.Id, cctv.Id, Monday);
        foreach (var ticket in new[] { first, second }) ticket.FollowDesk(desk, _ => Sam, Monday);
        Assert.Equal((cctv.Id, cctv.Id), (first.CategoryId, second.CategoryId));
        Assert.Equal("General", desk.Categories.Single(c => c.Id == general.Id).Name);
        desk.RemoveCategory(Sam, cctv.Id, null, Monday);
        Assert.True(first.FollowDesk(desk, _ => Sam, Monday));
        Assert.Null(first.CategoryId);
        desk.AddCategory(Sam, "General", Monday);
    }

    [Theory]
    [InlineData(" ", "missing")]
    [InlineData("alarm", "already has a category “Alarm”")]
    public void A_category_has_a_name_of_its_own(string name, string says)
    {
        var desk = DeskOf("technician");
        Assert.Contains(says, Assert.Throws<RuleViolation>(() => desk.AddCategory(Sam, name, Monday)).Message, StringComparison.Ordinal);
        Assert.Contains(says, Assert.Throws<RuleViolation>(() => desk.RenameCategory(Sam, desk.Categories[0].Id, name, Monday)).Message, StringComparison.Ordinal);
        desk.RenameCategory(Sam, desk.Categories[1].Id, "ALARM", Monday);
    }

    [Fact]
    public void Where_every_ticket_needs_a_type_the_last_one_stays()
    {
        var desk = DeskOf("suite");
        foreach (var type in desk.Types.Skip(1)) desk.RemoveCategory(Sam, type.Id, desk.Types[0].Id, Monday);
        var last = desk.OfferedTypes.Single();
        foreach (var edit in new Action[] { () => desk.RemoveCategory(Sam, last.Id, null, Monday), () => desk.SwitchCategory(Sam, last.Id, on: false, Monday) })
            Assert.Contains("the last one", Assert.Throws<RuleViolation>(edit).Message, StringComparison.Ordinal);
        Assert.Throws<RuleViolation>(() => desk.RemoveCategory(Sam, last.Id, last.Id, Monday));
    }

    [Fact]
    public void Types_and_categories_are_two_lists_and_no_value_of_one_stands_in_the_other()
    {
        var desk = DeskOf("suite");
        var (question, orders) = (desk.Types[0], desk.Categories[1]);
        Assert.Equal("General", desk.AddType(Sam, "General", Monday).Name);
        Assert.Equal("type", Assert.Throws<RuleViolation>(() => desk.AddType(Sam, "question", Monday)).Field);
        Assert.Throws<RuleViolation>(() => desk.RemoveCategory(Sam, question.Id, orders.Id, Monday));
        Assert.Throws<RuleViolation>(() => Ticket.Open(Request(desk) with { TypeId = orders.Id }, desk, Ana, Monday));
        var ticket = OpenedBy(Carla, desk);
        Assert.Throws<RuleViolation>(() => ticket.ChooseType(Ana, orders.Id, desk, Monday));
        ticket.ChooseType(Ana, question.Id, desk, Monday);
        desk.RemoveCategory(Sam, question.Id, desk.Types[1].Id, Monday);
        Assert.True(ticket.FollowDesk(desk, _ => Sam, Monday));
        Assert.Equal((desk.Types[1].Id, (Guid?)desk.Categories[0].Id), (ticket.TypeId, ticket.CategoryId));
    }

    [Fact]
    public void A_ticket_of_which_nobody_says_what_it_is_about_gets_the_desks_own_category()
    {
        var desk = DeskOf("technician");
        Ticket Opened() => Ticket.Open(Request(desk) with { CategoryId = null }, desk, Ana, Monday);
        Assert.Equal("General", desk.Categories.Single(c => c.Id == Opened().CategoryId).Name);
        desk.RemoveCategory(Sam, desk.DefaultCategory!.Id, desk.Categories[2].Id, Monday);
        Assert.Equal("CCTV", desk.Categories.Single(c => c.Id == Opened().CategoryId).Name);
        desk.Configure(Sam, desk.Settings with { DefaultCategoryId = null }, Monday);
        Assert.Null(Opened().CategoryId);
        desk.Configure(Sam, desk.Settings with { Required = desk.Settings.Required | RequiredToCreate.Category }, Monday);
        Assert.Equal("category", Assert.Throws<RuleViolation>(Opened).Field);
    }

    [Fact]
    public void Who_renames_what_somebody_else_renamed_is_told()
    {
        var desk = DeskOf("technician");
        var alarm = desk.Categories[1];
        desk.RenameCategory(Sam, alarm.Id, "Alarms", Monday, seen: "Alarm");
        Assert.Contains("to “Alarms” meanwhile", Assert.Throws<RuleViolation>(() => desk.RenameCategory(Sam, alarm.Id, "Burglar alarm", Monday, seen: "Alarm")).Message, StringComparison.Ordinal);
        Assert.Equal("Alarms", alarm.Name);
    }
}
