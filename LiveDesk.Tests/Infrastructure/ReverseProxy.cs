using System.Net;
using System.Net.Security;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>What a reverse proxy passes on; what is off here is what its operator forgot.</summary>
public sealed record ProxySettings(bool Upgrade = true, bool Host = true, bool Forwarded = true, bool Buffers = false);

/// <summary>A small reverse proxy with https in front of a desk, set right or wrong.</summary>
public sealed class ReverseProxy : IAsyncDisposable
{
    private static readonly string[] HopByHop = ["Connection", "Keep-Alive", "Transfer-Encoding", "Upgrade", "Host", "TE", "Trailer", "Proxy-Connection"];
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _onward = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Uri _desk;
    private readonly ProxySettings _settings;

    private ReverseProxy(Uri desk, ProxySettings settings)
    {
        (_desk, _settings) = (desk, settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(Certificate())));
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(PassOnAsync);
    }

    /// <summary>Ends with a slash.</summary>
    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().TrimEnd('/') + "/");

    public static async Task<ReverseProxy> StartAsync(Uri desk, ProxySettings settings)
    {
        var proxy = new ReverseProxy(desk, settings);
        await proxy._app.StartAsync();
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _onward.Dispose();
    }

    private Task PassOnAsync(HttpContext http) => http.WebSockets.IsWebSocketRequest && _settings.Upgrade ? PassSocketOnAsync(http) : PassRequestOnAsync(http);

    private async Task PassRequestOnAsync(HttpContext http)
    {
        using var request = new HttpRequestMessage(new HttpMethod(http.Request.Method), new Uri(_desk, http.Request.Path + http.Request.QueryString));
        if (http.Request.ContentLength > 0 || http.Request.Headers.TransferEncoding.Count > 0) request.Content = new StreamContent(http.Request.Body);
        foreach (var (name, values) in http.Request.Headers.Where(h => !HopByHop.Contains(h.Key, StringComparer.OrdinalIgnoreCase)))
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray())) request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        foreach (var (name, value) in Added(http)) request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _onward.SendAsync(request, http.RequestAborted);
        http.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers).Where(h => !HopByHop.Contains(h.Key, StringComparer.OrdinalIgnoreCase))) http.Response.Headers[name] = values.ToArray();
        await CopyAsync(await answer.Content.ReadAsStreamAsync(http.RequestAborted), http);
    }

    private async Task CopyAsync(Stream from, HttpContext http)
    {
        if (_settings.Buffers)
        {
            using var all = new MemoryStream();
            await from.CopyToAsync(all, http.RequestAborted);
            await http.Response.Body.WriteAsync(all.ToArray(), http.RequestAborted);
            return;
        }
        var some = new byte[16 * 1024];
        for (int read; (read = await from.ReadAsync(some, http.RequestAborted)) > 0;)
        {
            await http.Response.Body.WriteAsync(some.AsMemory(0, read), http.RequestAborted);
            await http.Response.Body.FlushAsync(http.RequestAborted);
        }
    }

    private async Task PassSocketOnAsync(HttpContext http)
    {
        using var onward = new ClientWebSocket();
        foreach (var name in new[] { "Cookie", "Origin", "User-Agent" }) if (http.Request.Headers.TryGetValue(name, out var value)) onward.Options.SetRequestHeader(name, value);
        foreach (var (name, value) in Added(http)) onward.Options.SetRequestHeader(name, value);
        await onward.ConnectAsync(new UriBuilder(new Uri(_desk, http.Request.Path + http.Request.QueryString)) { Scheme = "ws" }.Uri, http.RequestAborted);
        using var here = await http.WebSockets.AcceptWebSocketAsync();
        await Task.WhenAny(PumpAsync(here, onward, http.RequestAborted), PumpAsync(onward, here, http.RequestAborted));
    }

    private static async Task PumpAsync(WebSocket from, WebSocket to, CancellationToken ct)
    {
        var some = new byte[64 * 1024];
        while (true)
        {
            var read = await from.ReceiveAsync(some.AsMemory(), ct);
            if (read.MessageType is WebSocketMessageType.Close) { await to.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, ct); return; }
            await to.SendAsync(some.AsMemory(0, read.Count), read.MessageType, read.EndOfMessage, ct);
        }
    }

    private IEnumerable<(string Name, string Value)> Added(HttpContext http)
    {
        if (_settings.Host) yield return ("Host", http.Request.Host.ToString());
        if (!_settings.Forwarded) yield break;
        yield return ("X-Forwarded-For", http.Connection.RemoteIpAddress!.ToString());
        yield return ("X-Forwarded-Proto", "https");
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
