using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web.Pocket;

/// <summary>
/// <c>/pocket</c>, a page of a few lines whose script does the rest; its manifest, by which a telephone puts it on the home screen; and its
/// service worker, which keeps these few files and nothing of anybody's. What people read and wrote lies elsewhere, each person's apart (Client/pocket/store.ts).
/// </summary>
internal static class PocketPage
{
    public const string Address = "/pocket";

    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string[] Files = ["build/pocket.js", "build/pocket.css", "build/pocketWorker.js", "css/tokens.css"];

    public static void MapPocketPage(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Address, Page);
        routes.MapGet("/pocket.webmanifest", Manifest).AllowAnonymous();
        routes.MapGet("/pocket/worker.js", WorkerAsync).AllowAnonymous();
    }

    private static IResult Page(HttpContext http, IStringLocalizer<PocketWords> words, IWebHostEnvironment environment)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        return Results.Content(Html(words, Version(environment)), "text/html; charset=utf-8");
    }

    private static string Html(IStringLocalizer<PocketWords> words, string version) => $"""
        <!doctype html>
        <html lang="{CultureInfo.CurrentUICulture.TwoLetterISOLanguageName}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
        <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
        <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#1a1f27">
        <title>{Safe(words["MyTickets"])} · LiveDesk</title>
        <link rel="manifest" href="/pocket.webmanifest">
        <link rel="icon" href="/favicon.svg" type="image/svg+xml">
        <link rel="apple-touch-icon" href="/icons/pocket-180.png">
        <link rel="stylesheet" href="/css/tokens.css?v={version}">
        <link rel="stylesheet" href="/build/pocket.css?v={version}">
        <script src="/build/pocket.js?v={version}" defer></script>
        </head>
        <body data-version="{version}" data-words="{Safe(WordsOf(words))}"></body>
        </html>
        """;

    private static IResult Manifest(IStringLocalizer<PocketWords> words)
    {
        var icons = new[] { 192, 512 }.Select(size => new { src = $"/icons/pocket-{size}.png", sizes = $"{size}x{size}", type = "image/png", purpose = "any maskable" });
        return Results.Json(new
        {
            id = Address, name = $"LiveDesk · {words["MyTickets"]}", short_name = "LiveDesk", lang = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
            start_url = Address, scope = Address, display = "standalone", background_color = "#f6f7f9", theme_color = "#0f766e", icons,
        }, contentType: "application/manifest+json");
    }

    /// <summary>Its first line is the version: another one makes browsers fetch all of the files anew, and forget the old.</summary>
    private static async Task<IResult> WorkerAsync(HttpContext http, IWebHostEnvironment environment)
    {
        var file = environment.WebRootFileProvider.GetFileInfo("build/pocketWorker.js");
        if (!file.Exists) return Results.NotFound();
        using var text = new StreamReader(file.CreateReadStream());
        http.Response.Headers["Service-Worker-Allowed"] = Address;
        http.Response.Headers.CacheControl = "no-cache";
        return Results.Content($"self.pocketVersion={JsonSerializer.Serialize(Version(environment))};\n{await text.ReadToEndAsync(http.RequestAborted)}", "text/javascript; charset=utf-8");
    }

    private static string WordsOf(IStringLocalizer<PocketWords> words) =>
        JsonSerializer.Serialize(words.GetAllStrings(includeParentCultures: true).ToDictionary(w => JsonNamingPolicy.CamelCase.ConvertName(w.Name), w => w.Value, StringComparer.Ordinal));

    /// <summary>Another one after every build that changes the page, its words or its files; the same one on every node.</summary>
    private static string Version(IWebHostEnvironment environment)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(typeof(PocketPage).Assembly.ManifestModule.ModuleVersionId.ToByteArray());
        foreach (var file in Files.Select(f => environment.WebRootFileProvider.GetFileInfo(f)).Where(f => f.Exists))
        {
            using var bytes = file.CreateReadStream();
            hash.AppendData(SHA256.HashData(bytes));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    private static string Safe(string text) => HtmlEncoder.Default.Encode(text);
}
