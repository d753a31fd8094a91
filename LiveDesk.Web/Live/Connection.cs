using Microsoft.AspNetCore.Components.Server.Circuits;

namespace LiveDesk.Web.Live;

/// <summary>Whether this circuit's browser is there now. While it is not, the circuit waits for it, but the person is not "here".</summary>
public sealed class Connection : CircuitHandler
{
    /// <summary>A line that says nothing for so long is broken, for the server as for the browser (<c>Client/desk/connection.ts</c>); each says something four times as often.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    public event Action? Changed;

    public bool IsUp { get; private set; } = true;

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => Turn(false);

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Turn(true);

    private Task Turn(bool up)
    {
        if (IsUp == up) return Task.CompletedTask;
        IsUp = up;
        Changed?.Invoke();
        return Task.CompletedTask;
    }
}
