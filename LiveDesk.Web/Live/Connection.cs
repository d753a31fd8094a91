using Microsoft.AspNetCore.Components.Server.Circuits;

namespace LiveDesk.Web.Live;

/// <summary>Whether this circuit's browser is there now. While it is not, the circuit waits for it, but the person is not "here".</summary>
public sealed class Connection : CircuitHandler
{
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
