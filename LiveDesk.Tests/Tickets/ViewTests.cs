using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Web.Tickets;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>Lists under a name: whose they are, and that their numbers are those of the list.</summary>
public sealed class ViewTests
{
    [Theory, BothDatabases]
    public async Task Everybody_finds_their_own_and_what_is_for_all_of_a_desk(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var views = desk.Get<ViewCommands>();
        var (billing, domains) = (desk.Desk.Departments.Single(d => d.Name == "Billing").Id, desk.Desk.Departments.Single(d => d.Name == "Domains").Id);
        await views.SaveAsync(desk.Ana, desk.Desk.Id, ViewScope.Personal, null, "Mine", "assignee=me");
        await views.SaveAsync(desk.Sam, desk.Desk.Id, ViewScope.Desk, null, "All urgent", "priority=4");
        await views.SaveAsync(desk.Sam, desk.Desk.Id, ViewScope.Department, billing, "Invoices", "department=Billing");
        var hidden = await views.SaveAsync(desk.Sam, desk.Desk.Id, ViewScope.Department, domains, "Domains", "department=Domains");
        Assert.Equal(["All urgent", "Domains", "Invoices", "Mine"], await NamesAsync(desk, desk.Ana));
        Assert.Equal(["All urgent", "Invoices"], await NamesAsync(desk, desk.Ola));
        // A desk of which she sees nothing has no views for her, not even one for everybody.
        var elsewhere = await desk.AddDeskAsync("psa", "elsewhere");
        await views.SaveAsync(desk.Sam, elsewhere.Id, ViewScope.Desk, null, "Secret plans", "");
        Assert.Single(await desk.Get<ViewQueries>().OfDeskAsync(desk.Sam, elsewhere.Id));
        Assert.Empty(await desk.Get<ViewQueries>().OfDeskAsync(desk.Ola, elsewhere.Id));
        // From everywhere she finds the same, by the desk.
        var hers = await desk.Get<ViewQueries>().OfEveryDeskAsync(desk.Ola);
        Assert.Equal([desk.Desk.Id], hers.Select(d => d.Key));
        Assert.Equal(["All urgent", "Invoices"], hers[desk.Desk.Id].Select(v => v.Name).Order(StringComparer.Ordinal));
        await Assert.ThrowsAsync<NotFoundException>(() => views.DeleteAsync(desk.Ola, hidden));
        Assert.Contains("already", (await Assert.ThrowsAsync<RuleViolation>(() => views.SaveAsync(desk.Ana, desk.Desk.Id, ViewScope.Personal, null, "MINE", ""))).Message, StringComparison.Ordinal);
        await views.SaveAsync(desk.Ben, desk.Desk.Id, ViewScope.Personal, null, "Mine", "assignee=me");
        await Assert.ThrowsAsync<RuleViolation>(() => views.SaveAsync(desk.Ana, desk.Desk.Id, ViewScope.Desk, null, "For you", ""));
        await Assert.ThrowsAsync<NotFoundException>(() => views.SaveAsync(desk.Ola, desk.Desk.Id, ViewScope.Department, domains, "Not mine", ""));
        await Assert.ThrowsAsync<RuleViolation>(() => views.SaveAsync(desk.Ana, desk.Desk.Id, ViewScope.Personal, null, " ", ""));
    }

    [Theory, BothDatabases]
    public async Task The_number_of_a_view_is_the_number_of_its_list_for_whoever_looks(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        foreach (var department in new[] { "Billing", "Billing", "Domains" }) await desk.AddTicketAsync($"About {department}", department: department);
        var (mine, _) = await desk.AddTicketAsync("Mine", department: "Billing");
        await desk.Tickets.AssignAsync(desk.Ana, mine, desk.Ola.Id);
        foreach (var me in new[] { desk.Ana, desk.Ola, desk.Sam })
        {
            var person = await desk.Catalogue.PersonAsync(me.Id!.Value);
            var filters = new[] { "", "assignee=me", "department=mine", "department=Domains", "q=About", "priority=9&status=rubbish" }.Select(q => TicketListAddress.Read(q, desk.Desk, person, desk.Clock.GetUtcNow()).Filter).ToList();
            var counts = await desk.Get<ViewQueries>().CountsAsync(me, desk.Desk.Id, filters);
            for (var i = 0; i < filters.Count; i++) Assert.Equal((await desk.TicketQueries.ListAsync(me, filters[i])).Total, counts[i]);
            Assert.Equal(me == desk.Ola ? [3, 1, 3, 0, 2, 3] : [4, 0, 4, 1, 3, 4], counts);
        }
        // The next reading is not the one before the change.
        await desk.AddTicketAsync("One more", department: "Domains");
        Assert.Equal([2], await desk.Get<ViewQueries>().CountsAsync(desk.Sam, desk.Desk.Id, [new TicketFilter(desk.Desk.Id, Departments: [desk.Desk.Departments.Single(d => d.Name == "Domains").Id])]));
    }

    [Theory, BothDatabases]
    public async Task A_view_is_updated_and_finds_its_place_among_those_of_the_same_person(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (views, queries) = (desk.Get<ViewCommands>(), desk.Get<ViewQueries>());
        var ids = new List<Guid>();
        foreach (var name in new[] { "First", "Second", "Another" }) ids.Add(await views.SaveAsync(desk.Ana, desk.Desk.Id, ViewScope.Personal, null, name, "assignee=me"));
        var shared = await views.SaveAsync(desk.Sam, desk.Desk.Id, ViewScope.Desk, null, "All", "");
        // As they were made, not by the alphabet; her own before those of the desk.
        Assert.Equal(["First", "Second", "Another", "All"], await InOrderAsync());
        await views.MoveAsync(desk.Ana, ids[2], earlier: true);
        await views.MoveAsync(desk.Ana, ids[2], earlier: true);
        await views.MoveAsync(desk.Ana, ids[2], earlier: true);
        await views.MoveAsync(desk.Ana, ids[1], earlier: false);
        Assert.Equal(["Another", "First", "Second", "All"], await InOrderAsync());
        await views.UpdateAsync(desk.Ana, ids[0], "assignee=me&sort=due&columns=status");
        Assert.Equal("assignee=me&sort=due&columns=status", (await queries.OfDeskAsync(desk.Ana, desk.Desk.Id)).Single(v => v.Id == ids[0]).Query);
        await Assert.ThrowsAsync<NotFoundException>(() => views.UpdateAsync(desk.Ben, ids[0], ""));
        await Assert.ThrowsAsync<NotFoundException>(() => views.MoveAsync(desk.Ben, ids[0], earlier: true));
        await Assert.ThrowsAsync<RuleViolation>(() => views.UpdateAsync(desk.Ana, shared, "priority=4"));
        await Assert.ThrowsAsync<RuleViolation>(() => views.UpdateAsync(desk.Ana, ids[0], new string('x', SavedView.LongestQuery + 1)));

        async Task<List<string>> InOrderAsync() => [.. (await queries.OfDeskAsync(desk.Ana, desk.Desk.Id)).Select(v => v.Name)];
    }

    [Fact]
    public void The_same_list_is_the_same_text_and_its_page_is_no_part_of_it()
    {
        var desk = Cast.DeskOf("technician");
        string Kept(string query) => TicketListAddress.Kept(new Uri($"http://desk.test/desks/a/tickets{query}"), desk);
        // A status is kept by its id: a view outlives the name.
        var working = desk.StatusNamed("In Progress").Id;
        Assert.Equal($"status={working}&priority=4", Kept("?page=7&priority=4&evil=1&status=In+Progress"));
        Assert.Equal($"status={working}&priority=4", Kept($"?status={working}&priority=4"));
        Assert.Equal([working], TicketListAddress.Read(Kept("?status=in progress"), desk, null, Cast.Monday).Filter.Statuses!);
        Assert.Equal("", Kept("?page=2"));
        Assert.Equal("q=a%26b%3D%22", Kept("?q=a%26b%3D%22"));
        Assert.Throws<RuleViolation>(() => SavedView.Save(Cast.Ana, Guid.NewGuid(), ViewScope.Personal, Cast.Ana.Id!.Value, "Long", new string('x', SavedView.LongestQuery + 1), 0, Cast.Monday));
        Assert.Throws<RuleViolation>(() => SavedView.Save(Cast.Ana, Guid.NewGuid(), ViewScope.Personal, Cast.Ben.Id!.Value, "His", "", 0, Cast.Monday));
    }

    private static async Task<List<string>> NamesAsync(TestDesk desk, Actor me) => [.. (await desk.Get<ViewQueries>().OfDeskAsync(me, desk.Desk.Id)).Select(v => v.Name).Order(StringComparer.Ordinal)];
}
