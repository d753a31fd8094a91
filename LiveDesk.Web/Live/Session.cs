using System.Security.Claims;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Account;
using Microsoft.AspNetCore.Components.Authorization;

namespace LiveDesk.Web.Live;

/// <summary>
/// The signed-in person of this circuit (or request), with the rights they have now. When somebody changes those, or the session ends,
/// <see cref="Changed"/> fires, every live component reads again, and what may no longer be seen is gone.
/// </summary>
public sealed class Session(AuthenticationStateProvider authentication, DeskCatalogue catalogue, Standings standings, ILiveFeed feed, ILogger<Session> log) : IDisposable
{
    private IDisposable? _subscription;
    private Guid? _personId;
    private Actor? _me;
    private long _asked, _answered;
    private bool _disposed;

    /// <summary>The rights changed, or the person is gone (<see cref="IsOver"/>).</summary>
    public event Action? Changed;

    /// <summary>One screen: a browser tab.</summary>
    public Guid ScreenId { get; } = Guid.NewGuid();

    /// <summary>Signed out, deactivated, or with a new password elsewhere.</summary>
    public bool IsOver { get; private set; }

    public Sight Sight => _me?.Sight ?? Sight.Nothing;

    /// <exception cref="NotFoundException">Nobody is signed in, or they no longer work here.</exception>
    public async ValueTask<Actor> MeAsync() => await FindAsync() ?? throw new NotFoundException("page");

    public async ValueTask<Actor?> FindAsync()
    {
        if (_me is not null || IsOver) return _me;
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        if (IdOf(user) is not { } id) return null;
        _personId = id;
        // Before the read, so that no change falls between the two; but not for a page that left while it was asked who they are.
        if (!_disposed) _subscription ??= feed.Subscribe(() => Sight.Everything, Concerns, _ => Refresh());
        await ReadAsync();
        return _me;
    }

    public static Guid? IdOf(ClaimsPrincipal user) => SignedInCookie.PersonOf(user);

    public void Dispose()
    {
        _disposed = true;
        _subscription?.Dispose();
    }

    private bool Concerns(LiveSignal signal) =>
        signal.Fact is FeedCameBack or DeskSightChanged or DeskWasCreated || (SessionConnections.EndsSessions(signal) && signal.Subject.Id == _personId);

    private void Refresh() => _ = RefreshAsync();

    private async Task RefreshAsync()
    {
        try
        {
            await ReadAsync();
        }
        catch (Exception e)
        {
            // Rights that cannot be read are no rights: nothing is shown that may have been taken away.
            log.LogError(e, "The rights of {Person} could not be read", _personId);
        }
        IsOver = _me is null;
        Changed?.Invoke();
    }

    /// <summary>Of two at once the one that began later counts.</summary>
    private async Task ReadAsync()
    {
        var (turn, me) = (Interlocked.Increment(ref _asked), (Actor?)null);
        try
        {
            me = await WhoAsync();
        }
        finally
        {
            if (turn > Interlocked.Read(ref _answered))
            {
                Interlocked.Exchange(ref _answered, turn);
                _me = me;
            }
        }
    }

    private async Task<Actor?> WhoAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        return IdOf(user) is { } id && SignedInCookie.StillHolds(user, await standings.OfAsync(id)) ? await catalogue.ActorAsync(id) : null;
    }
}
