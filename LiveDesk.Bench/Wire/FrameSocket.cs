using System.Net.WebSockets;
using System.Text;

namespace LiveDesk.Bench;

internal delegate void HearMessage(ReadOnlySpan<byte> message);

/// <summary>
/// A connection to a SignalR hub over a bare WebSocket: the handshake, the framing of messages (binary: length before; JSON: 0x1e after)
/// and a sign of life every ten seconds.
/// </summary>
internal sealed class FrameSocket : IAsyncDisposable
{
    private const byte End = 0x1e;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private static readonly byte[] BinaryPing = [0x91, 0x06];
    private static readonly byte[] JsonPing = "{\"type\":6}"u8.ToArray();

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly CancellationTokenSource _gone = new();
    private HearMessage _heard = _ => { };
    private byte[] _buffer = new byte[4096];
    private int _filled;
    private bool _isJson;
    private bool _shaken;
    private Task _running = Task.CompletedTask;

    /// <param name="protocol"><c>json</c> or <c>blazorpack</c>.</param>
    /// <param name="ended">Called with the reason when the connection ends by itself.</param>
    public async Task ConnectAsync(Uri server, string path, string? cookie, string protocol, HearMessage heard, Action<string> ended)
    {
        (_isJson, _heard) = (protocol == "json", heard);
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        _socket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
        if (cookie is { Length: > 0 }) _socket.Options.SetRequestHeader("Cookie", cookie);
        await _socket.ConnectAsync(new UriBuilder(new Uri(server, path)) { Scheme = "ws" }.Uri, CancellationToken.None);
        await SendBytesAsync(Encoding.UTF8.GetBytes($$"""{"protocol":"{{protocol}}","version":1}""" + (char)End));
        _running = Task.WhenAll(ReceiveAsync(ended), BeatAsync());
    }

    public Task SendAsync(byte[] message) => SendBytesAsync(_isJson ? [.. message, End] : [.. LengthOf(message), .. message]);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        _socket.Abort();
        await _running;
        _socket.Dispose();
        _gone.Dispose();
    }

    private async Task SendBytesAsync(byte[] bytes)
    {
        await _turn.WaitAsync(CancellationToken.None);
        try { await _socket.SendAsync(bytes, _isJson ? WebSocketMessageType.Text : WebSocketMessageType.Binary, endOfMessage: true, _gone.Token); }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or ObjectDisposedException) { /* it is over, which ReceiveAsync tells */ }
        finally { _turn.Release(); }
    }

    private async Task BeatAsync()
    {
        try
        {
            while (true)
            {
                await Task.Delay(Beat, _gone.Token);
                await SendAsync(_isJson ? JsonPing : BinaryPing);
            }
        }
        catch (OperationCanceledException) { /* closed by us */ }
    }

    private async Task ReceiveAsync(Action<string> ended)
    {
        try
        {
            while (true)
            {
                if (_filled == _buffer.Length) Array.Resize(ref _buffer, _filled * 2);
                var got = await _socket.ReceiveAsync(_buffer.AsMemory(_filled), _gone.Token);
                if (got.MessageType is WebSocketMessageType.Close) break;
                _filled += got.Count;
                TakeMessages();
            }
            ended($"The server closed the connection. {_socket.CloseStatusDescription}");
        }
        catch (OperationCanceledException) { /* closed by us */ }
        catch (Exception e) { ended(e.Message); }
    }

    private void TakeMessages()
    {
        var at = 0;
        if (!_shaken && !Shake(ref at)) return;
        while (Next(ref at, out var start, out var length)) _heard(_buffer.AsSpan(start, length));
        _buffer.AsSpan(at, _filled - at).CopyTo(_buffer);
        _filled -= at;
    }

    /// <summary>The answer to the handshake is JSON in either protocol.</summary>
    private bool Shake(ref int at)
    {
        var end = Array.IndexOf(_buffer, End, 0, _filled);
        if (end < 0) return false;
        var answer = Encoding.UTF8.GetString(_buffer, 0, end);
        if (answer.Contains("error", StringComparison.Ordinal)) throw new InvalidDataException(answer);
        at = end + 1;
        return _shaken = true;
    }

    private bool Next(ref int at, out int start, out int length)
    {
        (start, length) = (at, 0);
        if (_isJson)
        {
            var end = Array.IndexOf(_buffer, End, at, _filled - at);
            if (end < 0) return false;
            (length, at) = (end - start, end + 1);
            return true;
        }
        for (var shift = 0; start < _filled; shift += 7)
        {
            length |= (_buffer[start] & 0x7f) << shift;
            if (_buffer[start++] >= 0x80) continue;
            if (_filled - start < length) return false;
            at = start + length;
            return true;
        }
        return false;
    }

    private static byte[] LengthOf(byte[] message)
    {
        var bytes = new List<byte>();
        var length = message.Length;
        for (; length >= 0x80; length >>= 7) bytes.Add((byte)(length & 0x7f | 0x80));
        bytes.Add((byte)length);
        return [.. bytes];
    }
}
