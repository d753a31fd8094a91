using System.Data.Common;
using System.Net.WebSockets;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Compose;

/// <summary>Who may be in a draft changes while it is open: over the wire, on one node and on two.</summary>
public sealed class DraftRightsTests
{
    private const string Cursor = """{"cursor":null,"writing":true}""";

    [Theory, BothDatabases]
    public async Task A_further_department_taken_off_a_ticket_hears_no_more_letters_and_no_more_hands(DatabaseKind kind)
    {
        await using var server = await ComposeServer.StartAsync(kind, "hosting");
        var (place, billing) = await SharedWithBillingAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        await ana.OpenAsync(place);
        Assert.NotNull(await ola.OpenAsync(place));
        await ana.PushAsync(place, "before");
        await Eventually.TrueAsync(() => ola.Relayed.Contains("before"), "Ola reads along");
        await ola.HandAsync(place, Cursor);
        await ola.PushAsync(place, "Ola was here");
        await Eventually.TrueAsync(() => server.Get<Presence>().At(place.SubjectId).Any(p => p.Name == "Ola"), "Ola is seen to write");

        await server.Get<TicketCommands>().RemoveDepartmentAsync(server.Desk.Ana, place.SubjectId, billing);
        await Eventually.TrueAsync(() => ola.Told("Gone").Any(), "Ola's draft closes");
        await ana.HandAsync(place, Cursor);
        await ana.PushAsync(place, "after");
        Assert.Equal("refused", (await ola.PushAsync(place, "still here?")).GetProperty("outcome").GetString());
        Assert.DoesNotContain("after", ola.Relayed);
        Assert.Empty(ola.Told("Hand"));
        Assert.DoesNotContain(server.Get<Presence>().At(place.SubjectId), p => p.Name == "Ola");
    }

    [Fact]
    public async Task The_draft_of_a_ticket_that_is_deleted_for_good_closes()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = new DraftPlace((await server.Desk.AddTicketAsync("Junk")).Id, Audience.Note);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(place);
        await server.Get<TicketCommands>().PutAsideAsync(server.Desk.Ana, place.SubjectId, isSpam: false);
        await using (var db = server.Get<DeskDatabase>().OpenForSystem())
        {
            var ticket = await db.Tickets.SingleAsync(t => t.Id == place.SubjectId);
            ticket.WasDeleted(ticket.Aside!, server.Desk.Clock.GetUtcNow());
            db.Tickets.Remove(ticket);
            await db.CommitAsync();
        }
        await Eventually.TrueAsync(() => ana.Told("Gone").Any(), "the draft closes");
    }

    [Fact]
    public async Task Whose_rights_end_while_a_draft_is_being_opened_does_not_get_it()
    {
        var pause = new PauseAfterTheFirstLook();
        await using var server = await ComposeServer.StartAsync(preset: "hosting", change: services => services.AddSingleton<IInterceptor>(pause));
        var (place, billing) = await SharedWithBillingAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(place);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        // She was asked who she is and may see it; before she is in the room the department is taken off, and those in the room have been looked through.
        pause.Then = async () =>
        {
            await server.Get<TicketCommands>().RemoveDepartmentAsync(server.Desk.Ana, place.SubjectId, billing);
            await using var db = server.Get<DeskDatabase>().OpenForSystem();
            (await db.Tickets.SingleAsync(t => t.Id == place.SubjectId)).TakeMessage(Actor.Customer(Guid.NewGuid(), "Carla"), new NewEntry("Still wrong"), server.Desk.Desk, server.Desk.Clock.GetUtcNow());
            await db.CommitAsync();
            await Eventually.TrueAsync(() => ana.Told("CustomerWrote").Any(), "what came after the change was followed, so the change was");
        };
        Assert.Null(await ola.OpenAsync(place));
        Assert.True(pause.HasRun);
        await ana.PushAsync(place, "secret");
        Assert.Equal("refused", (await ola.PushAsync(place, "hello?")).GetProperty("outcome").GetString());
        Assert.Empty(ola.Relayed);
    }

    [Fact]
    public async Task What_ends_on_one_node_ends_on_the_other_rights_and_sessions()
    {
        await using var one = await ComposeServer.StartAsync(DatabaseKind.Postgres, "hosting");
        await using var two = await one.StartAnotherAsync();
        await Eventually.TrueAsync(() => one.Get<PostgresFeedLine>().IsUp && two.Get<PostgresFeedLine>().IsUp, "the nodes hear each other");
        var (place, billing) = await SharedWithBillingAsync(one);
        var cookie = await two.CookieOfAsync(one.Desk.Ana);
        await using var ola = await two.ConnectAsync(one.Desk.Ola);
        await using var ben = await two.ConnectAsync(one.Desk.Ben);
        await using var ana = await ComposeSocket.ConnectAsync(two.Address, cookie);
        await using var elsewhere = await two.ConnectAsync(one.Desk.Ana);
        foreach (var socket in new[] { ola, ben, ana, elsewhere }) Assert.NotNull(await socket.OpenAsync(place));

        await one.Get<TicketCommands>().RemoveDepartmentAsync(one.Desk.Ana, place.SubjectId, billing);
        await Eventually.TrueAsync(() => ola.Told("Gone").Any(), "Ola's draft closes on the other node");
        await one.Get<PersonCommands>().DeactivateAsync(one.Desk.Sam, one.Desk.Ben.Id!.Value);
        await Eventually.TrueAsync(() => ben.IsClosed, "Ben's connection ends on the other node");
        await one.Get<SessionCommands>().EndAsync(one.Desk.Ana.Id!.Value, two.SessionIn(cookie), CancellationToken.None);
        await Eventually.TrueAsync(() => ana.IsClosed, "so does the one that Ana signed out of");
        await Assert.ThrowsAsync<WebSocketException>(() => ComposeSocket.ConnectAsync(two.Address, cookie));
        Assert.False(elsewhere.IsClosed);
        Assert.Equal("kept", (await elsewhere.PushAsync(place, "my other browser")).GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_new_password_ends_the_connections_of_every_session_and_nobody_else_s()
    {
        await using var server = await ComposeServer.StartAsync();
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await using (var db = server.Get<DeskDatabase>().OpenForSystem())
        {
            (await db.Set<Account>().SingleAsync(a => a.Id == server.Desk.Ana.Id)).SignOutEverywhere();
            (await db.People.SingleAsync(p => p.Id == server.Desk.Ana.Id)).TookPassword(server.Desk.Ana, server.Desk.Clock.GetUtcNow());
            await db.CommitAsync();
        }
        await Eventually.TrueAsync(() => ana.IsClosed, "Ana's connection ends");
        Assert.False(ben.IsClosed);
    }

    [Fact]
    public async Task One_person_has_only_so_many_composers_open_and_others_are_not_hindered()
    {
        await using var server = await ComposeServer.StartAsync(change: services => services.Configure<SecurityOptions>(o => o.WindowsPerPerson = 2));
        await using var first = await server.ConnectAsync(server.Desk.Ana);
        await using var second = await server.ConnectAsync(server.Desk.Ana);
        await using var third = await server.ConnectAsync(server.Desk.Ana);
        await Eventually.TrueAsync(() => third.IsClosed, "the third is refused");
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        Assert.NotNull(await ben.OpenAsync(new DraftPlace((await server.Desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply)));
        Assert.False(first.IsClosed || second.IsClosed);
    }

    /// <summary>A ticket of another department that Billing, where Ola works, is asked to look at.</summary>
    private static async Task<(DraftPlace Place, Guid Billing)> SharedWithBillingAsync(ComposeServer server)
    {
        var desk = server.Desk.Desk;
        await server.Get<DeskCommands>().ConfigureAsync(server.Desk.Sam, desk.Id, settings => settings with { SeveralDepartments = true });
        var (ticket, _) = await server.Desk.AddTicketAsync("Two invoices", department: desk.Departments.First(d => d.Name != "Billing").Name);
        var billing = desk.Departments.Single(d => d.Name == "Billing").Id;
        await server.Get<TicketCommands>().AddDepartmentAsync(server.Desk.Ana, ticket, billing);
        return (new DraftPlace(ticket, Audience.Reply), billing);
    }

    /// <summary>After the first read of a ticket with its departments, something else happens before the reader goes on.</summary>
    private sealed class PauseAfterTheFirstLook : DbCommandInterceptor
    {
        public Func<Task>? Then { get; set; }
        public bool HasRun { get; private set; }

        public override async ValueTask<InterceptionResult> DataReaderClosingAsync(DbCommand command, DataReaderClosingEventData eventData, InterceptionResult result)
        {
            if (Then is not { } then || !command.CommandText.Contains("LEFT JOIN \"TicketDepartments\"", StringComparison.Ordinal)) return result;
            (Then, HasRun) = (null, true);
            await then();
            return result;
        }
    }
}
