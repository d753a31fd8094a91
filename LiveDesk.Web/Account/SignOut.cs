using LiveDesk.Infrastructure.People;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LiveDesk.Web.Account;

/// <summary>Signing out changes something, so it is a POST with the page's own token, never a link.</summary>
internal static class SignOut
{
    public const string Address = "/sign-out";

    public static void MapSignOut(this IEndpointRouteBuilder routes) => routes.MapPost(Address, async (HttpContext context, IAntiforgery antiforgery, SessionCommands sessions) =>
    {
        if (!await antiforgery.IsRequestValidAsync(context)) return Results.BadRequest("This page is no longer current. Go back, load it again and sign out once more.");
        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
        // The browser forgets its cookie; the session is over wherever else a copy of it may be. It is done though the browser goes away meanwhile.
        if (SignedInCookie.PersonOf(context.User) is { } person && SignedInCookie.SessionOf(context.User) is { } session) await sessions.EndAsync(person, session, CancellationToken.None);
        context.Response.Headers["Clear-Site-Data"] = "\"cache\"";
        return Results.LocalRedirect("/sign-in");
    }).AllowAnonymous();
}
