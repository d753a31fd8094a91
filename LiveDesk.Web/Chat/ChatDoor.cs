using LiveDesk.Domain.Desks;
using LiveDesk.Infrastructure.Desks;

namespace LiveDesk.Web.Chat;

/// <summary>
/// Before the hub and the visitors' files: is there such a desk, is its widget on, and does the request come from a page that may?
/// Whoever fails meets an address that does not exist.
/// </summary>
public static class ChatDoor
{
    public static string? DeskOf(HttpContext http) => http.Request.Query["desk"].FirstOrDefault();

    public static IApplicationBuilder UseChatDoor(this IApplicationBuilder app) =>
        app.UseWhen(http => IsChat(http.Request.Path), door => door.Use(async (http, next) =>
        {
            if (await DeskBehindAsync(http) is null) http.Response.StatusCode = StatusCodes.Status404NotFound;
            else await next(http);
        }));

    /// <summary>The desk that the request names, if the request may come in.</summary>
    public static async Task<Desk?> DeskBehindAsync(HttpContext http)
    {
        if (DeskOf(http) is not { Length: > 0 and <= 40 } slug) return null;
        var desk = await http.RequestServices.GetRequiredService<DeskCatalogue>().DeskBySlugAsync(slug, http.RequestAborted);
        return desk is { Settings.Widget.Enabled: true } && MayCome(http.Request, desk) ? desk : null;
    }

    private static bool IsChat(PathString path) => path.StartsWithSegments(ChatHub.Path, StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/widget/files", StringComparison.OrdinalIgnoreCase);

    /// <summary>Browsers always say where a socket or a post comes from; a request that says nothing is no browser's, and carries no cookie that counts here.</summary>
    private static bool MayCome(HttpRequest request, Desk desk)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}" || desk.Settings.Widget.AllowedOrigins.Contains(origin, StringComparer.Ordinal);
    }
}
