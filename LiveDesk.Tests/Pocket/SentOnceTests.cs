using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.TimeTracking;
using LiveDesk.Tests.Chat;
using LiveDesk.Tests.Infrastructure;

namespace LiveDesk.Tests.Pocket;

/// <summary>What arrives twice, one after the other or at the same moment, is done once.</summary>
public sealed class SentOnceTests
{
    [Theory, BothDatabases]
    public async Task Anas_hour_that_is_sent_again_and_again_is_one_hour(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "psa");
        var (id, _) = await desk.AddTicketAsync("The line is down");
        var form = new TimeForm(60, true, DateOnly.FromDateTime(desk.Clock.GetUtcNow().UtcDateTime));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Tickets.LogTimeAsync(desk.Ana, id, form, senderMadeId: "hour")));
        await desk.Tickets.LogTimeAsync(desk.Ana, id, form, senderMadeId: "hour");
        // The same id is another person's own.
        await desk.Tickets.LogTimeAsync(desk.Ben, id, form, senderMadeId: "hour");
        await desk.Tickets.LogTimeAsync(desk.Ana, id, form, senderMadeId: "another");
        Assert.Equal(new TimeTotals(180, 0), (await desk.Get<TimeQueries>().OfTicketAsync(desk.Sam, id)).Totals);
    }

    [Theory, BothDatabases]
    public async Task A_photo_that_is_sent_twice_is_one_file_and_comes_again_when_it_was_removed(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        Task<Domain.Files.Attachment> SendAsync() => desk.Get<FileCommands>().UploadAsync(desk.Ana, desk.Desk.Id, "panel.png", new MemoryStream(ChatScene.Picture), null, "photo");
        var sent = await Task.WhenAll(SendAsync(), SendAsync(), SendAsync());
        var first = Assert.Single(sent.Select(f => f.Id).Distinct());
        Assert.Equal(first, (await SendAsync()).Id);
        Assert.Single(Directory.GetFiles(Path.Combine(desk.Database.Folder, "attachments"), "*", SearchOption.AllDirectories));

        desk.Clock.Advance(FileCommands.UnusedLives + TimeSpan.FromMinutes(1));
        await desk.DoDueWorkAsync();
        var again = await SendAsync();
        Assert.NotEqual(first, again.Id);
        Assert.Equal(again.Id, (await SendAsync()).Id);
    }

    [Theory, BothDatabases]
    public async Task A_ticket_that_Ola_opens_twice_is_one_also_when_it_left_her_sight_in_between(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var billing = desk.Desk.Departments.Single(d => d.Name == "Billing");
        var what = Cast.Request(desk.Desk) with { SenderMadeId = "cellar", ContactId = null, OrganisationId = null, DepartmentId = billing.Id };
        var opened = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => desk.Tickets.OpenAsync(desk.Ola, desk.Desk.Id, what)));
        var (id, number) = Assert.Single(opened.Distinct());
        await desk.Tickets.LeaveNoteAsync(desk.Ola, id, new NewEntry("Two fuses", "note"));
        await desk.Tickets.MoveToDepartmentAsync(desk.Sam, id, desk.Desk.Departments.First(d => d.Id != billing.Id).Id);

        Assert.Equal((id, number), await desk.Tickets.OpenAsync(desk.Ola, desk.Desk.Id, what));
        var note = await desk.Tickets.LeaveNoteAsync(desk.Ola, id, new NewEntry("Two fuses", "note"));
        await Assert.ThrowsAsync<LiveDesk.Infrastructure.Database.NotFoundException>(() => desk.Tickets.LeaveNoteAsync(desk.Ola, id, new NewEntry("A third", "third")));
        Assert.Equal(note, Assert.Single((await desk.Get<TicketPageQueries>().ThreadAsync(desk.Sam, id)).Entries).Id);
    }

    [Theory, BothDatabases]
    public async Task Resolved_once_it_stays_as_it_was_reopened_though_the_answer_was_lost_and_it_is_sent_again(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (id, _) = await desk.AddTicketAsync("It beeps");
        var done = new MoveDetails("New battery.", SeenStatusId: desk.Desk.FirstStatus.Id);
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => desk.Tickets.ResolveOnceAsync(desk.Ana, id, done, "done")));
        Assert.Equal("New battery.", (await DetailAsync(desk, id)).Resolution?.Text);
        await desk.Tickets.ReopenAsync(desk.Ben, id);

        await desk.Tickets.ResolveOnceAsync(desk.Ana, id, done, "done");
        Assert.True((await DetailAsync(desk, id)).IsOpen);
    }

    [Theory, BothDatabases]
    public async Task Ana_is_told_that_Ben_resolved_it_meanwhile_and_her_own_reply_before_is_no_conflict(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var open = desk.Desk.FirstStatus.Id;
        var (theirs, _) = await desk.AddTicketAsync("It beeps");
        await desk.Tickets.ResolveAsync(desk.Ben, theirs, "A new fuse.");
        var told = await Assert.ThrowsAsync<ChangedMeanwhile>(() => desk.Tickets.ResolveOnceAsync(desk.Ana, theirs, new MoveDetails("New battery.", SeenStatusId: open), "done"));
        Assert.Contains("Ben", told.Message, StringComparison.Ordinal);
        var resolved = (await DetailAsync(desk, theirs)).StatusId;
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.ResolveOnceAsync(desk.Ana, theirs, new MoveDetails("New battery.", SeenStatusId: resolved), "done"));
        Assert.Equal("A new fuse.", (await DetailAsync(desk, theirs)).Resolution?.Text);

        // Her reply takes it to “In Progress” by the desk's own workflow, behind her telephone's back.
        var (own, _) = await desk.AddTicketAsync("The door");
        await desk.Tickets.AnswerAsync(desk.Ana, own, new NewEntry("I am on my way."));
        Assert.NotEqual(open, (await DetailAsync(desk, own)).StatusId);
        await desk.Tickets.ResolveOnceAsync(desk.Ana, own, new MoveDetails("Adjusted.", SeenStatusId: open), "done-too");
        Assert.Equal("Adjusted.", (await DetailAsync(desk, own)).Resolution?.Text);
    }

    private static Task<TicketDetail> DetailAsync(TestDesk desk, Guid id) => desk.Get<TicketPageQueries>().DetailAsync(desk.Sam, id);
}
