using LiveDesk.Domain;
using LiveDesk.Tests.Infrastructure;
using LiveDesk.Web.Account;
using LiveDesk.Web.Compose;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LiveDesk.Tests.Compose;

/// <summary>The compose hub behind the desk's own cookie (<see cref="InProcess"/>).</summary>
internal sealed class ComposeServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private readonly bool _ownsDesk;

    private ComposeServer(TestDesk desk, WebApplication app, bool ownsDesk) => (Desk, _app, _ownsDesk) = (desk, app, ownsDesk);

    /// <summary>Made the people; its own services are another node's.</summary>
    public TestDesk Desk { get; }

    public Uri Address => InProcess.AddressOf(_app);

    public T Get<T>() where T : notnull => _app.Services.GetRequiredService<T>();

    public static async Task<ComposeServer> StartAsync(DatabaseKind kind = DatabaseKind.Sqlite, string preset = "technician", Action<IServiceCollection>? change = null)
    {
        var desk = await TestDesk.OpenAsync(kind, preset);
        await InProcess.AddAccountsAsync(desk);
        return await StartOnAsync(desk, ownsDesk: true, change);
    }

    /// <summary>A second node on the same database.</summary>
    public Task<ComposeServer> StartAnotherAsync() => StartOnAsync(Desk, ownsDesk: false);

    private static async Task<ComposeServer> StartOnAsync(TestDesk desk, bool ownsDesk, Action<IServiceCollection>? change = null)
    {
        var app = await InProcess.StartSignedInAsync(desk, services =>
        {
            services.AddCompose();
            change?.Invoke(services);
        }, app => app.MapCompose());
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
}
