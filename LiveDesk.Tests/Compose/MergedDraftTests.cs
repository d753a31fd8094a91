using System.Text.Json;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;

namespace LiveDesk.Tests.Compose;

/// <summary>zammad#702: somebody merges the ticket while a reply to it is being written.</summary>
public sealed class MergedDraftTests
{
    [Theory, BothDatabases]
    public async Task What_Ana_writes_goes_along_beside_what_Ben_writes_there(DatabaseKind kind)
    {
        await using var server = await ComposeServer.StartAsync(kind);
        var (from, into) = await TwoAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ana.OpenAsync(from);
        await ben.OpenAsync(into);
        await ana.PushAsync(from, "Dear Carla,");
        await ana.PushAsync(from, " the battery is flat.");
        await ben.PushAsync(into, "Dear Dev,");

        await MergeAsync(server, from, into);
        await Eventually.TrueAsync(() => ana.Told("Began").Any() && ben.Told("Began").Any(), "both screens read anew");
        Assert.Equal(["Dear Dev,", "Dear Carla,", " the battery is flat."], await TextsAsync(ben, into));
        Assert.Empty(await TextsAsync(ana, from));

        var sent = await ben.SendAsync(into, "Dear both, the battery is flat.", await UpToAsync(ben, into));
        Assert.Equal("sent", sent.GetProperty("outcome").GetString());
        var thread = await server.Get<TicketPageQueries>().ThreadAsync(server.Desk.Ben, into.SubjectId);
        Assert.Equal(["Ben", "Ana"], Assert.Single(thread.Entries).Authors.Select(a => a.Name));
    }

    [Theory, BothDatabases]
    public async Task What_Ana_typed_before_she_heard_of_the_merge_comes_after_it(DatabaseKind kind)
    {
        await using var server = await ComposeServer.StartAsync(kind);
        var (from, into) = await TwoAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ana.OpenAsync(from);
        await ana.PushAsync(from, "Dear Carla,");
        await MergeAsync(server, from, into);
        await ben.OpenAsync(into);

        // Her browser sends to the place and epoch that it knows, learns that this is over, and what had gone along by then.
        Assert.Equal("began", (await ana.PushAsync(from, "late")).GetProperty("outcome").GetString());
        var opened = (await ana.OpenAsync(from, held: 1))!.Value;
        Assert.Equal(["Dear Carla,"], opened.GetProperty("ended").EnumerateArray().Select(e => YjsText.Read(e.GetBytesFromBase64())));

        var id = Guid.NewGuid().ToString("N");
        Assert.Equal("kept", (await ana.PushAsync(from, "late", opened.GetProperty("epoch").GetInt32(), id)).GetProperty("outcome").GetString());
        await Eventually.TrueAsync(() => ben.Told("Began").Any(), "Ben's screen reads it");
        Assert.Equal(["Dear Carla,", "late"], await TextsAsync(ben, into));
        // Each such piece is an epoch of its own, so the same one again is no second one, however late.
        Assert.NotEqual("kept", (await ana.PushAsync(from, "late", opened.GetProperty("epoch").GetInt32(), id)).GetProperty("outcome").GetString());
        Assert.Equal(["Dear Carla,", "late"], await TextsAsync(ben, into));
    }

    [Fact]
    public async Task Over_two_merges_the_letters_reach_the_last_ticket_and_its_reader_stays_asked()
    {
        await using var server = await ComposeServer.StartAsync();
        var (first, second) = await TwoAsync(server);
        var third = new DraftPlace((await server.Desk.AddTicketAsync("The third")).Id, Audience.Reply);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(first);
        await ana.PushAsync(first, "Is this right?");
        await server.Get<DraftCommands>().AskForReviewAsync(server.Desk.Ana, first, server.Desk.Ben.Id);
        await MergeAsync(server, first, second);
        await MergeAsync(server, second, third);
        Assert.Equal("kept", (await ana.PushAsync(first, "More", epoch: 2)).GetProperty("outcome").GetString());
        Assert.Equal(["Is this right?", "More"], await TextsAsync(ana, third));
        var draft = Assert.Single(await server.Get<DraftQueries>().OpenDraftsAsync(server.Desk.Ben));
        Assert.Equal((third, server.Desk.Ben.Id, "Ana"), (draft.Place, draft.ReviewerId, draft.ReviewAskedBy));
    }

    [Fact]
    public async Task Nobody_merges_into_a_ticket_that_they_may_not_see()
    {
        await using var server = await ComposeServer.StartAsync(preset: "hosting");
        var (mine, theirs) = (await server.Desk.AddTicketAsync("Mine", department: "Billing"), await server.Desk.AddTicketAsync("Theirs", department: "Technical"));
        await Assert.ThrowsAsync<NotFoundException>(() => server.Get<TicketCommands>().MergeAsync(server.Desk.Ola, mine.Id, theirs.Id));
        await Assert.ThrowsAsync<NotFoundException>(() => server.Get<TicketCommands>().MergeAsync(server.Desk.Ola, theirs.Id, mine.Id));
    }

    private static async Task<(DraftPlace From, DraftPlace Into)> TwoAsync(ComposeServer server) =>
        (new DraftPlace((await server.Desk.AddTicketAsync("It beeps")).Id, Audience.Reply), new DraftPlace((await server.Desk.AddTicketAsync("It beeps too")).Id, Audience.Reply));

    private static Task MergeAsync(ComposeServer server, DraftPlace from, DraftPlace into) => server.Get<TicketCommands>().MergeAsync(server.Desk.Ben, from.SubjectId, into.SubjectId);

    private static async Task<List<string>> TextsAsync(ComposeSocket socket, DraftPlace place) =>
        [.. (await socket.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray().Select(u => YjsText.Read(u.GetProperty("bytes").GetBytesFromBase64()))];

    private static async Task<long> UpToAsync(ComposeSocket socket, DraftPlace place) => (await socket.OpenAsync(place))!.Value.GetProperty("upTo").GetInt64();
}
