using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using Xunit;
using static LiveDesk.Tests.Cast;
using static LiveDesk.Tests.Sla.Office;

namespace LiveDesk.Tests.Desks;

/// <summary>What Sam may promise for a desk, and what is refused.</summary>
public sealed class DeskSlaTests
{
    private readonly Desk _desk = DeskOf("technician");

    [Theory]
    [InlineData("field", true)]
    [InlineData("suite", true)]
    [InlineData("psa", true)]
    [InlineData("technician", false)]
    [InlineData("hosting", false)]
    public void A_preset_promises_what_its_owners_asked_for(string preset, bool promises)
    {
        var desk = DeskOf(preset);
        Assert.Equal((promises, promises), (desk.SlaPolicies.Count > 0, desk.Calendars.Count > 0));
        Assert.All(desk.SlaPolicies, p => Assert.Equal(p, p.Checked(desk.Calendar(p.CalendarId), Monday) with { Priorities = p.Priorities, Departments = p.Departments, Categories = p.Categories, Organisations = p.Organisations, Contracts = p.Contracts }));
        Assert.Equal(Enumerable.Range(0, desk.SlaPolicies.Count), desk.SlaPolicies.Select(p => p.Order));
    }

    [Fact]
    public void A_calendar_that_a_policy_uses_stays_and_one_without_hours_is_none()
    {
        Promised();
        Assert.Contains("“Everybody” is measured by this calendar", Refusal(() => _desk.RemoveCalendar(Sam, Vienna.Id, Monday)), StringComparison.Ordinal);
        Assert.Contains("no hours in the week", Refusal(() => _desk.KeepCalendar(Sam, Vienna with { Week = [] }, 1, Monday)), StringComparison.Ordinal);
        // Five minutes a week: sixteen hours of work would take years.
        Assert.Contains("not reached within 10 years", Refusal(() => _desk.KeepCalendar(Sam, Vienna with { Week = [new(DayOfWeek.Monday, Hours(8), Hours(8) + TimeSpan.FromMinutes(1))] }, 1, Monday)), StringComparison.Ordinal);
        _desk.RemovePolicy(Sam, Promise.Id, Monday);
        _desk.RemoveCalendar(Sam, Vienna.Id, Monday);
        Assert.Empty(_desk.Calendars);
    }

    [Fact]
    public void Of_two_who_change_a_policy_the_second_is_told_and_loses_nothing()
    {
        Promised();
        _desk.KeepPolicy(Sam, Promise with { Response = Hours(2) }, 1, Monday);
        Assert.Contains("save again to keep it", Refusal(() => _desk.KeepPolicy(Sam, Promise with { Response = Hours(3) }, 1, Monday)), StringComparison.Ordinal);
        Assert.Equal((Hours(2), 2), (_desk.SlaPolicies[0].Response!.Value, _desk.SlaPolicies[0].Revision));
        _desk.KeepPolicy(Sam, Promise with { Response = Hours(3) }, 2, Monday);
        _desk.RemovePolicy(Sam, Promise.Id, Monday);
        Assert.Contains("Somebody removed the policy", Refusal(() => _desk.KeepPolicy(Sam, Promise, 3, Monday)), StringComparison.Ordinal);
        _desk.KeepCalendar(Sam, Vienna with { TimeZone = "Europe/Berlin" }, 1, Monday);
        Assert.Contains("Somebody else changed the calendar", Refusal(() => _desk.KeepCalendar(Sam, Vienna, 1, Monday)), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_departments_and_categories_are_the_desks_own()
    {
        Promised();
        Assert.Contains("has a policy “EVERYBODY” already", Refusal(() => _desk.KeepPolicy(Sam, Promise with { Id = Guid.NewGuid(), Name = "EVERYBODY" }, null, Monday)), StringComparison.Ordinal);
        Assert.Contains("has a calendar “office” already", Refusal(() => _desk.KeepCalendar(Sam, Vienna with { Id = Guid.NewGuid(), Name = "office" }, null, Monday)), StringComparison.Ordinal);
        Assert.Contains("department does not belong", Refusal(() => _desk.KeepPolicy(Sam, Promise with { Departments = [Guid.NewGuid()] }, 1, Monday)), StringComparison.Ordinal);
        Assert.Contains("category does not belong", Refusal(() => _desk.KeepPolicy(Sam, Promise with { Categories = [Guid.NewGuid()] }, 1, Monday)), StringComparison.Ordinal);
        Assert.Contains("calendar does not belong", Refusal(() => _desk.KeepPolicy(Sam, Promise with { CalendarId = Guid.NewGuid() }, 1, Monday)), StringComparison.Ordinal);
        foreach (var verb in new Action[] { () => _desk.KeepPolicy(Ana, Promise, 1, Monday), () => _desk.RemovePolicy(Ana, Promise.Id, Monday), () => _desk.MovePolicy(Ana, Promise.Id, true, Monday), () => _desk.KeepCalendar(Ana, Vienna, 1, Monday), () => _desk.RemoveCalendar(Ana, Vienna.Id, Monday) })
            Assert.Contains("Your role", Refusal(verb), StringComparison.Ordinal);
    }

    [Fact]
    public void Sam_moves_a_policy_and_the_order_stays_without_gaps()
    {
        Promised();
        var (second, third) = (For("Second", 9), For("Third", 9));
        foreach (var policy in new[] { second, third }) _desk.KeepPolicy(Sam, policy, null, Monday);
        _desk.MovePolicy(Sam, third.Id, earlier: true, Monday);
        _desk.MovePolicy(Sam, third.Id, earlier: true, Monday);
        _desk.MovePolicy(Sam, third.Id, earlier: true, Monday);
        Assert.Equal(["Third", "Everybody", "Second"], _desk.SlaPolicies.Select(p => p.Name));
        _desk.RemovePolicy(Sam, Promise.Id, Monday);
        Assert.Equal([("Third", 0), ("Second", 1)], _desk.SlaPolicies.Select(p => (p.Name, p.Order)));
    }

    private void Promised()
    {
        _desk.KeepCalendar(Sam, Vienna, null, Monday);
        _desk.KeepPolicy(Sam, Promise, null, Monday);
    }
}
