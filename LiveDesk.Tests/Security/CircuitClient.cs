using System.Buffers.Binary;
using System.Net.WebSockets;
using System.Text;

namespace LiveDesk.Tests.Security;

/// <summary>
/// Speaks to the circuits' hub as a hostile program would: a bare WebSocket, the hub's own protocol (SignalR framing around MessagePack),
/// only the calls that start a circuit or take one over.
/// </summary>
internal sealed class CircuitClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _filled;
    private int _calls;

    /// <exception cref="WebSocketException">The server refused the socket.</exception>
    public static async Task<CircuitClient> ConnectAsync(Uri server, string? cookie, string? origin)
    {
        var client = new CircuitClient();
        if (cookie is not null) client._socket.Options.SetRequestHeader("Cookie", cookie);
        if (origin is not null) client._socket.Options.SetRequestHeader("Origin", origin);
        client._socket.Options.CollectHttpResponseDetails = true;
        await client._socket.ConnectAsync(new Uri($"ws://{server.Authority}/_blazor"), CancellationToken.None);
        await client._socket.SendAsync("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Binary, true, CancellationToken.None);
        return client;
    }

    /// <returns>The circuit's secret; null when the server did not give one.</returns>
    public async Task<string?> StartAsync(Uri server) => await CallAsync("StartCircuit", server.ToString(), server.ToString(), "[]", "") as string;

    /// <returns>True when the circuit is ours now.</returns>
    public async Task<bool> TakeOverAsync(string secret) => await CallAsync("ConnectCircuit", secret) is true;

    /// <summary>Waits until the server ended the connection.</summary>
    public async Task HasEndedAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await NextAsync(patience.Token) is not null) { /* what it still had to say */ }
    }

    /// <summary>As a lost network does: no close frame.</summary>
    public void Cut() => _socket.Abort();

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<object?> CallAsync(string method, params string[] arguments)
    {
        var id = $"c{++_calls}";
        await _socket.SendAsync(Framed(Invocation(id, method, arguments)), WebSocketMessageType.Binary, true, CancellationToken.None);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (await NextAsync(patience.Token) is { } message)
            if (message is [0x95 or 0x94, 0x03, ..] && ResultOf(message, id) is (true, var result)) return result;
        return null;
    }

    /// <summary>[1, {}, id, method, [arguments], []]</summary>
    private static byte[] Invocation(string id, string method, string[] arguments)
    {
        using var bytes = new MemoryStream();
        bytes.Write([0x96, 0x01, 0x80]);
        Text(id);
        Text(method);
        bytes.WriteByte((byte)(0x90 | arguments.Length));
        foreach (var argument in arguments) Text(argument);
        bytes.WriteByte(0x90);
        return bytes.ToArray();

        void Text(string text)
        {
            var utf8 = Encoding.UTF8.GetBytes(text);
            Span<byte> head = [0xdb, 0, 0, 0, 0];
            BinaryPrimitives.WriteInt32BigEndian(head[1..], utf8.Length);
            bytes.Write(head);
            bytes.Write(utf8);
        }
    }

    /// <summary>[3, {}, id, kind, result]: kind 1 is an error, 2 nothing, 3 a value. Ids here are shorter than 32 bytes, results text or true or false.</summary>
    private static (bool IsMine, object? Result) ResultOf(byte[] message, string id)
    {
        var at = 3;
        if (TextAt(message, ref at) != id) return (false, null);
        return message[at++] != 3 ? (true, null) : (true, message[at] switch { 0xc3 => true, 0xc2 => false, 0xc0 => null, _ => TextAt(message, ref at) });
    }

    private static string TextAt(byte[] message, ref int at)
    {
        var kind = message[at++];
        var length = kind switch { 0xd9 => message[at++], 0xda => message[at++] << 8 | message[at++], _ => kind & 0x1f };
        at += length;
        return Encoding.UTF8.GetString(message, at - length, length);
    }

    private static byte[] Framed(byte[] message)
    {
        using var bytes = new MemoryStream();
        for (var length = message.Length; ; length >>= 7)
        {
            bytes.WriteByte((byte)(length < 0x80 ? length : length & 0x7f | 0x80));
            if (length < 0x80) break;
        }
        bytes.Write(message);
        return bytes.ToArray();
    }

    /// <summary>The next hub message; null when the server closed the connection.</summary>
    private async Task<byte[]?> NextAsync(CancellationToken ct)
    {
        while (true)
        {
            if (TakeFrame() is { } message) return message;
            WebSocketReceiveResult received;
            try { received = await _socket.ReceiveAsync(new ArraySegment<byte>(_buffer, _filled, _buffer.Length - _filled), ct); }
            catch (WebSocketException) { return null; /* cut off without a close frame */ }
            if (received.MessageType is WebSocketMessageType.Close) return null;
            _filled += received.Count;
        }
    }

    private byte[]? TakeFrame()
    {
        // The answer to the handshake is text up to 0x1e.
        if (_filled > 0 && _buffer[0] == (byte)'{' && Array.IndexOf(_buffer, (byte)0x1e, 0, _filled) is >= 0 and var end) Consume(end + 1);
        int length = 0, at = 0;
        for (var shift = 0; at < _filled; shift += 7)
        {
            length |= (_buffer[at] & 0x7f) << shift;
            if (_buffer[at++] < 0x80)
            {
                if (_filled - at < length) return null;
                var message = _buffer[at..(at + length)];
                Consume(at + length);
                return message;
            }
        }
        return null;
    }

    private void Consume(int count)
    {
        _buffer.AsSpan(count, _filled - count).CopyTo(_buffer);
        _filled -= count;
    }
}
