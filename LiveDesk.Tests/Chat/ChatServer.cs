using LiveDesk.Domain.Desks;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.Chat;

/// <summary>
/// The chat's own part of the program on a real socket, in the test's process, so that a test can be visitor by the wire and agent by
/// command at once. The desk is <c>technician</c>; <see cref="Site"/> is a customer's site of another origin with the widget on it.
/// </summary>
internal sealed class ChatServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly WebApplication _site;

    private ChatServer(TestDesk desk, WebApplication app, WebApplication site) => (Desk, _app, _site) = (desk, app, site);

    public TestDesk Desk { get; }
    public Uri Address => AddressOf(_app);
    /// <summary>Allowed to embed the widget.</summary>
    public Uri Site => new UriBuilder(AddressOf(_site)) { Host = "localhost" }.Uri;

    public ChatCommands Chats => Get<ChatCommands>();

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="clock">Stands in for the system's; then nothing times out by itself.</param>
    public static async Task<ChatServer> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, TimeProvider? clock = null, Func<DeskSettings, DeskSettings>? configure = null, params (string, string)[] settings)
    {
        var desk = await TestDesk.OpenAsync(kind);
        WebApplication? app = null;
        var site = await RunAsync([], _ => { }, a => a.Run(http =>
        {
            if (http.Request.Path == "/css/demo.css")
            {
                http.Response.ContentType = "text/css";
                return http.Response.SendFileAsync(Path.Combine(Repository.WebProject, "wwwroot", "css", "demo.css"));
            }
            http.Response.ContentType = "text/html; charset=utf-8";
            return http.Response.WriteAsync(http.Request.Path == "/favicon.ico" ? "" : DemoPage.Html(AddressOf(app!).GetLeftPart(UriPartial.Authority), desk.Desk.Slug));
        }));
        app = await RunAsync(desk.Database.Configuration(settings), services =>
        {
            if (clock is not null) services.AddSingleton(clock);
        }, a =>
        {
            a.UseStaticFiles();
            a.UseChatDoor();
            a.MapChat();
        });
        var server = new ChatServer(desk, app, site);
        await server.ConfigureAsync(s => (configure?.Invoke(s) ?? s) with { Widget = s.Widget with { AllowedOrigins = [server.Site.GetLeftPart(UriPartial.Authority)] } });
        return server;
    }

    public Task ConfigureAsync(Func<DeskSettings, DeskSettings> change) => Get<DeskCommands>().ConfigureAsync(Desk.Sam, Desk.Desk.Id, change(Desk.Desk.Settings));

    public HttpClient Client() => new() { BaseAddress = Address };

    public async ValueTask DisposeAsync()
    {
        await _site.DisposeAsync();
        await _app.DisposeAsync();
        await Desk.DisposeAsync();
    }

    private static async Task<WebApplication> RunAsync(IConfiguration configuration, Action<IServiceCollection> change, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Repository.WebProject, EnvironmentName = "Development" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(configuration);
        change(builder.Services);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        if (configuration["ConnectionStrings:Desk"] is not null) builder.Services.AddLiveDesk(configuration).AddChatWeb();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    private static Task<WebApplication> RunAsync(IEnumerable<KeyValuePair<string, string?>> none, Action<IServiceCollection> change, Action<WebApplication> map) =>
        RunAsync(new ConfigurationBuilder().AddInMemoryCollection(none).Build(), change, map);

    private static Uri AddressOf(WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
}
