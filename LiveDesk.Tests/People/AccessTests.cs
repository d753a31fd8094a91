using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.People;

namespace LiveDesk.Tests.People;

/// <summary>What Sam is told of what a colleague sees and may do.</summary>
public sealed class AccessTests
{
    [Theory, BothDatabases]
    public async Task Sam_is_told_what_Ola_sees_and_why_she_sees_one_ticket_and_not_another(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (billing, other) = (desk.Hosting.Departments.Single(d => d.Name == "Billing"), desk.Hosting.Departments.First(d => d.Name != "Billing"));
        var (_, seen) = await desk.AddTicketAsync("The invoice is wrong", desk.Hosting, billing.Name);
        var (_, unseen) = await desk.AddTicketAsync("The site is down", desk.Hosting, other.Name);
        var (_, elsewhere) = await desk.AddTicketAsync("The panel beeps");
        var access = desk.Get<AccessQueries>();

        var hers = await access.OfAsync(desk.Sam, desk.Ola.Id!.Value);
        Assert.Equal((Role.Agent, true), (hers.Role, hers.IsActive));
        Assert.True(hers.May.Contains(Right.WorkTickets) && !hers.May.Contains(Right.ManageDesks));
        var only = Assert.Single(hers.Desks);
        Assert.Equal((desk.Hosting.Name, "Billing", 1), (only.Name, string.Join(", ", only.Departments!), only.OpenTickets));
        var anas = (await access.OfAsync(desk.Sam, desk.Ana.Id!.Value)).Desks.Single(d => d.DeskId == desk.Desk.Id);
        Assert.Equal((null, 1), (anas.Departments, anas.OpenTickets));

        async Task<TicketAccess> OnAsync(Actor of, long number) => await access.OnTicketAsync(desk.Sam, of.Id!.Value, $"#{number}");
        Assert.Equal(new TicketAccess(true, TicketAccessWhy.Department, "Billing"), await OnAsync(desk.Ola, seen));
        Assert.Equal(new TicketAccess(false, TicketAccessWhy.NotTheDepartment, other.Name), await OnAsync(desk.Ola, unseen));
        Assert.Equal(new TicketAccess(false, TicketAccessWhy.NotTheDesk, desk.Desk.Name), await OnAsync(desk.Ola, elsewhere));
        Assert.Equal(new TicketAccess(true, TicketAccessWhy.Desk, desk.Desk.Name), await OnAsync(desk.Ana, elsewhere));
        Assert.Equal(TicketAccessWhy.Administrator, (await OnAsync(desk.Sam, elsewhere)).Why);

        await desk.Get<PersonCommands>().DeactivateAsync(desk.Sam, desk.Ola.Id.Value);
        Assert.Equal(new TicketAccess(false, TicketAccessWhy.NotActive, desk.Hosting.Name), await OnAsync(desk.Ola, seen));
        Assert.Empty((await access.OfAsync(desk.Sam, desk.Ola.Id.Value)).Desks);
    }

    [Theory, BothDatabases]
    public async Task Nobody_learns_by_it_of_a_ticket_or_a_desk_that_they_do_not_see_and_agents_learn_nothing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (_, number) = await desk.AddTicketAsync("The site is down", desk.Hosting);
        var lead = await desk.AddPersonAsync("Lea", Role.Supervisor, (desk.Desk, null));
        var access = desk.Get<AccessQueries>();
        await Assert.ThrowsAsync<NotFoundException>(() => access.OnTicketAsync(lead, desk.Sam.Id!.Value, $"{number}"));
        Assert.DoesNotContain((await access.OfAsync(lead, desk.Sam.Id!.Value)).Desks, d => d.DeskId == desk.Hosting.Id);
        await Assert.ThrowsAsync<RuleViolation>(() => access.OnTicketAsync(desk.Sam, desk.Ola.Id!.Value, "nonsense"));
        await Assert.ThrowsAsync<NotFoundException>(() => access.OfAsync(desk.Sam, Guid.NewGuid()));
        await Assert.ThrowsAsync<RuleViolation>(() => access.OfAsync(desk.Ana, desk.Ola.Id!.Value));
        await Assert.ThrowsAsync<RuleViolation>(() => access.OnTicketAsync(desk.Ana, desk.Ola.Id!.Value, $"{number}"));
    }
}
