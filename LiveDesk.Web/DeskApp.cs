using LiveDesk.Infrastructure;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Sample;
using LiveDesk.Web.Account;
using LiveDesk.Web.Compose;
using LiveDesk.Web.Chat;
using LiveDesk.Web.Health;
using LiveDesk.Web.Help;
using LiveDesk.Web.Knowledge;
using LiveDesk.Web.Live;
using LiveDesk.Web.Pocket;
using LiveDesk.Web.Security;
using LiveDesk.Web.Settings;
using LiveDesk.Web.Shell;
using LiveDesk.Web.TimeTracking;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.Localization;

namespace LiveDesk.Web;

/// <summary>How the desk is put together: one line a capability.</summary>
public static class DeskApp
{
    public static void AddLiveDeskWeb(this WebApplicationBuilder builder)
    {
        // Sample data, the demo page and static assets of `dotnet run` need nothing else.
        builder.WebHost.UseStaticWebAssets();
        var services = builder.Services;
        services.AddLiveDesk(builder.Configuration);
        services.AddLocalization();
        services.AddSingleton<ResourceManagerStringLocalizerFactory>().AddSingleton<IStringLocalizerFactory, KnownWords>();
        builder.AddDeskSecurity();
        services.AddRazorComponents().AddInteractiveServerComponents().SpareMemory().GuardCircuits();
        services.AddSignalR();
        services.AddCompose();
        services.AddChatWeb();
        services.AddPocket();
        services.AddAntiforgery();
        services.AddHttpContextAccessor();
        services.AddScoped<Session>();
        services.AddDeskPeople();
        services.AddScoped<Problems>();
        services.AddTransient<FormProblem>();
        services.AddScoped<Toasts>();
        services.AddScoped<OpenDesk>();
        services.AddScoped<Tickets.ChangeWords>();
        services.AddScoped<Tickets.BoardLanes>();
        services.AddScoped<Places>();
        services.AddScoped<Heading>();
        services.AddScoped<Connection>();
        services.AddScoped<Attention>();
        services.AddScoped<Following>();
        services.AddScoped<Microsoft.AspNetCore.Components.Server.Circuits.CircuitHandler>(p => p.GetRequiredService<Connection>());
    }

    /// <summary>What must be there before the first request: the database, the way in; in Development the sample.</summary>
    /// <param name="isCommand">Nothing is served: no way in is opened, and nobody is told of one.</param>
    public static async Task PrepareDeskAsync(this WebApplication app, bool isCommand)
    {
        await app.Services.GetRequiredService<DatabaseStart>().PrepareAsync(CancellationToken.None);
        if (app.Environment.IsDevelopment()) await app.Services.GetRequiredService<SampleData>().PrepareAsync(CancellationToken.None);
        if (!isCommand) await app.PrepareDeskPeopleAsync();
        await app.PrepareKnowledgeAsync(isCommand);
    }

    public static void UseLiveDeskWeb(this WebApplication app)
    {
        app.UseRouting();
        app.UseDeskSecurity();
        app.UseStaticFiles();
        app.UseRequestLocalization(SpokenLanguages);
        app.UseDeskPeople();
        app.UseDeskLimits();
        app.UseChatDoor();
        app.UseAntiforgery();
        app.MapDeskPeople();
        app.MapStaticAssets().AllowAnonymous();
        // Browsers ask for it on every page without an icon of its own, such as a download or a plain answer.
        app.MapGet("/favicon.ico", () => Results.LocalRedirect("/favicon.svg", permanent: true)).AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null /* SecurityHeaders says none */);
        app.MapCompose();
        app.MapChat();
        app.MapHelp();
        app.MapHealth();
        app.MapConnectionCheck();
        app.MapKeyboard();
        app.MapTime();
        app.MapPocket();
        app.UseEndpoints(_ => { });
        // Made now, beside the database's start, and not by the first who asks for them.
        _ = app.Services.GetRequiredService<EndpointDataSource>().Endpoints;
    }

    /// <summary>As the person's browser asks; numbers and dates in the way of their country where it is one of these.</summary>
    private static void SpokenLanguages(RequestLocalizationOptions options)
    {
        options.SetDefaultCulture("en").AddSupportedCultures("en", "en-GB", "de", "de-AT", "de-CH").AddSupportedUICultures("en", "de");
        options.RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()];
    }
}
