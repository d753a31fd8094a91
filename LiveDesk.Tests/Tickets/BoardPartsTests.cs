using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using System.Data.Common;

namespace LiveDesk.Tests.Tickets;

/// <summary>Of a board that was read a moment ago only the tickets that changed are read: it is the same as one that is read whole.</summary>
public sealed class BoardPartsTests
{
    [Theory, BothDatabases]
    public async Task Whatever_happens_to_a_ticket_the_board_of_Ana_and_of_Ola_is_as_if_it_was_read_whole(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        await desk.Get<LiveDesk.Infrastructure.Desks.DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { SeveralDepartments = true });
        var (billing, technical) = (Department("Billing"), Department("Technical"));
        var (server, _) = await desk.AddTicketAsync("The server", department: "Technical");
        var (invoice, _) = await desk.AddTicketAsync("The invoice", department: "Billing");
        var (other, _) = await desk.AddTicketAsync("Another server", department: "Technical");
        await SameAsync();
        await StepAsync(() => desk.AddTicketAsync("New", department: "Billing"));
        await StepAsync(() => desk.Tickets.RenameAsync(desk.Ana, server, "The server hums"));
        await StepAsync(() => desk.Tickets.AssignAsync(desk.Ana, server, desk.Ana.Id));
        await StepAsync(() => desk.Tickets.PrioritiseAsync(desk.Ana, invoice, Priority.Urgent));
        await StepAsync(() => desk.Tickets.AddDepartmentAsync(desk.Ana, server, billing));
        await StepAsync(() => desk.Tickets.RemoveDepartmentAsync(desk.Ana, server, billing));
        await StepAsync(() => desk.Tickets.MoveToDepartmentAsync(desk.Ana, server, billing));
        await StepAsync(() => desk.Tickets.MoveToDepartmentAsync(desk.Ana, server, technical));
        await StepAsync(() => desk.Tickets.TagAsync(desk.Ana, invoice, "harvest"));
        await StepAsync(() => desk.Tickets.LeaveNoteAsync(desk.Ana, server, new NewEntry("A note")));
        await StepAsync(() => desk.Tickets.AnswerAsync(desk.Ana, invoice, new NewEntry("An answer")));
        await StepAsync(() => desk.Tickets.SetDateAsync(desk.Ana, server, TicketDate.FollowUp, desk.Clock.GetUtcNow().AddDays(1)));
        await StepAsync(() => desk.Tickets.HoldAsync(desk.Ana, server, "Waits for a part", null));
        await StepAsync(() => desk.Tickets.ResumeAsync(desk.Ana, server));
        await StepAsync(() => desk.Tickets.CloseAsync(desk.Ana, invoice));
        await StepAsync(() => desk.Tickets.ReopenAsync(desk.Ana, invoice));
        await StepAsync(() => desk.Tickets.PutAsideAsync(desk.Ana, invoice, isSpam: false));
        await StepAsync(() => desk.Tickets.BringBackAsync(desk.Ana, invoice));
        await StepAsync(() => desk.Tickets.MergeAsync(desk.Ana, other, server));
        await StepAsync(() => desk.Tickets.UnmergeAsync(desk.Ana, other));
        await StepAsync(() => desk.Tickets.CloseAsync(desk.Ana, other));
        // By time alone.
        await StepAsync(() => { desk.Clock.Advance(TicketQueries.BoardKeepsFinished + TimeSpan.FromMinutes(1)); return Task.CompletedTask; });

        Guid Department(string name) => desk.Desk.Departments.Single(d => d.Name == name).Id;

        async Task StepAsync(Func<Task> step)
        {
            await step();
            await SameAsync();
        }

        async Task SameAsync()
        {
            foreach (var me in new[] { desk.Ana, desk.Ola })
            {
                var whole = await desk.TicketQueries.BoardAsync(me, new TicketFilter(desk.Desk.Id) { Now = desk.Clock.GetUtcNow() });
                var shared = (await desk.Get<BoardQueries>().BoardAsync(me, desk.Desk.Id)).Cards;
                Assert.Equal(whole.OrderBy(c => c.Id), shared.OrderBy(c => c.Id));
                Assert.Equal(whole.Select(c => c.LastActivityAt), shared.Select(c => c.LastActivityAt));
            }
        }
    }

    [Fact]
    public async Task Of_two_hundred_tickets_a_change_reads_one_and_after_five_seconds_the_board_is_read_whole_again()
    {
        var rows = new RowsRead();
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite, change: services => services.AddSingleton<IInterceptor>(rows));
        var boards = desk.Get<BoardQueries>();
        var (first, _) = await desk.AddTicketAsync("First");
        for (var i = 0; i < 200; i++) await desk.AddTicketAsync("One of many");
        Assert.True(await RowsOfAsync() >= 201);
        await desk.Tickets.RenameAsync(desk.Ben, first, "The first");
        Assert.InRange(await RowsOfAsync(), 1, 30);
        Assert.Contains((await boards.BoardAsync(desk.Ana, desk.Desk.Id)).Cards, c => c.Subject == "The first");
        // So many at once are read with all the others.
        for (var i = 0; i < 60; i++) await desk.AddTicketAsync("One more");
        Assert.True(await RowsOfAsync() >= 261);
        desk.Clock.Advance(TimeSpan.FromSeconds(6));
        await desk.Tickets.RenameAsync(desk.Ben, first, "First");
        Assert.True(await RowsOfAsync() >= 261);

        async Task<int> RowsOfAsync()
        {
            rows.Count = 0;
            await boards.BoardAsync(desk.Ana, desk.Desk.Id);
            return rows.Count;
        }
    }

    private sealed class RowsRead : DbCommandInterceptor
    {
        public int Count { get; set; }

        public override InterceptionResult DataReaderDisposing(DbCommand command, DataReaderDisposingEventData eventData, InterceptionResult result)
        {
            Count += eventData.ReadCount;
            return result;
        }
    }
}
