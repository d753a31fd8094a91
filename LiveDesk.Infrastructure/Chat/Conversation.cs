using LiveDesk.Domain.Chat;

namespace LiveDesk.Infrastructure.Chat;

public enum LineSide { Visitor, Agent, Note }

public sealed record ChatFile(Guid Id, string Name, long Size, string Type, bool IsPicture);

/// <param name="Order">Sorts lines and notices: the server's order.</param>
/// <param name="SenderMadeId">The visitor's own lines only.</param>
public sealed record ChatLine(Guid Id, string Order, LineSide Side, string Author, string Body, DateTimeOffset At, string? SenderMadeId, IReadOnlyList<ChatFile> Files);

public enum NoticeKind { Ended, Ticket, FollowUp, Merged, Resolved }

/// <summary>What happened to the conversation, shown between its lines. Made from its state, not stored.</summary>
/// <param name="Text">A ticket's reference, or a resolution.</param>
public sealed record ChatNotice(string Id, string Order, NoticeKind Kind, string? Text, DateTimeOffset At)
{
    /// <summary>After the lines of the same millisecond.</summary>
    public static ChatNotice Of(string id, NoticeKind kind, string? text, DateTimeOffset at) =>
        new(id, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds():x12}f{(int)kind}"), kind, text, at);
}

/// <param name="Tickets">Those it went on in, first to last; empty while it is only a chat.</param>
/// <param name="Ticket">The last one's reference.</param>
public sealed record Conversation(
    Guid Id, Guid DeskId, Guid DepartmentId, ChatState State, Guid? AgentId, string VisitorName, string? VisitorEmail, string? PageUrl, DateTimeOffset StartedAt,
    string? Ticket, long? TicketNumber, IReadOnlyList<Guid> Tickets, IReadOnlyList<ChatLine> Lines, IReadOnlyList<ChatNotice> Notices);

/// <summary>A row of the chats screen.</summary>
public sealed record ChatRow(Guid Id, Guid DeskId, ChatState State, Guid? AgentId, string VisitorName, string? PageUrl, string FirstLine, DateTimeOffset StartedAt, DateTimeOffset LastMessageAt, bool LastIsVisitors, Guid? TicketId);
