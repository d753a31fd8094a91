using LiveDesk.Domain;
using LiveDesk.Domain.Files;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Web.Chat;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace LiveDesk.Web.Files;

/// <summary>
/// Files in and out. In: the body is the file (or one part of a form). Out: always as a download, never run, to those alone who may see
/// what it hangs on; to all others there is no such file.
/// </summary>
public static class FileEndpoints
{
    /// <summary>Agents' scripts send it; a foreign site's form cannot.</summary>
    public const string OwnScript = "X-LiveDesk";

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/files", UploadAsync).DisableAntiforgery();
        routes.MapGet("/files/{id:guid}", DownloadAsync);
        routes.MapPost("/widget/files", UploadByVisitorAsync).DisableAntiforgery();
        routes.MapGet("/widget/files/{id:guid}", DownloadByVisitorAsync);
    }

    private static async Task<IResult> UploadAsync(HttpContext http, string desk, string? name, DeskCatalogue catalogue, FileCommands files, ChatAllowances allowances, IOptions<Infrastructure.Files.FileOptions> options)
    {
        if (!http.Request.Headers.ContainsKey(OwnScript) || await MeAsync(http, catalogue) is not { } me) return Results.NotFound();
        var found = Guid.TryParse(desk, out var id) ? (Guid?)id : (await catalogue.DeskBySlugAsync(desk, http.RequestAborted))?.Id;
        if (found is not { } deskId) return Results.NotFound();
        if (allowances.Uploads.Take(me.Id!.Value.ToString()) is { } wait) return TooMany(http, wait);
        return await TakeAsync(http, me, deskId, name, null, files, options.Value);
    }

    private static async Task<IResult> UploadByVisitorAsync(HttpContext http, string? name, VisitorTokens tokens, FileCommands files, ChatAllowances allowances, IOptions<Infrastructure.Files.FileOptions> options)
    {
        if (await ChatDoor.DeskBehindAsync(http) is not { } desk || tokens.Read(http.Request.Headers[VisitorTokens.Header], desk.Id) is not { } visitor) return Results.NotFound();
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "?";
        if ((allowances.Uploads.Take(visitor.Id.ToString()) ?? allowances.UploadsFromOnePlace.Take(address)) is { } wait) return TooMany(http, wait);
        return await TakeAsync(http, Actor.Visitor(visitor.Id, "Visitor"), desk.Id, name, null, files, options.Value);
    }

    /// <param name="senderMadeId">As <see cref="FileCommands.UploadAsync"/> has it.</param>
    internal static async Task<IResult> TakeAsync(HttpContext http, Actor me, Guid deskId, string? name, string? senderMadeId, FileCommands files, Infrastructure.Files.FileOptions options)
    {
        // The store counts for itself; a little room lets it say so in words.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = options.Largest + 1024 * 1024;
        try
        {
            var incoming = await IncomingFile.OfAsync(http.Request, name, http.RequestAborted);
            var file = await files.UploadAsync(me, deskId, incoming.Name, incoming.Bytes, incoming.Length, senderMadeId, http.RequestAborted);
            return Results.Json(new WireFile(file.Id, file.FileName, file.Size, file.ContentType, file.IsPicture));
        }
        catch (RuleViolation e) { return Results.Problem(e.Message, statusCode: StatusCodes.Status400BadRequest); }
        catch (BadHttpRequestException e) { return Results.Problem("The file was cut off on its way, or is too large. Please send it again.", statusCode: e.StatusCode); }
        catch (NotFoundException) { return Results.NotFound(); }
        catch (FileNotKept e) { return NotKept(http, e); }
    }

    private static IResult NotKept(HttpContext http, FileNotKept why)
    {
        http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(FileEndpoints)).LogError(why, "A file that somebody sent could not be kept");
        return Results.Problem("The file could not be saved just now. What you wrote is still there; send the file again in a moment.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> DownloadAsync(HttpContext http, Guid id, DeskCatalogue catalogue, FileQueries files)
    {
        var file = await MeAsync(http, catalogue) is { } me ? await files.OpenAsync(me, id, http.RequestAborted) : await files.OpenForPublicAsync(id, http.RequestAborted);
        return Sent(http, file);
    }

    private static async Task<IResult> DownloadByVisitorAsync(HttpContext http, Guid id, VisitorTokens tokens, FileQueries files)
    {
        if (await ChatDoor.DeskBehindAsync(http) is not { } desk || tokens.Read(http.Request.Headers[VisitorTokens.Header], desk.Id) is not { } visitor) return Results.NotFound();
        return Sent(http, await files.OpenForVisitorAsync(visitor, id, http.RequestAborted));
    }

    private static IResult Sent(HttpContext http, OpenFile? file)
    {
        if (file is null) return Results.NotFound();
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        headers.CacheControl = "private, no-store";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(file.About.FileName);
        headers.ContentDisposition = disposition.ToString();
        return Results.Stream(file.Bytes, file.About.ContentType, enableRangeProcessing: false);
    }

    private static async Task<Actor?> MeAsync(HttpContext http, DeskCatalogue catalogue) =>
        Session.IdOf(http.User) is { } id ? await catalogue.ActorAsync(id, http.RequestAborted) : null;

    internal static IResult TooMany(HttpContext http, TimeSpan wait, string says = "Too many files at once. Please wait a moment.")
    {
        http.Response.Headers.RetryAfter = ((int)wait.TotalSeconds + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.Problem(says, statusCode: StatusCodes.Status429TooManyRequests);
    }
}
