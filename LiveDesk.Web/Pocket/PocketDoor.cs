using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Web.Files;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.Antiforgery;

namespace LiveDesk.Web.Pocket;

/// <summary>
/// Before each of the pocket view's addresses: our own script alone, of our own page, for a person of the desk, not too often. A write names the
/// person who made it, and is not taken from anybody else: a telephone changes hands, and what waited on it is still the first one's.
/// </summary>
internal static class PocketDoor
{
    /// <summary>The id of whoever made what is sent.</summary>
    public const string Person = "X-LiveDesk-Person";

    public static async ValueTask<object?> EnterAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.CacheControl = "private, no-store";
        if (!IsOurs(http.Request) || await MeAsync(http) is not { Sight.IsStaff: true } me) return Results.NotFound();
        var isRead = HttpMethods.IsGet(http.Request.Method);
        var allowances = http.RequestServices.GetRequiredService<PocketAllowances>();
        if ((isRead ? allowances.Reads : allowances.Writes).Take(me.Id!.Value.ToString()) is { } wait) return FileEndpoints.TooMany(http, wait, "Too much at once. It is sent in a moment.");
        if (!isRead && !await IsTheirsAsync(http, me)) return Results.StatusCode(StatusCodes.Status412PreconditionFailed);
        http.Items[typeof(Actor)] = me;
        return await AnsweredAsync(context, next);
    }

    /// <summary>Whom <see cref="EnterAsync"/> let in.</summary>
    public static Actor Me(this HttpContext http) => (Actor)http.Items[typeof(Actor)]!;

    private static async ValueTask<object?> AnsweredAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try { return await next(context); }
        catch (RuleViolation e) { return Results.Problem(e.Message, statusCode: StatusCodes.Status422UnprocessableEntity, extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["field"] = e.Field }); }
        catch (ChangedMeanwhile e) { return Results.Problem(e.Message, statusCode: StatusCodes.Status409Conflict); }
        catch (NotFoundException) { return Results.NotFound(); }
    }

    private static bool IsOurs(HttpRequest request) =>
        request.Headers.ContainsKey(FileEndpoints.OwnScript)
        && request.Headers["Sec-Fetch-Site"] is [] or ["same-origin"]
        && (request.Headers.Origin.ToString() is "" || string.Equals(request.Headers.Origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase));

    private static async Task<bool> IsTheirsAsync(HttpContext http, Actor me) =>
        Guid.TryParse(http.Request.Headers[Person], out var maker) && maker == me.Id && await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http);

    private static async ValueTask<Actor?> MeAsync(HttpContext http) =>
        Session.IdOf(http.User) is { } id ? await http.RequestServices.GetRequiredService<DeskCatalogue>().ActorAsync(id, http.RequestAborted) : null;
}
