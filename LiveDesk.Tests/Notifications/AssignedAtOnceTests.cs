using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;

namespace LiveDesk.Tests.Notifications;

/// <summary>Whoever logs a ticket says at once whose it is.</summary>
public sealed class AssignedAtOnceTests
{
    [Theory, BothDatabases]
    public async Task Ana_is_told_of_the_ticket_that_Ben_logged_for_her_and_not_without_the_tick(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await LogAsync("Quietly", tells: false);
        await LogAsync("For Ana", tells: true);
        await desk.DoDueWorkAsync();
        var line = Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines);
        Assert.Equal((NotificationKind.Assigned, "For Ana", "Ben"), (line.Kind, line.Title, line.By));

        Task LogAsync(string subject, bool tells) => desk.Tickets.OpenAsync(desk.Ben, desk.Desk.Id, Of(subject) with { OwnerId = desk.Ana.Id, NotifyOwner = tells });
    }

    [Theory, BothDatabases]
    public async Task Nobody_is_given_a_new_ticket_that_they_would_not_see_and_what_was_typed_opens_none(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var technical = desk.Desk.Departments.Single(d => d.Name == "Technical").Id;
        var refused = await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.OpenAsync(desk.Sam, desk.Desk.Id, Of("The server") with { DepartmentId = technical, OwnerId = desk.Ola.Id }));
        Assert.Equal("assignee", refused.Field);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.OpenAsync(desk.Sam, desk.Desk.Id, Of("The server") with { DepartmentId = technical, OwnerId = Guid.NewGuid() }));
        Assert.Empty((await desk.TicketQueries.ListAsync(desk.Sam, new LiveDesk.Infrastructure.Tickets.TicketFilter(desk.Desk.Id))).Tickets);
    }

    private static NewTicket Of(string subject) => new() { Subject = subject, Description = "It stands still.", RequesterName = "Carla Brandt", RequesterEmail = "carla@brandt.test" };
}
