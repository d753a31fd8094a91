using LiveDesk.Domain;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Tests.Tickets;

/// <summary>The whole story of a ticket (feature 26): one order, each item with an address, and the ticket as it was.</summary>
public sealed class StoryTests
{
    [Theory, BothDatabases]
    public async Task What_was_written_and_what_changed_stand_in_one_order_and_page_together(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, _) = await desk.AddTicketAsync("The gate");
        for (var i = 0; i < 6; i++)
        {
            Later(desk);
            await desk.Tickets.LeaveNoteAsync(desk.Ana, ticket, new NewEntry($"Note {i}"));
            Later(desk);
            await desk.Tickets.RenameAsync(desk.Ben, ticket, $"The gate {i}");
        }
        Later(desk);
        await desk.Tickets.AnswerAsync(desk.Ana, ticket, new NewEntry("Soon"));
        var pages = desk.Get<TicketPageQueries>();
        var all = (await pages.StoryAsync(desk.Ana, ticket, StoryShow.Everything)).Items;
        Assert.Equal(nameof(TicketWasOpened), all[0].Change?.Kind);
        Assert.Equal(["Note 0", "TicketWasRenamed", "Note 1", "TicketWasRenamed"], all.Where(i => i.Entry is not null || i.Change!.Kind == nameof(TicketWasRenamed)).Take(4).Select(i => i.Entry?.Body ?? i.Change!.Kind));
        Assert.Equal(all.Select(i => i.At).Order(), all.Select(i => i.At));

        // However it is paged, it is the same story: every page is the end of the whole.
        for (var last = 1; last <= all.Count; last++)
        {
            var page = await pages.StoryAsync(desk.Ana, ticket, StoryShow.Everything, last);
            Assert.Equal(all.TakeLast(last).Select(i => i.Key), page.Items.Select(i => i.Key));
            Assert.Equal(all.Count - last, page.Earlier);
        }
        Assert.Equal(6, (await pages.StoryAsync(desk.Ana, ticket, StoryShow.Notes)).Items.Count);
        Assert.Equal(["Soon"], (await pages.StoryAsync(desk.Ana, ticket, StoryShow.Messages)).Items.Select(i => i.Entry?.Body));
        Assert.All((await pages.StoryAsync(desk.Ana, ticket, StoryShow.Changes)).Items, i => Assert.NotNull(i.Change));
        Assert.Equal(7, (await pages.StoryAsync(desk.Ana, ticket)).Items.Count);
    }

    [Theory, BothDatabases]
    public async Task A_link_leads_to_its_item_however_old_it_is_and_nowhere_for_those_who_may_not_see_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (ticket, _) = await desk.AddTicketAsync("The gate");
        var (other, _) = await desk.AddTicketAsync("The door");
        Later(desk);
        var first = await desk.Tickets.LeaveNoteAsync(desk.Ana, ticket, new NewEntry("The first"));
        await desk.Tickets.PrioritiseAsync(desk.Ana, ticket, Priority.High);
        for (var i = 0; i < 30; i++)
        {
            Later(desk);
            await desk.Tickets.AnswerAsync(desk.Ben, ticket, new NewEntry($"Reply {i}"));
        }
        var pages = desk.Get<TicketPageQueries>();
        var changed = (await desk.HistoryAsync(desk.Ana, ticket)).Single(l => l.Kind == nameof(TicketWasPrioritised));
        var (entry, change) = (StoryKey.Of(first), StoryKey.Of(changed.Id));

        Assert.DoesNotContain((await pages.StoryAsync(desk.Ana, ticket, last: 5)).Items, i => i.Key == entry);
        var found = await pages.StoryAsync(desk.Ana, ticket, last: 5, item: entry);
        Assert.Equal((entry, StoryShow.Conversation), (found.Asked, found.Show));
        Assert.Contains(found.Items, i => i.Key == entry);
        // What the choice leaves out is shown with everything.
        foreach (var (show, item) in new[] { (StoryShow.Messages, entry), (StoryShow.Conversation, change), (StoryShow.Notes, change), (StoryShow.Changes, entry), (StoryShow.Notes, StoryKey.Description) })
        {
            var story = await pages.StoryAsync(desk.Ana, ticket, show, last: 5, item);
            Assert.Equal((item, StoryShow.Everything), (story.Asked, story.Show));
            if (item != StoryKey.Description) Assert.Contains(story.Items, i => i.Key == item);
        }
        Assert.Equal(0, (await pages.StoryAsync(desk.Ana, ticket, StoryShow.Notes, last: 5, StoryKey.Description)).Earlier);

        foreach (var wrong in new[] { "entry-", "change-0", StoryKey.Of(Guid.NewGuid()), StoryKey.OfDescription(7), "'; DROP TABLE" })
            Assert.Null((await pages.StoryAsync(desk.Ana, ticket, item: wrong)).Asked);
        foreach (var theirs in new[] { entry, change }) Assert.Null((await pages.StoryAsync(desk.Ana, other, item: theirs)).Asked);
        Assert.Empty((await pages.StoryAsync(desk.Ola, ticket, StoryShow.Everything, item: entry)).Items);
        await Assert.ThrowsAsync<NotFoundException>(() => pages.HistoryAsync(desk.Ola, ticket));
        Assert.Empty((await pages.ThreadThenAsync(desk.Ola, ticket, desk.Clock.GetUtcNow())).Items);
        Assert.NotEmpty((await pages.ThreadThenAsync(desk.Ana, ticket, desk.Clock.GetUtcNow())).Items);
    }

    [Theory, BothDatabases]
    public async Task Ana_goes_back_to_how_the_ticket_was_and_a_deleted_fields_values_are_forgotten_there_too(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "suite");
        var field = new CustomField { Id = Guid.NewGuid(), Name = "Cause" };
        await desk.Get<DeskCommands>().KeepFieldAsync(desk.Sam, desk.Desk.Id, field, null);
        var (ticket, _) = await desk.AddTicketAsync("The gate");
        var (old, into) = (Guid.Empty, Guid.Empty);
        Func<Task>[] steps =
        [
            () => desk.Tickets.RenameAsync(desk.Ana, ticket, "The gate squeaks"),
            () => desk.Tickets.FillInAsync(desk.Ana, ticket, field.Id, "Rust"),
            () => desk.Tickets.FillInAsync(desk.Ben, ticket, field.Id, "Frost"),
            () => desk.Tickets.AddAssigneeAsync(desk.Ana, ticket, desk.Ben.Id!.Value),
            () => desk.Tickets.AssignAsync(desk.Ana, ticket, desk.Ben.Id),
            async () => old = await desk.Tickets.TagAsync(desk.Ana, ticket, "gates"),
            async () => into = await desk.Tickets.TagAsync(desk.Ana, ticket, "doors"),
            () => desk.Tickets.TakeOffTagAsync(desk.Ana, ticket, old),
            () => desk.Tickets.PrioritiseAsync(desk.Ben, ticket, Priority.High, null),
            () => desk.Tickets.SetDateAsync(desk.Ben, ticket, TicketDate.FollowUp, desk.Clock.GetUtcNow().AddDays(2)),
            () => desk.Tickets.ResolveAsync(desk.Ben, ticket, "Oiled"),
        ];
        foreach (var step in steps)
        {
            Later(desk);
            await step();
        }
        // What the tags mean changed since: what was on the ticket then did not.
        await desk.Get<DeskCommands>().MergeTagAsync(desk.Sam, desk.Desk.Id, old, into);

        var pages = desk.Get<TicketPageQueries>();
        var past = (await pages.HistoryAsync(desk.Ana, ticket)).Past;
        var then = past.Moments.Select(past.At).ToList();
        Assert.Equal(steps.Length + 1, then.Count);
        Assert.Equal(["The gate", "The gate squeaks"], then.Take(2).Select(t => t.Subject));
        Assert.Equal([null, "Rust", "Frost"], then.Skip(1).Take(3).Select(t => t.FieldValues.GetValueOrDefault(field.Id)));
        Assert.Equal(["", $"{desk.Ben.Id}", ""], then.Skip(3).Take(3).Select(t => string.Join(' ', t.PutOn.Assignees)));
        Assert.Equal([null, desk.Ben.Id], then.Skip(4).Take(2).Select(t => t.OwnerId));
        Assert.Equal([[old], [old, into], [into]], then.Skip(6).Take(3).Select(t => t.PutOn.Tags));
        Assert.Equal([Priority.Medium, Priority.High], then.Skip(8).Take(2).Select(t => t.Priority));
        Assert.Equal([false, true], then.Skip(9).Take(2).Select(t => t.FollowUpAt is not null));
        Assert.NotEqual(then[^1].StatusId, then[^2].StatusId);

        await desk.Get<DeskCommands>().RemoveFieldAsync(desk.Sam, desk.Desk.Id, field.Id);
        await desk.DoDueWorkAsync();
        await using var db = desk.OpenDatabase();
        Assert.All(await db.Activities.Where(a => a.Kind == nameof(TicketFieldWasFilledIn)).ToListAsync(), a => Assert.Null(a.Before));
        Assert.Equal("The gate", (await db.Activities.SingleAsync(a => a.Kind == nameof(TicketWasRenamed))).Before);
    }

    [Theory, BothDatabases]
    public async Task The_story_is_read_through_a_merge_and_the_past_knows_when_that_was(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var mine = await desk.AddTicketAsync("An invoice", department: "Billing");
        // Its history was written later, of a time before.
        desk.Clock.Advance(TimeSpan.FromHours(-1));
        var theirs = await desk.AddTicketAsync("A server", department: "Technical");
        desk.Clock.Advance(TimeSpan.FromHours(1));
        async Task<DateTimeOffset> AtAsync(Func<Task> what)
        {
            Later(desk);
            await what();
            return desk.Clock.GetUtcNow();
        }
        var plan = await AtAsync(() => desk.Tickets.LeaveNoteAsync(desk.Ana, theirs.Id, new NewEntry("The plan")));
        var merged = await AtAsync(() => desk.Tickets.MergeAsync(desk.Ana, theirs.Id, mine.Id));
        await AtAsync(() => desk.Tickets.LeaveNoteAsync(desk.Ana, mine.Id, new NewEntry("Both")));

        var pages = desk.Get<TicketPageQueries>();
        var story = (await pages.StoryAsync(desk.Ola, mine.Id, StoryShow.Everything)).Items;
        Assert.Equal(theirs.Number, story.Single(i => i.Entry?.Body == "The plan").Entry!.From);
        Assert.Equal(story.Select(i => i.At).Order(), story.Select(i => i.At));
        Assert.Contains(story, i => i.Change is { From: not null, Kind: nameof(TicketWasOpened) });
        Assert.NotNull((await pages.StoryAsync(desk.Ola, mine.Id, item: story.Single(i => i.Entry?.Body == "The plan").Key)).Asked);
        Assert.Empty(await ThenAsync(desk.Ola, plan));
        Assert.Equal(["The plan"], await ThenAsync(desk.Ola, merged));

        var undone = await AtAsync(() => desk.Tickets.UnmergeAsync(desk.Ana, theirs.Id));
        Assert.Equal(["Both"], await ThenAsync(desk.Ana, undone));
        Assert.Equal(["The plan"], await ThenAsync(desk.Ana, merged));
        // It has its own sight again, in the past as well.
        Assert.Empty(await ThenAsync(desk.Ola, merged));

        async Task<IEnumerable<string>> ThenAsync(Actor me, DateTimeOffset at) => (await pages.ThreadThenAsync(me, mine.Id, at)).Items.Select(i => i.Entry!.Body);
    }

    private static void Later(TestDesk desk) => desk.Clock.Advance(TimeSpan.FromMinutes(1));
}
