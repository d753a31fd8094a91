using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Web.Chat;
using Microsoft.EntityFrameworkCore;
using static LiveDesk.Tests.Chat.ChatScene;

namespace LiveDesk.Tests.Chat;

/// <summary>Who and what the visitors' hub, its panel and its loader let in.</summary>
public sealed class ChatDoorTests
{
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
}
