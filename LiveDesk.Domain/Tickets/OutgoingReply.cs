using LiveDesk.Domain.Replies;

namespace LiveDesk.Domain.Tickets;

/// <summary>Why a reply that waited to be sent was not.</summary>
public enum HeldBackWhy
{
    /// <summary>The customer wrote meanwhile: the words may no longer fit.</summary>
    CustomerWrote,
    Closed,
    /// <summary>The ticket is spam, or in the trash.</summary>
    SetAside,
    /// <summary>The ticket was merged into one of another customer.</summary>
    OtherCustomer,
    /// <summary>Whoever wrote it works here no longer, or may not see the ticket any more.</summary>
    AuthorGone,
    /// <summary>A rule stood against it when its time came; <see cref="HeldBack.Sentence"/> says which.</summary>
    Refused,
    /// <summary>A colleague, or its author, stopped it.</summary>
    Cancelled,
}

/// <param name="By">Whose doing it was; null: time's.</param>
public sealed record HeldBack(HeldBackWhy Why, string? By, DateTimeOffset At, string? Sentence = null);

/// <summary>Where a ticket goes with what is written on it.</summary>
public sealed record MoveWithIt(Guid StatusId, MoveDetails Details);

/// <summary>A text that somebody sent, before the customer has it.</summary>
/// <param name="Body">Markdown; with its variables when it goes to <paramref name="Children"/> too.</param>
/// <param name="State">The draft's document as it was sent: taken back, it stands in the composer as it stood there.</param>
/// <param name="SenderMadeId">What the entry will be called: however often it is tried, it is one.</param>
/// <param name="IsScheduled">For a time that was chosen; false: only as long as its author may undo the sending.</param>
public sealed record NewOutgoing(string Body, byte[] State, string SenderMadeId, DateTimeOffset SendAt, bool IsScheduled)
{
    public IReadOnlyList<Author> CoAuthors { get; init; } = [];
    public IReadOnlyList<Source> Sources { get; init; } = [];
    public IReadOnlyList<Guid> Attachments { get; init; } = [];
    public IReadOnlyList<Guid> Children { get; init; } = [];
    public MoveWithIt? Move { get; init; }
    /// <summary>What they do follows the words.</summary>
    public IReadOnlyList<MacroChoice> Macros { get; init; } = [];
    /// <inheritdoc cref="Entry.ActivityType"/>
    public string? ActivityType { get; init; }
}

/// <summary>
/// A reply that waits: for its time, or until sending it can no longer be undone. It is no entry yet, so that no customer's screen, search or
/// count knows of it. What makes it one, and what keeps it back, are verbs of its ticket.
/// </summary>
public sealed class OutgoingReply
{
    private OutgoingReply() { }

    internal OutgoingReply(Guid ticketId, Guid authorId, string authorName, DateTimeOffset? seenCustomerAt, NewOutgoing what, DateTimeOffset now)
    {
        (Id, TicketId, AuthorId, AuthorName) = (Ids.New(now), ticketId, authorId, authorName);
        Body = what.Attachments.Count > 0 ? Text.OptionalBody(what.Body, "message") ?? "" : Text.Body(what.Body, "message");
        (State, SenderMadeId, SendAt, IsScheduled, WrittenAt, SeenCustomerAt) = (what.State, what.SenderMadeId, what.SendAt, what.IsScheduled, now, seenCustomerAt);
        ActivityType = Text.OptionalLine(what.ActivityType, "activity type", Limits.Name);
        (CoAuthors, Sources, Attachments, Children, Move, Macros) = (what.CoAuthors, what.Sources, what.Attachments, what.Children, what.Move, what.Macros);
    }

    public Guid Id { get; private set; }
    public Guid TicketId { get; private set; }
    public Guid AuthorId { get; private set; }
    /// <summary>As they were called then.</summary>
    public string AuthorName { get; private set; } = "";
    public IReadOnlyList<Author> CoAuthors { get; private set; } = [];
    /// <inheritdoc cref="NewOutgoing"/>
    public string Body { get; private set; } = "";
    public byte[] State { get; private set; } = [];
    public string SenderMadeId { get; private set; } = "";
    public IReadOnlyList<Source> Sources { get; private set; } = [];
    public IReadOnlyList<Guid> Attachments { get; private set; } = [];
    public IReadOnlyList<Guid> Children { get; private set; } = [];
    public MoveWithIt? Move { get; private set; }
    public IReadOnlyList<MacroChoice> Macros { get; private set; } = [];
    public string? ActivityType { get; private set; }
    public bool IsScheduled { get; private set; }
    public DateTimeOffset WrittenAt { get; private set; }
    /// <summary>When it is sent, UTC; null: not by itself any more.</summary>
    public DateTimeOffset? SendAt { get; private set; }
    /// <summary>The customer's last message that its author knew of.</summary>
    public DateTimeOffset? SeenCustomerAt { get; private set; }
    public HeldBack? HeldBack { get; private set; }

    internal void HoldBack(HeldBack why) => (SendAt, HeldBack) = (null, why);

    /// <summary>The same on the ticket that its own was merged into.</summary>
    internal OutgoingReply GoneAlong(Ticket into, DateTimeOffset now) => new(into.Id, AuthorId, AuthorName, into.LastCustomerMessageAt, new NewOutgoing(Body, State, SenderMadeId, SendAt ?? now, IsScheduled)
    {
        CoAuthors = CoAuthors, Sources = Sources, Attachments = Attachments, Children = Children, Move = Move, Macros = Macros, ActivityType = ActivityType,
    }, WrittenAt) { SendAt = SendAt, HeldBack = HeldBack };
}

/// <summary>Somebody sent a reply that the customer does not have yet.</summary>
/// <param name="IsScheduled">For a time that was chosen; false: only as long as sending it can be undone.</param>
public sealed record ReplyWasPutOff(Guid TicketId, TicketPlace Where, Guid ReplyId, DateTimeOffset SendAt, bool IsScheduled) : TicketFact(TicketId, Where);
public sealed record ReplyWasHeldBack(Guid TicketId, TicketPlace Where, Guid ReplyId, Guid AuthorId, HeldBackWhy Why) : TicketFact(TicketId, Where);
/// <param name="IsDiscarded">Its text was thrown away; false: it stands in the draft again.</param>
public sealed record ReplyWasTakenBack(Guid TicketId, TicketPlace Where, Guid ReplyId, bool IsDiscarded) : TicketFact(TicketId, Where);
