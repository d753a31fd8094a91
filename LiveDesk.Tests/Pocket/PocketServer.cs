using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LiveDesk.Domain;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.People;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Account;
using LiveDesk.Web.Pocket;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.Pocket;

/// <summary>The pocket view's addresses behind the desk's own cookie, in the test's process. <c>/enter/{person}</c> stands for the sign-in form.</summary>
internal sealed class PocketServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PocketServer(TestDesk desk, WebApplication app) => (Desk, _app) = (desk, app);

    public TestDesk Desk { get; }

    private Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public static async Task<PocketServer> StartAsync(DatabaseKind kind, string preset = "technician")
    {
        var desk = await TestDesk.OpenAsync(kind, preset);
        await using (var db = desk.OpenDatabase())
        {
            foreach (var person in desk.Everybody) db.Set<LiveDesk.Infrastructure.People.Account>().Add(new LiveDesk.Infrastructure.People.Account { Id = person.Id!.Value, UserName = person.Name, NormalizedUserName = person.Name.ToUpperInvariant(), SecurityStamp = person.Name });
            await db.CommitAsync();
        }
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Repository.WebProject, EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(desk.Database.Configuration());
        builder.Services.AddLiveDesk(builder.Configuration);
        builder.Services.AddDeskPeople();
        builder.Services.AddLocalization();
        builder.Services.AddAntiforgery();
        builder.Services.AddPocket();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/enter/{id:guid}", EnterAsync).AllowAnonymous();
        app.MapPocket();
        await app.StartAsync();
        return new PocketServer(desk, app);
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

    private static async Task EnterAsync(HttpContext http, Guid id, DeskDatabase desk, Standings standings)
    {
        await using var db = desk.OpenForSystem();
        var person = await db.People.FindAsync([id], http.RequestAborted);
        await SignedInCookie.EnterAsync(http, person!, (await standings.OfAsync(id, http.RequestAborted))!.Stamp, remember: false);
    }
}
