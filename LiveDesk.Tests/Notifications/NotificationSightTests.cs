using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.People;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Notifications;

/// <summary>What somebody may not see tells them nothing: no line, no title, no count, no toast.</summary>
public sealed class NotificationSightTests
{
    [Theory, BothDatabases]
    public async Task Threat_16_Ola_loses_the_ticket_and_with_it_its_notifications_and_their_count(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (ticket, _) = await desk.AddTicketAsync("The invoice is wrong", department: "Billing", by: desk.Ben);
        await desk.Tickets.AssignAsync(desk.Ben, ticket, desk.Ola.Id);
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry("@Ola, the customer's number is 42."));
        Assert.Equal(2, (await desk.UnreadOfAsync(desk.Ola)).Count);
        List<Guid> ids;
        await using (var db = desk.OpenDatabase()) ids = await db.Notifications.Where(n => n.PersonId == desk.Ola.Id).Select(n => n.Id).ToListAsync();

        await desk.Tickets.MoveToDepartmentAsync(desk.Ben, ticket, desk.Hosting.Departments.Single(d => d.Name == "Technical").Id);
        await NothingForAsync(desk, ids);
        // Read all reads what can be seen: what is hidden waits for when it is seen again.
        await desk.Get<NotificationCommands>().ReadAllAsync(desk.Ola);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<NotificationCommands>().ReadAsync(desk.Ola, ids[0]));
        await desk.Tickets.MoveToDepartmentAsync(desk.Ben, ticket, desk.Hosting.Departments.Single(d => d.Name == "Billing").Id);
        Assert.Equal(2, (await desk.UnreadOfAsync(desk.Ola)).Count);

        await desk.Get<PersonCommands>().LeaveAsync(desk.Sam, desk.Ola.Id!.Value, desk.Hosting.Id, null);
        await NothingForAsync(desk, ids);
    }

    [Theory, BothDatabases]
    public async Task Threat_16_a_name_grants_nothing_and_its_writer_learns_that_it_was_in_vain(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (ticket, _) = await desk.AddTicketAsync("The server is slow", department: "Technical", by: desk.Ben);
        const string note = "@Ola and @Billing and @Ana, look";
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry(note));
        Assert.Equal([(NotificationKind.Mentioned, 1)], await desk.UnreadOfAsync(desk.Ana));
        await using (var db = desk.OpenDatabase()) Assert.False(await db.Notifications.AnyAsync(n => n.PersonId == desk.Ola.Id));
        var mentions = desk.Get<MentionQueries>();
        // Ana is one of Billing too, and may see it: the department was not named in vain.
        Assert.Equal(["Ola"], await mentions.InVainAsync(desk.Ben, ticket, note));
        var offered = await mentions.ForTicketAsync(desk.Ben, ticket);
        Assert.Equal(["Ana", "Sam"], offered.Where(m => !m.IsDepartment).Select(m => m.Name));
        Assert.Contains(offered, m => m is { IsDepartment: true, Name: "Technical" });
        await Assert.ThrowsAsync<NotFoundException>(() => mentions.ForTicketAsync(desk.Ola, ticket));
    }

    [Theory, BothDatabases]
    public async Task Everybodys_notifications_are_of_what_they_find_and_nobody_elses(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var now = desk.Clock.GetUtcNow();
        var ids = new List<Guid>();
        foreach (var department in desk.Hosting.Departments) ids.Add((await desk.AddTicketAsync(department.Name, department: department.Name, by: desk.Ben)).Id);
        // As if everybody had been told of everything.
        await using (var db = desk.OpenDatabase())
        {
            foreach (var person in desk.Everybody)
                foreach (var id in ids) db.Notifications.Add(new Notification(person.Id!.Value, new News(Guid.NewGuid(), NotificationKind.Assigned, SubjectKind.Ticket, id, "Ben", now), [NotificationChannel.Bell], now));
            await db.CommitAsync();
        }
        var hidden = 0;
        foreach (var person in desk.Everybody)
        {
            await using var db = desk.Get<DeskDatabase>().OpenFor(person);
            var found = await db.Tickets.Select(t => t.Id).ToListAsync();
            var told = await desk.Get<NotificationQueries>().PageAsync(person);
            Assert.Equal(found.Intersect(ids).Order(), told.Lines.Select(l => l.SubjectId).Order());
            Assert.Equal((told.Lines.Count, told.Lines.Count), (told.Unread, told.Total));
            Assert.Equal(told.Lines.Count, (await desk.Get<NotificationQueries>().DigestAsync(person, now.AddDays(-1))).Count);
            hidden += ids.Count - told.Lines.Count;
        }
        Assert.True(hidden > 1, "without outsiders this test would prove nothing");
        Assert.Equal(0, (await desk.Get<NotificationQueries>().PageAsync(Actor.Customer(Guid.NewGuid(), "Carla"))).Total);
    }

    private static async Task NothingForAsync(TestDesk desk, List<Guid> ids)
    {
        var ola = await desk.ActorAsync(desk.Ola.Id!.Value);
        var queries = desk.Get<NotificationQueries>();
        Assert.Empty(await desk.UnreadOfAsync(ola));
        Assert.Equal(0, (await desk.BellOfAsync(ola)).Total);
        Assert.Empty(await queries.NewAsync(ola, ids));
        Assert.Equal(0, (await queries.DigestAsync(ola, desk.Clock.GetUtcNow().AddDays(-1))).Count);
    }
}
