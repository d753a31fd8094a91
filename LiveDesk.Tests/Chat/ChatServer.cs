using LiveDesk.Domain.Desks;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Chat;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

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
    public Uri Address => InProcess.AddressOf(_app);
    /// <summary>Allowed to embed the widget.</summary>
    public Uri Site => new UriBuilder(InProcess.AddressOf(_site)) { Host = "localhost" }.Uri;

    public ChatCommands Chats => Get<ChatCommands>();

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    /// <param name="clock">Stands in for the system's; then nothing times out by itself.</param>
    public static async Task<ChatServer> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, TimeProvider? clock = null, Func<DeskSettings, DeskSettings>? configure = null, params (string, string)[] settings)
    {
        var desk = await TestDesk.OpenAsync(kind);
        WebApplication? app = null;
        var site = await InProcess.StartAsync(new ConfigurationBuilder().Build(), "Development", _ => { }, a => a.Run(http =>
        {
            if (http.Request.Path == "/css/demo.css")
            {
                http.Response.ContentType = "text/css";
                return http.Response.SendFileAsync(Path.Combine(Repository.WebProject, "wwwroot", "css", "demo.css"));
            }
            http.Response.ContentType = "text/html; charset=utf-8";
            return http.Response.WriteAsync(http.Request.Path == "/favicon.ico" ? "" : DemoPage.Html(InProcess.AddressOf(app!).GetLeftPart(UriPartial.Authority), desk.Desk.Slug));
        }));
        var configuration = desk.Database.Configuration(settings);
        app = await InProcess.StartAsync(configuration, "Development", services =>
        {
            if (clock is not null) services.AddSingleton(clock);
            services.AddLiveDesk(configuration).AddChatWeb();
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
}
