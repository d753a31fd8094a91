using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Compose;

/// <summary>A reply and the status that its writer chose with it: both in one save, or neither.</summary>
public sealed class SendAndMoveTests
{
    [Theory, BothDatabases]
    public async Task The_reply_and_the_status_stand_together(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Changed the battery");
        var resolved = desk.Desk.FirstOf(StatusCategory.Resolved)!;
        var sent = await Commands(desk).SendAsync(desk.Ana, place, With(ToSend("Changed the battery", upTo), resolved.Id, new MoveDetails(Resolution: "New battery", SeenStatusId: await StatusAsync(desk, place))));

        Assert.Equal(DraftOutcome.Sent, sent.Outcome);
        Assert.Equal("Changed the battery", Assert.Single(await EntriesAsync(desk, place), e => e.Kind is EntryKind.Reply).Body);
        Assert.Equal(resolved.Id, await StatusAsync(desk, place));
        Assert.Equal("New battery", await ResolutionAsync(desk, place));
    }

    [Theory, BothDatabases]
    public async Task A_refused_move_refuses_the_whole_send_and_the_text_stays(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Changed the battery");
        var before = await StatusAsync(desk, place);
        var what = With(ToSend("Changed the battery", upTo), desk.Desk.FirstOf(StatusCategory.Resolved)!.Id, new MoveDetails());

        var refused = await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).SendAsync(desk.Ana, place, what));
        Assert.Contains("resolution", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await EntriesAsync(desk, place));
        Assert.Equal(before, await StatusAsync(desk, place));
        Assert.Equal(["Changed the battery"], Texts(await Queries(desk).StateAsync(desk.Ana, place, 0)));
    }

    [Theory, BothDatabases]
    public async Task What_Ben_did_with_the_ticket_meanwhile_is_not_overwritten_and_Ana_hears_who_it_was(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "On my way");
        var seen = await StatusAsync(desk, place);
        await desk.Tickets.MoveAsync(desk.Ben, place.SubjectId, desk.Desk.FirstOf(StatusCategory.Active)!.Id);
        var taken = await StatusAsync(desk, place);

        var changed = await Assert.ThrowsAsync<ChangedMeanwhile>(() => Commands(desk).SendAsync(desk.Ana, place, With(ToSend("On my way", upTo), desk.Desk.FirstOf(StatusCategory.Resolved)!.Id, new MoveDetails(Resolution: "Done", SeenStatusId: seen))));
        Assert.Equal("Ben", changed.By);
        Assert.Empty(await EntriesAsync(desk, place));
        Assert.Equal(taken, await StatusAsync(desk, place));
    }

    [Theory, BothDatabases]
    public async Task A_send_and_move_that_is_tried_again_is_one_reply_and_one_move(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = await ReplyAsync(desk);
        var upTo = await TypeAsync(desk, desk.Ana, place, "Done");
        var what = With(ToSend("Done", upTo), desk.Desk.FirstOf(StatusCategory.Resolved)!.Id, new MoveDetails(Resolution: "New battery", SeenStatusId: await StatusAsync(desk, place)));
        var sends = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => Commands(desk).SendAsync(desk.Ana, place, what))));

        Assert.Single(sends.Select(s => s.EntryId).Distinct());
        Assert.Single(await EntriesAsync(desk, place), e => e.Kind is EntryKind.Reply);
        Assert.Single(await EntriesAsync(desk, place), e => e.Kind is EntryKind.System);
    }

    [Theory, BothDatabases]
    public async Task What_is_set_by_itself_is_not_offered_and_what_needs_words_is_marked(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind, "hosting");
        var place = await ReplyAsync(desk);
        var offered = await desk.Get<TicketPathQueries>().AfterWritingAsync(desk.Ana, place);

        var system = desk.Desk.Statuses.Where(s => s.Is(StatusFlags.SystemOnly)).Select(s => s.Id).ToHashSet();
        Assert.NotEmpty(system);
        Assert.DoesNotContain(offered.Statuses, s => system.Contains(s.Id));
        Assert.Contains(offered.Written, system);
        Assert.All(offered.Statuses, s => Assert.False(s.Asks && s.Why is not null));
    }

    [Theory, BothDatabases]
    public async Task The_next_ticket_is_the_first_open_one_of_the_order_and_else_the_oldest_of_the_desk(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var paths = desk.Get<TicketPathQueries>();
        var oldest = await desk.AddTicketAsync("Oldest");
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var mine = await desk.AddTicketAsync("Mine");
        desk.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await desk.AddTicketAsync("Done");
        var last = await desk.AddTicketAsync("Last");
        await desk.Tickets.ResolveAsync(desk.Ben, done.Id, "It was off");

        Assert.Equal(last.Number, await paths.NextAsync(desk.Ana, mine.Id, [done.Number, last.Number, oldest.Number]));
        Assert.Equal(oldest.Number, await paths.NextAsync(desk.Ana, mine.Id, [done.Number]));
        Assert.Null(await paths.NextAsync(desk.Ola, mine.Id, [last.Number]));
        await Assert.ThrowsAsync<LiveDesk.Infrastructure.Database.NotFoundException>(() => paths.AfterWritingAsync(desk.Ola, new DraftPlace(mine.Id, Audience.Reply)));
        await desk.Tickets.ResolveAsync(desk.Ben, oldest.Id, "Gone");
        await desk.Tickets.ResolveAsync(desk.Ben, last.Id, "Gone");
        Assert.Null(await paths.NextAsync(desk.Ana, mine.Id, []));
    }

    [Theory, BothDatabases]
    public async Task A_ticket_is_found_by_number_in_both_forms_and_by_words_and_only_by_who_may_see_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var paths = desk.Get<TicketPathQueries>();
        var (_, number) = await desk.AddTicketAsync("The zeppelin leaks");

        foreach (var words in new[] { $"{number}", $"#{number}", TicketNumber.Show(number, NumberForm.Scrambled), "zeppelin lea" })
        {
            Assert.Equal(number, (await paths.FindAsync(desk.Ana, words))[0].Number);
            Assert.Empty(await paths.FindAsync(desk.Ola, words));
        }
    }

    private static DraftToSend With(DraftToSend what, Guid status, MoveDetails details) => what with { Move = new MoveWithIt(status, details) };

    private static async Task<Guid> StatusAsync(TestDesk desk, DraftPlace place)
    {
        await using var db = desk.OpenDatabase();
        return await db.Tickets.Where(t => t.Id == place.SubjectId).Select(t => t.StatusId).SingleAsync();
    }

    private static async Task<string?> ResolutionAsync(TestDesk desk, DraftPlace place)
    {
        await using var db = desk.OpenDatabase();
        return (await db.Tickets.AsNoTracking().SingleAsync(t => t.Id == place.SubjectId)).Resolution?.Text;
    }
}
