using System.Text.Json;

namespace LiveDesk.Bench;

/// <summary>An agent's composer on a ticket: sends notes as the browser does, one after the other.</summary>
internal sealed class NoteWriter : IAsyncDisposable
{
    private readonly HubConnection _hub;
    private readonly Guid _ticket;
    private int _epoch;

    private NoteWriter(HubConnection hub, Guid ticket, int epoch) => (_hub, _ticket, _epoch) = (hub, ticket, epoch);

    public bool IsBusy { get; private set; }

    public static async Task<NoteWriter> OpenAsync(Agent agent, Guid ticket)
    {
        var hub = await HubConnection.ConnectAsync(agent.Http.BaseAddress!, "hubs/compose", agent.Cookie);
        var opened = await hub.InvokeAsync("Open", new { subject = ticket, audience = "note", held = 0, whole = false });
        return new NoteWriter(hub, ticket, opened.GetProperty("epoch").GetInt32());
    }

    /// <returns>Was it sent?</returns>
    public async Task<bool> SendAsync(string text)
    {
        IsBusy = true;
        try
        {
            var answer = await _hub.InvokeAsync("Send", new { subject = _ticket, audience = "note", epoch = _epoch, upTo = long.MaxValue, markdown = text, state = new byte[] { 0, 0 }, seenCustomerEntry = (Guid?)null, files = Array.Empty<Guid>(), sources = Array.Empty<JsonElement>() });
            if (answer.GetProperty("outcome").GetString() != "sent") return false;
            _epoch++;
            return true;
        }
        finally { IsBusy = false; }
    }

    public ValueTask DisposeAsync() => _hub.DisposeAsync();
}
