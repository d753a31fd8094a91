using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace LiveDesk.Bench;

/// <summary>A connection to a hub in SignalR's JSON protocol, as the widget's and the composer's scripts make it.</summary>
internal sealed class HubConnection : IAsyncDisposable
{
    private readonly FrameSocket _socket = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new(StringComparer.Ordinal);
    private readonly Action<string, JsonElement, long>? _told;
    private int _last;

    private HubConnection(Action<string, JsonElement, long>? told) => _told = told;

    /// <summary>Why it is over; null while it lives.</summary>
    public string? Problem { get; private set; }

    /// <param name="told">Called with what the server says by itself: the method, its arguments, and when it came (Stopwatch ticks).</param>
    public static async Task<HubConnection> ConnectAsync(Uri server, string path, string? cookie = null, Action<string, JsonElement, long>? told = null)
    {
        var hub = new HubConnection(told);
        await hub._socket.ConnectAsync(server, path, cookie, "json", hub.Hear, hub.End);
        return hub;
    }

    /// <exception cref="InvalidOperationException">The server answered with an error, or the connection ended.</exception>
    public async Task<JsonElement> InvokeAsync(string method, params object?[] arguments)
    {
        var id = Interlocked.Increment(ref _last).ToString(CultureInfo.InvariantCulture);
        var answer = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (Problem is not null) throw new InvalidOperationException(Problem);
        await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { type = 1, invocationId = id, target = method, arguments }, JsonSerializerOptions.Web));
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public ValueTask DisposeAsync() => _socket.DisposeAsync();

    private void Hear(ReadOnlySpan<byte> message)
    {
        var now = Stopwatch.GetTimestamp();
        var reader = new Utf8JsonReader(message);
        var said = JsonElement.ParseValue(ref reader);
        switch (said.GetProperty("type").GetInt32())
        {
            case 1: _told?.Invoke(said.GetProperty("target").GetString()!, said.GetProperty("arguments"), now); break;
            case 3: HearAnswer(said); break;
            case 7: End("The server closed the connection."); break;
        }
    }

    private void HearAnswer(JsonElement said)
    {
        if (!_calls.TryRemove(said.GetProperty("invocationId").GetString()!, out var call)) return;
        if (said.TryGetProperty("error", out var error)) call.TrySetException(new InvalidOperationException(error.GetString()));
        else call.TrySetResult(said.TryGetProperty("result", out var result) ? result : default);
    }

    private void End(string why)
    {
        Problem ??= why;
        foreach (var call in _calls.Values) call.TrySetException(new InvalidOperationException(why));
    }
}
