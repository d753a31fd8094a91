using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.Sla;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Xunit;
using static LiveDesk.Tests.Cast;

namespace LiveDesk.Tests.Tickets;

/// <summary>What time does to a ticket: a hold that ends, a close after the resolution or after the customer's silence.</summary>
public sealed class TimerTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromTicks(1);

    [Fact]
    public void A_resolved_ticket_closes_after_a_day_unless_Carla_writes_before()
    {
        var desk = DeskOf("psa");
        var (quiet, again) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        foreach (var ticket in new[] { quiet, again }) ticket.Resolve(Ana, "Replaced the switch.", desk, Monday);
        Assert.Equal(Monday.AddHours(24), quiet.NextTimerAt);
        again.TakeMessage(Carla, Says("It is down again."), desk, Monday.AddHours(23));
        Assert.Null(again.NextTimerAt);

        foreach (var ticket in new[] { quiet, again }) ticket.LetTimePass(desk, Monday.AddHours(24) - Moment);
        Assert.Equal("Resolved", quiet.StatusName(desk));
        foreach (var ticket in new[] { quiet, again }) ticket.LetTimePass(desk, Monday.AddHours(24));
        Assert.Equal(("Closed", "In Progress"), (quiet.StatusName(desk), again.StatusName(desk)));
        Assert.Equal(TicketEvent.ResolvedElapsed, quiet.FactsOf<TicketWasMoved>().Last().Because);
    }

    [Fact]
    public void Five_days_of_silence_count_from_Anas_last_answer()
    {
        var desk = DeskOf("hosting");
        var ticket = OpenedBy(Carla, desk);
        Assert.Null(ticket.NextTimerAt);
        ticket.Answer(Ana, Says("Which browser is it?"), desk, Monday);
        ticket.Answer(Ana, Says("And since when?"), desk, Monday.AddDays(4));
        ticket.LetTimePass(desk, Monday.AddDays(8));
        Assert.Equal("Answered", ticket.StatusName(desk));
        ticket.LeaveNote(Ben, Says("I asked by telephone, too."), desk, Monday.AddDays(8));
        ticket.LetTimePass(desk, Monday.AddDays(9));
        Assert.Equal("Closed", ticket.StatusName(desk));
    }

    [Fact]
    public void Any_word_of_Carla_ends_the_silence_also_where_the_workflow_leaves_the_ticket_waiting()
    {
        var preset = Presets.Named("hosting");
        var desk = new Desk(Ids.New(Monday), "own", "Own", preset with { Rules = [.. preset.Rules.Where(r => r.On is not TicketEvent.CustomerWrote)] }, Sam, Monday);
        var ticket = OpenedBy(Carla, desk);
        ticket.Answer(Ana, Says("Which browser is it?"), desk, Monday);
        var version = ticket.Version;
        ticket.TakeMessage(Carla, Says("All of them."), desk, Monday.AddDays(1));
        Assert.Equal(("Answered", null), (ticket.StatusName(desk), ticket.NextTimerAt));
        Assert.True(ticket.Version > version, "a close that was saved at the same moment must fail");
    }

    [Fact]
    public void A_hold_ends_on_its_day_and_without_one_it_lasts()
    {
        var desk = DeskOf("field");
        var (until, open) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        until.PutOnHold(Ana, "The part comes on Thursday", Monday.AddDays(3), desk, Monday);
        open.PutOnHold(Ana, "Nobody knows", null, desk, Monday);
        foreach (var ticket in new[] { until, open }) ticket.LetTimePass(desk, Monday.AddDays(30));
        Assert.Equal(("In Progress", "On Hold"), (until.StatusName(desk), open.StatusName(desk)));
        Assert.Null(until.OnHold);

        open.PutOnHold(Ben, "The part comes on Friday", Monday.AddDays(34), desk, Monday.AddDays(31));
        Assert.Equal(Monday.AddDays(34), open.NextTimerAt);
        open.Resume(Ben, desk, Monday.AddDays(32));
        Assert.Null(open.NextTimerAt);
    }

    [Theory, MemberData(nameof(EveryPreset), MemberType = typeof(Cast))]
    public void A_time_that_Sam_set_holds_also_where_the_preset_has_no_rule_for_it(string preset)
    {
        var desk = DeskOf(preset);
        desk.Configure(Sam, desk.Settings with { CloseResolvedAfter = TimeSpan.FromHours(1), CloseSilentAfter = TimeSpan.FromHours(2) }, Monday);
        var (resolved, answered) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        resolved.Resolve(Ana, "A new battery.", desk, Monday);
        answered.Answer(Ana, Says("Which door is it?"), desk, Monday);
        foreach (var ticket in new[] { resolved, answered }) ticket.LetTimePass(desk, Monday.AddHours(3));
        Assert.Equal(StatusCategory.Closed, resolved.StatusCategory);
        Assert.Equal(desk.Statuses.Any(s => s is { Enabled: true, Category: StatusCategory.WaitingCustomer }) && preset != "suite", answered.StatusCategory is StatusCategory.Closed);
    }

    [Fact]
    public void What_is_merged_away_or_in_the_trash_waits_for_nothing()
    {
        var desk = DeskOf("hosting");
        var (first, second, spam) = (OpenedBy(Carla, desk), OpenedBy(Carla, desk), OpenedBy(Carla, desk));
        foreach (var ticket in new[] { first, spam }) ticket.Answer(Ana, Says("Which browser is it?"), desk, Monday);
        first.MergeInto(Ana, second, desk, Monday);
        spam.PutAside(Ana, isSpam: true, desk, Monday);
        foreach (var ticket in new[] { first, spam })
        {
            Assert.Null(ticket.NextTimerAt);
            ticket.LetTimePass(desk, Monday.AddDays(60));
        }
        spam.BringBack(Ana, desk, Monday.AddDays(60));
        Assert.Equal(Monday.AddDays(5), spam.NextTimerAt);
        spam.LetTimePass(desk, Monday.AddDays(60));
        Assert.Equal("Closed", spam.StatusName(desk));
    }

    [Theory, BothDatabases]
    public async Task After_a_restart_the_timer_rings_when_it_would_have_rung(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (id, _) = await desk.AddTicketAsync("The line is down");
        await desk.Tickets.ResolveAsync(desk.Ana, id, "Replaced the switch.");
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1) + (desk.Clock.GetUtcNow() - restarted.Clock.GetUtcNow()));
        await restarted.DoDueWorkAsync();
        Assert.Equal("Resolved", await StatusAsync(desk, id));
        restarted.Clock.Advance(TimeSpan.FromSeconds(1));
        await restarted.DoDueWorkAsync();
        Assert.Equal("Closed", await StatusAsync(desk, id));
        await restarted.DoDueWorkAsync();
        await using var db = desk.OpenDatabase();
        Assert.Single(await db.Activities.Where(a => a.SubjectId == id && a.Kind == nameof(TicketWasMoved) && a.ActorName == Actor.System.Name).ToListAsync());
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_cannot_be_read_keeps_no_other_waiting_and_stands_with_the_work_that_failed_until_it_is_mended(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (broken, _) = await desk.AddTicketAsync("The line is down");
        var (sound, _) = await desk.AddTicketAsync("The line is up");
        foreach (var id in new[] { broken, sound }) await desk.Tickets.ResolveAsync(desk.Ana, id, "Replaced the switch.");
        await desk.DoDueWorkAsync();
        var clocks = await BreakAsync(desk, broken, "{");
        desk.Clock.Advance(TimeSpan.FromHours(24));
        await desk.DoDueWorkAsync();
        Assert.Equal("Closed", await StatusAsync(desk, sound));

        for (var hour = 0; hour < 10; hour++)
        {
            desk.Clock.Advance(TimeSpan.FromHours(1));
            await desk.DoDueWorkAsync();
        }
        Assert.Equal(RingTroubled.WorkKind, Assert.Single((await desk.Get<WorkList>().OverviewAsync(desk.Sam)).DeadLetters).Kind);
        await BreakAsync(desk, broken, clocks);
        await desk.DoDueWorkAsync();
        Assert.Equal("Resolved", await StatusAsync(desk, broken));
        await desk.Get<WorkList>().TryAgainAsync(desk.Sam, null);
        await desk.DoDueWorkAsync();
        Assert.Equal("Closed", await StatusAsync(desk, broken));
    }

    /// <summary>What stood in the place of the clocks before.</summary>
    private static async Task<string> BreakAsync(TestDesk desk, Guid ticketId, string clocks)
    {
        await using var db = desk.OpenDatabase();
        var before = await db.Database.SqlQuery<string>($"SELECT \"Clocks\" AS \"Value\" FROM \"Tickets\" WHERE \"Id\" = {ticketId}").SingleAsync();
        await db.Database.ExecuteSqlAsync($"UPDATE \"Tickets\" SET \"Clocks\" = {clocks} WHERE \"Id\" = {ticketId}");
        return before;
    }

    [Fact]
    public void A_hold_that_ended_while_the_server_was_down_is_no_longer_a_pause_than_it_was()
    {
        var desk = DeskOf("field");
        var ticket = OpenedBy(Carla, desk);
        ticket.PutOnHold(Ana, "The part comes at noon", Monday.AddHours(3), desk, Monday.AddHours(1));
        ticket.LetTimePass(desk, Monday.AddHours(5));
        var resolution = ticket.ClocksIn(desk).Single(c => c.Kind is SlaKind.Resolution);
        Assert.Equal([(true, Monday.AddHours(1)), (false, Monday.AddHours(3)), (true, null)], resolution.Segments.Select(s => (s.Running, s.To)));
        Assert.Equal(Monday.AddHours(5), ticket.LastActivityAt);
    }

    [Theory, BothDatabases]
    public async Task Of_a_close_and_Carlas_message_at_the_same_moment_the_message_wins(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (id, _) = await desk.AddTicketAsync("The shop is slow");
        await desk.Tickets.AnswerAsync(desk.Ana, id, Says("Which browser is it?"));
        desk.Clock.Advance(TimeSpan.FromDays(5));

        await using var timer = desk.OpenDatabase();
        var closing = await timer.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == id);
        closing.LetTimePass(desk.Desk, desk.Clock.GetUtcNow());
        await using (var mail = desk.OpenDatabase())
        {
            var ticket = await mail.Tickets.Include(t => t.ExtraDepartments).SingleAsync(t => t.Id == id);
            ticket.TakeMessage(Carla, Says("All of them."), desk.Desk, desk.Clock.GetUtcNow());
            await mail.CommitAsync();
        }
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => timer.CommitAsync());
        await desk.DoDueWorkAsync();
        Assert.Equal("Customer Reply", await StatusAsync(desk, id));
    }

    [Theory, BothDatabases]
    public async Task When_Sam_changes_the_desks_times_the_tickets_that_wait_already_follow(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (answered, _) = await desk.AddTicketAsync("The shop is slow");
        var (open, _) = await desk.AddTicketAsync("The mail is gone");
        await desk.Tickets.AnswerAsync(desk.Ana, answered, Says("Which browser is it?"));
        desk.Clock.Advance(TimeSpan.FromDays(2));

        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { CloseSilentAfter = null });
        await desk.DoDueWorkAsync();
        desk.Clock.Advance(TimeSpan.FromDays(30));
        await desk.DoDueWorkAsync();
        Assert.Equal("Answered", await StatusAsync(desk, answered));

        await desk.Get<DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, desk.Desk.Settings with { CloseSilentAfter = TimeSpan.FromDays(7) });
        await desk.DoDueWorkAsync();
        Assert.Equal(("Closed", "Open"), (await StatusAsync(desk, answered), await StatusAsync(desk, open)));
    }

    private static async Task<string> StatusAsync(TestDesk desk, Guid ticketId) => desk.Desk.Status((await desk.Get<LiveDesk.Infrastructure.Tickets.TicketPageQueries>().DetailAsync(desk.Sam, ticketId)).StatusId).Name;
}
