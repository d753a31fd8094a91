namespace LiveDesk.Domain.Tickets;

public enum EntryKind
{
    /// <summary>From the customer.</summary>
    CustomerMessage,
    /// <summary>From us to the customer.</summary>
    Reply,
    /// <summary>To be read in the portal, not sent.</summary>
    PublicNote,
    /// <summary>Never leaves the desk.</summary>
    Note,
    /// <summary>The chat that the ticket came from.</summary>
    Transcript,
    /// <summary>To or from a supplier. Never leaves the desk towards the customer.</summary>
    SupplierMail,
    System,
}

public enum Delivery { None, Queued, Sent, Delivered, Failed }

/// <summary>Who wrote an entry. The name is kept as it was at the time.</summary>
public sealed record Author(ActorKind Kind, Guid? Id, string Name)
{
    public static Author Of(Actor actor) => new(actor.Kind, actor.Id, actor.Name);
}

/// <summary>A passage that an AI-assisted reply was drafted from, at the revision it had.</summary>
public sealed record Source(Guid ArticleId, Guid PassageId, int Revision, string Title);

/// <summary>One piece of a ticket's thread. Append-only: nobody edits or deletes one. Ordered by <see cref="Id"/>.</summary>
public sealed class Entry
{
    private Entry() { }

    internal Entry(Guid ticketId, EntryKind kind, IReadOnlyList<Author> authors, NewEntry what, DateTimeOffset now)
    {
        Id = Ids.New(now);
        TicketId = ticketId;
        Kind = kind;
        Authors = authors;
        Body = what.Attachments is { Count: > 0 } ? Text.OptionalBody(what.Body, "message") ?? "" : Text.Body(what.Body, "message");
        SenderMadeId = Text.OptionalSenderMadeId(what.SenderMadeId);
        Sources = what.Sources ?? [];
        ActivityType = Text.OptionalLine(what.ActivityType, "activity type", Limits.Name);
        At = now;
    }

    public Guid Id { get; private set; }
    public Guid TicketId { get; private set; }
    public EntryKind Kind { get; private set; }
    /// <summary>With which supplier; of supplier mail only.</summary>
    public Guid? SupplierId { get; private set; }
    public IReadOnlyList<Author> Authors { get; private set; } = [];
    /// <summary>Markdown; empty only when files are attached.</summary>
    public string Body { get; private set; } = "";
    public IReadOnlyList<Source> Sources { get; private set; } = [];
    /// <summary>What work it was (a call, a visit …): one of the desk's activities then.</summary>
    public string? ActivityType { get; private set; }
    /// <summary>Made by the sender, unique on the ticket: a resend is not a second entry.</summary>
    public string? SenderMadeId { get; private set; }
    public DateTimeOffset At { get; private set; }
    public Delivery Delivery { get; private set; }
    public string? DeliveryProblem { get; private set; }

    /// <summary>What the customer may read. The one rule for portal, widget and mail.</summary>
    public bool IsPublic => Kind.IsPublic();

    internal void IsWith(Guid supplierId) => SupplierId = supplierId;

    internal void WasHandedOver(Delivery state, string? problem) => (Delivery, DeliveryProblem) = (state, Text.Shortened(problem));
}

public static class EntryKinds
{
    public static readonly IReadOnlyList<EntryKind> Public = [EntryKind.CustomerMessage, EntryKind.Reply, EntryKind.PublicNote];

    public static bool IsPublic(this EntryKind kind) => Public.Contains(kind);
}

/// <summary>What somebody wants to add to a thread.</summary>
/// <param name="SenderMadeId">At most 64 characters; the same id again is the same entry.</param>
/// <param name="CoAuthors">The other hands in a shared draft.</param>
/// <param name="Attachments">Ids of files that were uploaded before.</param>
public sealed record NewEntry(string Body, string? SenderMadeId = null, IReadOnlyList<Author>? CoAuthors = null, IReadOnlyList<Source>? Sources = null, IReadOnlyList<Guid>? Attachments = null, string? ActivityType = null);
