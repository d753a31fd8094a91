using LiveDesk.Infrastructure.People;
using LiveDesk.Web.Live;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace LiveDesk.Web.Account;

/// <summary>
/// An open screen asks every few seconds whether its person still belongs here, as a request would. When not, the screen is nobody's,
/// and goes to sign-in. (What may be seen follows at once, through <see cref="Session"/>; this ends the circuit's name.)
/// </summary>
public sealed class StandingOfTheScreen(ILoggerFactory logs, Standings standings) : RevalidatingServerAuthenticationStateProvider(logs)
{
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        Session.IdOf(authenticationState.User) is not { } id || SignedInCookie.StillHolds(authenticationState.User, await standings.OfAsync(id, cancellationToken));
}
