using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using LiveDesk.Tests.Compose;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Notifications;

/// <summary>Who is told of what, on both databases.</summary>
public sealed class NotificationTests
{
    [Theory, BothDatabases]
    public async Task Ana_is_told_that_Ben_gave_her_a_ticket_and_not_what_she_took_herself_nor_without_the_tick(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (given, own, quiet) = (await desk.LoggedAsync("Given"), await desk.LoggedAsync("Her own"), await desk.LoggedAsync("Without a word"));
        await desk.Tickets.AssignAsync(desk.Ana, own, desk.Ana.Id);
        await desk.Tickets.AssignAsync(desk.Ben, quiet, desk.Ana.Id, notify: false);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
        await desk.Tickets.AssignAsync(desk.Ben, given, desk.Ana.Id);
        var line = Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines);
        Assert.Equal((NotificationKind.Assigned, "Given", "Ben", false), (line.Kind, line.Title, line.By, line.IsRead));
        Assert.Empty(await desk.UnreadOfAsync(desk.Ben));
    }

    [Theory, BothDatabases]
    public async Task Carlas_messages_on_Anas_ticket_are_one_line_until_she_looks_and_her_other_window_hears_of_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var mine = await desk.LoggedAsync("The lock beeps", desk.Ana);
        await desk.CarlaWritesAsync(mine);
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var last = await desk.CarlaWritesAsync(mine, "And **again**.");
        var line = Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines);
        Assert.Equal((NotificationKind.CustomerReplied, 2, last, "And again.", false), (line.Kind, line.Count, line.EntryId!.Value, line.Quote, line.IsRead));
        Assert.EndsWith($"#entry-{last}", line.Address, StringComparison.Ordinal);

        var heard = new List<LiveSignal>();
        using var window = desk.Get<ILiveFeed>().Subscribe(() => desk.Ana.Sight, s => s.Fact is NotificationsChanged changed && changed.PersonId == desk.Ana.Id, heard.Add);
        desk.Clock.GoesOnBy = TimeSpan.FromMilliseconds(1);
        await desk.Get<NotificationCommands>().SeeAsync(desk.Ana, mine);
        desk.Clock.GoesOnBy = TimeSpan.Zero;
        Assert.Single(heard);
        Assert.Equal((0, true, 2), ((await desk.BellOfAsync(desk.Ana)).Unread, (await desk.BellOfAsync(desk.Ana)).Lines.Single().IsRead, (await desk.BellOfAsync(desk.Ana)).Lines.Single().Count));
        await desk.CarlaWritesAsync(mine);
        Assert.Equal([(NotificationKind.CustomerReplied, 1)], await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task A_note_names_Ana_and_a_department_once_each_and_never_its_writer(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var ticket = await desk.LoggedAsync("The invoice", department: "Billing");
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry("@Ana and @Billing, is this paid? @Ben wonders. `@Sam`"));
        Assert.Equal([(NotificationKind.Mentioned, 1)], await desk.UnreadOfAsync(desk.Ana));
        Assert.Equal([(NotificationKind.Mentioned, 1)], await desk.UnreadOfAsync(desk.Ola));
        Assert.Empty(await desk.UnreadOfAsync(desk.Ben));
        Assert.Empty(await desk.UnreadOfAsync(desk.Sam));
        // A reply is read by the customer; a name in it calls nobody.
        await desk.Tickets.AnswerAsync(desk.Ben, ticket, new NewEntry("Dear Carla, ask @Ana."));
        Assert.Equal([(NotificationKind.Mentioned, 1)], await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task An_escalation_a_review_and_the_end_of_a_hold_reach_whom_they_are_for(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var mine = await desk.LoggedAsync("The pump leaks", desk.Ana);
        await desk.Tickets.EscalateAsync(desk.Ben, mine, "Third time", desk.Ana.Id, null);
        await desk.Tickets.EscalateAsync(desk.Ana, mine, "All of you", null, desk.Desk.DefaultDepartment.Id);
        Assert.Equal([(NotificationKind.Escalated, 1)], await desk.UnreadOfAsync(desk.Ana));
        Assert.Equal(Notifier.ToDepartment, Assert.Single((await desk.BellOfAsync(desk.Ben)).Lines).TextKey);

        var place = new DraftPlace(mine, Audience.Reply);
        await desk.Get<DraftCommands>().AppendAsync(desk.Ben, place, new NewDraftUpdate(1, Guid.NewGuid().ToString("N"), [0, 0], 0));
        await desk.Get<DraftCommands>().AskForReviewAsync(desk.Ben, place, desk.Ana.Id);
        await desk.Tickets.HoldAsync(desk.Ben, mine, "The seal comes on Friday", desk.Clock.GetUtcNow().AddDays(3));
        desk.Clock.Advance(TimeSpan.FromDays(3));
        // Nobody answered Carla meanwhile, so that promise is broken, too.
        Assert.Equal([(NotificationKind.ReviewAsked, 1), (NotificationKind.Escalated, 1), (NotificationKind.TargetBreached, 1), (NotificationKind.Reminder, 1)], (await desk.UnreadOfAsync(desk.Ana)).OrderBy(u => u.Kind));
    }

    [Theory, BothDatabases]
    public async Task A_target_at_risk_is_told_to_whoever_has_it_and_a_missed_one_to_the_lead_too_once_each(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (mine, nobodys) = (await desk.LoggedAsync("Mine", desk.Ana), await desk.LoggedAsync("Nobody's"));
        var due = desk.Clock.GetUtcNow().AddHours(1);
        foreach (var id in new[] { mine, nobodys, mine }) await RaiseAsync(desk, id, place => new TargetIsAtRisk(id, place, SlaKind.Response, due));
        Assert.Equal([(NotificationKind.TargetAtRisk, 1)], await desk.UnreadOfAsync(desk.Ana));
        Assert.Equal([(NotificationKind.TargetAtRisk, 1)], await desk.UnreadOfAsync(desk.Sam));
        Assert.Empty(await desk.UnreadOfAsync(desk.Ben));
        foreach (var _ in new[] { 1, 2 }) await RaiseAsync(desk, mine, place => new TargetWasBreached(mine, place, SlaKind.Response, due));
        Assert.Equal([(NotificationKind.TargetBreached, 1), (NotificationKind.TargetAtRisk, 1)], (await desk.UnreadOfAsync(desk.Ana)).OrderByDescending(u => u.Kind));
        Assert.Contains((NotificationKind.TargetBreached, 1), await desk.UnreadOfAsync(desk.Sam));
        var line = (await desk.BellOfAsync(desk.Ana)).Lines.Single(l => l.Kind is NotificationKind.TargetBreached);
        Assert.Equal((nameof(SlaKind.Response), due), (line.TextKey, line.DueAt!.Value));
    }

    [Theory, BothDatabases]
    public async Task Whoever_looks_at_the_ticket_already_has_read_it_and_gets_no_toast(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var mine = await desk.LoggedAsync("The lock beeps", desk.Ana);
        var toasts = new List<Guid>();
        using var window = desk.Get<ILiveFeed>().Subscribe(() => desk.Ana.Sight, s => s.Fact is NotificationsChanged, s => toasts.AddRange(((NotificationsChanged)s.Fact).New));
        var (place, screen) = (new FactSubject(SubjectKind.Ticket, mine, desk.Desk.Id, [desk.Desk.DefaultDepartment.Id]), Guid.NewGuid());
        desk.Get<Presence>().Here(place, screen, new Present(desk.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Viewing));
        await desk.CarlaWritesAsync(mine);
        var bell = await desk.BellOfAsync(desk.Ana);
        Assert.Equal((0, 1), (bell.Unread, bell.Total));
        Assert.Empty(toasts);

        // Another tab in front is not looking.
        desk.Get<Presence>().Here(place, screen, new Present(desk.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Idle));
        await desk.CarlaWritesAsync(mine);
        Assert.Equal([(NotificationKind.CustomerReplied, 1)], await desk.UnreadOfAsync(desk.Ana));
        Assert.Single(await desk.Get<NotificationQueries>().NewAsync(desk.Ana, toasts));
    }

    [Theory, BothDatabases]
    public async Task Whoever_is_in_the_chat_sees_what_Carla_writes_there_and_is_told_nothing_beside_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var chat = Guid.NewGuid();
        var (ticket, _) = await desk.Tickets.OpenAsync(Actor.System, desk.Desk.Id, new NewTicket { Subject = "A chat", Channel = Channel.Chat, RequesterName = "Carla", ChatSessionId = chat, OwnerId = desk.Ana.Id });
        desk.Get<Presence>().Here(new FactSubject(SubjectKind.Chat, chat, desk.Desk.Id, [desk.Desk.DefaultDepartment.Id]), Guid.NewGuid(), new Present(desk.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Viewing));
        await desk.CarlaWritesAsync(ticket);
        await desk.DoDueWorkAsync();
        await using (var db = desk.OpenDatabase()) Assert.False((await db.Notifications.SingleAsync(n => n.Kind == NotificationKind.CustomerReplied)).AsToast);
        Assert.DoesNotContain((NotificationKind.CustomerReplied, 1), await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task What_Ana_switched_off_is_not_told_and_in_her_quiet_hours_the_bell_alone_counts(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var commands = desk.Get<NotificationCommands>();
        var toasts = new List<Guid>();
        using var window = desk.Get<ILiveFeed>().Subscribe(() => desk.Ana.Sight, s => s.Fact is NotificationsChanged changed && changed.PersonId == desk.Ana.Id, s => toasts.AddRange(((NotificationsChanged)s.Fact).New));
        await commands.ChooseAsync(desk.Ana, new Dictionary<NotificationKind, IReadOnlyList<NotificationChannel>> { [NotificationKind.Assigned] = [], [NotificationKind.Mentioned] = [NotificationChannel.Toast] }, null, null);
        var ticket = await desk.LoggedAsync("The lock beeps");
        await desk.Tickets.AssignAsync(desk.Ben, ticket, desk.Ana.Id);
        Assert.Equal(0, (await desk.BellOfAsync(desk.Ana)).Total);
        Assert.Empty(toasts);
        await desk.Tickets.LeaveNoteAsync(desk.Ben, ticket, new NewEntry("@Ana?"));
        Assert.Equal(0, (await desk.BellOfAsync(desk.Ana)).Total);
        Assert.Equal(NotificationKind.Mentioned, Assert.Single(await desk.Get<NotificationQueries>().NewAsync(desk.Ana, toasts)).Kind);

        var time = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(desk.Clock.GetUtcNow(), desk.Clock.LocalTimeZone).DateTime);
        await commands.ChooseAsync(desk.Ana, new Dictionary<NotificationKind, IReadOnlyList<NotificationChannel>>(), time.AddHours(-1), time.AddHours(1));
        toasts.Clear();
        await desk.CarlaWritesAsync(ticket);
        Assert.Equal([(NotificationKind.CustomerReplied, 1)], await desk.UnreadOfAsync(desk.Ana));
        Assert.Empty(toasts);
        await commands.RememberTickAsync(desk.Ana, false);
        var kept = await desk.Get<NotificationQueries>().SettingsAsync(desk.Ana);
        Assert.Equal((false, time.AddHours(-1), true), (kept.TellsAssignee, kept.QuietFrom!.Value, (await desk.Get<NotificationQueries>().SettingsAsync(desk.Ben)).TellsAssignee));
    }

    [Theory, BothDatabases]
    public async Task A_server_that_dies_between_the_telling_and_its_end_tells_nothing_twice_and_loses_none(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ticket = await desk.LoggedAsync("The lock beeps");
        await desk.DoDueWorkAsync();
        await desk.Tickets.AssignAsync(desk.Ben, ticket, desk.Ana.Id);
        // Nothing was told yet, and the piece of work stands in the database: another node finds it.
        WorkItem work;
        await using (var db = desk.OpenDatabase()) work = await db.Work.AsNoTracking().SingleAsync(w => w.Kind == NotifyWork.WorkKind);
        await using var restarted = await desk.OpenSecondNodeAsync();
        foreach (var node in new[] { desk, restarted }) await node.Services.GetServices<IWorkHandler>().Single(h => h.Kind == NotifyWork.WorkKind).DoAsync(work.Payload, default);
        Assert.Equal([(NotificationKind.Assigned, 1)], await desk.UnreadOfAsync(desk.Ana));
        await using var after = desk.OpenDatabase();
        Assert.False(await after.Work.AnyAsync(w => w.Kind == NotifyWork.WorkKind));
    }

    [Theory, BothDatabases]
    public async Task After_an_absence_one_line_says_how_many_of_what_and_read_ones_go_after_ninety_days(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.Get<NotificationSweep>().BeginAsync(default);
        var (one, two) = (await desk.LoggedAsync("One", desk.Ana), await desk.LoggedAsync("Two"));
        await desk.CarlaWritesAsync(one);
        await desk.DoDueWorkAsync();
        var left = desk.Clock.GetUtcNow();
        desk.Clock.Advance(TimeSpan.FromHours(8));
        await desk.CarlaWritesAsync(one);
        await desk.CarlaWritesAsync(one);
        await desk.Tickets.AssignAsync(desk.Ben, two, desk.Ana.Id);
        await desk.DoDueWorkAsync();
        var digest = await desk.Get<NotificationQueries>().DigestAsync(desk.Ana, left);
        Assert.Equal((3, 2), (digest.Count, digest.Subjects));
        Assert.Equal([(NotificationKind.Assigned, 1), (NotificationKind.CustomerReplied, 2)], digest.Kinds);

        await desk.Get<NotificationCommands>().SeeAsync(desk.Ana, one);
        desk.Clock.Advance(Notification.ReadLives - TimeSpan.FromHours(9));
        await desk.DoDueWorkAsync();
        Assert.Equal(3, (await desk.BellOfAsync(desk.Ana)).Lines.Sum(l => l.Count) - 1);
        desk.Clock.Advance(TimeSpan.FromDays(2));
        await desk.DoDueWorkAsync();
        Assert.Equal([(NotificationKind.Assigned, 1)], (await desk.BellOfAsync(desk.Ana)).Lines.Select(l => (l.Kind, l.Count)));
    }

    [Theory, BothDatabases]
    public async Task What_a_merged_ticket_had_to_tell_is_read_where_its_number_leads_and_the_trash_tells_nothing(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (first, second, spam) = (await desk.LoggedAsync("First", desk.Ana), await desk.LoggedAsync("Second"), await desk.LoggedAsync("Spam", desk.Ana));
        foreach (var id in new[] { first, spam }) await desk.CarlaWritesAsync(id);
        await desk.DoDueWorkAsync();
        await desk.Tickets.MergeAsync(desk.Ben, first, second);
        await desk.Tickets.PutAsideAsync(desk.Ben, spam, isSpam: true);
        Assert.Equal("First", Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines).Title);
        await desk.Get<NotificationCommands>().SeeAsync(desk.Ana, second);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
        await desk.Tickets.BringBackAsync(desk.Ben, spam);
        Assert.Equal([(NotificationKind.CustomerReplied, 1)], await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task Lines_come_in_pages_unread_first_and_all_are_read_at_once(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        for (var i = 0; i < NotificationQueries.PageSize + 3; i++)
        {
            var ticket = await desk.LoggedAsync($"Ticket {i}");
            await desk.Tickets.AssignAsync(desk.Ben, ticket, desk.Ana.Id);
            desk.Clock.Advance(TimeSpan.FromSeconds(1));
            await desk.DoDueWorkAsync();
        }
        var queries = desk.Get<NotificationQueries>();
        var first = await queries.PageAsync(desk.Ana);
        Assert.Equal((NotificationQueries.PageSize, 2, "Ticket 27"), (first.Lines.Count, first.Pages, first.Lines[0].Title));
        await desk.Get<NotificationCommands>().ReadAsync(desk.Ana, first.Lines[0].Id);
        Assert.Equal("Ticket 27", (await queries.PageAsync(desk.Ana, 2)).Lines[^1].Title);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<NotificationCommands>().ReadAsync(desk.Ben, first.Lines[1].Id));
        await desk.Get<NotificationCommands>().ReadAllAsync(desk.Ana);
        Assert.Equal(0, await queries.UnreadAsync(desk.Ana));
    }

    private static async Task RaiseAsync(TestDesk desk, Guid ticketId, Func<TicketPlace, TicketFact> fact)
    {
        await using var db = desk.OpenDatabase();
        var ticket = await db.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == ticketId);
        // As a clock of the ticket's own would.
        typeof(Aggregate).GetMethod("Record", System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic)!.Invoke(ticket, [fact(ticket.Place), Actor.System, desk.Clock.GetUtcNow(), null]);
        await db.CommitAsync();
    }
}
