using System.Net;

namespace LiveDesk.Tests.Health;

public sealed class ReadinessTests
{
    [Theory, BothDatabases]
    public async Task A_killed_server_starts_again_on_its_data_and_is_ready(DatabaseKind kind)
    {
        await using var server = await ServerProcess.StartAsync(kind);
        var address = server.Address;
        await server.KillAsync();
        await server.StartAgainAsync();

        Assert.Equal(address, server.Address);
        using var http = server.Client();
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("readyz")).StatusCode);
    }
}
