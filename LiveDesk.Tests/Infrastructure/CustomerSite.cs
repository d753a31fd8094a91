using LiveDesk.Web.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>A customer's own site, of another origin than the desk, with the widget on its page.</summary>
public sealed class CustomerSite : IAsyncDisposable
{
    private readonly WebApplication _app;

    private CustomerSite(WebApplication app) => _app = app;

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single().Replace("127.0.0.1", "localhost", StringComparison.Ordinal) + "/");

    public string Origin => Address.GetLeftPart(UriPartial.Authority);

    public static async Task<CustomerSite> StartAsync(Uri desk, string slug)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(http =>
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            return http.Response.WriteAsync(http.Request.Path == "/favicon.ico" ? "" : DemoPage.Html(desk.GetLeftPart(UriPartial.Authority), slug));
        });
        await app.StartAsync();
        return new CustomerSite(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
