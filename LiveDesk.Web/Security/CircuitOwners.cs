using System.Collections.Concurrent;
using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Account;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LiveDesk.Web.Security;

/// <summary>
/// A circuit belongs to the person who started it. The framework gives a circuit to whoever knows its secret, signed in or not; here every
/// call of the circuits' hub passes, a start is noted with its owner, and a reconnection by anybody else, or after their session ended, finds no
/// circuit. It also counts open windows, for which the framework has no limit.
/// </summary>
public sealed class CircuitOwners(IOptions<SecurityOptions> options, Standings standings, SessionConnections sessions, TimeProvider clock, ILogger<CircuitOwners> log) : IHubFilter
{
    /// <summary>A screen whose session ended shows nothing at once; so long it has to lead on to sign-in.</summary>
    private static readonly TimeSpan LeadsOn = TimeSpan.FromSeconds(2);
    /// <summary>Longer than the framework keeps a circuit whose browser is away.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(15);

    /// <summary>By the hash of the secret: the secret itself is the key to the screen, and is kept nowhere.</summary>
    private readonly ConcurrentDictionary<string, Owned> _circuits = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        var window = new Window(PersonOf(context.Context), context.Context.GetHttpContext()?.Connection.RemoteIpAddress);
        if (window.Person is null || IsTooMany(window))
        {
            log.LogWarning("A window of {Person} from {Address} was refused: {Reason}", window.Person, window.Address, window.Person is null ? "nobody is signed in" : "too many are open");
            context.Context.Abort();
            return;
        }
        _windows[context.Context.ConnectionId] = window;
        sessions.Add(context.Context.ConnectionId, context.Context.User!, context.Context.Abort, LeadsOn);
        await next(context);
    }

    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocation, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        switch (invocation.HubMethodName)
        {
            case "StartCircuit":
                var secret = await next(invocation) as string;
                if (secret is not null) Note(secret, invocation.Context);
                return secret;
            case "ConnectCircuit" or "ResumeCircuit":
                if (!await IsOwnerAsync(invocation)) return invocation.HubMethodName == "ConnectCircuit" ? false : null;
                var result = await next(invocation);
                if (result is true or string) Note(result as string ?? (string)invocation.HubMethodArguments[0]!, invocation.Context);
                return result;
            default:
                return await next(invocation);
        }
    }

    public async Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        _windows.TryRemove(context.Context.ConnectionId, out _);
        sessions.Remove(context.Context.ConnectionId);
        foreach (var (key, owned) in _circuits.Where(c => c.Value.ConnectionId == context.Context.ConnectionId))
            _circuits.TryUpdate(key, owned with { LeftAt = clock.GetUtcNow() }, owned);
        await next(context, exception);
    }

    private void Note(string secret, HubCallerContext connection)
    {
        var longAgo = clock.GetUtcNow() - Remembered;
        foreach (var (key, owned) in _circuits) if (owned.LeftAt < longAgo) _circuits.TryRemove(key, out _);
        _circuits[KeyOf(secret)] = new Owned(PersonOf(connection)!.Value, connection.User!, connection.ConnectionId, null);
    }

    private async Task<bool> IsOwnerAsync(HubInvocationContext invocation)
    {
        var person = PersonOf(invocation.Context);
        if (person is not null && invocation.HubMethodArguments is [string secret, ..] && _circuits.TryGetValue(KeyOf(secret), out var owned) && owned.Person == person
            && SignedInCookie.StillHolds(owned.User, await standings.OfAsync(owned.Person, invocation.Context.ConnectionAborted))) return true;
        log.LogInformation("{Person} asked for a circuit that is not theirs, or no longer there", person);
        return false;
    }

    private bool IsTooMany(Window window) =>
        _windows.Values.Count(w => w.Person == window.Person) >= options.Value.WindowsPerPerson
        || _windows.Values.Count(w => Equals(w.Address, window.Address)) >= options.Value.WindowsPerAddress;

    private static Guid? PersonOf(HubCallerContext connection) => connection.User is { } user ? Session.IdOf(user) : null;

    private static string KeyOf(string secret) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private sealed record Owned(Guid Person, ClaimsPrincipal User, string ConnectionId, DateTimeOffset? LeftAt);

    private sealed record Window(Guid? Person, IPAddress? Address);
}
