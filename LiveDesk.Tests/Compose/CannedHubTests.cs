using System.Text.Json;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Compose;

namespace LiveDesk.Tests.Compose;

/// <summary>Canned responses over the compose hub's wire.</summary>
public sealed class CannedHubTests
{
    [Theory, BothDatabases]
    public async Task A_reply_with_a_variable_in_it_is_refused_by_name_and_its_draft_stays(DatabaseKind kind)
    {
        await using var server = await ComposeServer.StartAsync(kind);
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(place);
        var kept = await ana.PushAsync(place, "Dear {{customer.name}}");
        var refused = await ana.SendAsync(place, "Dear {{customer.name}}", kept.GetProperty("id").GetInt64());
        Assert.Equal("refused", refused.GetProperty("outcome").GetString());
        Assert.Contains("{{customer.name}}", refused.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        var again = (await ana.OpenAsync(place))!.Value;
        Assert.Equal((1, 1), (again.GetProperty("epoch").GetInt32(), again.GetProperty("updates").GetArrayLength()));
        Assert.Empty((await server.Desk.Get<TicketPageQueries>().ThreadAsync(server.Desk.Ana, place.SubjectId)).Entries);

        var sent = await ana.SendAsync(place, "Dear Carla, write {{ user }} there", kept.GetProperty("id").GetInt64());
        Assert.Equal("sent", sent.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Threat_15_and_16_only_whoever_may_write_there_is_offered_any_and_never_for_an_article()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await AddAsync(server.Desk, CannedScope.Desk, server.Desk.Desk.Id);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        Assert.Empty(await OfferedAsync(ana, place));
        await ana.OpenAsync(place);
        await ola.OpenAsync(place);
        Assert.Equal("Hello Carla", Assert.Single(await OfferedAsync(ana, place)).GetProperty("text").GetString());
        Assert.Empty(await OfferedAsync(ana, place with { Audience = Audience.Article }));
        Assert.Empty(await OfferedAsync(ola, place));
    }

    [Fact]
    public async Task A_change_on_one_node_is_told_to_those_of_the_desk_on_the_other_and_to_nobody_else()
    {
        await using var one = await ComposeServer.StartAsync(DatabaseKind.Postgres);
        await using var two = await one.StartAnotherAsync();
        await using var ana = await one.ConnectAsync(one.Desk.Ana);
        await using var ben = await two.ConnectAsync(one.Desk.Ben);
        await using var ola = await two.ConnectAsync(one.Desk.Ola);
        var added = 0;
        await Eventually.TrueAsync(async () =>
        {
            // Until the line between the nodes is up; each is another one.
            await two.Get<CannedResponseCommands>().AddAsync(one.Desk.Sam, new(CannedScope.Desk, one.Desk.Desk.Id, $"n{Guid.NewGuid():N}", "Hello"));
            added++;
            return ana.Told("CannedChanged").Any();
        }, "Ana looks again");
        await Eventually.TrueAsync(() => ben.Told("CannedChanged").Count() == added, "Ben looks again");
        Assert.Empty(ola.Told("CannedChanged"));

        await two.Get<CannedResponseCommands>().AddAsync(one.Desk.Ola, new(CannedScope.Personal, null, "mine", "Mine"));
        await Eventually.TrueAsync(() => ola.Told("CannedChanged").Any(), "Ola looks again");
        Assert.Equal(added, ben.Told("CannedChanged").Count());
    }

    private static Task<Guid> AddAsync(TestDesk desk, CannedScope scope, Guid? of) =>
        desk.Get<CannedResponseCommands>().AddAsync(desk.Sam, new CannedResponseForm(scope, of, "hello", "Hello {{customer.first_name}}"));

    private static async Task<IReadOnlyList<JsonElement>> OfferedAsync(ComposeSocket who, DraftPlace place) =>
        [.. (await who.InvokeAsync("Canned", new { subject = place.SubjectId, audience = place.Audience.Word() })).EnumerateArray()];

    private static async Task<DraftPlace> ReplyAsync(ComposeServer server) => new((await server.Desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);
}
