using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.TimeTracking;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.TimeTracking;

/// <summary>Time in the database: one timer a person, corrections at the same moment, totals, and sight.</summary>
public sealed class TimeTests
{
    private static DateOnly TodayOf(TestDesk desk) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(desk.Clock.GetUtcNow(), TimeZoneInfo.Local).DateTime);

    [Theory, BothDatabases]
    public async Task Anas_timer_outlives_a_restart_pauses_counts_on_and_ends_as_time_on_its_ticket(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (first, number) = await desk.AddTicketAsync("The line is down");
        var (second, _) = await desk.AddTicketAsync("The printer");
        await desk.Get<TimerCommands>().StartAsync(desk.Ana, first);
        await using var restarted = await desk.OpenSecondNodeAsync();
        restarted.Clock.Advance(TimeSpan.FromMinutes(20));
        var timers = restarted.Get<TimerCommands>();
        var running = await restarted.Get<TimeQueries>().RunningAsync(restarted.Ana);
        Assert.Equal((number, TimeSpan.FromMinutes(20)), (running!.Number, running.At(restarted.Clock.GetUtcNow())));
        await Assert.ThrowsAsync<RuleViolation>(() => timers.StartAsync(restarted.Ana, second));
        await timers.PauseAsync(restarted.Ana);
        restarted.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => timers.ResumeAsync(restarted.Ana)));
        restarted.Clock.Advance(TimeSpan.FromSeconds(90));
        var counted = (await restarted.Get<TimeQueries>().RunningAsync(restarted.Ana))!.At(restarted.Clock.GetUtcNow());
        await timers.StopAsync(restarted.Ana, first, new TimeForm(Duration.Minutes(counted), true, TodayOf(restarted)));

        Assert.Null(await desk.Get<TimeQueries>().RunningAsync(desk.Ana));
        Assert.Equal(new TimeTotals(22, 0), (await desk.Get<TimeQueries>().OfTicketAsync(desk.Ben, first)).Totals);
        // Stopped in two windows, it is written down once.
        await Assert.ThrowsAsync<RuleViolation>(() => timers.StopAsync(restarted.Ana, first, new TimeForm(22, true, TodayOf(restarted))));
        await timers.StartAsync(restarted.Ana, second);
        await timers.DiscardAsync(restarted.Ana);
        Assert.Equal(new TimeTotals(0, 0), (await desk.Get<TimeQueries>().OfTicketAsync(desk.Ben, second)).Totals);
    }

    [Theory, BothDatabases]
    public async Task Of_two_corrections_at_the_same_moment_one_is_told_and_all_versions_stay(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (id, _) = await desk.AddTicketAsync("The line is down");
        var today = TodayOf(desk);
        await desk.Tickets.LogTimeAsync(desk.Ana, id, new TimeForm(60, true, today, "Router"));
        var entry = Assert.Single((await desk.Get<TimeQueries>().OfTicketAsync(desk.Ana, id)).Entries);
        var tries = await Task.WhenAll(new[] { 30, 45 }.Select(async minutes =>
        {
            try { await desk.Tickets.CorrectTimeAsync(desk.Ana, id, entry.Id, new TimeForm(minutes, false, today), null); return true; }
            catch (RuleViolation) { return false; }
        }));
        Assert.Single(tries, won => won);
        var now = await desk.Get<TimeQueries>().OfTicketAsync(desk.Ben, id);
        Assert.Equal(new TimeTotals(0, Assert.Single(now.Entries).Minutes), now.Totals);
        Assert.Equal([60, now.Entries[0].Minutes], (await desk.Get<TimeQueries>().VersionsAsync(desk.Ben, id, entry.OriginId)).Select(v => v.Minutes));
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.CorrectTimeAsync(desk.Ana, id, now.Entries[0].Id, new TimeForm(0, false, today), ""));
        await desk.Tickets.CorrectTimeAsync(desk.Ana, id, now.Entries[0].Id, new TimeForm(0, false, today), "Twice");
        Assert.Equal(new TimeTotals(0, 0), (await desk.Get<TimeQueries>().OfTicketAsync(desk.Ben, id)).Totals);
        Assert.Equal(3, (await desk.Get<TimeQueries>().VersionsAsync(desk.Ben, id, entry.OriginId)).Count);
    }

    [Theory, BothDatabases]
    public async Task The_report_counts_by_person_organisation_and_period_and_only_what_each_may_see(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var today = TodayOf(desk);
        var now = desk.Clock.GetUtcNow();
        var organisation = new Organisation(Ids.New(now), "Acme", null, now);
        await using (var db = desk.OpenDatabase())
        {
            db.Organisations.Add(organisation);
            var person = new Contact(Ids.New(now), "Dora", "dora@acme.example", null, now);
            person.BelongTo(organisation.Id);
            db.Contacts.Add(person);
            await db.CommitAsync();
        }
        Contact dora;
        await using (var db = desk.OpenDatabase()) dora = await db.Contacts.SingleAsync(c => c.Name == "Dora");
        var (theirs, _) = await desk.AddTicketAsync("Acme's server", contact: dora);
        var (other, _) = await desk.AddTicketAsync("Somebody's phone");
        await desk.Tickets.LogTimeAsync(desk.Ana, theirs, new TimeForm(60, true, today));
        await desk.Tickets.LogTimeAsync(desk.Ben, theirs, new TimeForm(30, false, today.AddDays(-1)));
        await desk.Tickets.LogTimeAsync(desk.Ben, other, new TimeForm(15, true, today.AddDays(-40)));
        var times = desk.Get<TimeQueries>();
        var week = new TimeFilter(today.AddDays(-7), today);
        async Task<TimeTotals> TotalsAsync(Actor me, TimeFilter filter) => (await times.ReportAsync(me, filter)).Totals;

        Assert.Equal(new TimeTotals(60, 30), await TotalsAsync(desk.Sam, week));
        Assert.Equal(new TimeTotals(75, 30), await TotalsAsync(desk.Ana, week with { From = today.AddDays(-60) }));
        Assert.Equal(new TimeTotals(0, 30), await TotalsAsync(desk.Ana, week with { PersonId = desk.Ben.Id }));
        Assert.Equal(new TimeTotals(60, 0), await TotalsAsync(desk.Ana, week with { Billable = true }));
        Assert.Equal(new TimeTotals(60, 30), await TotalsAsync(desk.Ana, week with { From = today.AddDays(-60), OrganisationId = organisation.Id }));
        Assert.Equal(new TimeTotals(60, 30), await times.OfOrganisationAsync(desk.Ana, organisation.Id));
        Assert.Equal(["Acme", "Acme"], (await times.ReportAsync(desk.Ana, week)).Rows.Select(r => r.Organisation));
        Assert.Equal([60, 30], await times.RowsAsync(desk.Ana, week).Select(r => r.Minutes).ToListAsync());

        Assert.Equal(new TimeTotals(0, 0), await TotalsAsync(desk.Ola, week));
        Assert.Empty(await times.RowsAsync(desk.Ola, week).ToListAsync());
        Assert.Equal(new TimeTotals(0, 0), await times.OfOrganisationAsync(desk.Ola, organisation.Id));
        await Assert.ThrowsAsync<NotFoundException>(() => times.OfTicketAsync(desk.Ola, theirs));
        Assert.Empty(await times.VersionsAsync(desk.Ola, theirs, (await times.OfTicketAsync(desk.Ana, theirs)).Entries[0].OriginId));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.LogTimeAsync(desk.Ola, theirs, new TimeForm(5, true, today)));
        Assert.Equal(new TimeTotals(0, 0), await TotalsAsync(Actor.Customer(dora.Id, "Dora"), week));

        // What was merged away is still somebody's bill, and stands with the ticket it went into; what is in the trash is not.
        await desk.Tickets.MergeAsync(desk.Ana, theirs, other);
        Assert.Equal(new TimeTotals(75, 30), (await times.OfTicketAsync(desk.Ana, other)).Totals);
        await desk.Tickets.PutAsideAsync(desk.Ana, other, isSpam: true);
        Assert.Equal(new TimeTotals(60, 30), await TotalsAsync(desk.Ana, week with { From = today.AddDays(-60) }));
    }

    [Theory, BothDatabases]
    public async Task What_was_merged_away_in_two_steps_still_counts_on_the_ticket_that_stays(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (first, second, third) = ((await desk.AddTicketAsync("First")).Id, (await desk.AddTicketAsync("Second")).Id, (await desk.AddTicketAsync("Third")).Id);
        var today = TodayOf(desk);
        await desk.Tickets.LogTimeAsync(desk.Ana, first, new TimeForm(60, true, today));
        await desk.Tickets.LogTimeAsync(desk.Ana, second, new TimeForm(30, true, today));
        await desk.Tickets.MergeAsync(desk.Ana, first, second);
        await desk.Tickets.MergeAsync(desk.Ana, second, third);
        var times = desk.Get<TimeQueries>();
        var read = await times.OfTicketAsync(desk.Ben, third);
        Assert.Equal((new TimeTotals(90, 0), 2), (read.Totals, read.Entries.Count));
        Assert.Single(await times.VersionsAsync(desk.Ben, third, read.Entries.Single(e => e.Minutes == 60).OriginId));
        await desk.Tickets.UnmergeAsync(desk.Ana, second);
        Assert.Equal(new TimeTotals(0, 0), (await times.OfTicketAsync(desk.Ben, third)).Totals);
    }

    [Theory, BothDatabases]
    public async Task Time_is_counted_by_contract_on_its_page_in_the_report_and_in_the_file(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var records = desk.Get<LiveDesk.Infrastructure.Records.RecordCommands>();
        var firm = await desk.Get<LiveDesk.Infrastructure.Customers.ContactCommands>().AddOrganisationAsync(desk.Ana, "Acme", null);
        var contract = await records.AddAsync(desk.Ana, "contract", new Domain.Records.RecordDetails("Full service", "C-7", firm));
        var site = await records.AddAsync(desk.Ana, "site", new Domain.Records.RecordDetails("Dock", null, firm));
        var lift = await records.AddAsync(desk.Ana, "equipment", new Domain.Records.RecordDetails("Lift", null, firm, site));
        var today = TodayOf(desk);
        await desk.Get<LiveDesk.Infrastructure.Desks.DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, s => s with { TracksTime = true });
        var (covered, other) = ((await desk.AddTicketAsync("The lift")).Id, (await desk.AddTicketAsync("The door")).Id);
        foreach (var record in new[] { contract, lift }) await desk.Tickets.LinkRecordAsync(desk.Ana, covered, record);
        await desk.Tickets.LogTimeAsync(desk.Ana, covered, new TimeForm(60, true, today));
        await desk.Tickets.LogTimeAsync(desk.Ben, covered, new TimeForm(20, false, today));
        await desk.Tickets.LogTimeAsync(desk.Ben, other, new TimeForm(15, true, today));
        var times = desk.Get<TimeQueries>();
        var filter = new TimeFilter(today, today, RecordId: contract);

        Assert.Equal(new TimeTotals(60, 20), await times.OfRecordAsync(desk.Ana, contract));
        // What was done to the lift was done at the dock.
        Assert.Equal(new TimeTotals(60, 20), await times.OfRecordAsync(desk.Ana, site));
        Assert.Equal(new TimeTotals(0, 0), await times.OfRecordAsync(desk.Ola, contract));
        var report = await times.ReportAsync(desk.Ben, filter);
        Assert.Equal((new TimeTotals(60, 20), 2), (report.Totals, report.Total));
        Assert.All(report.Rows, r => Assert.Equal("Full service (C-7)", r.Contract));
        Assert.Equal(new TimeTotals(0, 0), (await times.ReportAsync(desk.Ben, filter with { OrganisationId = Guid.NewGuid() })).Totals);
        Assert.Equal(["Full service (C-7)", "Full service (C-7)"], await times.RowsAsync(desk.Ben, filter).Select(r => r.Contract).ToListAsync());
        Assert.Contains(null, await times.RowsAsync(desk.Ben, filter with { RecordId = null }).Select(r => r.Contract).ToListAsync());
    }

    [Theory, BothDatabases]
    public async Task A_timer_on_a_ticket_that_its_person_no_longer_sees_names_nothing_of_it_and_can_be_ended(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        await desk.Get<LiveDesk.Infrastructure.Desks.DeskCommands>().ConfigureAsync(desk.Sam, desk.Desk.Id, s => s with { TracksTime = true });
        var (id, _) = await desk.AddTicketAsync("An invoice", department: "Billing");
        await desk.Get<TimerCommands>().StartAsync(desk.Ola, id);
        await desk.Tickets.MoveToDepartmentAsync(desk.Ana, id, desk.Desk.Departments.Single(d => d.Name == "Technical").Id);
        var left = await desk.Get<TimeQueries>().RunningAsync(desk.Ola);
        Assert.Equal((null, null, null), (left!.Number, left.Subject, left.DeskId));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Get<TimerCommands>().StopAsync(desk.Ola, id, new TimeForm(5, true, TodayOf(desk))));
        await desk.Get<TimerCommands>().DiscardAsync(desk.Ola);
        Assert.Null(await desk.Get<TimeQueries>().RunningAsync(desk.Ola));
    }
}
