using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Web.Chat;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>A visitor's files, over the wire.</summary>
public sealed class VisitorFileTests
{
    [Fact]
    public async Task Threat_4_and_6_a_visitors_file_comes_in_is_a_download_and_opens_for_its_owner_alone()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        var (dev, otherToken) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        await using var _d = dev;
        using var http = server.Client();
        var page = "<html><script>alert(1)</script></html>"u8.ToArray();
        using var answer = await http.SendAsync(Upload(token, "../../x.html", page));
        var file = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(("x.html", "application/octet-stream"), (file.GetProperty("name").GetString(), file.GetProperty("type").GetString()));
        var id = file.GetProperty("id").GetString();
        await carla.SendAsync(Guid.NewGuid(), "Look", null, id!);

        using var mine = await http.SendAsync(Download(token, id!));
        Assert.Equal(page, await mine.Content.ReadAsByteArrayAsync());
        Assert.Equal(("attachment", "application/octet-stream"), (mine.Content.Headers.ContentDisposition!.DispositionType, mine.Content.Headers.ContentType!.MediaType));
        Assert.Equal("nosniff", mine.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("default-src 'none'; sandbox", mine.Headers.GetValues("Content-Security-Policy").Single());
        foreach (var (wrong, which) in new[] { (otherToken, id!), ("", id!), ("forged", id!), (token, Guid.NewGuid().ToString()) })
            Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(Download(wrong, which))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"files/{id}")).StatusCode);
        Assert.Equal("rule", Problem(await dev.SendAsync(Guid.NewGuid(), "Mine", null, id!)));
    }

    [Fact]
    public async Task Threat_5_a_file_without_a_token_from_a_foreign_site_too_large_or_empty_is_refused()
    {
        await using var server = await ChatServer.StartAsync(settings: ("Files:LargestMegabytes", "1"));
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        using var http = server.Client();
        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(Upload("", "a.png", Picture))).StatusCode);
        using var foreign = Upload(token, "a.png", Picture);
        foreign.Headers.Add("Origin", "https://evil.example");
        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(foreign)).StatusCode);
        using var empty = await http.SendAsync(Upload(token, "a.png", []));
        Assert.Contains("empty", (await empty.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var large = await http.SendAsync(Upload(token, "a.png", new byte[1024 * 1024 + 1]));
        Assert.Contains("1 MB is the most", (await large.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        using var form = new HttpRequestMessage(HttpMethod.Post, "widget/files?desk=technician") { Content = new MultipartFormDataContent { { new ByteArrayContent(Picture), "file", "door.png" } } };
        form.Headers.Add(VisitorTokens.Header, token);
        Assert.Equal("image/png", (await (await http.SendAsync(form)).Content.ReadFromJsonAsync<JsonElement>()).GetProperty("type").GetString());
    }

    [Fact]
    public async Task Threat_5_whoever_sends_file_after_file_has_to_wait_and_so_has_a_crowd_behind_one_address()
    {
        var clock = new TestClock();
        await using var server = await ChatServer.StartAsync(clock: clock);
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        var (dev, devs) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        await using var _d = dev;
        using var http = server.Client();
        for (var i = 0; i < ChatAllowances.MostUploads; i++) Assert.Equal(HttpStatusCode.OK, await SendAsync(token));
        using (var refused = await http.SendAsync(Upload(token, "a.png", Picture)))
        {
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.NotNull(refused.Headers.RetryAfter);
            Assert.Contains("wait a moment", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(HttpStatusCode.OK, await SendAsync(devs));
        // The others of the crowd, as many as are still allowed.
        var place = server.Get<ChatAllowances>().UploadsFromOnePlace;
        for (var i = ChatAllowances.MostUploads + 1; i < ChatAllowances.MostUploadsFromOnePlace; i++) Assert.Null(place.Take("127.0.0.1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await SendAsync(devs));

        clock.Advance(ChatAllowances.UploadsPer);
        foreach (var again in new[] { token, devs }) Assert.Equal(HttpStatusCode.OK, await SendAsync(again));

        async Task<HttpStatusCode> SendAsync(string visitor)
        {
            using var answer = await http.SendAsync(Upload(visitor, "a.png", Picture));
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_kept_is_told_in_a_sentence_and_comes_in_when_there_is_room_again()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        using var http = server.Client();
        using (server.Desk.Database.WithoutRoomForFiles())
        {
            using var refused = await http.SendAsync(Upload(token, "a.png", Picture));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("The file could not be saved just now. What you wrote is still there; send the file again in a moment.", (await refused.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("detail").GetString());
        }
        using var kept = await http.SendAsync(Upload(token, "a.png", Picture));
        Assert.Equal(HttpStatusCode.OK, kept.StatusCode);
        await using var db = server.Desk.OpenDatabase();
        Assert.Single(db.Attachments);
    }

    [Fact]
    public async Task A_file_that_is_cut_off_on_its_way_is_not_there()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        using (var wire = new TcpClient())
        {
            await wire.ConnectAsync(server.Address.Host, server.Address.Port);
            var head = $"POST /widget/files?desk=technician&name=a.png HTTP/1.1\r\nHost: {server.Address.Authority}\r\n{VisitorTokens.Header}: {token}\r\nContent-Length: 50000\r\n\r\n";
            await wire.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head).Concat(new byte[20_000]).ToArray());
            var incoming = Path.Combine(server.Desk.Database.Folder, "attachments", "incoming");
            await Eventually.TrueAsync(() => Directory.Exists(incoming) && Directory.GetFiles(incoming).Length == 1, "it is coming in");
        }
        await Eventually.TrueAsync(() => Directory.GetFiles(Path.Combine(server.Desk.Database.Folder, "attachments"), "*", SearchOption.AllDirectories).Length == 0, "what came of it is gone");
        await using var db = server.Desk.OpenDatabase();
        Assert.Empty(db.Attachments);
    }

    private static string? Problem(JsonElement outcome) => outcome.GetProperty("problem") is { ValueKind: JsonValueKind.Object } problem ? problem.GetProperty("code").GetString() : null;

    private static HttpRequestMessage Upload(string token, string name, byte[] bytes)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"widget/files?desk=technician&name={Uri.EscapeDataString(name)}") { Content = new ByteArrayContent(bytes) };
        request.Headers.TryAddWithoutValidation(VisitorTokens.Header, token);
        return request;
    }

    private static HttpRequestMessage Download(string token, string id)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"widget/files/{id}?desk=technician");
        request.Headers.TryAddWithoutValidation(VisitorTokens.Header, token);
        return request;
    }
}
