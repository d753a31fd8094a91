using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.People;

namespace LiveDesk.Tests.Live;

/// <summary>What somebody who was away is told: what happened, and what of it needs them.</summary>
public sealed class AwayTests
{
    [Theory, BothDatabases]
    public async Task Ana_is_told_what_needs_her_and_not_what_colleagues_took(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var mine = await desk.AddTicketAsync("Mine, and Carla writes");
        await desk.Tickets.AssignAsync(desk.Ana, mine.Id, desk.Ana.Id);
        var since = await desk.Get<ActivityQueries>().LatestAsync();

        var given = await desk.AddTicketAsync("Given to Ana");
        await desk.Tickets.AssignAsync(desk.Ben, given.Id, desk.Ana.Id);
        var free = await desk.AddTicketAsync("Nobody has it");
        var taken = await desk.AddTicketAsync("Ben took it");
        await desk.Tickets.AssignAsync(desk.Ben, taken.Id, desk.Ben.Id);
        var closed = await desk.AddTicketAsync("Came and went");
        await desk.Tickets.CloseAsync(desk.Ben, closed.Id);
        var elsewhere = await desk.AddTicketAsync("Not on a desk of Ana's", desk.Hosting);
        await WriteAsCustomerAsync(desk, mine.Id);
        await desk.Get<SessionCommands>().EndAsync(desk.Ben.Id!.Value, Guid.NewGuid(), CancellationToken.None);

        var told = await desk.Get<ActivityQueries>().SinceAsync(desk.Ana, since);
        Need? NeedOf(Guid id) => told.Single(c => c.SubjectId == id).Need;
        Assert.Equal((Need.CustomerWroteOnMine, Need.AssignedToMe, Need.NobodyHasIt), (NeedOf(mine.Id), NeedOf(given.Id), NeedOf(free.Id)));
        Assert.Equal((null, null), (NeedOf(taken.Id), NeedOf(closed.Id)));
        Assert.DoesNotContain(told, c => c.SubjectId == elsewhere.Id || c.SubjectId == desk.Ben.Id);
        var outsider = await desk.Get<ActivityQueries>().SinceAsync(desk.Ola, since);
        Assert.DoesNotContain(outsider, c => c.SubjectId == free.Id);
        Assert.DoesNotContain(await desk.Get<ActivityQueries>().SinceAsync(desk.Sam, since), c => c.Need is not null);
    }

    [Theory, BothDatabases]
    public async Task What_needs_Ana_is_not_lost_among_all_that_happened_on_desks_she_does_not_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var mine = await desk.AddTicketAsync("Mine, and Carla writes");
        await desk.Tickets.AssignAsync(desk.Ana, mine.Id, desk.Ana.Id);
        var since = await desk.Get<ActivityQueries>().LatestAsync();
        await WriteAsCustomerAsync(desk, mine.Id);
        var elsewhere = await desk.AddTicketAsync("Not on a desk of Ana's", desk.Hosting);
        await using (var db = desk.OpenDatabase())
        {
            var one = db.Activities.Single(a => a.SubjectId == elsewhere.Id && a.Kind == nameof(TicketWasOpened));
            db.Activities.AddRange(Enumerable.Range(0, 1200).Select(_ => Activity.Of(new RecordedFact(FactTypes.Read(one.Kind, one.Data), Actor.System, one.At))));
            await db.CommitAsync();
        }

        Assert.Equal((mine.Id, (Need?)Need.CustomerWroteOnMine), (await desk.Get<ActivityQueries>().SinceAsync(desk.Ana, since)).Select(c => (c.SubjectId, c.Need)).Single());
    }

    private static async Task WriteAsCustomerAsync(TestDesk desk, Guid ticketId)
    {
        await using var db = desk.OpenDatabase();
        var ticket = db.Tickets.Single(t => t.Id == ticketId);
        ticket.TakeMessage(Actor.Customer(Guid.NewGuid(), "Carla"), new NewEntry("It beeps again."), await desk.Catalogue.DeskAsync(ticket.DeskId), desk.Clock.GetUtcNow());
        await db.CommitAsync();
    }
}
