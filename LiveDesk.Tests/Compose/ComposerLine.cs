using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace LiveDesk.Tests.Compose;

/// <summary>The line between one page's composer and the server, which the test cuts and mends: the page itself, and all other pages, stay connected.</summary>
internal sealed class ComposerLine
{
    private const string Hub = "/hubs/compose";
    private readonly List<IWebSocketRoute> _ends = [];
    private volatile bool _isCut;
    private readonly ConcurrentQueue<Action> _held = [];
    private volatile bool _holds;
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
        foreach (var end in _ends) await end.CloseAsync(new WebSocketRouteCloseOptions { Code = 1001 });
        _ends.Clear();
    }

    public void Mend() => _isCut = false;

    /// <summary>The next of these signals does not come.</summary>
    public void Lose(string signal) => _lost = $"\"target\":\"{signal}\"";

    public bool HasLost => _lost is null;

    /// <summary>What the server says waits until it is let through, in its order.</summary>
    public void Hold() => _holds = true;

    public bool HasHeld => !_held.IsEmpty;

    public void LetOne()
    {
        if (_held.TryDequeue(out var say)) say();
    }

    public void LetAll()
    {
        while (HasHeld) LetOne();
        _holds = false;
        while (HasHeld) LetOne();
    }

    private void Carry(IWebSocketRoute page)
    {
        var server = page.ConnectToServer();
        _ends.AddRange([page, server]);
        server.OnMessage(frame =>
        {
            if (_lost is { } lost && frame.Text?.Contains(lost, StringComparison.Ordinal) == true) _lost = null;
            else if (_holds) _held.Enqueue(() => page.Send(frame.Text!));
            else page.Send(frame.Text!);
        });
    }
}
