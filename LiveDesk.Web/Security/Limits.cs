using System.Globalization;
using System.Threading.RateLimiting;
using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Security;

/// <summary>How often a stranger may ask (signing in has its own count). Per network address; IPv6 by its /64, which is one subscriber.</summary>
internal static class Limits
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly string[] Free = ["/_framework", "/_content", "/build", "/css", "/healthz", "/readyz"];

    public static void AddDeskLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<SecurityOptions>>((limiter, security) =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = SayWhenAsync;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(http => IsStranger(http) ? PerMinute(http, security.Value.AnonymousRequestsPerMinute) : Unlimited());
        });
    }

    private static bool IsStranger(HttpContext http) =>
        Session.IdOf(http.User) is null
        && http.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        && !Array.Exists(Free, f => http.Request.Path.StartsWithSegments(f, StringComparison.OrdinalIgnoreCase));

    private static RateLimitPartition<string> PerMinute(HttpContext http, int permits) =>
        RateLimitPartition.GetSlidingWindowLimiter(SignInThrottle.Network(http.Connection.RemoteIpAddress), _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = Minute, SegmentsPerWindow = 6 });

    private static RateLimitPartition<string> Unlimited() => RateLimitPartition.GetNoLimiter("");

    private static async ValueTask SayWhenAsync(OnRejectedContext rejected, CancellationToken ct)
    {
        rejected.HttpContext.Response.Headers.RetryAfter = ((int)Minute.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        rejected.HttpContext.Response.ContentType = "text/plain; charset=utf-8";
        await rejected.HttpContext.Response.WriteAsync("Too many requests from your network. Please wait a minute, then try again.", ct);
    }
}
