using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Chat;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>The visitors' hub, its door and its files, over the wire.</summary>
public sealed class ChatHubTests
{
    [Theory, BothDatabases]
    public async Task Carla_and_Ana_read_each_other_at_once_and_no_frame_carries_a_note(DatabaseKind kind)
    {
        await using var server = await ChatServer.StartAsync(kind);
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var chat = Guid.NewGuid();
        var sent = await carla.SendAsync(chat, "The alarm beeps.");
        Assert.Equal("The alarm beeps.", sent.GetProperty("line").GetProperty("body").GetString());

        await server.Chats.WhisperAsync(server.Desk.Ben, chat, Says("secret-whisper"));
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Change the battery."));
        await Eventually.TrueAsync(() => carla.Lines.Contains("Change the battery."), "Carla reads Ana's answer");

        await server.Chats.EndAsync(server.Desk.Ana, chat);
        await Eventually.TrueAsync(() => carla.Told("conversation").Any(c => c.GetProperty("ticket").GetString()?.StartsWith("TKT-", StringComparison.Ordinal) == true), "Carla is told the ticket's reference");
        var ticket = (await server.Desk.AllTicketsAsync()).Single();
        var tickets = server.Get<TicketCommands>();
        await tickets.LeaveNoteAsync(server.Desk.Ben, ticket.Id, new NewEntry("secret-note"));
        await tickets.AnswerAsync(server.Desk.Ana, ticket.Id, new NewEntry("It is on its way."));
        await tickets.LeavePublicNoteAsync(server.Desk.Ana, ticket.Id, new NewEntry("Parcel 42."));
        await Eventually.TrueAsync(() => carla.Lines.Contains("Parcel 42."), "Carla reads the public note");
        await tickets.ResolveAsync(server.Desk.Ana, ticket.Id, "A new battery.");
        await Eventually.TrueAsync(() => carla.Frames.Any(f => f.Contains("A new battery.", StringComparison.Ordinal)), "Carla is told the resolution");

        Assert.Equal(["The alarm beeps.", "Change the battery.", "It is on its way.", "Parcel 42."], carla.Lines);
        Assert.DoesNotContain(carla.Frames, f => f.Contains("secret", StringComparison.Ordinal));
        Assert.Contains((await server.Desk.AllTicketsAsync()).Single().Entries, e => e.Body == "secret-note");
    }

    [Fact]
    public async Task Carla_sees_that_Ana_types_a_reply_and_never_that_somebody_is_on_the_ticket()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var chat = Guid.NewGuid();
        await carla.SendAsync(chat, "Hello");
        var desk = server.Desk.Desk;
        var presence = server.Get<Presence>();
        presence.Here(new FactSubject(SubjectKind.Chat, chat, desk.Id, [desk.DefaultDepartment.Id]), Guid.NewGuid(), new Present(server.Desk.Ana.Id!.Value, "Ana", ActorKind.Agent, Doing.Typing));
        await Eventually.TrueAsync(() => carla.Told("live").Any(l => l.GetProperty("agentTyping").GetString() == "Ana"), "Carla sees Ana type");
        await Eventually.TrueAsync(() => carla.Told("live").Last().GetProperty("agentTyping").ValueKind is JsonValueKind.Null, "and stop");

        await server.Chats.EndAsync(server.Desk.Ana, chat);
        var ticket = (await server.Desk.AllTicketsAsync()).Single();
        presence.Here(new FactSubject(SubjectKind.Ticket, ticket.Id, desk.Id, [desk.DefaultDepartment.Id]), Guid.NewGuid(), new Present(server.Desk.Ben.Id!.Value, "Benedikt", ActorKind.Agent, Doing.Typing));
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Still here"));
        await Eventually.TrueAsync(() => carla.Lines.Contains("Still here"), "Carla reads on");
        Assert.DoesNotContain(carla.Frames, f => f.Contains("Benedikt", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Carla_comes_back_with_her_token_and_nobody_else_does_without_it()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        var chat = Guid.NewGuid();
        await carla.SendAsync(chat, "Hello");
        await carla.DisposeAsync();
        await server.Chats.SayAsync(server.Desk.Ana, chat, Says("Are you there?"));

        var (again, _) = await HubSocket.GreetedAsync(server.Address, token, chat);
        await using var _a = again;
        Assert.Equal(["Hello", "Are you there?"], again.Lines);

        foreach (var wrong in new[] { null, "", "x", token[..^8] + "AAAAAAA=", Convert.ToBase64String(new byte[80]), new string('A', 5000) })
        {
            await using var stranger = await HubSocket.ConnectAsync(server.Address);
            Assert.False((await stranger.HelloAsync(wrong, chat)).GetProperty("recognised").GetBoolean());
            Assert.Equal("gone", Problem(await stranger.SendAsync(chat, "It is me")));
            Assert.Equal("gone", Problem(await stranger.InvokeAsync("End", chat)));
            await server.Chats.SayAsync(server.Desk.Ana, chat, Says("for Carla"));
            Assert.Equal(1, stranger.Frames.Count(f => f.Contains("\"token\"", StringComparison.Ordinal)));
            Assert.DoesNotContain(stranger.Frames, f => f.Contains("Are you there?", StringComparison.Ordinal) || f.Contains("for Carla", StringComparison.Ordinal));
        }
        await Eventually.TrueAsync(() => again.Lines.Contains("for Carla"), "Carla herself reads it");
    }

    [Fact]
    public async Task A_token_expires_and_does_not_open_another_desk()
    {
        var clock = new TestClock();
        await using var server = await ChatServer.StartAsync(clock: clock);
        var tokens = server.Get<VisitorTokens>();
        var visitor = tokens.NewVisitor(server.Desk.Desk.Id);
        var token = tokens.Issue(visitor);
        Assert.Equal(visitor, tokens.Read(token, visitor.DeskId));
        Assert.Null(tokens.Read(token, server.Desk.Hosting.Id));
        clock.Advance(VisitorTokens.Lives);
        Assert.Null(tokens.Read(token, visitor.DeskId));
    }

    [Theory]
    [InlineData("no-such-desk", null)]
    [InlineData("", null)]
    [InlineData("technician", "https://evil.example")]
    [InlineData("technician", "null")]
    public async Task A_wrong_desk_key_and_a_foreign_site_meet_nothing(string desk, string? origin)
    {
        await using var server = await ChatServer.StartAsync();
        var refused = await Assert.ThrowsAsync<WebSocketException>(() => HubSocket.ConnectAsync(server.Address, desk, origin));
        Assert.Contains("404", refused.Message, StringComparison.Ordinal);
        await using var welcome = await HubSocket.ConnectAsync(server.Address, "technician", server.Site.GetLeftPart(UriPartial.Authority));

        using var http = server.Client();
        using var negotiate = new HttpRequestMessage(HttpMethod.Post, $"hubs/chat/negotiate?desk={desk}&negotiateVersion=1");
        if (origin is not null) negotiate.Headers.Add("Origin", origin);
        Assert.Equal(HttpStatusCode.NotFound, (await http.SendAsync(negotiate)).StatusCode);
        if (origin is null) Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync($"widget/panel?desk={desk}")).StatusCode);
    }

    [Fact]
    public async Task Of_a_thousand_messages_in_a_second_the_rest_is_told_to_wait_and_none_comes_twice()
    {
        await using var server = await ChatServer.StartAsync(clock: new TestClock());
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var chat = Guid.NewGuid();
        var answers = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => carla.SendAsync(chat, $"line {i}", $"id-{i}")));
        Assert.Equal(10, answers.Count(a => a.GetProperty("problem").ValueKind is JsonValueKind.Null));
        Assert.All(answers.Where(a => a.GetProperty("problem").ValueKind is not JsonValueKind.Null), a =>
        {
            Assert.Equal("slow-down", Problem(a));
            Assert.InRange(a.GetProperty("problem").GetProperty("retryAfterMs").GetInt32(), 1, 5001);
        });
        await using var db = server.Desk.OpenDatabase();
        Assert.Equal(10, await db.Set<ChatMessage>().CountAsync());
    }

    [Fact]
    public async Task A_message_of_a_megabyte_is_held_off_and_the_server_goes_on()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, token) = await HubSocket.GreetedAsync(server.Address);
        var chat = Guid.NewGuid();
        Assert.Equal("rule", Problem(await carla.SendAsync(chat, new string('x', Limits.ChatLine + 1))));
        await carla.WriteAsync(JsonSerializer.Serialize(new { type = 1, invocationId = "big", target = "Send", arguments = new[] { new { conversation = chat, id = "big", body = new string('x', 1024 * 1024) } } }));
        await Eventually.TrueAsync(() => carla.IsClosed, "the connection is closed");
        await carla.DisposeAsync();
        var (again, _) = await HubSocket.GreetedAsync(server.Address, token);
        await using var _a = again;
        Assert.Equal(JsonValueKind.Null, (await again.SendAsync(chat, new string('é', Limits.ChatLine))).GetProperty("problem").ValueKind);
    }

    [Theory]
    [InlineData("""{"type":1,"invocationId":"9","target":"Send","arguments":[]}""")]
    [InlineData("""{"type":1,"invocationId":"9","target":"Send","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"9","target":"Send","arguments":[{"conversation":"x"}]}""")]
    [InlineData("""{"type":1,"invocationId":"9","target":"Send","arguments":[{}]}""")]
    [InlineData("""{"type":1,"invocationId":"9","target":"Hello","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"9","target":"End","arguments":[null]}""")]
    [InlineData("""{"type":1,"invocationId":"9","target":"Dispose","arguments":[]}""")]
    [InlineData("not json at all")]
    public async Task Nonsense_on_the_wire_is_an_error_to_its_sender_alone(string message)
    {
        await using var server = await ChatServer.StartAsync();
        var (vandal, _) = await HubSocket.GreetedAsync(server.Address);
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var before = vandal.Frames.Count;
        await vandal.WriteAsync(message);
        await Eventually.TrueAsync(() => vandal.IsClosed || vandal.Frames.Skip(before).Any(f => f.Contains("error", StringComparison.Ordinal) || f.Contains("problem", StringComparison.Ordinal)), "it is told so");
        Assert.DoesNotContain(vandal.Frames, f => f.Contains("   at ", StringComparison.Ordinal));
        Assert.Equal(JsonValueKind.Null, (await carla.SendAsync(Guid.NewGuid(), "Hello")).GetProperty("problem").ValueKind);
        await vandal.DisposeAsync();
    }

    [Fact]
    public async Task Before_hello_nobody_writes()
    {
        await using var server = await ChatServer.StartAsync();
        await using var hub = await HubSocket.ConnectAsync(server.Address);
        await Assert.ThrowsAsync<Xunit.Sdk.XunitException>(() => hub.SendAsync(Guid.NewGuid(), "Hello"));
        Assert.Empty(await server.Desk.AllTicketsAsync());
    }

    [Fact]
    public async Task The_panel_may_be_framed_by_the_desks_sites_alone_and_runs_no_inline_script()
    {
        await using var server = await ChatServer.StartAsync();
        await server.ConfigureAsync(s => s with { Widget = s.Widget with { AllowedOrigins = ["https://shop.example"], Greeting = "<script>alert(1)</script> \"hi\"" } });
        using var http = server.Client();
        using var panel = await http.GetAsync("widget/panel?desk=technician");
        var policy = string.Join(' ', panel.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("frame-ancestors 'self' https://shop.example", policy, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'; script-src 'self'; style-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await panel.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        await server.ConfigureAsync(s => s with { Widget = s.Widget with { Enabled = false } });
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("widget/panel?desk=technician")).StatusCode);
    }

    [Fact]
    public async Task The_loader_is_small_cached_shortly_and_known_by_its_tag()
    {
        await using var server = await ChatServer.StartAsync();
        using var http = server.Client();
        using var first = await http.GetAsync("widget.js");
        Assert.Equal("public, max-age=300", first.Headers.CacheControl!.ToString());
        Assert.Equal("text/javascript", first.Content.Headers.ContentType!.MediaType);
        Assert.True((await first.Content.ReadAsByteArrayAsync()).Length < 16 * 1024);
        using var again = new HttpRequestMessage(HttpMethod.Get, "widget.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await http.SendAsync(again)).StatusCode);
    }

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

    [Fact]
    public async Task Without_our_own_scripts_header_or_a_sign_in_the_agents_addresses_are_not_there()
    {
        await using var server = await ChatServer.StartAsync();
        var (carla, _) = await HubSocket.GreetedAsync(server.Address);
        await using var _c = carla;
        var chat = Guid.NewGuid();
        await carla.SendAsync(chat, "Hello");
        using var http = server.Client();
        foreach (var header in new[] { false, true })
        {
            if (header) http.DefaultRequestHeaders.Add("X-LiveDesk", "1");
            Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsJsonAsync($"chats/{chat}/lines", new { id = "x", body = "I am Ana", whisper = false })).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync($"chats/{chat}/typing", null)).StatusCode);
            Assert.Equal(HttpStatusCode.NotFound, (await http.PostAsync("files?desk=technician&name=a.png", new ByteArrayContent(Picture))).StatusCode);
        }
        Assert.Equal(["Hello"], carla.Lines);
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
