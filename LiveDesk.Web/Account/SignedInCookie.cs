using System.Security.Claims;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace LiveDesk.Web.Account;

/// <summary>The session cookie: what it says of a person, and that it is still true, asked at every request.</summary>
public sealed class SignedInCookie(Standings standings) : CookieAuthenticationEvents
{
    private const string Stamp = "stamp";
    private const string Session = "session";

    internal static ClaimsPrincipal Of(Guid personId, string name, Role role, string stamp, Guid session) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, personId.ToString()),
            new(ClaimTypes.Name, name),
            new(ClaimTypes.Role, role.ToString()),
            new(Stamp, stamp),
            new(Session, session.ToString()),
        ], IdentityConstants.ApplicationScheme));

    /// <summary>Gives the browser a new session; one that it brought along counts no more.</summary>
    public static Task EnterAsync(HttpContext context, Person person, string stamp, bool remember) =>
        context.SignInAsync(IdentityConstants.ApplicationScheme, Of(person.Id, person.Name, person.Role, stamp, Guid.NewGuid()), new AuthenticationProperties { IsPersistent = remember });

    /// <summary>Who is signed in with it; null for nobody.</summary>
    public static Guid? PersonOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public static Guid? SessionOf(ClaimsPrincipal user) => Guid.TryParse(user.FindFirstValue(Session), out var id) ? id : null;

    /// <summary>Is this still the person that they were at sign-in, in a session that goes on? Not after a new password, a deactivation, an erased account, or signing out.</summary>
    public static bool StillHolds(ClaimsPrincipal user, Standing? standing) =>
        standing is not null && user.FindFirstValue(Stamp) == standing.Stamp && SessionOf(user) is { } session && !standing.Ended.Contains(session);

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var user = context.Principal!;
        var standing = PersonOf(user) is { } id ? await standings.OfAsync(id, context.HttpContext.RequestAborted) : null;
        if (!StillHolds(user, standing))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme);
        }
        else if (user.FindFirstValue(ClaimTypes.Name) != standing!.Name || user.FindFirstValue(ClaimTypes.Role) != standing.Role.ToString())
        {
            context.ReplacePrincipal(Of(PersonOf(user)!.Value, standing.Name, standing.Role, standing.Stamp, SessionOf(user)!.Value));
            context.ShouldRenew = true;
        }
    }

    /// <summary>A page leads to sign-in; a script is told by the status.</summary>
    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        if (IsPage(context.Request)) context.Response.Redirect(new Uri(context.RedirectUri).PathAndQuery); // the Host header names no place to go to
        else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    internal static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
