using System.Collections.Concurrent;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Compose;
using Xunit.Sdk;

namespace LiveDesk.Tests.Compose;

/// <summary>A browser's connection to the compose hub, spoken by hand (SignalR's JSON protocol over a bare socket).</summary>
internal sealed class ComposeSocket : IAsyncDisposable
{
    private const char End = '\x1e';
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentQueue<JsonElement> _messages = new();
    private readonly ConcurrentDictionary<string, JsonElement> _answers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _gone = new();
    private Task _reading = Task.CompletedTask;
    private int _last;
    private volatile bool _stopped;

    public bool IsClosed => _socket.State is not WebSocketState.Open;

    /// <exception cref="WebSocketException">The server did not let it in.</exception>
    public static async Task<ComposeSocket> ConnectAsync(Uri server, string? cookie, string? origin = null)
    {
        var hub = new ComposeSocket();
        hub._socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (cookie is not null) hub._socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin is not null) hub._socket.Options.SetRequestHeader("Origin", origin);
        await hub._socket.ConnectAsync(new UriBuilder(new Uri(server, ComposeHub.Address[1..])) { Scheme = "ws" }.Uri, CancellationToken.None);
        hub._reading = hub.ReadAsync();
        await hub.WriteAsync("""{"protocol":"json","version":1}""");
        await Eventually.TrueAsync(() => !hub._messages.IsEmpty, "the hub shakes hands");
        return hub;
    }

    /// <returns>Null: there is no such draft for this person.</returns>
    public async Task<JsonElement?> OpenAsync(DraftPlace place, int held = 0)
    {
        var opened = await InvokeAsync("Open", new { subject = place.SubjectId, audience = place.Audience.Word(), held, whole = false });
        return opened.ValueKind is JsonValueKind.Object ? opened : null;
    }

    public Task<JsonElement> PushAsync(DraftPlace place, string text, int epoch = 1, string? id = null, Guid? person = null) =>
        InvokeAsync("Push", new { subject = place.SubjectId, audience = place.Audience.Word(), epoch, id = id ?? Guid.NewGuid().ToString("N"), bytes = YjsText.Of(text), upTo = long.MaxValue, person });

    public Task<JsonElement> SendAsync(DraftPlace place, string markdown, long upTo, int epoch = 1, Guid? seen = null) =>
        InvokeAsync("Send", new { subject = place.SubjectId, audience = place.Audience.Word(), epoch, upTo, markdown, state = YjsText.Of(markdown), seenCustomerEntry = seen, files = Array.Empty<Guid>(), sources = Array.Empty<object>() });

    /// <exception cref="XunitException">The server answered with an error, or not.</exception>
    public async Task<JsonElement> InvokeAsync(string method, object argument)
    {
        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        await WriteAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments = new[] { argument } }, JsonSerializerOptions.Web));
        JsonElement found = default;
        await Eventually.TrueAsync(() => _answers.TryGetValue(id, out found) || IsClosed, $"{method} is answered");
        if (found.ValueKind is not JsonValueKind.Object) throw new XunitException($"The connection closed before {method} was answered.");
        if (found.TryGetProperty("error", out var error)) throw new XunitException($"{method}: {error.GetString()}");
        return found.TryGetProperty("result", out var result) ? result : default;
    }

    /// <summary>Where this hand is in the draft, as a browser says it; null: out of it.</summary>
    public Task HandAsync(DraftPlace place, string? state, long client = 7, int epoch = 1) =>
        InvokeAsync("Hand", new { subject = place.SubjectId, audience = place.Audience.Word(), epoch, client, state });

    /// <summary>From now on the browser takes nothing more from the socket, and goes on writing.</summary>
    public void StopReading() => _stopped = true;

    /// <summary>Calls and does not wait for the answer.</summary>
    public Task TellAsync(string method, object argument) => WriteAsync(JsonSerializer.Serialize(new { type = 1, target = method, arguments = new[] { argument } }, JsonSerializerOptions.Web));

    /// <summary>What the server said by itself: the arguments.</summary>
    public IEnumerable<JsonElement> Told(string what) =>
        _messages.Where(m => m.TryGetProperty("target", out var target) && target.GetString() == what).Select(m => m.GetProperty("arguments"));

    /// <summary>The texts of others' updates that were relayed.</summary>
    public IEnumerable<string> Relayed => Told("Updated").Select(a => YjsText.Read(a[0].GetProperty("bytes").GetBytesFromBase64()));

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _gone.Dispose();
    }

    private async Task WriteAsync(string json) => await _socket.SendAsync(Encoding.UTF8.GetBytes(json + End), WebSocketMessageType.Text, endOfMessage: true, _gone.Token);

    private async Task ReadAsync()
    {
        var (buffer, text) = (new byte[64 * 1024], new List<byte>());
        try
        {
            while (true)
            {
                while (_stopped) await Task.Delay(Timeout.Infinite, _gone.Token);
                var got = await _socket.ReceiveAsync(buffer, _gone.Token);
                if (got.MessageType is WebSocketMessageType.Close) return;
                text.AddRange(buffer.AsSpan(0, got.Count));
                if (!got.EndOfMessage) continue;
                Heard(Encoding.UTF8.GetString([.. text]));
                text.Clear();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException) { /* the connection is over, which IsClosed shows */ }
    }

    private void Heard(string frame)
    {
        foreach (var message in frame.Split(End, StringSplitOptions.RemoveEmptyEntries).Select(m => JsonSerializer.Deserialize<JsonElement>(m)))
        {
            if (message.TryGetProperty("invocationId", out var id)) _answers[id.GetString()!] = message;
            _messages.Enqueue(message);
        }
    }
}
