using Microsoft.AspNetCore.Components.Server.Circuits;

namespace LiveDesk.Web.Live;

/// <summary>Whether this circuit's browser is there now. While it is not, the circuit waits for it, but the person is not "here".</summary>
public sealed class Connection : CircuitHandler
{
    public bool IsUp { get; private set; } = true;

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = false;
        return Task.CompletedTask;
    }

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        IsUp = true;
        return Task.CompletedTask;
    }
}
