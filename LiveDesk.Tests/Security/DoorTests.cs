using System.Net;

namespace LiveDesk.Tests.Security;

/// <summary>Hubs and circuits seen from outside, forwarded headers, and the stranger who asks too often.</summary>
[Collection(OnTheSampleServer.Name)]
public sealed class DoorTests(SampleServerFixture sample)
{
    public static TheoryData<string> AgentsDoors => ["_blazor/negotiate?negotiateVersion=1", "hubs/compose/negotiate?negotiateVersion=1"];

    [Theory, MemberData(nameof(AgentsDoors))]
    public async Task Threat_17_a_foreign_page_meets_an_address_that_does_not_exist(string door)
    {
        using var ana = await sample.Server.ClientOfAsync("ana@livedesk.test");
        Assert.Equal(HttpStatusCode.NotFound, await KnockAsync(ana, door, "https://evil.example"));
        Assert.Equal(HttpStatusCode.NotFound, await KnockAsync(ana, door, null));
        Assert.Equal(HttpStatusCode.NotFound, await KnockAsync(ana, "_BLAZOR/negotiate", "https://evil.example"));
        Assert.Equal(HttpStatusCode.OK, await KnockAsync(ana, door, Own(sample.Server)));
    }

    [Theory, MemberData(nameof(AgentsDoors))]
    public async Task Threat_17_a_stranger_gets_no_connection(string door)
    {
        using var nobody = sample.Server.Client();
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockAsync(nobody, door, Own(sample.Server)));
    }

    [Fact]
    public async Task Threat_20_forwarded_headers_count_from_trusted_proxies_only()
    {
        await using var trusting = await ServerProcess.StartAsync(DatabaseKind.Sqlite, ("Security:TrustedProxies:0", "127.0.0.0/8"));
        // Behind a proxy that speaks https outside, our own origin is https too: the answer says whether the header was believed.
        Assert.Equal(HttpStatusCode.Unauthorized, await KnockThroughProxyAsync(trusting));
        Assert.Equal(HttpStatusCode.NotFound, await KnockThroughProxyAsync(sample.Server));
    }

    [Fact]
    public async Task A_stranger_who_asks_too_often_is_told_to_wait_and_a_new_name_in_a_header_does_not_help()
    {
        await using var server = await ServerProcess.StartAsync(DatabaseKind.Sqlite, ("Security:AnonymousRequestsPerMinute", "20"));
        using var ana = await server.ClientOfAsync("ana@livedesk.test");
        using var stranger = server.Client();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 30; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "sign-in");
            request.Headers.Add("X-Forwarded-For", $"203.0.113.{i}");
            using var answer = await stranger.SendAsync(request);
            answers.Add(answer.StatusCode);
            if (answer.StatusCode is HttpStatusCode.TooManyRequests) Assert.NotNull(answer.Headers.RetryAfter);
        }
        Assert.Equal(HttpStatusCode.OK, answers[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.Equal(HttpStatusCode.OK, (await ana.GetAsync("settings/profile")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await stranger.GetAsync("healthz")).StatusCode);
    }

    [Fact]
    public async Task A_session_holds_on_every_node_and_after_a_restart()
    {
        await using var database = await TestDatabase.CreateAsync(DatabaseKind.Postgres, migrated: false);
        await using var first = ServerProcess.On(database);
        await first.StartAgainAsync();
        await using var second = ServerProcess.On(database);
        await second.StartAgainAsync();
        var cookie = await first.CookieOfAsync("ana@livedesk.test");

        Assert.Equal(HttpStatusCode.OK, await PageAsync(second, cookie));
        await first.KillAsync();
        await first.StartAgainAsync();
        Assert.Equal(HttpStatusCode.OK, await PageAsync(first, cookie));
        Assert.Equal(HttpStatusCode.Unauthorized, await PageAsync(second, cookie[..^8]));
    }

    private static async Task<HttpStatusCode> PageAsync(ServerProcess server, string cookie)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Cookie", cookie);
        return (await http.GetAsync("settings/profile")).StatusCode;
    }

    private static async Task<HttpStatusCode> KnockAsync(HttpClient http, string door, string? origin)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, door);
        if (origin is not null) request.Headers.Add("Origin", origin);
        return (await http.SendAsync(request)).StatusCode;
    }

    private static async Task<HttpStatusCode> KnockThroughProxyAsync(ServerProcess server)
    {
        using var http = server.Client();
        http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");
        return await KnockAsync(http, "_blazor/negotiate", $"https://{server.Address.Authority}");
    }

    private static string Own(ServerProcess server) => server.Address.GetLeftPart(UriPartial.Authority);
}
