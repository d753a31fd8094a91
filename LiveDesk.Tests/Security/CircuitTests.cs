using System.Net.WebSockets;

namespace LiveDesk.Tests.Security;

/// <summary>A server with the sample people, shared by the tests that only ask it.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheSampleServer : ICollectionFixture<SampleServerFixture>
{
    public const string Name = "On the sample server";
}

/// <summary>Circuits and hubs answer our own pages, for the person they belong to (THREATS: what Blazor Server does not defend by itself).</summary>
[Collection(OnTheSampleServer.Name)]
public sealed class CircuitTests(SampleServerFixture sample)
{
    private Uri Server => sample.Server.Address;
    private string Own => Server.GetLeftPart(UriPartial.Authority);

    [Fact]
    public async Task Ana_starts_a_circuit_from_our_own_page_and_finds_it_again_after_a_lost_network()
    {
        var cookie = await sample.Server.CookieOfAsync("ana@livedesk.test");
        await using var ana = await CircuitClient.ConnectAsync(Server, cookie, Own);
        var secret = await ana.StartAsync(Server);
        Assert.NotNull(secret);

        ana.Cut();
        await using var again = await CircuitClient.ConnectAsync(Server, cookie, Own);
        Assert.True(await again.TakeOverAsync(secret));
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    [InlineData("")]
    public async Task A_page_of_another_origin_gets_no_socket_even_with_Anas_cookie(string origin)
    {
        var cookie = await sample.Server.CookieOfAsync("ana@livedesk.test");
        await Assert.ThrowsAsync<WebSocketException>(() => CircuitClient.ConnectAsync(Server, cookie, origin.Length == 0 ? null : origin));
    }

    [Fact]
    public async Task Somebody_who_is_not_signed_in_gets_no_socket() =>
        await Assert.ThrowsAsync<WebSocketException>(() => CircuitClient.ConnectAsync(Server, cookie: null, Own));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Bens_knowledge_of_the_secret_does_not_give_him_Anas_circuit(bool isLive)
    {
        await using var ana = await CircuitClient.ConnectAsync(Server, await sample.Server.CookieOfAsync("ana@livedesk.test"), Own);
        var secret = await ana.StartAsync(Server);
        Assert.NotNull(secret);
        if (!isLive) ana.Cut();

        await using var ben = await CircuitClient.ConnectAsync(Server, await sample.Server.CookieOfAsync("ben@livedesk.test"), Own);
        Assert.False(await ben.TakeOverAsync(secret));
        Assert.NotNull(await ben.StartAsync(Server)); // he is let in otherwise: it is the circuit that is not his
    }

    [Fact]
    public async Task A_circuits_secret_is_not_in_the_log()
    {
        await using var ana = await CircuitClient.ConnectAsync(Server, await sample.Server.CookieOfAsync("ana@livedesk.test"), Own);
        var secret = await ana.StartAsync(Server);
        await using var ben = await CircuitClient.ConnectAsync(Server, await sample.Server.CookieOfAsync("ben@livedesk.test"), Own);
        await ben.TakeOverAsync(secret!);
        await Eventually.TrueAsync(() => sample.Server.LogText().Contains("asked for a circuit that is not theirs", StringComparison.Ordinal), "the attempt is in the log");
        Assert.DoesNotContain(secret!, sample.Server.LogText());
    }

    [Fact]
    public async Task A_person_can_open_only_so_many_windows_and_others_are_not_hindered()
    {
        await using var server = await ServerProcess.StartAsync(DatabaseKind.Sqlite, ("Security:WindowsPerPerson", "3"));
        var own = server.Address.GetLeftPart(UriPartial.Authority);
        var cookie = await server.CookieOfAsync("ana@livedesk.test");
        var windows = new List<CircuitClient>();
        for (var i = 0; i < 3; i++)
        {
            windows.Add(await CircuitClient.ConnectAsync(server.Address, cookie, own));
            Assert.NotNull(await windows[i].StartAsync(server.Address));
        }

        await using var fourth = await CircuitClient.ConnectAsync(server.Address, cookie, own);
        Assert.Null(await StartOrNothingAsync(fourth, server.Address));
        await using var ben = await CircuitClient.ConnectAsync(server.Address, await server.CookieOfAsync("ben@livedesk.test"), own);
        Assert.NotNull(await ben.StartAsync(server.Address));

        windows[0].Cut();
        await Eventually.TrueAsync(async () =>
        {
            await using var next = await CircuitClient.ConnectAsync(server.Address, cookie, own);
            return await StartOrNothingAsync(next, server.Address) is not null;
        }, "a closed window makes room for another");
        foreach (var window in windows) await window.DisposeAsync();
    }

    private static async Task<string?> StartOrNothingAsync(CircuitClient client, Uri server)
    {
        try { return await client.StartAsync(server); }
        catch (Exception e) when (e is WebSocketException or IOException) { return null; }
    }
}
