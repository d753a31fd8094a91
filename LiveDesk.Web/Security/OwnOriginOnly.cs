namespace LiveDesk.Web.Security;

/// <summary>
/// Circuits and hubs answer pages of our own origin. The framework accepts a socket from any page, with the person's cookie on it; here a
/// foreign page meets an address that does not exist. The chat hub has its own door: other sites embed the widget.
/// </summary>
public sealed class OwnOriginOnly(RequestDelegate next)
{
    private static readonly PathString[] Guarded = ["/_blazor", "/hubs"];
    private static readonly PathString Open = "/hubs/chat";

    public Task InvokeAsync(HttpContext http)
    {
        if (!IsGuarded(http.Request.Path) || IsOurs(http.Request)) return next(http);
        http.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static bool IsGuarded(PathString path) =>
        Array.Exists(Guarded, g => path.StartsWithSegments(g, StringComparison.OrdinalIgnoreCase)) && !path.StartsWithSegments(Open, StringComparison.OrdinalIgnoreCase);

    private static bool IsOurs(HttpRequest request)
    {
        if (request.Headers.Origin is [{ Length: > 0 } origin]) return string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
        // Browsers name the origin of every socket and every post; what they leave nameless is a plain read of our own page.
        return request.Headers.Origin.Count == 0 && HttpMethods.IsGet(request.Method) && request.Headers.Upgrade.Count == 0
            && request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"];
    }
}
