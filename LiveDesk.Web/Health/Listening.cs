using System.Net.Sockets;
using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace LiveDesk.Web.Health;

/// <summary>Where the server listens: an address that is none, or not to be had, is said in a sentence.</summary>
internal static class Listening
{
    /// <summary>When the start is over, and when what is done every half minute was done once.</summary>
    private static readonly TimeSpan[] StartIsOver = [TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(35)];
    private const string Allowed = "ASPNETCORE_URLS has addresses like http://localhost:5080, separated by “;”.";

    /// <returns>What is wrong with the setting; null: nothing.</returns>
    public static string? Problem(string? urls) =>
        (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).FirstOrDefault(u => !IsAddress(u)) is { } wrong ? $"“{wrong}” is no address to listen on. {Allowed}" : null;

    /// <summary>Until it is asked to stop.</summary>
    /// <exception cref="StartupException">The address is taken, or not this machine's.</exception>
    public static async Task ServeAsync(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (e is IOException { InnerException: AddressInUseException } or SocketException)
        {
            throw new StartupException($"{e.Message.TrimEnd('.')}. Stop the program that listens there, or choose another address. {Allowed}", e);
        }
        var givenBack = GiveBackAsync(app.Lifetime.ApplicationStopping);
        await app.WaitForShutdownAsync();
        await givenBack;
    }

    /// <summary>What the start needed once (the manual's import, the model, the sample data) goes back to the machine, instead of with the first collection, which an idle desk may not see for hours.</summary>
    private static async Task GiveBackAsync(CancellationToken stopping)
    {
        foreach (var wait in StartIsOver)
        {
            try { await Task.Delay(wait, stopping); }
            catch (OperationCanceledException) { return; /* stopped before */ }
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Scheme: "http" or "https", Port: >= 0 and <= 65535 };
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
