using LiveDesk.Infrastructure.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;

namespace LiveDesk.Web.Account;

/// <summary>Signing in: cookies, who may pass without, and the first start.</summary>
public static class PeopleOfTheDesk
{
    public static void AddDeskPeople(this IServiceCollection services)
    {
        services.AddScoped<SignedInCookie>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddCookie(IdentityConstants.ApplicationScheme, o =>
        {
            o.Cookie.Name = "livedesk";
            o.Cookie.HttpOnly = true;
            o.Cookie.SameSite = SameSiteMode.Lax;
            o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            o.ExpireTimeSpan = SessionCommands.Lasts;
            o.SlidingExpiration = true;
            o.LoginPath = "/sign-in";
            o.ReturnUrlParameter = "returnUrl";
            o.EventsType = typeof(SignedInCookie);
        });
        // Nobody passes without a name unless a page says so.
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, StandingOfTheScreen>();
        services.AddSingleton<SessionConnections>();
        services.AddHostedService(p => p.GetRequiredService<SessionConnections>());
    }

    /// <summary>Before the first request: the sample people in Development, and the way in for the first administrator wherever nobody works yet.</summary>
    public static async Task PrepareDeskPeopleAsync(this WebApplication app)
    {
        var password = app.Configuration["Sample:Password"] is { Length: > 0 } given ? given : SampleAccounts.DefaultPassword;
        if (app.Environment.IsDevelopment()) await app.Services.GetRequiredService<SampleAccounts>().PrepareAsync(password, CancellationToken.None);
        await app.Services.GetRequiredService<FirstStart>().OpenIfNobodyWorksHereAsync(CancellationToken.None);
    }

    public static void UseDeskPeople(this WebApplication app)
    {
        app.UseMiddleware<SetupFirst>();
        app.UseAuthentication();
        app.UseAuthorization();
    }

    public static void MapDeskPeople(this WebApplication app) => app.MapSignOut();
}
