using System.Collections.Concurrent;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using Microsoft.AspNetCore.SignalR;

namespace LiveDesk.Web.Chat;

/// <summary>
/// This node's visitors. One subscription to the feed for all of them; a signal wakes those connections whose chat or ticket it is
/// about, and each reads its own public side again and is sent what it does not have.
/// </summary>
public sealed class VisitorConnections : IDisposable
{
    private readonly ConcurrentDictionary<string, VisitorConnection> _all = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Guid, ConcurrentDictionary<string, VisitorConnection>> _bySubject = new();
    private readonly VisitorQueries _queries;
    private readonly DeskCatalogue _catalogue;
    private readonly IHubContext<ChatHub> _hub;
    private readonly Presence _presence;
    private readonly ILogger<VisitorConnections> _log;
    private readonly IDisposable _subscription;

    public VisitorConnections(VisitorQueries queries, DeskCatalogue catalogue, IHubContext<ChatHub> hub, Presence presence, ILiveFeed feed, ILogger<VisitorConnections> log)
    {
        (_queries, _catalogue, _hub, _presence, _log) = (queries, catalogue, hub, presence, log);
        _subscription = feed.Subscribe(() => Sight.Everything, Concerns, Hear);
    }

    public VisitorConnection? Find(string connectionId) => _all.GetValueOrDefault(connectionId);

    /// <summary>A second hello on the same connection begins it anew.</summary>
    public async Task<VisitorConnection> GreetAsync(string connectionId, VisitorKey visitor, Action abort)
    {
        await ForgetAsync(connectionId);
        var connection = new VisitorConnection(connectionId, visitor, abort);
        _all[connectionId] = connection;
        connection.Pump = PumpAsync(connection);
        return connection;
    }

    public async Task ForgetAsync(string connectionId)
    {
        if (!_all.TryRemove(connectionId, out var connection)) return;
        connection.Stop();
        await connection.Pump;
        Begin(connection, null);
    }

    /// <summary>From now on the connection hears of this conversation; what it was not told yet, it is told now.</summary>
    /// <returns>The line of this id as the visitor sees it.</returns>
    public async Task<WireLine?> WatchAsync(VisitorConnection connection, Guid conversation, Guid? line = null)
    {
        // Reading and telling are one step: what is told later was read later.
        using (await connection.EnterAsync())
        {
            if (connection.Conversation != conversation) Begin(connection, conversation);
            // Listed before it is read: what happens in between wakes the connection again.
            List(conversation, connection);
            var read = await TellNewsAsync(connection);
            if (read is null) Begin(connection, null);
            return read?.Lines.FirstOrDefault(l => l.Id == line) is { } found ? WireLine.Of(found) : null;
        }
    }

    public void StartTyping(VisitorConnection connection) => SayHere(connection, connection.TypingScreen, Doing.Typing);

    public void StopTyping(VisitorConnection connection)
    {
        if (connection.Conversation is { } chat) _presence.Gone(chat, connection.TypingScreen);
    }

    public void Dispose() => _subscription.Dispose();

    private bool Concerns(LiveSignal signal) =>
        signal.Fact is FeedCameBack || (signal.Subject is { Kind: SubjectKind.Chat or SubjectKind.Ticket } subject && _bySubject.ContainsKey(subject.Id));

    private void Hear(LiveSignal signal)
    {
        if (signal.Fact is FeedCameBack)
        {
            foreach (var connection in _all.Values) connection.Wake(Wakeup.Read);
            return;
        }
        if (!_bySubject.TryGetValue(signal.Subject.Id, out var those)) return;
        foreach (var connection in those.Values)
            if (signal.Fact is PresenceChanged { Kind: SubjectKind.Chat } present) connection.HearPresence(present);
            else if (signal.Fact is ChatWasSeen seen) connection.HearSeen(seen);
            // Presence on the ticket is the agents' own: they may be typing a note there.
            else if (signal.Fact is not PresenceChanged) connection.Wake(Wakeup.Read);
    }

    /// <summary>One connection's own loop, so that its messages keep their order and a burst is one read.</summary>
    private async Task PumpAsync(VisitorConnection connection)
    {
        try
        {
            while (await connection.WaitAsync(Presence.ScreenLives / 3) is { } why)
            {
                SayHere(connection, connection.Screen, Doing.Viewing);
                if (why.HasFlag(Wakeup.Read))
                    using (await connection.EnterAsync()) await TellNewsAsync(connection);
                if (why.HasFlag(Wakeup.Live)) await _hub.Clients.Client(connection.Id).SendAsync("live", connection.Live);
            }
        }
        catch (Exception e)
        {
            // The visitor's browser reconnects and reads everything; until then it must not believe that it is up to date.
            _log.LogError(e, "A visitor's connection could not be kept up to date and was closed");
            connection.Abort();
        }
    }

    private async Task<Conversation?> TellNewsAsync(VisitorConnection connection)
    {
        if (connection.Conversation is not { } id || await _queries.ConversationAsync(connection.Visitor, id) is not { } read) return null;
        connection.Place = new FactSubject(SubjectKind.Chat, read.Id, read.DeskId, [read.DepartmentId]);
        connection.Name = read.VisitorName;
        foreach (var ticket in read.Tickets) List(ticket, connection);
        var agent = read.AgentId is { } agentId ? (await _catalogue.PersonAsync(agentId))?.Name : null;
        var news = WireConversation.Of(read, agent, read.Lines.Where(l => connection.Told.Add(l.Id)));
        await _hub.Clients.Client(connection.Id).SendAsync("conversation", news);
        return read;
    }

    private void SayHere(VisitorConnection connection, Guid screen, Doing doing)
    {
        if (connection.Place is { } place) _presence.Here(place, screen, new Present(connection.Visitor.Id, connection.Name, ActorKind.Customer, doing));
    }

    /// <summary>Leaves what it watched before.</summary>
    private void Begin(VisitorConnection connection, Guid? conversation)
    {
        if (connection.Conversation is { } before)
        {
            _presence.Gone(before, connection.TypingScreen);
            _presence.Gone(before, connection.Screen);
        }
        lock (_bySubject)
        {
            foreach (var subject in connection.Subjects)
                if (_bySubject.TryGetValue(subject, out var those) && those.TryRemove(connection.Id, out _) && those.IsEmpty) _bySubject.TryRemove(subject, out _);
            connection.Subjects.Clear();
        }
        connection.Begin(conversation);
    }

    private void List(Guid subject, VisitorConnection connection)
    {
        lock (_bySubject)
        {
            if (connection.Subjects.Add(subject)) _bySubject.GetOrAdd(subject, _ => new(StringComparer.Ordinal))[connection.Id] = connection;
        }
    }
}
