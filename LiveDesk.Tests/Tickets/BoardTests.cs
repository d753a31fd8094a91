using LiveDesk.Domain.Desks;
using LiveDesk.Infrastructure.Tickets;

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
}
