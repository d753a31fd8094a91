using LiveDesk.Domain;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.People;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Account;
using LiveDesk.Web.Compose;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LiveDesk.Tests.Compose;

/// <summary>
/// The compose hub behind the desk's own cookie, on a real socket in the test's process, so that a test can be a browser by the wire and a
/// colleague by command at once. <c>/enter/{person}</c> stands for the sign-in form.
/// </summary>
internal sealed class ComposeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly bool _ownsDesk;

    private ComposeServer(TestDesk desk, WebApplication app, bool ownsDesk) => (Desk, _app, _ownsDesk) = (desk, app, ownsDesk);

    /// <summary>Made the people; its own services are another node's.</summary>
    public TestDesk Desk { get; }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ComposeServer> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, string preset = "technician", Action<IServiceCollection>? change = null)
    {
        var desk = await TestDesk.OpenAsync(kind, preset);
        await using (var db = desk.OpenDatabase())
        {
            foreach (var person in desk.Everybody) db.Set<LiveDesk.Infrastructure.People.Account>().Add(new LiveDesk.Infrastructure.People.Account { Id = person.Id!.Value, UserName = person.Name, NormalizedUserName = person.Name.ToUpperInvariant(), SecurityStamp = person.Name });
            await db.CommitAsync();
        }
        return await StartOnAsync(desk, ownsDesk: true, change);
    }

    /// <summary>A second node on the same database.</summary>
    public Task<ComposeServer> StartAnotherAsync() => StartOnAsync(Desk, ownsDesk: false);

    private static async Task<ComposeServer> StartOnAsync(TestDesk desk, bool ownsDesk, Action<IServiceCollection>? change = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Repository.WebProject, EnvironmentName = "Test" });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(desk.Database.Configuration());
        builder.Services.AddLiveDesk(builder.Configuration).AddCompose();
        builder.Services.AddDeskPeople();
        change?.Invoke(builder.Services);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapGet("/enter/{id:guid}", EnterAsync).AllowAnonymous();
        app.MapCompose();
        await app.StartAsync();
        return new ComposeServer(desk, app, ownsDesk);
    }

    /// <summary>A browser of this person, on the hub.</summary>
    public async Task<ComposeSocket> ConnectAsync(Actor who) => await ComposeSocket.ConnectAsync(Address, await CookieOfAsync(who));

    /// <summary>What the browser sends of a new session of this person.</summary>
    public async Task<string> CookieOfAsync(Actor who)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = Address };
        using var entered = await http.GetAsync($"enter/{who.Id}");
        return entered.EnsureSuccessStatusCode().Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    public Guid SessionIn(string cookie) =>
        SignedInCookie.SessionOf(Get<IOptionsMonitor<CookieAuthenticationOptions>>().Get(IdentityConstants.ApplicationScheme).TicketDataFormat.Unprotect(cookie.Split('=', 2)[1])!.Principal)!.Value;

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        if (_ownsDesk) await Desk.DisposeAsync();
    }

    private static async Task EnterAsync(HttpContext http, Guid id, DeskDatabase desk, Standings standings)
    {
        await using var db = desk.OpenForSystem();
        var person = await db.People.FindAsync([id], http.RequestAborted);
        await SignedInCookie.EnterAsync(http, person!, (await standings.OfAsync(id, http.RequestAborted))!.Stamp, remember: false);
    }
}
