using LiveDesk.Infrastructure.People;
using Microsoft.AspNetCore.StaticAssets;

namespace LiveDesk.Web.Account;

/// <summary>Until the first administrator exists, every page leads to the setup.</summary>
public sealed class SetupFirst(RequestDelegate next, FirstStart first)
{
    private static readonly string[] Open = ["/setup", "/healthz", "/readyz"];

    public async Task InvokeAsync(HttpContext context)
    {
        if (!first.IsOpen || IsNeededForSetup(context) || !await first.IsStillOpenAsync(context.RequestAborted)) await next(context);
        else if (SignedInCookie.IsPage(context.Request)) context.Response.Redirect("/setup");
        else context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private static bool IsNeededForSetup(HttpContext context) =>
        Array.Exists(Open, o => context.Request.Path.Equals(o, StringComparison.OrdinalIgnoreCase))
        || context.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null
        || context.Request.Path.StartsWithSegments("/_framework", StringComparison.Ordinal);
}
