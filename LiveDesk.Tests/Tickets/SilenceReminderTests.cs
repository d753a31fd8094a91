using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>Before a silent ticket closes its customer is reminded, where the desk wants it: once, and never after they wrote.</summary>
public sealed class SilenceReminderTests
{
    [Theory, BothDatabases]
    public async Task Carla_is_reminded_once_by_one_of_two_nodes_and_has_the_whole_time_to_answer(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        var (id, number) = await desk.AddTicketAsync("The shop is slow");
        await desk.Tickets.AnswerAsync(desk.Ana, id, Says("Which browser is it?"));
        desk.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromSeconds(1));
        await desk.DoDueWorkAsync();
        Assert.Single(await RepliesAsync(desk, id));

        // The server was down as the reminder fell due, and as the ticket would have closed.
        await using var restarted = await desk.OpenSecondNodeAsync();
        foreach (var node in new[] { desk, restarted }) node.Clock.Advance(TestClock.Start.AddDays(6) - node.Clock.GetUtcNow());
        await Task.WhenAll(Task.Run(desk.DoDueWorkAsync), Task.Run(restarted.DoDueWorkAsync));
        var reminder = Assert.Single(await RepliesAsync(desk, id), r => r.Authors[0].Kind is ActorKind.Rule);
        Assert.Equal($"Hello Carla, \\#{number} closes soon. {desk.Desk.Name}", reminder.Body);
        Assert.Equal("Answered", await StatusAsync(desk, id));
        desk.Clock.Advance(TimeSpan.FromDays(2) - TimeSpan.FromSeconds(1));
        await desk.DoDueWorkAsync();
        Assert.Equal("Answered", await StatusAsync(desk, id));
        desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await desk.DoDueWorkAsync();
        Assert.Equal("Closed", await StatusAsync(desk, id));
        Assert.Equal(2, (await RepliesAsync(desk, id)).Count);
    }

    [Theory, BothDatabases]
    public async Task Carlas_message_cancels_the_reminder_in_its_own_save_also_when_both_happen_at_once(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The shop is slow");
        await desk.Tickets.AnswerAsync(desk.Ana, id, Says("Which browser is it?"));
        desk.Clock.Advance(TimeSpan.FromDays(3));
        await using var late = desk.OpenDatabase();
        var rules = await desk.Catalogue.DeskAsync(desk.Desk.Id);
        (await late.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == id)).RemindOfSilence("It closes soon.", rules, desk.Clock.GetUtcNow());
        await using (var mail = desk.OpenDatabase())
        {
            var ticket = await mail.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == id);
            ticket.TakeMessage(Carla, Says("All of them."), rules, desk.Clock.GetUtcNow());
            Assert.Null(ticket.NextSendAt);
            await mail.CommitAsync();
        }
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => late.CommitAsync());
        desk.Clock.Advance(TimeSpan.FromDays(30));
        await desk.DoDueWorkAsync();
        Assert.Single(await RepliesAsync(desk, id));
        // After Ana's next answer the silence, and its reminder, begin anew.
        await desk.Tickets.AnswerAsync(desk.Ana, id, Says("And now?"));
        desk.Clock.Advance(TimeSpan.FromDays(3));
        await desk.DoDueWorkAsync();
        Assert.Equal(3, (await RepliesAsync(desk, id)).Count);
    }

    [Theory, BothDatabases]
    public async Task Fifty_one_reminders_that_the_desk_no_longer_sends_keep_no_colleagues_reply_waiting(DatabaseKind kind)
    {
        await using var desk = await OpenAsync(kind);
        for (var i = 0; i < 51; i++) await desk.Tickets.AnswerAsync(desk.Ana, (await desk.AddTicketAsync($"Shop {i}")).Id, Says("Which browser is it?"));
        var (id, _) = await desk.AddTicketAsync("The mail is gone");
        await using (var db = desk.OpenDatabase())
        {
            var ticket = await db.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == id);
            ticket.PutOff(desk.Ana, new NewOutgoing("It is back.", [0, 0], "later", desk.Clock.GetUtcNow().AddDays(4), IsScheduled: true), desk.Desk, desk.Clock.GetUtcNow());
            await db.CommitAsync();
        }
        var settings = (await desk.Catalogue.DeskAsync(desk.Desk.Id)).Settings;
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, settings with { CloseSilentAfter = null, RemindSilentBefore = null });
        // The timers are faster than the work that follows from the change.
        desk.Clock.Advance(TimeSpan.FromDays(4));
        for (var round = 0; round < 2; round++) await desk.Get<TicketTimers>().RingDueAsync(CancellationToken.None);
        Assert.Equal("It is back.", Assert.Single(await RepliesAsync(desk, id)).Body);
        Assert.Equal(0, await DueAsync(desk));

        // And where the work comes first, nothing is left to be sent either.
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, settings with { CloseSilentAfter = TimeSpan.FromDays(90) });
        await desk.DoDueWorkAsync();
        Assert.Equal(52, await DueAsync(desk));
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, settings with { CloseSilentAfter = null, RemindSilentBefore = null });
        await desk.DoDueWorkAsync();
        Assert.Equal(0, await DueAsync(desk));
    }

    private static async Task<int> DueAsync(TestDesk desk)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.CountAsync(t => t.NextSendAt != null);
    }

    [Fact]
    public void The_reminder_comes_before_the_close_and_says_something_that_can_be_filled_in()
    {
        var desk = DeskOf("hosting");
        Assert.Null(desk.Settings.RemindSilentBefore);
        Assert.Equal("RemindSilentBefore", Assert.Throws<RuleViolation>(() => desk.Configure(Sam, desk.Settings with { RemindSilentBefore = TimeSpan.FromDays(5) }, Monday)).Field);
        Assert.Equal("RemindSilentBefore", Assert.Throws<RuleViolation>(() => desk.Configure(Sam, desk.Settings with { CloseSilentAfter = null, RemindSilentBefore = TimeSpan.FromDays(1) }, Monday)).Field);
        Assert.Throws<RuleViolation>(() => desk.Configure(Sam, desk.Settings with { SilentReminder = "Dear {{customer.nmae}}" }, Monday));
        desk.Configure(Sam, desk.Settings with { RemindSilentBefore = TimeSpan.FromDays(2) }, Monday);
        var ticket = OpenedBy(Carla, desk);
        ticket.Answer(Ana, Says("Which browser is it?"), desk, Monday);
        Assert.Equal((null, Monday.AddDays(3)), (ticket.NextTimerAt, ticket.NextSendAt));
        ticket.PutAside(Ana, isSpam: true, desk, Monday);
        Assert.Null(ticket.NextSendAt);
    }

    private static async Task<TestDesk> OpenAsync(DatabaseKind kind)
    {
        var desk = await TestDesk.OpenAsync(kind, "hosting");
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { RemindSilentBefore = TimeSpan.FromDays(2), SilentReminder = "Hello {{customer.first_name}}{{organisation.name}}, {{ticket.number}} closes soon. {{desk.name}}" });
        return desk;
    }

    private static async Task<List<Entry>> RepliesAsync(TestDesk desk, Guid id)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.Where(t => t.Id == id).SelectMany(t => t.Entries).Where(e => e.Kind == EntryKind.Reply).AsNoTracking().ToListAsync();
    }

    private static async Task<string> StatusAsync(TestDesk desk, Guid id) => desk.Desk.Status((await desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, id)).StatusId).Name;
}
