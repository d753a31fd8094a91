using Microsoft.Net.Http.Headers;

namespace LiveDesk.Web.Security;

/// <summary>
/// What browsers are told on every answer. An endpoint that needs another policy (the widget's panel, which other sites frame) sets its
/// own, which then counts alone.
/// </summary>
public sealed class SecurityHeaders(RequestDelegate next, IHostEnvironment environment)
{
    /// <summary>No inline script, nothing from elsewhere. Styles are inline where a component positions itself.</summary>
    public const string Policy =
        "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; "
        + "frame-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private const string Unused = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

    public Task InvokeAsync(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = Unused;
        // Browsers heed it over https alone, and complain of it elsewhere.
        if (http.Request.IsHttps) headers["Cross-Origin-Opener-Policy"] = "same-origin";
        if (http.Request.IsHttps && !environment.IsDevelopment()) headers.StrictTransportSecurity = "max-age=31536000";
        http.Response.OnStarting(KeepOutOfCaches, http.Response);
        return next(http);
    }

    /// <summary>A page shows what the person may see now; a browser's cache would show it to the next one at the desk.</summary>
    private static Task KeepOutOfCaches(object response)
    {
        var answer = (HttpResponse)response;
        var isOurs = answer.ContentType is { } type && (type.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) || type.StartsWith("application/json", StringComparison.OrdinalIgnoreCase));
        if (isOurs && !answer.Headers.ContainsKey(HeaderNames.CacheControl)) answer.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
