using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Work;
using LiveDesk.Tests.Infrastructure;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Notifications;

/// <summary>A customer who waits on a ticket that is nobody's.</summary>
public sealed class NobodyTookTests
{
    private static readonly TimeSpan Time = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Theory, BothDatabases]
    public async Task After_fifteen_minutes_the_department_is_told_and_after_thirty_the_lead(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var uma = await desk.AddPersonAsync("Uma", Role.Supervisor, (desk.Hosting, "Domains"));
        await desk.AddTicketAsync("The invoice is wrong", department: "Billing");
        await desk.DoDueWorkAsync();
        await PassAsync(desk, Time - Second);
        foreach (var person in new[] { desk.Ana, desk.Ola, uma }) Assert.Empty(await desk.UnreadOfAsync(person));
        // A node that is started anew goes on watching.
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(desk.Clock.GetUtcNow() + Second - restarted.Clock.GetUtcNow());
        desk.Clock.Advance(Second);
        await restarted.DoDueWorkAsync();
        foreach (var person in new[] { desk.Ana, desk.Ben, desk.Ola }) Assert.Equal([(NotificationKind.NobodyTook, 1)], await desk.UnreadOfAsync(person));
        Assert.Empty(await desk.UnreadOfAsync(uma));
        await PassAsync(desk, Time);
        Assert.Equal(NobodyTook.ToLeaders, Assert.Single((await desk.BellOfAsync(uma)).Lines).TextKey);
        Assert.Equal([(NotificationKind.NobodyTook, 1)], await desk.UnreadOfAsync(desk.Ola));
        await using var db = desk.OpenDatabase();
        Assert.False(await db.Work.AnyAsync(w => w.Kind == NobodyTook.WorkKind));
    }

    [Theory, BothDatabases]
    public async Task Whoever_takes_it_acknowledges_it_or_answers_ends_the_wait_and_giving_it_back_begins_it_anew(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = new List<Guid>();
        foreach (var subject in new[] { "Taken", "Acknowledged", "Answered" }) ids.Add((await desk.AddTicketAsync(subject)).Id);
        await desk.Tickets.AssignAsync(desk.Ben, ids[0], desk.Ben.Id);
        await desk.Tickets.AcknowledgeAsync(desk.Ben, ids[1]);
        await desk.Tickets.AnswerAsync(desk.Ben, ids[2], new NewEntry("We come at noon."));
        await PassAsync(desk, 3 * Time);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));

        await desk.Tickets.AssignAsync(desk.Ben, ids[0], null);
        await PassAsync(desk, Time - Second);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
        await PassAsync(desk, Second);
        Assert.Equal("Taken", Assert.Single((await desk.BellOfAsync(desk.Ana)).Lines).Title);
    }

    [Theory, BothDatabases]
    public async Task A_message_after_the_answer_is_watched_from_its_own_minute_and_a_second_one_does_not_put_it_off(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("The lock beeps");
        await desk.DoDueWorkAsync();
        desk.Clock.Advance(TimeSpan.FromMinutes(5));
        await desk.Tickets.AnswerAsync(desk.Ben, id, new NewEntry("Change the battery."));
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        await desk.CarlaWritesAsync(id);
        await PassAsync(desk, TimeSpan.FromMinutes(10));
        await desk.CarlaWritesAsync(id, "Hello?");
        await PassAsync(desk, TimeSpan.FromMinutes(5) - Second);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
        await PassAsync(desk, Second);
        Assert.Equal([(NotificationKind.NobodyTook, 1)], await desk.UnreadOfAsync(desk.Ana));
    }

    [Theory, BothDatabases]
    public async Task A_desk_that_wants_no_such_call_has_none_and_what_an_agent_logged_waits_for_nobody(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        await desk.LoggedAsync("Logged by Ben");
        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { NobodyTookAfter = null });
        await desk.AddTicketAsync("By mail");
        await PassAsync(desk, 3 * Time);
        Assert.Empty(await desk.UnreadOfAsync(desk.Ana));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { NobodyTookAfter = TimeSpan.Zero }));
    }

    private static async Task PassAsync(TestDesk desk, TimeSpan time)
    {
        await desk.DoDueWorkAsync();
        desk.Clock.Advance(time);
        await desk.DoDueWorkAsync();
    }
}
