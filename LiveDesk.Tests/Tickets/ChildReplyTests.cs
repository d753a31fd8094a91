using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Compose;
using Xunit;
using static LiveDesk.Tests.Compose.DraftScene;

namespace LiveDesk.Tests.Tickets;

/// <summary>Rule 9: one reply to a master goes to all its children, to each in its own words.</summary>
public sealed class ChildReplyTests
{
    [Theory, BothDatabases]
    public async Task Each_child_gets_one_entry_with_its_own_customers_name_however_often_it_is_sent(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var master = (await desk.AddTicketAsync("Every panel beeps")).Id;
        var children = new List<Guid>();
        foreach (var name in new[] { "Dev", "Eve", "Finn", "Gil" })
        {
            children.Add((await desk.AddTicketAsync($"{name}'s panel", contact: await desk.AddContactAsync(name))).Id);
            await desk.Tickets.LinkAsync(desk.Ana, children[^1], master, LinkKind.Child);
        }
        var (stranger, _) = await desk.AddTicketAsync("Not a child");
        var place = new DraftPlace(master, Audience.Reply);
        const string Text = "Dear {{customer.first_name}}, a firmware helps.";
        var file = await Chat.ChatScene.UploadAsync(desk, desk.Ana, "firmware.png", Chat.ChatScene.Picture);
        var send = ToSend(Text, await TypeAsync(desk, desk.Ana, place, Text)) with { Children = [children[0], children[1], children[2], stranger], Attachments = [file.Id] };
        Assert.Equal(DraftOutcome.Sent, (await Commands(desk).SendAsync(desk.Ana, place, send)).Outcome);
        Assert.Equal(DraftOutcome.Sent, (await Commands(desk).SendAsync(desk.Ana, place, send)).Outcome);
        // Ben is faster than the work with one of them.
        await desk.Tickets.ResolveAsync(desk.Ben, children[2], "It was the battery.");
        await desk.DoDueWorkAsync();

        Assert.Equal("Dear Carla, a firmware helps.", Assert.Single(await RepliesAsync(desk, master)).Body);
        foreach (var (child, name) in children.Take(2).Zip(["Dev", "Eve"]))
        {
            var reply = Assert.Single(await RepliesAsync(desk, child));
            Assert.Equal(($"Dear {name}, a firmware helps.", "Ana", "firmware.png"), (reply.Body, reply.Authors[0].Name, Assert.Single(reply.Files).FileName));
        }
        foreach (var left in new[] { children[2], children[3], stranger }) Assert.Empty(await RepliesAsync(desk, left));
        var last = (await desk.Get<BulkQueries>().LastReplyAsync(desk.Ana, master))!;
        Assert.Equal((3, 2, 1, false), (last.Total, last.Done, last.Refused, last.CanBeUndone));
        Assert.Contains("finished meanwhile", Assert.Single(last.FirstRefused).Why, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RuleViolation>(() => desk.Get<BulkCommands>().UndoAsync(desk.Ana, last.Id));
        Assert.Null(await desk.Get<BulkQueries>().LastReplyAsync(desk.Ben, master));
    }

    [Theory, BothDatabases]
    public async Task A_child_whose_customer_has_no_name_is_listed_with_the_reason_and_keeps_no_other(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var (master, one, two) = ((await desk.AddTicketAsync("Every panel beeps")).Id, (await desk.AddTicketAsync("First")).Id, (await desk.AddTicketAsync("Second")).Id);
        foreach (var child in new[] { one, two }) await desk.Tickets.LinkAsync(desk.Ana, child, master, LinkKind.Child);
        var place = new DraftPlace(master, Audience.Reply);
        const string Text = "{{organisation.name}} is told.";
        var send = ToSend(Text, await TypeAsync(desk, desk.Ana, place, Text)) with { Children = [one, two] };
        Assert.Contains("{{organisation.name}} has no value", (await Assert.ThrowsAsync<RuleViolation>(() => Commands(desk).SendAsync(desk.Ana, place, send))).Message, StringComparison.Ordinal);
        Assert.Empty(await RepliesAsync(desk, one));

        await desk.Tickets.PutAsideAsync(desk.Ben, one, isSpam: false);
        const string Later = "Everybody is told.";
        await Commands(desk).SendAsync(desk.Ana, place, ToSend(Later, send.UpTo) with { Children = [one, two] });
        await desk.DoDueWorkAsync();
        // In the trash it is no child that anybody could have ticked.
        Assert.Equal((1, 1), (await desk.Get<BulkQueries>().LastReplyAsync(desk.Ana, master)) is { } last ? (last.Total, last.Done) : default);
        Assert.Single(await RepliesAsync(desk, two));
    }

    private static async Task<List<EntryView>> RepliesAsync(TestDesk desk, Guid ticket) =>
        [.. (await desk.Get<TicketPageQueries>().ThreadAsync(desk.Ana, ticket)).Entries.Where(e => e.Kind is EntryKind.Reply)];
}
