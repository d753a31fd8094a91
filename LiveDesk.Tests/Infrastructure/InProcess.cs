using LiveDesk.Domain;
using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Account;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Tests.Infrastructure;

/// <summary>A part of the program on a real socket in the test's process, so that a test can be a browser by the wire and a colleague by command at once.</summary>
internal static class InProcess
{
    /// <summary>Ends with a slash.</summary>
    public static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    /// <summary>On a free port, with keys of its own.</summary>
    public static async Task<WebApplication> StartAsync(IConfiguration configuration, string environment, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = Repository.WebProject, EnvironmentName = environment });
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddConfiguration(configuration);
        add(builder.Services);
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }

    /// <summary>Behind the desk's own cookie. <c>/enter/{person}</c> stands for the sign-in form (<see cref="AddAccountsAsync"/>).</summary>
    public static Task<WebApplication> StartSignedInAsync(TestDesk desk, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var configuration = desk.Database.Configuration();
        return StartAsync(configuration, "Test", services =>
        {
            services.AddLiveDesk(configuration);
            services.AddDeskPeople();
            add(services);
        }, app =>
        {
            app.UseAuthentication();
            app.UseAuthorization();
            app.MapGet("/enter/{id:guid}", EnterAsync).AllowAnonymous();
            map(app);
        });
    }

    /// <summary>Without passwords: nobody signs in by the form.</summary>
    public static async Task AddAccountsAsync(TestDesk desk)
    {
        await using var db = desk.OpenDatabase();
        foreach (var person in desk.Everybody)
            db.Set<LiveDesk.Infrastructure.People.Account>().Add(new LiveDesk.Infrastructure.People.Account { Id = person.Id!.Value, UserName = person.Name, NormalizedUserName = person.Name.ToUpperInvariant(), SecurityStamp = person.Name });
        await db.CommitAsync();
    }

    private static async Task EnterAsync(HttpContext http, Guid id, DeskDatabase desk, Standings standings)
    {
        await using var db = desk.OpenForSystem();
        var person = await db.People.FindAsync([id], http.RequestAborted);
        await SignedInCookie.EnterAsync(http, person!, (await standings.OfAsync(id, http.RequestAborted))!.Stamp, remember: false);
    }
}
