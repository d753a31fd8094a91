using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;

namespace LiveDesk.Web.Shell;

/// <summary>
/// Where a screen's address is going. What is chosen while an earlier choice is still on its way to the browser and back goes on from that
/// one, not from the address that it left. One per circuit.
/// </summary>
public sealed class Heading : IDisposable
{
    private readonly NavigationManager _navigation;
    /// <summary>On their way, the last one last.</summary>
    private readonly List<string> _sent = [];

    public Heading(NavigationManager navigation)
    {
        _navigation = navigation;
        navigation.LocationChanged += Arrived;
    }

    /// <summary>Absolute.</summary>
    public string Uri => _sent.Count > 0 ? _sent[^1] : _navigation.Uri;

    public void Go(string address)
    {
        var uri = _navigation.ToAbsoluteUri(address).AbsoluteUri;
        if (uri == Uri) return;
        _sent.Add(uri);
        _navigation.NavigateTo(uri);
    }

    public void Dispose() => _navigation.LocationChanged -= Arrived;

    private void Arrived(object? sender, LocationChangedEventArgs e)
    {
        // Somewhere that nobody was sent to from here: a link was followed meanwhile, and what was sent before it is past.
        if (_sent.LastIndexOf(e.Location) is var at and >= 0) _sent.RemoveRange(0, at + 1);
        else _sent.Clear();
    }
}
