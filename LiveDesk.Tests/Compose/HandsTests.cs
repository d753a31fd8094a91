using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Knowledge;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Tests.Knowledge;
using LiveDesk.Web.Compose;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Compose;

/// <summary>Several hands in one draft, over the wire: cursors, taking over, asking for a review.</summary>
public sealed class HandsTests
{
    private const string Cursor = """{"cursor":null,"writing":true}""";

    [Fact]
    public async Task Ben_sees_Ana_s_hand_under_her_own_name_whatever_her_browser_claims_and_it_goes_when_she_goes()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ben.OpenAsync(place);
        await using (var ana = await server.ConnectAsync(server.Desk.Ana))
        {
            await ana.OpenAsync(place);
            await ana.InvokeAsync("Hand", new { subject = place.SubjectId, audience = "reply", epoch = 1, client = 7, state = Cursor, name = "Sam", person = server.Desk.Sam.Id });
            await ana.PushAsync(place, "Dear Carla");
            await Eventually.TrueAsync(() => Hands(ben).Any(h => h.State == Cursor), "Ben sees a hand");
            Assert.Equal("Ana", Assert.Single(server.Get<Presence>().At(place.SubjectId)).Name);
            Assert.Equal(("Ana", server.Desk.Ana.Id), Hands(ben).Select(h => (h.Name, (Guid?)h.Person)).First());
        }
        await Eventually.TrueAsync(() => Hands(ben).Any(h => h is { State: null, Client: 7 }), "Ana's hand is out of it");
        Assert.Empty(server.Get<Presence>().At(place.SubjectId));
    }

    [Fact]
    public async Task Ana_who_thinks_over_a_half_written_reply_is_still_replying_and_who_only_looks_on_is_not()
    {
        var clock = new TestClock();
        await using var server = await ComposeServer.StartAsync(change: services => services.AddSingleton<TimeProvider>(clock));
        var (place, presence) = (await ReplyAsync(server), server.Get<Presence>());
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);
        await ana.PushAsync(place, "Dear Carla");
        await ben.HandAsync(place, Cursor);
        for (var seconds = 0; seconds < 120; seconds += 15)
        {
            clock.Advance(TimeSpan.FromSeconds(15));
            await ana.HandAsync(place, Cursor);
            await Eventually.TrueAsync(() => presence.At(place.SubjectId).Any(p => p is { Name: "Ana", Doing: Doing.Replying }), $"Ana replies after {seconds + 15} s");
        }
        Assert.DoesNotContain(presence.At(place.SubjectId), p => p.Name == "Ben");
        // She went for lunch.
        clock.Advance(TimeSpan.FromMinutes(5));
        await ana.HandAsync(place, Cursor);
        await Eventually.TrueAsync(() => Hands(ben).Count() > 8, "her hand is still there");
        Assert.Empty(presence.At(place.SubjectId));
    }

    [Fact]
    public async Task Ola_neither_sees_nor_shows_a_hand_where_she_may_not_look()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await using var ola = await server.ConnectAsync(server.Desk.Ola);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);
        Assert.Null(await ola.OpenAsync(place));

        await ola.HandAsync(place, Cursor);
        await ola.InvokeAsync("TakeOver", new { subject = place.SubjectId, audience = "reply" });
        await ana.HandAsync(place, Cursor);
        await Eventually.TrueAsync(() => Hands(ben).Any(), "Ben sees Ana's hand");
        Assert.Empty(ola.Told("Hand"));
        Assert.All(Hands(ben), h => Assert.Equal("Ana", h.Name));
        Assert.Empty(ana.Told("TakenOver"));
    }

    [Fact]
    public async Task Who_comes_later_asks_for_the_hands_that_are_there()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await ana.OpenAsync(place);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ben.OpenAsync(place);
        await Eventually.TrueAsync(() => ana.Told("HandsAsked").Any(), "Ana's browser is asked to say it again");
    }

    [Fact]
    public async Task Hands_and_letters_and_taking_over_reach_the_other_node()
    {
        await using var one = await ComposeServer.StartAsync(DatabaseKind.Postgres);
        await using var two = await one.StartAnotherAsync();
        var place = await ReplyAsync(one);
        await using var ana = await one.ConnectAsync(one.Desk.Ana);
        await using var ben = await two.ConnectAsync(one.Desk.Ben);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);
        await Eventually.TrueAsync(async () =>
        {
            // Until the nodes' line is up a hand is not passed on; it is said again, as browsers do.
            await ana.HandAsync(place, Cursor);
            return Hands(ben).Any(h => h.Name == "Ana");
        }, "Ben sees Ana's hand on his node");
        await ana.PushAsync(place, "Hello");
        await Eventually.TrueAsync(() => ben.Relayed.Contains("Hello"), "Ben reads her letters");
        await ben.InvokeAsync("TakeOver", new { subject = place.SubjectId, audience = "reply" });
        await Eventually.TrueAsync(() => ana.Told("TakenOver").Any(a => a[0].GetProperty("name").GetString() == "Ben"), "Ana hears that Ben took over");
    }

    [Fact]
    public async Task Letters_that_a_broken_line_lost_are_read_again_on_the_other_node()
    {
        await using var one = await ComposeServer.StartAsync(DatabaseKind.Postgres);
        await using var two = await one.StartAnotherAsync();
        await Eventually.TrueAsync(() => one.Get<PostgresFeedLine>().IsUp && two.Get<PostgresFeedLine>().IsUp, "the nodes hear each other");
        var place = await ReplyAsync(one);
        await using var ana = await one.ConnectAsync(one.Desk.Ana);
        await using var ben = await two.ConnectAsync(one.Desk.Ben);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);
        await ana.PushAsync(place, "before");
        await Eventually.TrueAsync(() => ben.Relayed.Contains("before"), "Ben reads along");
        var before = ben.Told("Began").Count();

        await one.Desk.Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'LiveDesk sends'");
        Assert.Equal("kept", (await ana.PushAsync(place, "lost")).GetProperty("outcome").GetString());
        await Eventually.TrueAsync(() => ben.Told("Began").Count() > before, "Ben's browser is told to read it anew");
        Assert.Contains("lost", (await ben.OpenAsync(place))!.Value.GetProperty("updates").EnumerateArray().Select(u => YjsText.Read(u.GetProperty("bytes").GetBytesFromBase64())));
    }

    [Fact]
    public async Task A_flood_of_hands_is_thinned_and_a_hand_that_is_a_book_is_refused()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);
        await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(() => ana.HandAsync(place, new string('x', ComposeHub.LargestHand + 1)));
        for (var i = 0; i < 2_000; i++) await ana.TellAsync("Hand", new { subject = place.SubjectId, audience = "reply", epoch = 1, client = i, state = Cursor });
        Assert.Equal("kept", (await ana.PushAsync(place, "still here")).GetProperty("outcome").GetString());
        await Eventually.TrueAsync(() => ben.Relayed.Contains("still here"), "Ben reads on");
        Assert.InRange(Hands(ben).Count(), 1, 400);
    }

    [Fact]
    public async Task A_browser_that_never_reads_is_let_go_and_keeps_nobody_waiting()
    {
        await using var server = await ComposeServer.StartAsync();
        var place = await ReplyAsync(server);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        await using var ben = await server.ConnectAsync(server.Desk.Ben);
        await using var deaf = await server.ConnectAsync(server.Desk.Sam);
        await ana.OpenAsync(place);
        await ben.OpenAsync(place);
        await deaf.OpenAsync(place);
        deaf.StopReading();

        var (large, sent) = (new string('x', 6_000), 0);
        await Eventually.TrueAsync(async () =>
        {
            if ((await ana.PushAsync(place, large)).GetProperty("outcome").GetString() == "kept") sent++;
            return server.Get<ComposeConnections>().All.All(c => c.PersonId != server.Desk.Sam.Id);
        }, "the deaf browser is let go", TimeSpan.FromMinutes(2));
        await Eventually.TrueAsync(() => ben.Relayed.Count() == sent, "Ben has read every piece");
    }

    [Fact]
    public async Task Those_who_may_be_asked_to_read_a_draft_are_those_who_may_open_it()
    {
        await using var server = await ComposeServer.StartAsync();
        var reply = await ReplyAsync(server);
        var article = new DraftPlace(await server.Desk.Articles().CreateAsync(server.Desk.Kim, new NewArticle(new ArticleText("The alarm", "It beeps."), server.Desk.Desk.Id)), Audience.Article);
        await using var ana = await server.ConnectAsync(server.Desk.Ana);
        Assert.Empty(await ColleaguesAsync(ana, reply));
        await ana.OpenAsync(reply);
        await ana.OpenAsync(article);
        // Kim writes no replies, and Ola may not see the ticket.
        Assert.Equal(["Ben", "Sam"], await ColleaguesAsync(ana, reply));
        Assert.Equal(["Ben", "Kim", "Ola", "Sam"], await ColleaguesAsync(ana, article));
    }

    [Theory, BothDatabases]
    public async Task Ana_asks_Ben_to_read_her_draft_and_nobody_who_may_not_see_it(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = new DraftPlace((await desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);
        var (commands, queries) = (desk.Get<DraftCommands>(), desk.Get<DraftQueries>());
        await Assert.ThrowsAsync<RuleViolation>(() => commands.AskForReviewAsync(desk.Ana, place, desk.Ben.Id));
        await commands.AppendAsync(desk.Ana, place, new NewDraftUpdate(1, Guid.NewGuid().ToString("N"), YjsText.Of("Dear Carla"), 0));

        var refused = await Assert.ThrowsAsync<RuleViolation>(() => commands.AskForReviewAsync(desk.Ana, place, desk.Ola.Id));
        Assert.Contains("may not see", refused.Message, StringComparison.Ordinal);
        await commands.AskForReviewAsync(desk.Ana, place, desk.Ben.Id);

        var asked = Assert.Single(await queries.OpenDraftsAsync(desk.Ben));
        Assert.Equal(("Ana", desk.Ben.Id, 1), (asked.ReviewAskedBy, asked.ReviewerId, await queries.ToReviewAsync(desk.Ben)));
        Assert.Equal(["Ana"], asked.Writers);
        Assert.Equal(0, await queries.ToReviewAsync(desk.Ana));
        Assert.Empty(await queries.OpenDraftsAsync(desk.Ola));
    }

    [Theory, BothDatabases]
    public async Task A_draft_is_listed_while_there_is_text_in_it_and_no_longer(DatabaseKind kind)
    {
        await using var desk = await TestDesk.OpenAsync(kind);
        var place = new DraftPlace((await desk.AddTicketAsync("The alarm beeps")).Id, Audience.Note);
        var (commands, queries) = (desk.Get<DraftCommands>(), desk.Get<DraftQueries>());
        NewDraftUpdate Update(bool hasText) => new(1, Guid.NewGuid().ToString("N"), YjsText.Of("x"), 0, hasText);
        await commands.AppendAsync(desk.Ana, place, Update(hasText: true));
        await commands.AppendAsync(desk.Ben, place, Update(hasText: true));
        Assert.Equal(["Ana", "Ben"], Assert.Single(await queries.OpenDraftsAsync(desk.Ben)).Writers);
        var last = await commands.AppendAsync(desk.Ana, place, Update(hasText: false));
        Assert.Empty(await queries.OpenDraftsAsync(desk.Ben));
        await commands.AppendAsync(desk.Ana, place, Update(hasText: true));
        Assert.NotNull(last.Id);
    }

    private static async Task<IEnumerable<string?>> ColleaguesAsync(ComposeSocket socket, DraftPlace place) =>
        (await socket.InvokeAsync("Colleagues", new { subject = place.SubjectId, audience = place.Audience.Word() })).EnumerateArray().Select(c => c.GetProperty("name").GetString());

    private static IEnumerable<HandNews> Hands(ComposeSocket socket) => socket.Told("Hand").Select(a => a[0].Deserialize<HandNews>(JsonSerializerOptions.Web)!);

    private static async Task<DraftPlace> ReplyAsync(ComposeServer server) => new((await server.Desk.AddTicketAsync("The alarm beeps")).Id, Audience.Reply);
}
