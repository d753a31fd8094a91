using System.Net;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Security;

/// <summary>What guards every address alike, whatever stands behind it.</summary>
public static class DeskSecurity
{
    /// <summary>Bytes: the longest text of a field (<see cref="LiveDesk.Domain.Limits.Body"/>) as a message, whatever its letters. Longer ones stay in the browser (Client/desk/toolong.ts).</summary>
    private const long LargestMessage = 1024 * 1024;

    public static void AddDeskSecurity(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<SecurityOptions>().Bind(builder.Configuration.GetSection("Security")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SecurityOptions>, Checked>();
        services.AddSingleton<CircuitOwners>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustedProxies>();
        services.AddDeskLimits();
    }

    /// <summary>The hub behind the agents' screens: every call passes the owner check.</summary>
    public static void GuardCircuits(this IServerSideBlazorBuilder circuits) => circuits.AddHubOptions(o =>
    {
        o.AddFilter<CircuitOwners>();
        o.MaximumReceiveMessageSize = LargestMessage;
        (o.ClientTimeoutInterval, o.KeepAliveInterval) = (Connection.Silence, Connection.Silence / 4);
    });

    /// <summary>Before everything else.</summary>
    public static void UseDeskSecurity(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<SecurityOptions>>().Value.TrustedProxies.Count > 0) app.UseForwardedHeaders();
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<OwnOriginOnly>();
    }

    /// <summary>Once it is known who asks.</summary>
    public static void UseDeskLimits(this WebApplication app)
    {
        app.Use(async (http, next) =>
        {
            // The fallback policy says the same; this does not depend on it.
            if (http.Request.Path.StartsWithSegments("/_blazor", StringComparison.OrdinalIgnoreCase) && Session.IdOf(http.User) is null) http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            else await next(http);
        });
        app.UseRateLimiter();
    }

    private sealed class Checked : IValidateOptions<SecurityOptions>
    {
        public ValidateOptionsResult Validate(string? name, SecurityOptions options) =>
            options.Problem() is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;
    }

    private sealed class TrustedProxies(IOptions<SecurityOptions> security) : IConfigureOptions<ForwardedHeadersOptions>
    {
        public void Configure(ForwardedHeadersOptions options)
        {
            options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            // As far back as the trusted ones reach.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            foreach (var proxy in security.Value.TrustedProxies)
                if (IPAddress.TryParse(proxy, out var address)) options.KnownProxies.Add(address);
                else options.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }
    }
}
