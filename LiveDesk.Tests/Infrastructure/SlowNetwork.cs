using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>
/// A bad line between browsers and a server: every piece takes its time, and one in twenty is lost on the way and sent again, which holds up all
/// behind it, as TCP does. The order stays. Its dice are seeded: the same run is the same line.
/// </summary>
public sealed class SlowNetwork : IAsyncDisposable
{
    private static readonly TimeSpan OneWay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan SentAgainAfter = TimeSpan.FromMilliseconds(300);
    private const double Lost = 0.05;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Uri _server;
    private readonly Task _accepting;
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private volatile bool _isCut;
    private int _lines;

    public SlowNetwork(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>As when somebody pulls the plug: every line breaks without a goodbye, and no new one comes about.</summary>
    public void Cut()
    {
        _isCut = true;
        foreach (var browser in _open.Keys) browser.Client.Close(timeout: 0);
    }

    public void Mend() => _isCut = false;

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptTcpClientAsync(_over.Token);
                if (_isCut) browser.Dispose();
                else _ = CarryAsync(browser, new Random(_lines++));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException && _over.IsCancellationRequested) { /* the test is over */ }
    }

    private async Task CarryAsync(TcpClient browser, Random dice)
    {
        using var server = new TcpClient();
        _open[browser] = true;
        using (browser)
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _over.Token);
                // Whichever side ends first ends both: a killed server is a broken line.
                await Task.WhenAny(PassAsync(browser, server, dice), PassAsync(server, browser, dice));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException) { /* nobody listens there now, which the browser notices */ }
            finally { _open.TryRemove(browser, out _); }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, Random dice)
    {
        var onTheWay = Channel.CreateUnbounded<(byte[] Piece, long Arrives)>();
        var arriving = ArriveAsync(onTheWay.Reader, to);
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer, _over.Token) is > 0 and var count)
            {
                bool isLost;
                lock (dice) isLost = dice.NextDouble() < Lost;
                var takes = isLost ? OneWay + SentAgainAfter : OneWay;
                onTheWay.Writer.TryWrite((buffer[..count], Environment.TickCount64 + (long)takes.TotalMilliseconds));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException) { /* this side is gone */ }
        onTheWay.Writer.Complete();
        await arriving;
    }

    private async Task ArriveAsync(ChannelReader<(byte[] Piece, long Arrives)> pieces, TcpClient to)
    {
        try
        {
            await foreach (var (piece, arrives) in pieces.ReadAllAsync(_over.Token))
            {
                if (arrives - Environment.TickCount64 is > 0 and var wait) await Task.Delay((int)wait, _over.Token);
                await to.GetStream().WriteAsync(piece, _over.Token);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException) { /* the other side is gone */ }
    }
}
