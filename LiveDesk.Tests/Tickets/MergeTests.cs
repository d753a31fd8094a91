using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Chat;
using Xunit;

namespace LiveDesk.Tests.Tickets;

/// <summary>Two tickets that are one matter (pain 8): one thread, one number that both lead to, and a way back.</summary>
public sealed class MergeTests
{
    [Theory, BothDatabases]
    public async Task The_staying_ticket_reads_both_threads_in_order_and_Ben_gives_back_exactly_what_there_was(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (dev, file) = (await desk.AddContactAsync("Dev"), await desk.UploadAsync(desk.Ana, "panel.png", ChatScene.Picture));
        var (going, goingNumber) = await desk.AddTicketAsync("It beeps", contact: dev);
        var (staying, stayingNumber) = await desk.AddTicketAsync("The panel beeps");
        var (master, _) = await desk.AddTicketAsync("Every panel beeps");
        await desk.Tickets.LinkAsync(desk.Ana, going, master, LinkKind.Child);
        await desk.Tickets.AnswerAsync(desk.Ana, staying, new NewEntry("First"));
        await desk.Tickets.LeaveNoteAsync(desk.Ana, going, new NewEntry("Second, about a capacitor", Attachments: [file.Id]));
        await desk.Tickets.HoldAsync(desk.Ben, going, "A part is ordered", null);
        await desk.Tickets.AnswerAsync(desk.Ben, staying, new NewEntry("Third"));
        var pages = desk.Get<TicketPageQueries>();
        var before = await pages.DetailAsync(desk.Ana, going);

        await desk.Tickets.MergeAsync(desk.Ana, going, staying);
        await desk.Tickets.AnswerAsync(desk.Ben, staying, new NewEntry("Fourth"));
        var thread = await pages.ThreadAsync(desk.Ben, staying);
        Assert.Equal([("First", null), ("Second, about a capacitor", goingNumber), ("Third", null), ("Fourth", null)], thread.Entries.Select(e => (e.Body, e.From)));
        Assert.Equal((2, "Third"), ((await pages.ThreadAsync(desk.Ben, staying, last: 2)).Earlier, (await pages.ThreadAsync(desk.Ben, staying, last: 2)).Entries[0].Body));
        Assert.Equal(file.Id, Assert.Single(thread.Entries[1].Files).Id);
        await using (var open = (await desk.Get<FileQueries>().OpenAsync(desk.Ben, file.Id))!.Bytes) Assert.True(open.Length > 0);
        var detail = await pages.DetailAsync(desk.Ben, staying);
        Assert.Equal(("Dev", desk.Ana.Id, true), Assert.Single(detail.Held) is var held ? (held.Requester.Name, held.MergedBy, held.MayUndo) : default);
        Assert.Equal((master, LinkKind.Child, true), Assert.Single(detail.Links) is var link ? (link.Id, link.Kind, link.IsCarried) : default);

        // The old number leads on, and the old ticket is in no list; its words and its customer lead to the one that stays.
        Assert.Equal(staying, await desk.TicketQueries.IdOfAsync(desk.Ben, goingNumber));
        var all = new TicketFilter(desk.Desk.Id);
        Assert.Equal(new[] { master, staying }.Order(), (await desk.TicketQueries.ListAsync(desk.Ben, all)).Tickets.Select(t => t.Id).Order());
        Assert.Equal(2, (await desk.TicketQueries.CountsAsync(desk.Ben, all)).Values.Sum());
        Assert.Equal(2, (await desk.Get<BoardQueries>().BoardAsync(desk.Ben, desk.Desk.Id)).Cards.Count);
        foreach (var words in new[] { "capacitor", $"{goingNumber}" }) Assert.Equal(stayingNumber, Assert.Single(await desk.Get<TicketPathQueries>().FindAsync(desk.Ben, words)).Number);
        Assert.Equal([stayingNumber], (await desk.Get<ContactQueries>().ContactAsync(desk.Ben, dev.Id)).Tickets.Select(t => t.Number));

        await desk.Tickets.UnmergeAsync(desk.Ben, going);
        var after = await pages.DetailAsync(desk.Ana, going);
        Assert.Equal((before.StatusId, before.OnHold, before.Requester, before.OwnerId), (after.StatusId, after.OnHold, after.Requester, after.OwnerId));
        Assert.Equal(["Second, about a capacitor"], (await pages.ThreadAsync(desk.Ana, going)).Entries.Select(e => e.Body));
        Assert.Equal(["First", "Third", "Fourth"], (await pages.ThreadAsync(desk.Ana, staying)).Entries.Select(e => e.Body));
        Assert.Empty((await pages.DetailAsync(desk.Ana, staying)).Held);
        Assert.Equal(going, await desk.TicketQueries.IdOfAsync(desk.Ana, goingNumber));
        foreach (var (id, fact) in new[] { (going, nameof(TicketWasUnmerged)), (staying, nameof(TicketWasUnlinked)) })
            Assert.Equal("Ben", (await desk.HistoryAsync(desk.Ana, id)).Single(a => a.Kind == fact).ActorName);
    }

    [Theory, BothDatabases]
    public async Task Of_a_merge_each_customer_reads_finds_and_downloads_only_their_own_words(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "field");
        var (carla, dev, file) = (await desk.AddContactAsync("Carla"), await desk.AddContactAsync("Dev"), await desk.UploadAsync(desk.Ana, "panel.png", ChatScene.Picture));
        var (devs, _) = await desk.AddTicketAsync("It beeps", contact: dev);
        var (carlasOther, _) = await desk.AddTicketAsync("Still beeping", contact: carla);
        var (carlas, carlasNumber) = await desk.AddTicketAsync("The panel beeps", contact: carla);
        await desk.Tickets.AnswerAsync(desk.Ana, devs, new NewEntry("Dev, your code is walrus", Attachments: [file.Id]));
        await desk.Tickets.AnswerAsync(desk.Ana, carlasOther, new NewEntry("Carla, your code is ostrich"));
        foreach (var going in new[] { devs, carlasOther }) await desk.Tickets.MergeAsync(desk.Ana, going, carlas);
        var (her, him) = (Actor.Customer(carla.Id, "Carla"), Actor.Customer(dev.Id, "Dev"));

        Assert.Equal(["Carla, your code is ostrich"], (await desk.Get<TicketPageQueries>().ThreadAsync(her, carlas)).Entries.Select(e => e.Body));
        Assert.Equal(carlasOther, Assert.Single((await desk.Get<TicketPageQueries>().ThreadAsync(her, carlas)).Held).Id);
        Assert.Null(await desk.Get<FileQueries>().OpenAsync(her, file.Id));
        var filter = new TicketFilter(desk.Desk.Id);
        Assert.Empty((await desk.TicketQueries.ListAsync(her, filter with { Search = "walrus" })).Tickets);
        Assert.Equal(carlasNumber, Assert.Single((await desk.TicketQueries.ListAsync(her, filter with { Search = "ostrich" })).Tickets).Number);
        Assert.Empty((await desk.Get<TicketPageQueries>().ThreadAsync(him, carlas)).Entries);
        await using (var his = (await desk.Get<FileQueries>().OpenAsync(him, file.Id))!.Bytes) Assert.True(his.Length > 0);
        // Who works here reads all of it.
        Assert.Equal(2, (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ben, carlas)).Entries.Count);
    }

    [Theory, BothDatabases]
    public async Task Opposite_merges_and_circles_at_the_same_moment_end_in_one_ticket_that_all_numbers_lead_to(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var tickets = new List<(Guid Id, long Number)>();
        for (var i = 0; i < 3; i++) tickets.Add(await desk.AddTicketAsync($"Panel {i}"));
        var merges = Enumerable.Range(0, 3).SelectMany(i => new[] { (From: i, To: (i + 1) % 3), (From: (i + 1) % 3, To: i) });
        var refused = await Task.WhenAll(merges.Select(m => Task.Run(async () => await Record.ExceptionAsync(() => desk.Tickets.MergeAsync(desk.Ana, tickets[m.From].Id, tickets[m.To].Id)))));
        Assert.Equal(2, refused.Count(e => e is null));
        Assert.All(refused, e => Assert.True(e is null or RuleViolation, e?.ToString()));
        var left = Assert.Single((await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id))).Tickets);
        foreach (var (_, number) in tickets) Assert.Equal(left.Id, await desk.TicketQueries.IdOfAsync(desk.Ben, number));
    }

    [Theory, BothDatabases]
    public async Task Over_two_merges_the_thread_is_whole_and_each_of_them_is_undone_for_itself(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = new List<Guid>();
        foreach (var name in new[] { "One", "Two", "Three" })
        {
            ids.Add((await desk.AddTicketAsync(name)).Id);
            await desk.Tickets.LeaveNoteAsync(desk.Ana, ids[^1], new NewEntry(name));
        }
        await desk.Tickets.MergeAsync(desk.Ana, ids[0], ids[1]);
        await desk.Tickets.MergeAsync(desk.Ana, ids[1], ids[2]);
        async Task<string> ReadAsync(int i) => string.Join(' ', (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ben, ids[i])).Entries.Select(e => e.Body));
        Assert.Equal("One Two Three", await ReadAsync(2));
        await desk.Tickets.UnmergeAsync(desk.Ben, ids[1]);
        Assert.Equal(("One Two", "Three"), (await ReadAsync(1), await ReadAsync(2)));
        await desk.Tickets.MergeAsync(desk.Ana, ids[1], ids[2]);
        await desk.Tickets.UnmergeAsync(desk.Ben, ids[0]);
        Assert.Equal(("One", "Two Three"), (await ReadAsync(0), await ReadAsync(2)));

        desk.Clock.Advance(TimeSpan.FromDays(31));
        Assert.False(Assert.Single((await desk.Get<TicketPageQueries>().DetailAsync(desk.Ben, ids[2])).Held).MayUndo);
        Assert.Contains("30 days", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.UnmergeAsync(desk.Ben, ids[1]))).Message, StringComparison.Ordinal);
        Assert.Contains("not merged", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.UnmergeAsync(desk.Ben, ids[0]))).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task The_sight_of_the_ticket_that_stays_is_the_one_that_counts(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var (mine, theirs) = (await desk.AddTicketAsync("An invoice", department: "Billing"), await desk.AddTicketAsync("A server", department: "Technical"));
        var file = await desk.UploadAsync(desk.Ana, "plan.png", ChatScene.Picture);
        await desk.Tickets.LeaveNoteAsync(desk.Ana, theirs.Id, new NewEntry("The plan", Attachments: [file.Id]));
        var pages = desk.Get<TicketPageQueries>();
        await Assert.ThrowsAsync<NotFoundException>(() => pages.DetailAsync(desk.Ola, theirs.Id));

        // What goes into a ticket of Ola's department, she reads there; the old number leads her to it, and undoing is for those who see both.
        await desk.Tickets.MergeAsync(desk.Ana, theirs.Id, mine.Id);
        Assert.Equal(theirs.Number, Assert.Single((await pages.ThreadAsync(desk.Ola, mine.Id)).Entries).From);
        Assert.Equal(mine.Id, await desk.TicketQueries.IdOfAsync(desk.Ola, theirs.Number));
        Assert.NotNull(await desk.Get<FileQueries>().OpenAsync(desk.Ola, file.Id));
        Assert.False(Assert.Single((await pages.DetailAsync(desk.Ola, mine.Id)).Held).MayUndo);
        await Assert.ThrowsAsync<NotFoundException>(() => desk.Tickets.UnmergeAsync(desk.Ola, theirs.Id));
        await desk.Tickets.UnmergeAsync(desk.Ana, theirs.Id);
        Assert.Null(await desk.Get<FileQueries>().OpenAsync(desk.Ola, file.Id));
        await Assert.ThrowsAsync<NotFoundException>(() => desk.TicketQueries.IdOfAsync(desk.Ola, theirs.Number));

        // The other way round she finds the old one as it ended, and nothing of the other.
        await desk.Tickets.MergeAsync(desk.Ana, mine.Id, theirs.Id);
        Assert.Equal(mine.Id, await desk.TicketQueries.IdOfAsync(desk.Ola, mine.Number));
        Assert.NotNull((await pages.DetailAsync(desk.Ola, mine.Id)).Merged);
        Assert.Empty((await pages.ThreadAsync(desk.Ola, theirs.Id)).Entries);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.LeaveNoteAsync(desk.Ola, mine.Id, new NewEntry("Here?")));
    }

    [Theory, BothDatabases]
    public async Task No_merge_makes_a_ticket_its_own_master_and_none_hides_open_work(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++) ids.Add((await desk.AddTicketAsync($"Panel {i}")).Id);
        // 0 is a child of 1, 1 of 2: 2 and 0 as one would be the master of their own master.
        await desk.Tickets.LinkAsync(desk.Ana, ids[0], ids[1], LinkKind.Child);
        await desk.Tickets.LinkAsync(desk.Ana, ids[1], ids[2], LinkKind.Child);
        Assert.Contains("its own master", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MergeAsync(desk.Ana, ids[2], ids[0]))).Message, StringComparison.Ordinal);
        // 2 and 3 are one now: 3 is no child of 0.
        await desk.Tickets.MergeAsync(desk.Ana, ids[2], ids[3]);
        Assert.Equal("kind", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.LinkAsync(desk.Ana, ids[3], ids[0], LinkKind.Child))).Field);
        Assert.Equal([ids[1]], (await desk.Get<TicketPageQueries>().ChildrenAsync(desk.Ana, ids[3])).Select(c => c.Id));
        // A master and its own child become one.
        await desk.Tickets.MergeAsync(desk.Ana, ids[1], ids[3]);

        await desk.Tickets.ResolveAsync(desk.Ana, ids[3], "Replaced.");
        Assert.Contains("finished already", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MergeAsync(desk.Ana, ids[0], ids[3]))).Message, StringComparison.Ordinal);
        var elsewhere = await desk.AddTicketAsync("Elsewhere", desk.Hosting);
        Assert.Contains("two desks", (await Assert.ThrowsAsync<RuleViolation>(() => desk.Tickets.MergeAsync(desk.Sam, ids[0], elsewhere.Id))).Message, StringComparison.Ordinal);
    }

    [Theory, BothDatabases]
    public async Task Many_tickets_go_into_one_those_that_refuse_are_named_and_one_undo_brings_them_back(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var ids = new List<Guid>();
        for (var i = 0; i < 4; i++) ids.Add((await desk.AddTicketAsync($"Panel {i}")).Id);
        await desk.Tickets.PutAsideAsync(desk.Ben, ids[2], isSpam: false);
        var bulk = desk.Get<BulkCommands>();
        Assert.Equal("into", (await Assert.ThrowsAsync<RuleViolation>(() => bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Merge), ids))).Field);
        Assert.Equal("into", (await Assert.ThrowsAsync<RuleViolation>(() => bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Merge, ids[0]), ids[..1]))).Field);
        var done = await bulk.StartAsync(desk.Ana, desk.Desk.Id, new BulkChange(BulkKind.Merge, ids[0]), ids);
        await desk.DoDueWorkAsync();
        var last = (await desk.Get<BulkQueries>().LastAsync(desk.Ana, desk.Desk.Id))!;
        Assert.Equal((3, 2, 1, true), (last.Total, last.Done, last.Refused, last.CanBeUndone));
        Assert.Contains("in the trash", Assert.Single(last.FirstRefused).Why, StringComparison.Ordinal);
        Assert.Equal(2, (await desk.Get<TicketPageQueries>().DetailAsync(desk.Ana, ids[0])).Held.Count);
        await bulk.UndoAsync(desk.Ana, done);
        await desk.DoDueWorkAsync();
        Assert.Equal(3, (await desk.TicketQueries.ListAsync(desk.Ana, new TicketFilter(desk.Desk.Id))).Total);
    }
}
