using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveDesk.Tests.Infrastructure;
using Xunit.Sdk;

namespace LiveDesk.Tests.Chat;

/// <summary>A visitor's connection, spoken by hand (SignalR's JSON protocol over a bare socket), so that every frame can be read.</summary>
internal sealed class HubSocket : IAsyncDisposable
{
    private const char End = '\x1e';
    private readonly ClientWebSocket _socket = new();
    private readonly List<string> _frames = [];
    private readonly ConcurrentDictionary<string, JsonElement> _answers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _gone = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    /// <summary>Everything that the server ever sent, as it came.</summary>
    public IReadOnlyList<string> Frames
    {
        get { lock (_frames) return [.. _frames]; }
    }

    public bool IsClosed => _socket.State is not WebSocketState.Open;

    /// <exception cref="WebSocketException">The server did not let it in.</exception>
    public static async Task<HubSocket> ConnectAsync(Uri server, string desk = "technician", string? origin = null)
    {
        var hub = new HubSocket();
        if (origin is not null) hub._socket.Options.SetRequestHeader("Origin", origin);
        hub._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        await hub._socket.ConnectAsync(new UriBuilder(new Uri(server, $"hubs/chat?desk={desk}")) { Scheme = "ws" }.Uri, CancellationToken.None);
        hub._reading = hub.ReadAsync();
        await hub.WriteAsync("""{"protocol":"json","version":1}""");
        await Eventually.TrueAsync(() => hub.Frames.Count > 0, "the hub shakes hands");
        return hub;
    }

    /// <summary>Connects and says hello.</summary>
    /// <returns>The connection and the token.</returns>
    public static async Task<(HubSocket Hub, string Token)> GreetedAsync(Uri server, string? token = null, Guid? conversation = null)
    {
        var hub = await ConnectAsync(server);
        return (hub, (await hub.HelloAsync(token, conversation)).GetProperty("token").GetString()!);
    }

    public Task<JsonElement> HelloAsync(string? token, Guid? conversation = null) => InvokeAsync("Hello", new { token, conversation });

    public Task<JsonElement> SendAsync(Guid conversation, string body, string? id = null, params string[] files) =>
        InvokeAsync("Send", new { conversation, id = id ?? Guid.NewGuid().ToString(), body, files, page = "https://shop.example/", name = (string?)"Carla", email = (string?)null });

    /// <exception cref="XunitException">The server answered with an error, or not.</exception>
    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _last).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await WriteAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }, JsonSerializerOptions.Web));
        JsonElement found = default;
        await Eventually.TrueAsync(() => _answers.TryGetValue(id, out found) || IsClosed, $"{method} is answered");
        if (found.ValueKind is not JsonValueKind.Object) throw new XunitException($"The connection closed before {method} was answered.");
        if (found.TryGetProperty("error", out var error)) throw new XunitException($"{method}: {error.GetString()}");
        return found.TryGetProperty("result", out var result) ? result : default;
    }

    /// <summary>What the server said by itself.</summary>
    public IEnumerable<JsonElement> Told(string what) =>
        Messages().Where(m => m.TryGetProperty("type", out var t) && t.GetInt32() == 1 && m.GetProperty("target").GetString() == what).Select(m => m.GetProperty("arguments")[0]);

    public IEnumerable<string> Lines => Told("conversation").SelectMany(c => c.GetProperty("lines").EnumerateArray()).Select(l => l.GetProperty("body").GetString()!);

    public async Task WriteAsync(string json) => await _socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, endOfMessage: true, _gone.Token);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _gone.Dispose();
    }

    private IEnumerable<JsonElement> Messages() => Frames.SelectMany(f => f.Split(End, StringSplitOptions.RemoveEmptyEntries)).Select(m => JsonSerializer.Deserialize<JsonElement>(m));

    private async Task ReadAsync()
    {
        var (buffer, text) = (new byte[64 * 1024], new List<byte>());
        try
        {
            while (true)
            {
                var got = await _socket.ReceiveAsync(buffer, _gone.Token);
                if (got.MessageType is WebSocketMessageType.Close) return;
                text.AddRange(buffer.AsSpan(0, got.Count));
                if (!got.EndOfMessage) continue;
                Heard(Encoding.UTF8.GetString([.. text]));
                text.Clear();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { /* the connection is over, which Frames and IsClosed show */ }
    }

    private void Heard(string frame)
    {
        foreach (var message in frame.Split(End, StringSplitOptions.RemoveEmptyEntries).Select(m => JsonSerializer.Deserialize<JsonElement>(m)))
            if (message.TryGetProperty("invocationId", out var id)) _answers[id.GetString()!] = message;
        lock (_frames) _frames.Add(frame);
    }
}
