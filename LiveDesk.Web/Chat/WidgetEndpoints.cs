using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Infrastructure.Files;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveDesk.Web.Chat;

/// <summary><c>/widget.js</c>, the launcher on customers' sites, and <c>/widget/panel</c>, the page in its iframe.</summary>
public static class WidgetEndpoints
{
    public static void MapWidget(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/widget.js", Loader);
        routes.MapGet("/widget/panel", PanelAsync);
    }

    /// <summary>Asked for by every page of every customer's site: five minutes from the cache, then an ETag that costs no body.</summary>
    private static async Task<IResult> Loader(HttpContext http, IWebHostEnvironment environment)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("build/widget.js");
        if (!file.Exists) return Results.NotFound();
        await using var stream = file.CreateReadStream();
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes, http.RequestAborted);
        var content = bytes.ToArray();
        var headers = http.Response.Headers;
        headers.CacheControl = "public, max-age=300";
        headers["Cross-Origin-Resource-Policy"] = "cross-origin";
        headers.XContentTypeOptions = "nosniff";
        return Results.Bytes(content, "text/javascript; charset=utf-8", entityTag: new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content))[..20]}\""));
    }

    private static async Task<IResult> PanelAsync(HttpContext http, IOptions<Infrastructure.Files.FileOptions> files, IWebHostEnvironment environment)
    {
        if (await ChatDoor.DeskBehindAsync(http) is not { } desk) return Results.NotFound();
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = Policy(desk);
        headers.Remove("X-Frame-Options");
        headers.CacheControl = "no-store";
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        return Results.Content(Page(desk, files.Value.Largest, Version(environment)), "text/html; charset=utf-8");
    }

    private static string Policy(Desk desk) =>
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; base-uri 'none'; form-action 'none'; "
        + $"frame-ancestors {string.Join(' ', desk.Settings.Widget.AllowedOrigins.Prepend("'self'"))}";

    private static string Page(Desk desk, long largestFile, string version)
    {
        var widget = desk.Settings.Widget;
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="robots" content="noindex">
            <title>{Safe(desk.Name)}</title>
            <link rel="stylesheet" href="/build/panel.css?v={version}">
            <script src="/build/panel.js?v={version}" defer></script>
            </head>
            <body data-desk="{Safe(desk.Slug)}" data-name="{Safe(desk.Name)}" data-greeting="{Safe(widget.Greeting)}" data-accent="{Safe(widget.Accent)}"
              data-ask-for-name="{(widget.AskForName ? "true" : "false")}" data-origins="{Safe(JsonSerializer.Serialize(widget.AllowedOrigins))}"
              data-longest-line="{Limits.ChatLine}" data-largest-file="{largestFile}"></body>
            </html>
            """;
    }

    private static string Version(IWebHostEnvironment environment) =>
        environment.WebRootFileProvider.GetFileInfo("build/panel.js").LastModified.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
