using System.Data.Common;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Tickets;

/// <summary>One read of the board for all who see the same, and never an old one.</summary>
public sealed class BoardTests
{
    [Theory, BothDatabases]
    public async Task Ana_and_Ben_share_what_was_read_until_something_changes_on_their_desk(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var boards = desk.Get<BoardQueries>();
        var (id, _) = await desk.AddTicketAsync("It beeps");
        var first = await boards.BoardAsync(desk.Ana, desk.Desk.Id);
        Assert.Same(first, await boards.BoardAsync(desk.Ben, desk.Desk.Id));
        await desk.AddTicketAsync("Elsewhere", desk.Hosting, "Billing");
        Assert.Same(first, await boards.BoardAsync(desk.Sam, desk.Desk.Id));

        var progress = desk.Desk.FirstOf(StatusCategory.Active)!;
        await desk.Tickets.MoveAsync(desk.Ana, id, progress.Id);
        var moved = await boards.BoardAsync(desk.Ben, desk.Desk.Id);
        Assert.Equal(id, Assert.Single(moved.InStatus(progress.Id)).Id);
        Assert.Empty(moved.InStatus(desk.Desk.FirstStatus.Id));
        Assert.Single(first.InStatus(desk.Desk.FirstStatus.Id));
    }

    [Theory, BothDatabases]
    public async Task Ola_who_sees_one_department_is_never_shown_what_was_read_for_Sam(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var boards = desk.Get<BoardQueries>();
        await desk.AddTicketAsync("The invoice", department: "Billing");
        await desk.AddTicketAsync("The server", department: "Technical");
        Assert.Equal(2, (await boards.BoardAsync(desk.Sam, desk.Desk.Id)).Cards.Count);
        Assert.Equal("The invoice", Assert.Single((await boards.BoardAsync(desk.Ola, desk.Desk.Id)).Cards).Subject);
        Assert.Equal(2, (await boards.BoardAsync(desk.Ana, desk.Desk.Id)).Cards.Count);
    }

    [Theory, BothDatabases]
    public async Task A_column_in_which_nothing_happened_is_the_same_object_so_no_screen_draws_it_anew(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var boards = desk.Get<BoardQueries>();
        var (beeping, _) = await desk.AddTicketAsync("It beeps");
        var (dark, _) = await desk.AddTicketAsync("It is dark");
        await desk.AddTicketAsync("It rattles");
        var (open, progress) = (desk.Desk.FirstStatus.Id, desk.Desk.FirstOf(StatusCategory.Active)!.Id);
        await desk.Tickets.MoveAsync(desk.Ana, beeping, progress);
        var before = await boards.BoardAsync(desk.Ana, desk.Desk.Id);
        await desk.Tickets.ResolveAsync(desk.Ben, dark, "Fitted a bulb.");
        var after = await boards.BoardAsync(desk.Ana, desk.Desk.Id);
        Assert.NotSame(before, after);
        Assert.Same(before.InStatus(progress), after.InStatus(progress));
        Assert.NotSame(before.InStatus(open), after.InStatus(open));
        Assert.Same(before.Cards.Single(c => c.Subject == "It rattles"), Assert.Single(after.InStatus(open)));
        var closed = desk.Desk.FirstOf(StatusCategory.Closed)!.Id;
        Assert.Empty(after.InStatus(closed));
        Assert.Same(before.InStatus(closed), after.InStatus(closed));
    }

    [Theory, BothDatabases]
    public async Task By_assignee_priority_or_department_a_card_stands_where_the_ticket_belongs_and_untouched_columns_stay_the_same(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var boards = desk.Get<BoardQueries>();
        var (beeping, _) = await desk.AddTicketAsync("It beeps");
        var (dark, _) = await desk.AddTicketAsync("It is dark");
        var (done, _) = await desk.AddTicketAsync("It is done");
        await desk.Tickets.AssignAsync(desk.Ana, beeping, desk.Ana.Id);
        await desk.Tickets.ResolveAsync(desk.Ana, done, "Fitted a bulb.");
        var before = await boards.BoardAsync(desk.Ana, desk.Desk.Id);
        var (hers, nobodys) = (new ColumnKey(desk.Ana.Id!.Value), new ColumnKey(Guid.Empty));
        Assert.Equal(["It beeps"], Subjects(before.In(BoardBy.Assignee, hers)));
        // What is done stands on the board of statuses alone.
        Assert.Equal(["It is dark"], Subjects(before.In(BoardBy.Assignee, nobodys)));
        await desk.Tickets.PrioritiseAsync(desk.Ben, dark, Priority.Urgent);
        var after = await boards.BoardAsync(desk.Ben, desk.Desk.Id);
        Assert.Same(before.In(BoardBy.Assignee, hers), after.In(BoardBy.Assignee, hers));
        Assert.NotSame(before.In(BoardBy.Assignee, nobodys), after.In(BoardBy.Assignee, nobodys));
        Assert.Equal(["It is dark"], Subjects(after.In(BoardBy.Priority, new ColumnKey(Guid.Empty, Priority.Urgent))));
        Assert.Equal(["It beeps", "It is dark"], Subjects(after.In(BoardBy.Department, new ColumnKey(desk.Desk.DefaultDepartment.Id))).Order(StringComparer.Ordinal));
    }

    [Theory, BothDatabases]
    public async Task What_Ola_sees_for_a_further_department_stands_under_no_department_that_she_does_not_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        await desk.Get<LiveDesk.Infrastructure.Desks.DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { SeveralDepartments = true });
        var (server, _) = await desk.AddTicketAsync("The server", department: "Technical");
        var (billing, technical) = (desk.Desk.Departments.Single(d => d.Name == "Billing").Id, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        await desk.Tickets.AddDepartmentAsync(desk.Ana, server, billing);
        var hers = await desk.Get<BoardQueries>().BoardAsync(desk.Ola, desk.Desk.Id);
        Assert.Equal([new ColumnKey(Guid.Empty)], hers.ColumnsIn(BoardBy.Department));
        Assert.Equal([new ColumnKey(technical)], (await desk.Get<BoardQueries>().BoardAsync(desk.Ana, desk.Desk.Id)).ColumnsIn(BoardBy.Department));
        // Before the drop it is said what the command would say after it.
        var facts = await desk.TicketQueries.CardFactsAsync(desk.Ana, server);
        Assert.Equal(MoveAnswer.Allowed, HandOver.To(desk.Ola, desk.Desk.Id, [facts.DepartmentId, .. facts.ExtraDepartments]).Answer);
        await desk.Tickets.AssignAsync(desk.Ana, server, desk.Ola.Id);
        var (hidden, _) = await desk.AddTicketAsync("Another server", department: "Technical");
        var refused = HandOver.To(desk.Ola, desk.Desk.Id, [technical]);
        Assert.Equal(refused.Reason, (await Assert.ThrowsAsync<LiveDesk.Domain.RuleViolation>(() => desk.Tickets.AssignAsync(desk.Ana, hidden, desk.Ola.Id))).Message);
        Assert.Equal(MoveAnswer.NeedsReason, HandOver.To(Priority.High, Priority.Urgent, PrioritySource.Customer).Answer);
        Assert.Equal(MoveAnswer.Allowed, HandOver.To(Priority.High, Priority.Urgent, PrioritySource.Agent).Answer);
    }

    private static IEnumerable<string> Subjects(IEnumerable<TicketCard> cards) => cards.Select(c => c.Subject);

    [Fact]
    public async Task A_finished_ticket_leaves_the_board_by_time_alone()
    {
        await using var desk = await TestDesk.OpenAsync(DatabaseKind.Sqlite);
        var (id, _) = await desk.AddTicketAsync("Done");
        await desk.Tickets.ResolveAsync(desk.Ana, id, "Fitted a battery.");
        var boards = desk.Get<BoardQueries>();
        Assert.Single((await boards.BoardAsync(desk.Ana, desk.Desk.Id)).Cards);
        desk.Clock.Advance(TicketQueries.BoardKeepsFinished + TimeSpan.FromMinutes(1));
        Assert.Empty((await boards.BoardAsync(desk.Ana, desk.Desk.Id)).Cards);
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_Ben_moves_while_Ana_s_board_and_list_are_read_stands_there_once(DatabaseKind kind)
    {
        var between = new BetweenTwoStatuses();
        await using var desk = await TestDesk.OpenAsync(kind, change: services => services.AddSingleton<IInterceptor>(between));
        var (onBoard, inList) = ((await desk.AddTicketAsync("On the board")).Id, (await desk.AddTicketAsync("In the list")).Id);
        var (open, progress) = (desk.Desk.FirstStatus.Id, desk.Desk.FirstOf(StatusCategory.Active)!.Id);

        between.Happens(() => desk.Tickets.MoveAsync(desk.Ben, onBoard, progress), after: open, before: progress);
        var cards = await desk.TicketQueries.BoardAsync(desk.Ana, new TicketFilter(desk.Desk.Id) { Now = desk.Clock.GetUtcNow() });
        Assert.True(between.HasHappened);
        Assert.Equal(progress, Assert.Single(cards, c => c.Id == onBoard).StatusId);

        between.Happens(() => desk.Tickets.MoveAsync(desk.Ben, inList, progress), after: open, before: progress);
        var list = await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id) { Order = TicketOrder.Status, Ascending = true });
        Assert.True(between.HasHappened);
        Assert.Equal(progress, Assert.Single(list.Tickets, c => c.Id == inList).StatusId);
    }

    /// <summary>What somebody else does right before the tickets of one status are asked for, and of no other with it.</summary>
    private sealed class BetweenTwoStatuses : DbCommandInterceptor
    {
        private Func<Task>? _act;
        private Guid _after, _before;

        public bool HasHappened => _act is null;

        public void Happens(Func<Task> act, Guid after, Guid before) => (_act, _after, _before) = (act, after, before);

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken = default)
        {
            var named = command.Parameters.Cast<DbParameter>().SelectMany(p => p.Value switch { Guid one => [one], IEnumerable<Guid> many => many, _ => [] }).ToList();
            if (_act is { } act && command.CommandText.Contains("LIMIT", StringComparison.Ordinal) && named.Contains(_before) && !named.Contains(_after))
            {
                _act = null;
                await act();
            }
            return result;
        }
    }
}
