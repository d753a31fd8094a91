namespace LiveDesk.Domain.Tickets;

/// <summary>Who will read it.</summary>
public enum Audience { Reply, Note, Article }

/// <summary>
/// One live draft per ticket and audience, or per article, shared by all who may see it. A Yjs document: its updates are appended,
/// and now and then folded into <see cref="Snapshot"/> by a client. The server relays and stores; it does not parse. It belongs to
/// nobody's screen, and no change of the ticket touches it. After a send the next <see cref="Epoch"/> begins, empty.
/// </summary>
public sealed class Draft
{
    private Draft() { }

    public Draft(Guid id, Guid subjectId, Audience audience, DateTimeOffset now) => (Id, SubjectId, Audience, StartedAt, ChangedAt) = (id, subjectId, audience, now, now);

    public Guid Id { get; private set; }
    /// <summary>The ticket or the article.</summary>
    public Guid SubjectId { get; private set; }
    public Audience Audience { get; private set; }
    public int Epoch { get; private set; } = 1;
    public byte[]? Snapshot { get; private set; }
    /// <summary>Updates up to this id are in the snapshot.</summary>
    public long SnapshotUpTo { get; private set; }
    public DateTimeOffset StartedAt { get; private set; }
    public DateTimeOffset ChangedAt { get; private set; }
    /// <summary>Is there anything to read? Its writers' browsers say so with each update.</summary>
    public bool HasText { get; private set; }
    /// <summary>The colleague who was asked to read it before it is sent.</summary>
    public Guid? ReviewerId { get; private set; }
    public string? ReviewAskedBy { get; private set; }
    /// <summary>UTC.</summary>
    public DateTimeOffset? ReviewAskedAt { get; private set; }
    /// <summary>Bumped by every update and every send: the two cannot overtake each other.</summary>
    public int Version { get; private set; }

    /// <summary>What the entry made of this epoch is called: an epoch is sent once, however often and by however many it is tried.</summary>
    public string SenderMadeIdOf(int epoch) => $"draft-{Id:N}-{epoch}";

    public void Fold(byte[] snapshot, long upTo)
    {
        if (upTo > SnapshotUpTo) (Snapshot, SnapshotUpTo) = (snapshot, upTo);
    }

    public void WasTouched(DateTimeOffset now, bool hasText)
    {
        ChangedAt = now;
        HasText = hasText;
        Version++;
    }

    /// <param name="reviewerId">Null: the question is answered, or withdrawn.</param>
    public void AskForReview(Guid? reviewerId, string askedBy, DateTimeOffset now)
    {
        (ReviewerId, ReviewAskedBy, ReviewAskedAt) = reviewerId is null ? (null, null, null) : (reviewerId, askedBy, (DateTimeOffset?)now);
        Version++;
    }

    /// <summary>It was sent (or thrown away by hand): an empty document begins.</summary>
    public void BeginAnew(DateTimeOffset now)
    {
        Epoch++;
        Snapshot = null;
        (ReviewerId, ReviewAskedBy, ReviewAskedAt) = (null, null, null);
        WasTouched(now, hasText: false);
    }
}

/// <summary>One appended piece of a draft's document.</summary>
public sealed class DraftUpdate
{
    private DraftUpdate() { }

    public DraftUpdate(Guid draftId, int epoch, string clientMadeId, byte[] bytes, Guid by, string byName, DateTimeOffset now) =>
        (DraftId, Epoch, ClientMadeId, Bytes, By, ByName, At) = (draftId, epoch, clientMadeId, bytes, by, byName, now);

    /// <summary>Rises; given by the database.</summary>
    public long Id { get; private set; }
    public Guid DraftId { get; private set; }
    public int Epoch { get; private set; }
    /// <summary>Unique within the draft: a resend is not a second update.</summary>
    public string ClientMadeId { get; private set; } = "";
    public byte[] Bytes { get; private set; } = [];
    public Guid By { get; private set; }
    public string ByName { get; private set; } = "";
    public DateTimeOffset At { get; private set; }
}

/// <summary>Somebody wrote in a draft: nodes that have it open read the update. Told, never kept; only the nodes themselves hear it.</summary>
public sealed record DraftWasWritten(Guid SubjectId, Audience Audience, int Epoch, long UpdateId, Guid FromNode) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Ticket, Guid.Empty);
}

/// <summary>A draft was sent or thrown away: every screen begins with an empty one.</summary>
public sealed record DraftBeganAnew(Guid SubjectId, Audience Audience, Guid FromNode) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Ticket, Guid.Empty);
}
