using Microsoft.Playwright;

namespace LiveDesk.Tests.Compose;

/// <summary>The line between one page's composer and the server, which the test cuts and mends: the page itself, and all other pages, stay connected.</summary>
internal sealed class ComposerLine
{
    private const string Hub = "/hubs/compose";
    private const string Answer = "\"type\":3";
    private readonly List<IWebSocketRoute> _ends = [];
    private volatile bool _isCut;
    private readonly Queue<Action> _held = [];
    private readonly Lock _lock = new();
    private bool _holds;
    private volatile string? _lost;

    /// <summary>Of a page that is loaded anew with it.</summary>
    public static async Task<ComposerLine> OfAsync(IPage page)
    {
        var line = new ComposerLine();
        await page.RouteAsync($"**{Hub}/**", route => line._isCut ? route.AbortAsync() : route.ContinueAsync());
        await page.RouteWebSocketAsync(address => address.Contains(Hub, StringComparison.Ordinal), line.Carry);
        await page.ReloadAsync();
        await page.IsSavedAsync();
        return line;
    }

    public async Task CutAsync()
    {
        _isCut = true;
        foreach (var end in _ends.ToList()) await end.CloseAsync(new WebSocketRouteCloseOptions { Code = 1001 });
        _ends.Clear();
    }

    public void Mend() => _isCut = false;

    /// <summary>The next of these signals does not come.</summary>
    public void Lose(string signal) => _lost = $"\"target\":\"{signal}\"";

    public bool HasLost => _lost is null;

    /// <summary>What the server says waits until it is let through, in its order.</summary>
    public void Hold()
    {
        lock (_lock) _holds = true;
    }

    /// <summary>An answer of the server waits.</summary>
    public bool HasHeld { get; private set; }

    public void LetOne()
    {
        lock (_lock) if (_held.TryDequeue(out var say)) say();
    }

    public void LetAll()
    {
        lock (_lock)
        {
            while (_held.TryDequeue(out var say)) say();
            (_holds, HasHeld) = (false, false);
        }
    }

    private void Say(IWebSocketRoute page, string frame)
    {
        lock (_lock)
        {
            if (!_holds)
            {
                page.Send(frame);
                return;
            }
            _held.Enqueue(() => page.Send(frame));
            HasHeld |= frame.Contains(Answer, StringComparison.Ordinal);
        }
    }

    private void Carry(IWebSocketRoute page)
    {
        var server = page.ConnectToServer();
        _ends.AddRange([page, server]);
        server.OnMessage(frame =>
        {
            if (_lost is { } lost && frame.Text?.Contains(lost, StringComparison.Ordinal) == true) _lost = null;
            else Say(page, frame.Text!);
        });
    }
}
