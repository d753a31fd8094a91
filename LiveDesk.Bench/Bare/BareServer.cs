using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Bench;

/// <summary>
/// The framework and nothing else, to compare with: a live page with a table of 50 rows that is rendered anew at each push, and a hub
/// that broadcasts. No database, no people.
/// </summary>
internal static class BareServer
{
    public const string Mode = "bare-server";
    public const string HubPath = "hub";

    public static async Task<int> RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        builder.Services.AddSignalR();
        builder.Services.AddDataProtection().UseEphemeralDataProtectionProvider();
        builder.Services.AddSingleton<BareFeed>();
        var app = builder.Build();
        app.UseAntiforgery();
        app.MapGet("/sign-in", () => "There is nobody here.");
        app.MapPost("/push", (string mark, BareFeed feed) => feed.Push(mark));
        app.MapPost("/broadcast", (string mark, IHubContext<BareHub> hub) => hub.Clients.All.SendAsync("news", mark));
        app.MapHub<BareHub>($"/{HubPath}");
        app.MapRazorComponents<BareApp>().AddInteractiveServerRenderMode();
        await app.RunAsync();
        return 0;
    }
}

internal sealed class BareHub : Hub;

/// <summary>Tells every open page.</summary>
public sealed class BareFeed
{
    public event Action<string>? Pushed;

    public void Push(string mark) => Pushed?.Invoke(mark);
}
