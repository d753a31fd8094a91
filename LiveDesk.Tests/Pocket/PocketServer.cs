using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Pocket;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LiveDesk.Tests.Pocket;

/// <summary>The pocket view's addresses behind the desk's own cookie (<see cref="InProcess"/>).</summary>
internal sealed class PocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PocketServer(TestDesk desk, WebApplication app) => (Desk, _app) = (desk, app);

    public TestDesk Desk { get; }

    private Uri Address => InProcess.AddressOf(_app);

    public static async Task<PocketServer> StartAsync(DatabaseKind kind, string preset = "technician")
    {
        var desk = await TestDesk.OpenAsync(kind, preset);
        await InProcess.AddAccountsAsync(desk);
        return new PocketServer(desk, await InProcess.StartSignedInAsync(desk, services => services.AddLocalization().AddAntiforgery().AddPocket(), app => app.MapPocket()));
    }

    public HttpClient Nobody() => new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false }) { BaseAddress = Address };

    /// <summary>The pocket view of somebody: signed in, with their own token.</summary>
    public async Task<HttpClient> OfAsync(Actor who)
    {
        var http = Nobody();
        http.DefaultRequestHeaders.Add("X-LiveDesk", "pocket");
        (await http.GetAsync($"enter/{who.Id}")).EnsureSuccessStatusCode();
        var home = await http.GetFromJsonAsync<JsonElement>("pocket/data/home");
        http.DefaultRequestHeaders.Add("X-LiveDesk-Person", who.Id.ToString());
        http.DefaultRequestHeaders.Add("RequestVerificationToken", home.GetProperty("token").GetString());
        return http;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Desk.DisposeAsync();
    }
}
