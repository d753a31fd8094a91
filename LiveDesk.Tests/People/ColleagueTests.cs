using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Knowledge;
using LiveDesk.Web.Live;

namespace LiveDesk.Tests.People;

/// <summary>Who of the team is here, and where, as far as the asker may see those places.</summary>
public sealed class ColleagueTests
{
    [Theory, BothDatabases]
    public async Task Ola_sees_Ben_in_a_ticket_of_her_department_and_only_that_he_is_here_when_it_is_another(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (hers, number) = await desk.AddTicketAsync("The invoice is wrong", department: "Billing");
        var (other, _) = await desk.AddTicketAsync("The site is down", department: "Technical");
        Enter(desk, desk.Ben, Presence.OpenBy(desk.Ben.Id!.Value), Doing.Viewing);
        Enter(desk, desk.Ben, await PlaceOfAsync(desk, other), Doing.Replying);

        Assert.Equal("The site is down", Assert.Single(Assert.Single(await SeenByAsync(desk, desk.Ana)).Places).Title);
        var ben = Assert.Single(await SeenByAsync(desk, desk.Ola));
        Assert.Equal(("Ben", 0), (ben.Name, ben.Places.Count));

        Enter(desk, desk.Ben, await PlaceOfAsync(desk, hers), Doing.Viewing);
        var place = Assert.Single(Assert.Single(await SeenByAsync(desk, desk.Ola)).Places);
        Assert.Equal(("The invoice is wrong", $"/tickets/{number}", Doing.Viewing), (place.Title, place.Address, place.Doing));
        Assert.Equal([hers, other], (await desk.Get<ColleagueQueries>().FindAsync(desk.Ana, desk.Ben.Id.Value))!.Places.Select(p => p.Id));
        Assert.Empty(await SeenByAsync(desk, Actor.Customer(Guid.NewGuid(), "Carla")));
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_was_moved_out_of_her_sight_is_no_place_for_Ola_though_presence_does_not_know_yet(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (ticket, _) = await desk.AddTicketAsync("The invoice is wrong", department: "Billing");
        Enter(desk, desk.Ben, await PlaceOfAsync(desk, ticket), Doing.Viewing);
        Assert.Single(Assert.Single(await SeenByAsync(desk, desk.Ola)).Places);

        await desk.Tickets.MoveToDepartmentAsync(desk.Ana, ticket, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        Assert.Empty(Assert.Single(await SeenByAsync(desk, desk.Ola)).Places);
        Assert.Single(Assert.Single(await SeenByAsync(desk, desk.Ana)).Places);
    }

    [Theory, BothDatabases]
    public async Task A_chat_is_called_by_its_visitor_an_article_by_its_title_and_a_visitor_is_no_colleague(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var chat = await desk.WriteAsync(desk.Visitor(), "Is anybody there?");
        var article = await desk.PublishedAsync("The beep", "It beeps.");
        Enter(desk, desk.Ana, new FactSubject(SubjectKind.Chat, chat, desk.Desk.Id, [desk.Desk.DefaultDepartment.Id]), Doing.Typing);
        Enter(desk, Actor.Visitor(Guid.NewGuid(), "Carla"), new FactSubject(SubjectKind.Chat, chat, desk.Desk.Id, [desk.Desk.DefaultDepartment.Id]), Doing.Viewing);
        Enter(desk, desk.Kim, new FactSubject(SubjectKind.Article, article), Doing.Editing);

        var here = await SeenByAsync(desk, desk.Sam);
        Assert.Equal(["Ana: Carla /chats/" + chat, "Kim: The beep /knowledge/" + article], here.Select(c => $"{c.Name}: {c.Places.Single().Title} {c.Places.Single().Address}"));
        Assert.Equal("Kim", Assert.Single(await SeenByAsync(desk, desk.Ana)).Name);
    }

    [Theory, BothDatabases]
    public async Task Sam_may_follow_Ana_and_Ana_may_follow_nobody(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var following = new Following(desk.Catalogue);
        await Assert.ThrowsAsync<RuleViolation>(() => following.BeginAsync(desk.Ana, desk.Ben.Id!.Value));
        await Assert.ThrowsAsync<RuleViolation>(() => following.BeginAsync(desk.Kim, desk.Ben.Id!.Value));
        await Assert.ThrowsAsync<RuleViolation>(() => following.BeginAsync(desk.Sam, desk.Sam.Id!.Value));
        await Assert.ThrowsAsync<NotFoundException>(() => following.BeginAsync(desk.Sam, Guid.NewGuid()));
        Assert.Null(following.Whom);

        await following.BeginAsync(desk.Sam, desk.Ana.Id!.Value);
        Assert.Equal("Ana", following.Whom?.Name);
        following.End();
        Assert.Null(following.Whom);
    }

    private static Task<IReadOnlyList<PresentColleague>> SeenByAsync(TestDesk desk, Actor me) => desk.Get<ColleagueQueries>().HereAsync(me);

    /// <summary>One window more; a moment later than what was before.</summary>
    private static void Enter(TestDesk desk, Actor who, FactSubject place, Doing doing)
    {
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        desk.Get<Presence>().Here(place, Guid.NewGuid(), new Present(who.Id!.Value, who.Name, who.Kind, doing));
    }

    private static async Task<FactSubject> PlaceOfAsync(TestDesk desk, Guid ticketId)
    {
        await using var db = desk.OpenDatabase();
        var place = db.Tickets.Single(t => t.Id == ticketId).Place;
        return new FactSubject(SubjectKind.Ticket, ticketId, place.DeskId, place.Departments);
    }
}
