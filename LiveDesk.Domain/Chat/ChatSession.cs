using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Chat;

public enum ChatState
{
    /// <summary>Somebody wrote and nobody has answered yet.</summary>
    Waiting,
    Active,
    Ended,
}

public enum ChatEnd { ByAgent, ByVisitor, Idle, HandedOver }

/// <summary>
/// A live conversation with a visitor of a customer's site. It becomes one ticket, exactly once, when the desk's rule says so; from
/// then on the ticket's thread takes every message, and the widget goes on showing it.
/// </summary>
public sealed class ChatSession : Aggregate
{
    /// <summary>The name of somebody who gave none.</summary>
    public const string Unnamed = "Visitor";

    private readonly List<ChatMessage> _messages = [];

    private ChatSession() { }

    public ChatSession(Guid id, Desk desk, Guid visitorId, string? name, string? email, string? pageUrl, DateTimeOffset now)
    {
        Id = id;
        DeskId = desk.Id;
        DepartmentId = desk.DefaultDepartment.Id;
        VisitorId = visitorId;
        VisitorName = Text.OptionalLine(name, "name", Limits.Name) ?? Unnamed;
        VisitorEmail = Text.OptionalEmail(email);
        PageUrl = PageAddress(pageUrl);
        StartedAt = LastMessageAt = now;
        Record(new ChatBegan(Id, DeskId, DepartmentId), Actor.Visitor(visitorId, VisitorName), now);
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public Guid DepartmentId { get; private set; }
    public Guid VisitorId { get; private set; }
    public string VisitorName { get; private set; } = "";
    public string? VisitorEmail { get; private set; }
    /// <summary>The page the visitor wrote from: http or https, else null.</summary>
    public string? PageUrl { get; private set; }
    public ChatState State { get; private set; }
    public Guid? AgentId { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset LastMessageAt { get; private set; }
    public ChatEnding? Ending { get; private set; }
    public Guid? TicketId { get; private set; }
    public int Version { get; private set; }

    /// <summary>Those loaded or added in this operation.</summary>
    public IReadOnlyList<ChatMessage> Messages => _messages;

    public Actor Visitor => Actor.Visitor(VisitorId, VisitorName);

    public bool IsOver => State is ChatState.Ended;

    /// <summary>A line from the visitor.</summary>
    public ChatMessage Hear(NewChatMessage what, DateTimeOffset now)
    {
        DemandLive();
        return Append(new ChatMessage(Id, ChatSide.Visitor, Visitor, what, now), Visitor, now);
    }

    /// <summary>A line from an agent to the visitor; whoever answers first has taken the chat.</summary>
    public ChatMessage Say(Actor me, NewChatMessage what, DateTimeOffset now)
    {
        me.Demand(Right.WorkChats);
        DemandLive();
        var line = new ChatMessage(Id, ChatSide.Agent, me, what, now);
        if (AgentId is null) Take(me, now);
        return Append(line, me, now);
    }

    /// <summary>A line between agents. It never reaches the visitor.</summary>
    public ChatMessage Whisper(Actor me, NewChatMessage what, DateTimeOffset now)
    {
        me.Demand(Right.WorkChats);
        DemandLive();
        return Append(new ChatMessage(Id, ChatSide.Note, me, what, now), me, now);
    }

    public void Take(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.WorkChats);
        DemandLive();
        if (AgentId == me.Id) return;
        AgentId = me.Id;
        State = ChatState.Active;
        Version++;
        Record(new ChatWasTaken(Id, DeskId, DepartmentId, me.Id), me, now);
    }

    /// <summary>The visitor said who they are (the form before the chat, or later).</summary>
    public void Introduce(string? name, string? email, DateTimeOffset now)
    {
        (VisitorName, VisitorEmail) = (Text.OptionalLine(name, "name", Limits.Name) ?? VisitorName, Text.OptionalEmail(email) ?? VisitorEmail);
        Version++;
        Record(new VisitorWasIntroduced(Id, DeskId, DepartmentId), Visitor, now);
    }

    public void End(Actor by, ChatEnd how, DateTimeOffset now)
    {
        if (by.Kind is not ActorKind.Customer) by.Demand(Right.WorkChats);
        if (IsOver) return;
        State = ChatState.Ended;
        Ending = new ChatEnding(how, by.Id, now);
        Version++;
        Record(new ChatEnded(Id, DeskId, DepartmentId, how), by, now);
    }

    /// <summary>From now on the ticket's thread is the conversation.</summary>
    public void BecomeTicket(Guid ticketId, Actor by, DateTimeOffset now)
    {
        if (TicketId is not null) throw new InvalidOperationException($"Chat {Id} already became ticket {TicketId}.");
        TicketId = ticketId;
        Version++;
        Record(new ChatBecameTicket(Id, DeskId, DepartmentId, ticketId), by, now);
    }

    /// <summary>Its department was closed: it goes to the one that stands for it.</summary>
    public void FollowDesk(Desk desk, DateTimeOffset now)
    {
        if (desk.StandingDepartment(DepartmentId) is var stands && stands == DepartmentId) return;
        DepartmentId = stands;
        Version++;
        Record(new ChatChangedDepartment(Id, DeskId, stands), Actor.System, now);
    }

    /// <summary>Somebody wrote in the ticket's thread while the chat is still live: it is not idle.</summary>
    public void WentOn(DateTimeOffset now)
    {
        if (!IsOver && LastMessageAt < now) LastMessageAt = now;
    }

    private ChatMessage Append(ChatMessage message, Actor by, DateTimeOffset now)
    {
        _messages.Add(message);
        // A line is a decision here: whoever closes the chat at the same moment must look again, or it would miss in the transcript.
        Version++;
        if (LastMessageAt < now) LastMessageAt = now;
        Record(new ChatLineWasWritten(Id, DeskId, DepartmentId, message.Id, message.Side), by, now);
        return message;
    }

    private void DemandLive()
    {
        if (IsOver) throw new RuleViolation("This chat has ended. The conversation goes on in its ticket.");
    }

    private static string? PageAddress(string? url) =>
        url is { Length: <= 2000 } && Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.AbsoluteUri : null;
}

public sealed record ChatEnding(ChatEnd How, Guid? By, DateTimeOffset At);

public enum ChatSide { Visitor, Agent, System, Note }

/// <summary>One line of a chat. The server's order (by <see cref="Id"/>) is the order.</summary>
public sealed class ChatMessage
{
    private ChatMessage() { }

    internal ChatMessage(Guid sessionId, ChatSide side, Actor by, NewChatMessage what, DateTimeOffset now)
    {
        Id = Ids.New(now);
        SessionId = sessionId;
        Side = side;
        AuthorId = by.Id;
        AuthorName = by.Name;
        Body = what.Attachments is { Count: > 0 } ? Text.OptionalBody(what.Body, "message", Limits.ChatLine) ?? "" : Text.Body(what.Body, "message", Limits.ChatLine);
        SenderMadeId = Text.OptionalSenderMadeId(what.SenderMadeId) ?? throw new RuleViolation("A chat line needs an id of its sender, of 1 to 64 characters.", "id");
        At = now;
    }

    public Guid Id { get; private set; }
    public Guid SessionId { get; private set; }
    public ChatSide Side { get; private set; }
    public Guid? AuthorId { get; private set; }
    public string AuthorName { get; private set; } = "";
    /// <summary>Markdown; empty only when files are attached.</summary>
    public string Body { get; private set; } = "";
    /// <summary>Unique in the session: a resend is not a second line.</summary>
    public string SenderMadeId { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
}

public sealed record NewChatMessage(string Body, string SenderMadeId, IReadOnlyList<Guid>? Attachments = null);

public abstract record ChatFact(Guid SessionId, Guid DeskId, Guid DepartmentId) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Chat, SessionId, DeskId, [DepartmentId]);
}

public sealed record ChatBegan(Guid SessionId, Guid DeskId, Guid DepartmentId) : ChatFact(SessionId, DeskId, DepartmentId);
public sealed record ChatLineWasWritten(Guid SessionId, Guid DeskId, Guid DepartmentId, Guid MessageId, ChatSide Side) : ChatFact(SessionId, DeskId, DepartmentId);
public sealed record ChatWasTaken(Guid SessionId, Guid DeskId, Guid DepartmentId, Guid? By) : ChatFact(SessionId, DeskId, DepartmentId);
public sealed record VisitorWasIntroduced(Guid SessionId, Guid DeskId, Guid DepartmentId) : ChatFact(SessionId, DeskId, DepartmentId);
public sealed record ChatChangedDepartment(Guid SessionId, Guid DeskId, Guid DepartmentId) : ChatFact(SessionId, DeskId, DepartmentId);
public sealed record ChatEnded(Guid SessionId, Guid DeskId, Guid DepartmentId, ChatEnd How) : ChatFact(SessionId, DeskId, DepartmentId);
public sealed record ChatBecameTicket(Guid SessionId, Guid DeskId, Guid DepartmentId, Guid TicketId) : ChatFact(SessionId, DeskId, DepartmentId);

/// <summary>One side has read up to there. Never stored; it expires with the screens.</summary>
/// <param name="By">The visitor, or an agent.</param>
/// <param name="UpTo">The last line's place in the order.</param>
public sealed record ChatWasSeen(Guid SessionId, Guid DeskId, Guid DepartmentId, ChatSide By, string UpTo) : ChatFact(SessionId, DeskId, DepartmentId);
