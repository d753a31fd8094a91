namespace LiveDesk.Web.Settings;

public enum ConnectionPart { WebSocket, Host, Scheme, Address, Cookies, Push, Clock }

/// <param name="Origin">Where the browser says it is: scheme, host and port.</param>
/// <param name="SocketOpened">A WebSocket opened and an answer came back through it.</param>
/// <param name="Ticks">When each tick of the push arrived, milliseconds since the browser asked for it.</param>
/// <param name="Now">The browser's clock, milliseconds since 1970.</param>
public sealed record SeenByBrowser(string? Origin, bool SocketOpened, IReadOnlyList<double>? Ticks, double Now);

/// <param name="Scheme">What the server believes the browser uses, after the trusted proxies were asked.</param>
/// <param name="Peer">Who opened the connection: the browser, or the proxy before it.</param>
/// <param name="IsProxied">Something on the way left its mark.</param>
/// <param name="ForIgnored"><c>X-Forwarded-For</c> came from a proxy that is not trusted.</param>
/// <param name="Now">UTC.</param>
public sealed record SeenByServer(string Scheme, string Host, string Peer, bool IsProxied, bool ForTaken, bool ForIgnored, bool ProtoIgnored, DateTimeOffset Now);

/// <param name="Words">The resource's name of the sentence that says what to set; null when all is well.</param>
public sealed record ConnectionFinding(ConnectionPart Part, string? Words, params object[] Values)
{
    public bool IsWell => Words is null;
}

/// <summary>Compares what the browser and the server each see of one connection, and names the setting between them that is wrong.</summary>
public static class ConnectionCheck
{
    public const int Ticks = 5;
    public static readonly TimeSpan BetweenTicks = TimeSpan.FromMilliseconds(300);
    public static readonly TimeSpan ClockMayDiffer = TimeSpan.FromSeconds(30);

    public static IReadOnlyList<ConnectionFinding> Judge(SeenByBrowser browser, SeenByServer server)
    {
        var origin = Uri.TryCreate(browser.Origin, UriKind.Absolute, out var there) ? there : null;
        return
        [
            browser.SocketOpened ? Well(ConnectionPart.WebSocket) : new(ConnectionPart.WebSocket, "CheckNoSocket"),
            HostOf(origin, server),
            SchemeOf(origin, server),
            AddressOf(server, IsProxied(origin, server)),
            CookiesOf(origin, server),
            PushOf(browser.Ticks ?? []),
            ClockOf(browser, server),
        ];
    }

    private static ConnectionFinding HostOf(Uri? origin, SeenByServer server) =>
        origin is not null && string.Equals(WithPort(origin), WithPort(new Uri($"{origin.Scheme}://{server.Host}")), StringComparison.OrdinalIgnoreCase)
            ? Well(ConnectionPart.Host) : new(ConnectionPart.Host, "CheckHost", origin?.Authority ?? "?", server.Host);

    private static ConnectionFinding SchemeOf(Uri? origin, SeenByServer server)
    {
        if (origin is null || origin.Scheme == server.Scheme) return Well(ConnectionPart.Scheme);
        return server.ProtoIgnored ? new(ConnectionPart.Scheme, "CheckNotTrusted", "X-Forwarded-Proto", server.Peer) : new(ConnectionPart.Scheme, "CheckScheme", origin.Scheme, server.Scheme);
    }

    private static ConnectionFinding AddressOf(SeenByServer server, bool isProxied) =>
        !isProxied || server.ForTaken ? Well(ConnectionPart.Address)
        : server.ForIgnored ? new(ConnectionPart.Address, "CheckNotTrusted", "X-Forwarded-For", server.Peer)
        : new(ConnectionPart.Address, "CheckAddress", server.Peer);

    private static ConnectionFinding CookiesOf(Uri? origin, SeenByServer server)
    {
        if (origin is null || (origin.Scheme == "http" && origin.IsLoopback)) return Well(ConnectionPart.Cookies);
        if (origin.Scheme == "http") return new(ConnectionPart.Cookies, "CheckNoHttps");
        return server.Scheme == "https" ? Well(ConnectionPart.Cookies) : new(ConnectionPart.Cookies, "CheckCookies");
    }

    /// <summary>A proxy that gathers what is pushed hands it over in one lump.</summary>
    private static ConnectionFinding PushOf(IReadOnlyList<double> ticks)
    {
        if (ticks.Count < Ticks) return new(ConnectionPart.Push, "CheckPushLost", ticks.Count, Ticks);
        var spread = ticks[^1] - ticks[0];
        return spread < BetweenTicks.TotalMilliseconds * (Ticks - 1) / 2 ? new(ConnectionPart.Push, "CheckBuffered") : Well(ConnectionPart.Push);
    }

    private static ConnectionFinding ClockOf(SeenByBrowser browser, SeenByServer server)
    {
        var apart = TimeSpan.FromMilliseconds(browser.Now - server.Now.ToUnixTimeMilliseconds());
        return apart.Duration() <= ClockMayDiffer ? Well(ConnectionPart.Clock) : new(ConnectionPart.Clock, "CheckClock", (long)apart.Duration().TotalSeconds);
    }

    /// <summary>A mark, or an answer that only somebody in between can have changed.</summary>
    private static bool IsProxied(Uri? origin, SeenByServer server) => server.IsProxied || origin?.Scheme != server.Scheme || !HostOf(origin, server).IsWell;

    private static string WithPort(Uri address) => $"{address.Host}:{address.Port}";

    private static ConnectionFinding Well(ConnectionPart part) => new(part, null);
}
