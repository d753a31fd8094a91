using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Desks;

/// <summary>Sam closes a department of the hosting desk, on which departments limit sight, while Ola of Billing works there.</summary>
public sealed class DepartmentCommandTests
{
    [Theory, BothDatabases]
    public async Task Its_tickets_chats_people_texts_and_views_go_to_the_other_one_and_nobody_loses_sight_on_the_way(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var hosting = desk.Hosting;
        var (billing, domains) = (hosting.Departments.Single(d => d.Name == "Billing"), hosting.Departments.Single(d => d.Name == "Domains"));
        var (id, _) = await desk.AddTicketAsync("The invoice is wrong", hosting, "Billing");
        var (theirs, _) = await desk.AddTicketAsync("My domain is gone", hosting, "Domains");
        var chat = await BeginChatAsync(desk, hosting, billing);
        await desk.Get<CannedResponseCommands>().AddAsync(desk.Sam, new CannedResponseForm(CannedScope.Department, billing.Id, "refund", "Two weeks."));
        await desk.Get<CannedResponseCommands>().AddAsync(desk.Sam, new CannedResponseForm(CannedScope.Department, domains.Id, "refund", "Never."));
        await AddViewAsync(desk, hosting, billing);
        var use = await desk.Get<DeskQueries>().DepartmentUseAsync(desk.Sam, hosting, billing.Id);
        Assert.Equal((1, 1, 1, 1, 0), (use.Tickets, use.Joining(domains.Id), use.CannedResponses, use.Views, use.Rules));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<TicketPageQueries>().DetailAsync(desk.Ola, theirs));

        await desk.Get<DeskCommands>().CloseDepartmentAsync(desk.Sam, hosting.Id, billing.Id, domains.Id);
        // Before the work is done: the ticket still stands in the closed one, and Ola sees it and those of the other one.
        var ola = await desk.ActorAsync(desk.Ola.Id!.Value);
        Assert.Equal(billing.Id, (await desk.Get<TicketPageQueries>().DetailAsync(ola, id)).DepartmentId);
        Assert.Equal(theirs, (await desk.Get<TicketPageQueries>().DetailAsync(ola, theirs)).Id);
        await desk.DoDueWorkAsync();

        ola = await desk.ActorAsync(desk.Ola.Id!.Value);
        Assert.Equal([domains.Id], ola.Sight.Departments);
        Assert.Equal(domains.Id, (await desk.Get<TicketPageQueries>().DetailAsync(ola, id)).DepartmentId);
        Assert.Contains(await desk.HistoryAsync(desk.Sam, id), l => l.Kind == nameof(TicketChangedDepartment) && l.ActorName == "Sam");
        await using var db = desk.OpenDatabase();
        Assert.Equal(domains.Id, (await db.Chats.SingleAsync(c => c.Id == chat)).DepartmentId);
        Assert.Equal(["refund", "refund-2"], (await db.CannedResponses.Where(c => c.OfId == domains.Id).ToListAsync()).Select(c => c.Name).Order());
        Assert.Equal(domains.Id, (await db.SavedViews.SingleAsync()).OfId);
        Assert.Equal("Billing", (await desk.Catalogue.DeskAsync(hosting.Id)).DepartmentName(billing.Id));
    }

    [Theory, BothDatabases]
    public async Task Who_would_see_less_is_named_with_how_much_before_departments_limit_sight(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var suite = await desk.AddDeskAsync("suite");
        foreach (var (subject, department) in new[] { ("One", "Billing"), ("Two", "Billing"), ("Three", "Sales"), ("Four", "Support") }) await desk.AddTicketAsync(subject, suite, department);
        var (sara, bill) = (await desk.AddPersonAsync("Sara", Role.Agent, (suite, null), (suite, "Sales")), await desk.AddPersonAsync("Bill", Role.Agent, (suite, null), (suite, "Billing"), (suite, "Sales")));
        await desk.AddPersonAsync("Lea", Role.Supervisor, (suite, null));
        var losses = await desk.Get<DeskQueries>().SightLossAsync(desk.Sam, suite.Id);
        Assert.Equal([new SightLoss("Sara", 3), new SightLoss("Bill", 1)], losses);

        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, suite.Id, s => s with { DepartmentsLimitSight = true });
        foreach (var (who, sees) in new[] { (sara, 1), (bill, 3) })
            Assert.Equal(sees, (await desk.TicketQueries.ListAsync(await desk.ActorAsync(who.Id!.Value), new TicketFilter(suite.Id))).Total);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<DeskQueries>().SightLossAsync(desk.Ana, suite.Id));
    }

    private static async Task<Guid> BeginChatAsync(TestDesk desk, Desk hosting, Department department)
    {
        await using var db = desk.OpenDatabase();
        var now = desk.Clock.GetUtcNow();
        var chat = new ChatSession(Ids.New(now), hosting, Guid.NewGuid(), "Carla", null, null, now);
        db.Chats.Add(chat);
        db.Entry(chat).Property(c => c.DepartmentId).CurrentValue = department.Id;
        await db.CommitAsync();
        return chat.Id;
    }

    private static async Task AddViewAsync(TestDesk desk, Desk hosting, Department department)
    {
        await using var db = desk.OpenDatabase();
        db.SavedViews.Add(SavedView.Save(desk.Sam, hosting.Id, ViewScope.Department, department.Id, "Unpaid", "q=unpaid", 0, desk.Clock.GetUtcNow()));
        await db.CommitAsync();
    }
}
