using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Search;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>Several people and several departments on one ticket, where the desk allows it.</summary>
public sealed class HandsOnATicketTests
{
    [Theory, MemberData(nameof(Cast.EveryPreset), MemberType = typeof(Cast))]
    public void Only_the_desk_that_allows_it_gives_a_ticket_to_several(string preset)
    {
        var desk = Cast.DeskOf(preset);
        var ticket = Cast.OpenedBy(Cast.Ana, desk);
        if (preset == "suite")
        {
            ticket.AddAssignee(Cast.Ana, Cast.Ben.Id!.Value, desk, Cast.Monday);
            ticket.AddDepartment(Cast.Ana, desk.Departments[1].Id, desk, Cast.Monday);
            Assert.Equal((1, 2), (ticket.Assignees.Count, ticket.Place.Departments.Count));
            // Whoever answers for it is not also one of the others.
            ticket.Assign(Cast.Ana, Cast.Ben.Id, desk, Cast.Monday);
            Assert.Empty(ticket.Assignees);
            return;
        }
        Assert.Throws<RuleViolation>(() => ticket.AddAssignee(Cast.Ana, Cast.Ben.Id!.Value, desk, Cast.Monday));
        Assert.Throws<RuleViolation>(() => ticket.AddDepartment(Cast.Ana, desk.Departments[^1].Id, desk, Cast.Monday));
        ticket.AddFollower(Cast.Ana, Cast.Ben.Id!.Value, Cast.Monday);
        Assert.Equal(Cast.Ben.Id, Assert.Single(ticket.Followers).PersonId);
    }

    [Theory, BothDatabases]
    public async Task Those_who_add_and_remove_people_at_the_same_moment_all_have_their_way(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var people = new List<Actor>();
        for (var i = 0; i < 6; i++) people.Add(await desk.AddPersonAsync($"Helper{i}", Role.Agent, (desk.Desk, null)));
        var (ticket, _) = await desk.AddTicketAsync("Scales off by a gram");
        foreach (var early in people.Take(3)) await desk.Tickets.AddAssigneeAsync(desk.Ana, ticket, early.Id!.Value);
        await Task.WhenAll([
            .. people.Take(3).Select(p => desk.Tickets.RemoveAssigneeAsync(desk.Ana, ticket, p.Id!.Value)),
            .. people.Skip(3).Select(p => desk.Tickets.AddAssigneeAsync(desk.Ben, ticket, p.Id!.Value)),
            desk.Tickets.AddAssigneeAsync(desk.Ana, ticket, people[5].Id!.Value),
            desk.Tickets.FollowAsync(desk.Ben, ticket, people[0].Id!.Value)]);

        var relations = await desk.Get<TicketRelationQueries>().OfAsync(desk.Ana, ticket);
        Assert.Equal(people.Skip(3).Select(p => p.Id!.Value).Order(), relations.Assignees.Order());
        Assert.Equal([people[0].Id!.Value], relations.Followers);
        var card = Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Assignees: [people[4].Id!.Value]))).Tickets);
        Assert.Equal(3, card.Others.Count);
        Assert.Equal(card, Assert.Single((await desk.Get<BoardQueries>().BoardAsync(desk.Ana, desk.Desk.Id)).Cards));
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id, Assignees: [Guid.Empty]))).Tickets);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.AddAssigneeAsync(desk.Ana, ticket, desk.Ola.Id!.Value));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.FollowAsync(desk.Ana, ticket, desk.Ola.Id!.Value));
    }

    [Theory, BothDatabases]
    public async Task Threat_16_and_17_a_further_department_sees_the_ticket_everywhere_until_it_is_taken_off(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var rules = desk.Hosting;
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, rules.Id, s => s with { SeveralDepartments = true, SeveralAssignees = true });
        var billing = rules.Departments.Single(d => d.Name == "Billing").Id;
        var max = await desk.AddPersonAsync("Max", Role.Agent, (rules, "Technical"));
        var (ticket, number) = await desk.AddTicketAsync("Zeppelin invoice", rules, "Technical");
        var heard = 0;
        using var olas = desk.Get<ILiveFeed>().Subscribe(() => desk.Ola.Sight, s => s.Subject.Id == ticket, _ => heard++);

        await ExpectAsync(desk, rules, ticket, number, isSeen: false);
        await desk.Tickets.AddDepartmentAsync(max, ticket, billing);
        await ExpectAsync(desk, rules, ticket, number, isSeen: true);
        Assert.Equal(1, heard);

        await desk.Tickets.AddAssigneeAsync(max, ticket, desk.Ola.Id!.Value);
        await desk.Tickets.FollowAsync(max, ticket, max.Id!.Value);
        await desk.DoDueWorkAsync();
        Assert.Contains(await OfKindAsync(desk, desk.Ola), n => n.Kind is NotificationKind.Assigned && n.SubjectId == ticket);

        await desk.Tickets.RemoveDepartmentAsync(max, ticket, billing);
        await ExpectAsync(desk, rules, ticket, number, isSeen: false);
        var left = await desk.Get<TicketRelationQueries>().OfAsync(max, ticket);
        // Nobody holds what does not exist for them.
        Assert.Empty(left.Assignees);
        Assert.Equal([max.Id!.Value], left.Followers);
        var told = heard;
        await desk.Tickets.RenameAsync(max, ticket, "Secret again");
        Assert.Equal(told, heard);
    }

    private static async Task ExpectAsync(TestDesk desk, Desk rules, Guid ticket, long number, bool isSeen)
    {
        var (ola, all) = (desk.Ola, new TicketFilter(rules.Id));
        var count = isSeen ? 1 : 0;
        Assert.Equal(count, (await desk.TicketQueries.ListAsync(ola, all)).Total);
        Assert.Equal(count, (await desk.TicketQueries.ListAsync(ola, all with { Search = "Zeppelin" })).Total);
        Assert.Equal(count, (await desk.TicketQueries.ListAsync(ola, all with { Departments = [rules.Departments.Single(d => d.Name == "Billing").Id] })).Total);
        Assert.Equal(count, (await desk.TicketQueries.ListAsync(ola, all with { Departments = [.. ola.Sight.Departments] })).Total);
        Assert.Equal(count, (await desk.TicketQueries.CountsAsync(ola, all)).Values.Sum());
        Assert.Equal(count, (await desk.Get<BoardQueries>().BoardAsync(ola, rules.Id)).Cards.Count);
        Assert.Equal(count, (await desk.Get<TicketPathQueries>().FindAsync(ola, "Zeppelin")).Count);
        Assert.Equal(isSeen, (await desk.Get<ActivityQueries>().SinceAsync(ola, 0)).Any(c => c.SubjectId == ticket));
        if (isSeen) Assert.Equal(ticket, await desk.TicketQueries.IdOfAsync(ola, number));
        else
        {
            await Assert.ThrowsAsync<NotFoundException>(() => desk.TicketQueries.IdOfAsync(ola, number));
            await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<TicketRelationQueries>().OfAsync(ola, ticket));
        }
    }

    private static async Task<List<Notification>> OfKindAsync(TestDesk desk, Actor person)
    {
        await using var db = desk.OpenDatabase();
        return await db.Notifications.AsNoTracking().Where(n => n.PersonId == person.Id).ToListAsync();
    }
}
