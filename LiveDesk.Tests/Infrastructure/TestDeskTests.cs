using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>How a test on a real desk reads: a sentence about named people, on both databases.</summary>
public sealed class TestDeskTests
{
    [Theory, BothDatabases]
    public async Task Ana_answers_and_her_answer_is_in_the_thread(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, number) = await desk.AddTicketAsync("The alarm beeps");
        await desk.Tickets.AnswerAsync(desk.Ana, id, new NewEntry("Change the **battery**."));

        await using var db = desk.OpenDatabase();
        var entry = Assert.Single(db.Tickets.Where(t => t.Number == number).SelectMany(t => t.Entries).ToList(), e => e.Kind is EntryKind.Reply);
        Assert.Equal("Ana", Assert.Single(entry.Authors).Name);
    }

    [Theory, BothDatabases]
    public async Task Ola_of_another_desk_does_not_find_the_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, number) = await desk.AddTicketAsync("The alarm beeps");
        Assert.Equal(id, await desk.TicketQueries.IdOfAsync(desk.Ana, number));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.TicketQueries.IdOfAsync(desk.Ola, number));
    }
}
