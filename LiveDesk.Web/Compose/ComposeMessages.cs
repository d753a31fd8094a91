using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Compose;

// What goes over the compose hub's wire (Client/composer/wire.ts). Bytes are base64, enums words.

/// <param name="Held">The epoch that the browser shows; 0 for none.</param>
/// <param name="Whole">Every update instead of the snapshot.</param>
public sealed record OpenAsk(Guid Subject, string Audience, int Held, bool Whole);

public sealed record Piece(long Id, byte[] Bytes);

public sealed record Opened(Guid Person, int Epoch, byte[]? Snapshot, IReadOnlyList<Piece> Updates, long UpTo, byte[]? Sent, Guid? LastCustomerEntry);

public sealed record PushAsk(Guid Subject, string Audience, int Epoch, string Id, byte[] Bytes, long UpTo);

/// <param name="Outcome">kept, began (the draft was sent meanwhile), slow (too many at once: wait), failed (the database: try again), refused (see the sentence).</param>
public sealed record Pushed(string Outcome, long Id, IReadOnlyList<Piece> Others, string? Sentence = null);

/// <param name="Revision">The article's, from which the bytes were made.</param>
public sealed record SeedAsk(Guid Subject, string Audience, int Epoch, int Revision, byte[] Bytes);

public sealed record FoldAsk(Guid Subject, string Audience, int Epoch, long UpTo, byte[] Bytes);

public sealed record SendAsk(Guid Subject, string Audience, int Epoch, long UpTo, string Markdown, byte[] State, Guid? SeenCustomerEntry, IReadOnlyList<Guid>? Files, IReadOnlyList<Source>? Sources);

public sealed record ClearAsk(Guid Subject, string Audience, int Epoch, long UpTo, byte[] State);

/// <param name="Outcome">sent, behind (others wrote meanwhile), meanwhile (the customer did), refused (see the sentence).</param>
public sealed record SentAnswer(string Outcome, Guid? EntryId = null, string? Sentence = null, WrittenMeanwhile? Meanwhile = null);

public sealed record PlaceAsk(Guid Subject, string Audience);

public sealed record UpdatedNews(Guid Subject, string Audience, int Epoch, long Id, byte[] Bytes);

internal static class ComposePlaces
{
    /// <summary>Null for an audience that there is not.</summary>
    public static DraftPlace? Of(Guid subject, string? audience) => audience switch
    {
        "reply" => new DraftPlace(subject, Audience.Reply),
        "note" => new DraftPlace(subject, Audience.Note),
        "article" => new DraftPlace(subject, Audience.Article),
        _ => null,
    };

    public static string Word(this Audience audience) => audience switch { Audience.Reply => "reply", Audience.Note => "note", _ => "article" };

    /// <summary>The SignalR group of those who have it open.</summary>
    public static string Room(this DraftPlace place) => $"{place.Audience.Word()}:{place.SubjectId:N}";

    public static Piece ToPiece(this DraftPiece piece) => new(piece.Id, piece.Bytes);
}
