using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Chat;

namespace LiveDesk.Web.Chat;

// The shapes of /hubs/chat; Client/widget/protocol.ts is their other half.

public sealed record Hello(string? Token, Guid? Conversation);

public sealed record Welcome(string Token, bool Recognised, string? Name, string? Email);

public sealed record OutgoingLine(Guid Conversation, string? Id, string? Body, IReadOnlyList<Guid>? Files, string? Page, string? Name, string? Email);

public sealed record WireFile(Guid Id, string Name, long Size, string Type, bool Picture)
{
    public static WireFile Of(ChatFile f) => new(f.Id, f.Name, f.Size, f.Type, f.IsPicture);
}

public sealed record WireLine(Guid Id, string Order, string From, string Author, string Body, DateTimeOffset At, string? SenderMadeId, IReadOnlyList<WireFile> Files)
{
    public static WireLine Of(ChatLine l) => new(l.Id, l.Order, l.Side is LineSide.Visitor ? "visitor" : "agent", l.Author, l.Body, l.At, l.SenderMadeId, [.. l.Files.Select(WireFile.Of)]);
}

public sealed record WireNotice(string Id, string Order, string Kind, string? Text, DateTimeOffset At);

/// <summary>The visitor's side of a conversation, with those lines that the connection has not been sent.</summary>
public sealed record WireConversation(Guid Id, string State, string? Agent, string? Ticket, IReadOnlyList<WireLine> Lines, IReadOnlyList<WireNotice> Notices)
{
    public static WireConversation Of(Conversation c, string? agent, IEnumerable<ChatLine> lines) =>
        new(c.Id, StateOf(c.State), agent, c.Ticket, [.. lines.Select(WireLine.Of)], [.. c.Notices.Select(n => new WireNotice(n.Id, n.Order, KindOf(n.Kind), n.Text, n.At))]);

    private static string StateOf(ChatState state) => state switch { ChatState.Waiting => "waiting", ChatState.Active => "active", _ => "ended" };

    private static string KindOf(NoticeKind kind) => kind switch { NoticeKind.Ended => "ended", NoticeKind.Ticket => "ticket", NoticeKind.FollowUp => "followup", NoticeKind.Merged => "merged", _ => "resolved" };
}

/// <summary>What became of a request. Problems are data, so that the outbox knows whether to wait, to ask the person, or to give up.</summary>
public sealed record Outcome(WireLine? Line = null, Guid? Conversation = null, WireProblem? Problem = null)
{
    public static Outcome SlowDown(TimeSpan wait) => new(Problem: new("slow-down", "Too many messages at once.", (int)wait.TotalMilliseconds + 1));
    public static Outcome Rule(string sentence) => new(Problem: new("rule", sentence, null));
    /// <summary>It could not be saved just now, and is not lost: the browser keeps it and tries again.</summary>
    public static readonly Outcome Busy = new(Problem: new("busy", "This could not be saved just now.", 2000));
    public static readonly Outcome Gone = new(Problem: new("gone", "There is no such conversation.", null));
    public static readonly Outcome Done = new();
}

public sealed record WireProblem(string Code, string Message, int? RetryAfterMs);

/// <summary>What is only true for a moment.</summary>
public sealed record WireLive(string? AgentTyping, bool AgentHere, string? SeenUpTo);
