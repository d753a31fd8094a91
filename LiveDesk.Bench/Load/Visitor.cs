using System.Text.Json;

namespace LiveDesk.Bench;

/// <summary>A visitor's open widget.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly HubConnection _hub;

    private Visitor(HubConnection hub) => _hub = hub;

    public Guid Conversation { get; } = Guid.NewGuid();
    public string? Problem => _hub.Problem;

    public static async Task<Visitor> ComeAsync(Uri server)
    {
        var hub = await HubConnection.ConnectAsync(server, $"hubs/chat?desk={LoadDesk.Slug}");
        await hub.InvokeAsync("Hello", new { token = (string?)null, conversation = (Guid?)null });
        return new Visitor(hub);
    }

    /// <returns>Did the desk take it?</returns>
    public async Task<bool> SayAsync(string text)
    {
        var answer = await _hub.InvokeAsync("Send", new { conversation = Conversation, id = Guid.NewGuid().ToString(), body = text, files = Array.Empty<Guid>(), page = "https://shop.example/", name = "Carla", email = (string?)null });
        return !answer.TryGetProperty("problem", out var problem) || problem.ValueKind is JsonValueKind.Null;
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
