using System.Security.Claims;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using Microsoft.AspNetCore.Components.Authorization;

namespace LiveDesk.Web.Live;

/// <summary>
/// The signed-in person of this circuit (or request), with the rights they have now. When somebody changes those, <see cref="Changed"/>
/// fires, every live component reads again, and what may no longer be seen is gone.
/// </summary>
public sealed class Session(AuthenticationStateProvider authentication, DeskCatalogue catalogue, ILiveFeed feed, ILogger<Session> log) : IDisposable
{
    private IDisposable? _subscription;
    private Guid? _personId;
    private Actor? _me;

    /// <summary>The rights changed, or the person is gone (<see cref="IsOver"/>).</summary>
    public event Action? Changed;

    /// <summary>One screen: a browser tab.</summary>
    public Guid ScreenId { get; } = Guid.NewGuid();

    /// <summary>Deactivated while signed in.</summary>
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
        _me = await catalogue.ActorAsync(id);
        _subscription ??= feed.Subscribe(() => Sight.Everything, Concerns, _ => Refresh());
        return _me;
    }

    public static Guid? IdOf(ClaimsPrincipal user) =>
        user.Identity is { IsAuthenticated: true } && Guid.TryParse(user.FindFirstValue(ClaimTypes.NameIdentifier), out var id) ? id : null;

    public void Dispose() => _subscription?.Dispose();

    private bool Concerns(LiveSignal signal) =>
        signal.Fact is FeedCameBack or DeskSightChanged or DeskWasCreated || (signal.Fact is RightsChanged changed && changed.PersonId == _personId);

    private void Refresh() => _ = RefreshAsync();

    private async Task RefreshAsync()
    {
        if (_personId is not { } id) return;
        try
        {
            _me = await catalogue.ActorAsync(id);
        }
        catch (Exception e)
        {
            // Rights that cannot be read are no rights: nothing is shown that may have been taken away.
            log.LogError(e, "The rights of {Person} could not be read", id);
            _me = null;
        }
        IsOver = _me is null;
        Changed?.Invoke();
    }
}
