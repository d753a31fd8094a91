using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Notifications;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>What belonged to a ticket that was merged away goes on where it goes on: who waits, who is told, what is to be done.</summary>
public sealed class MergedMatterTests
{
    [Theory, BothDatabases]
    public async Task A_customer_who_waits_keeps_the_staying_ticket_from_closing_and_undoing_gives_back_its_silence(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var ids = new List<Guid>();
        foreach (var subject in new[] { "The shop is slow", "The shop is very slow", "The shop is down" }) ids.Add((await desk.AddTicketAsync(subject)).Id);
        var staying = ids[0];
        await desk.Tickets.AnswerAsync(desk.Ana, staying, new NewEntry("Which browser is it?"));
        async Task<(string, DateTimeOffset?, DateTimeOffset?)> StandsAsync() => (await ReadAsync(desk, staying)) is var t ? (t.StatusName(desk.Desk), t.LastCustomerMessageAt, t.NextTimerAt) : default;
        var silent = await StandsAsync();
        Assert.Equal(("Answered", desk.Clock.GetUtcNow().AddDays(5)), (silent.Item1, silent.Item3!.Value));

        desk.Clock.Advance(TimeSpan.FromDays(1));
        foreach (var going in ids[1..]) await desk.Tickets.MergeAsync(desk.Ana, going, staying);
        Assert.Equal(("Customer Reply", desk.Clock.GetUtcNow(), null), await StandsAsync());
        // The one leaves, the other still waits; then nobody does.
        await desk.Tickets.UnmergeAsync(desk.Ana, ids[1]);
        Assert.Equal("Customer Reply", (await StandsAsync()).Item1);
        await desk.Tickets.UnmergeAsync(desk.Ana, ids[2]);
        Assert.Equal(silent, await StandsAsync());

        // Answered meanwhile, it is as silent as that answer left it.
        await desk.Tickets.MergeAsync(desk.Ana, ids[1], staying);
        desk.Clock.Advance(TimeSpan.FromDays(1));
        await desk.Tickets.AnswerAsync(desk.Ana, staying, new NewEntry("Both of you: clear the cache."));
        await desk.Tickets.UnmergeAsync(desk.Ana, ids[1]);
        Assert.Equal(("Answered", desk.Clock.GetUtcNow().AddDays(5)), (await StandsAsync()) is var now ? (now.Item1, now.Item3!.Value) : default);
    }

    private static async Task<Ticket> ReadAsync(TestDesk desk, Guid id)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == id);
    }

    [Theory, BothDatabases]
    public async Task Whoever_had_the_other_ticket_hears_on_and_what_was_to_be_done_there_is_done_here(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var (going, goingNumber) = await desk.AddTicketAsync("It beeps");
        var (staying, _) = await desk.AddTicketAsync("The panel beeps");
        var now = desk.Clock.GetUtcNow();
        await desk.Tickets.AssignAsync(desk.Ana, staying, desk.Ana.Id);
        await desk.Tickets.AssignAsync(desk.Ben, going, desk.Ben.Id);
        await desk.Tickets.FollowAsync(desk.Ben, going, desk.Sam.Id!.Value);
        await desk.Tickets.AddTodoAsync(desk.Ben, going, new TodoForm("Order a battery", desk.Ben.Id, TodoDay.In(1, now, TimeZoneInfo.Utc)));
        await desk.Tickets.SetDateAsync(desk.Ben, going, TicketDate.FollowUp, now.AddDays(2));
        var vip = await desk.Tickets.TagAsync(desk.Ben, going, "vip");
        var pump = await desk.Get<RecordCommands>().AddAsync(desk.Ana, "equipment", new RecordDetails("Circulation pump"));
        await desk.Tickets.LinkRecordAsync(desk.Ben, going, pump);
        await desk.DoDueWorkAsync();
        await desk.Tickets.MergeAsync(desk.Ana, going, staying);

        var related = await desk.Get<TicketRelationQueries>().OfAsync(desk.Ana, staying);
        Assert.Equal((2, pump), (related.Merged.People.Count, Assert.Single(related.Merged.Records).Id));
        Assert.Equal(staying, Assert.Single((await desk.Get<RecordQueries>().RecordAsync(desk.Ana, pump)).Tickets).Id);
        var held = Assert.Single((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, staying)).Held);
        Assert.Equal((vip, now.AddDays(2)), (Assert.Single(held.Tags), held.FollowUpAt));

        await desk.CarlaWritesAsync(staying);
        foreach (var person in new[] { desk.Ben, desk.Sam }) Assert.Contains((NotificationKind.CustomerReplied, 1), await desk.UnreadOfAsync(person));
        desk.Clock.Advance(TimeSpan.FromDays(3));
        var told = (await desk.BellOfAsync(desk.Ben)).Lines.Where(l => l.Kind is NotificationKind.Reminder).ToList();
        Assert.Contains(told, l => l.TextKey == Notifier.TodoLate);
        Assert.All(told, l => Assert.Equal(staying, l.SubjectId));
        Assert.Contains((await desk.BellOfAsync(desk.Ana)).Lines, l => l.TextKey == nameof(TicketDate.FollowUp));

        var todo = Assert.Single((await desk.Get<TodoQueries>().OfTicketAsync(desk.Ana, staying)).Todos);
        Assert.Equal(("Order a battery", goingNumber), (todo.Text, todo.From));
        await desk.Tickets.TickTodoAsync(desk.Ana, staying, todo.Id, isDone: true);
        Assert.Equal(desk.Ana.Id, Assert.Single((await desk.Get<TodoQueries>().OfTicketAsync(desk.Ben, staying)).Todos).Done!.By);
        await Assert.ThrowsAnyAsync<Exception>(() => desk.Tickets.TickTodoAsync(desk.Ola, staying, todo.Id, isDone: false));
        await desk.Tickets.UnmergeAsync(desk.Ben, going);
        Assert.True((await desk.Get<TicketRelationQueries>().OfAsync(desk.Ana, staying)).Merged.IsEmpty);
    }

    [Theory, BothDatabases]
    public async Task An_article_is_made_of_the_thread_as_it_is_read(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (going, _) = await desk.AddTicketAsync("It beeps");
        var (staying, _) = await desk.AddTicketAsync("The panel beeps");
        await desk.Tickets.AnswerAsync(desk.Ana, going, new NewEntry("Change the capacitor."));
        await desk.Tickets.MergeAsync(desk.Ana, going, staying);
        var made = await desk.Get<ArticleFromTicket>().MakeAsync(desk.Kim, staying);
        await using var db = desk.OpenDatabase();
        Assert.Contains("Change the capacitor.", (await db.Articles.SingleAsync(a => a.Id == made.ArticleId)).Body, StringComparison.Ordinal);
    }
}
