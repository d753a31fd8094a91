using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Replies;
using LiveDesk.Infrastructure.Tickets;

namespace LiveDesk.Web.Compose;

// What goes over the compose hub's wire (Client/composer/wire.ts). Bytes are base64, enums words.

/// <param name="Held">The epoch that the browser shows; 0 for none.</param>
/// <param name="Whole">Every update instead of the snapshot.</param>
public sealed record OpenAsk(Guid Subject, string Audience, int Held, bool Whole);

public sealed record Piece(long Id, byte[] Bytes);

/// <param name="Ended">The document of the epoch that the browser held, as it was when it ended: what is not in it was typed after.</param>
public sealed record Opened(Guid Person, int Epoch, byte[]? Snapshot, IReadOnlyList<Piece> Updates, long UpTo, IReadOnlyList<byte[]> Ended, WrittenMeanwhile? LastCustomerEntry);

/// <param name="HasText">With this update there is something to read in the draft.</param>
/// <param name="Person">Whose letters they are: a browser keeps what one typed while another signs in.</param>
public sealed record PushAsk(Guid Subject, string Audience, int Epoch, string Id, byte[] Bytes, long UpTo, bool HasText = true, Guid? Person = null);

/// <param name="Outcome">kept, began (the draft was sent meanwhile), other (the caller is not whose letters they are), slow (too many at once: wait), failed (the database: try again), refused (see the sentence).</param>
public sealed record Pushed(string Outcome, long Id, IReadOnlyList<Piece> Others, string? Sentence = null);

/// <param name="Revision">The article's, from which the bytes were made.</param>
public sealed record SeedAsk(Guid Subject, string Audience, int Epoch, int Revision, byte[] Bytes);

public sealed record FoldAsk(Guid Subject, string Audience, int Epoch, long UpTo, byte[] Bytes);

/// <param name="Children">Of the ticket, which the same goes to.</param>
/// <param name="Macros">What they do is done in the same save.</param>
/// <param name="Activity">What work it was, of the desk's list.</param>
/// <param name="Later">Not before, as the clocks of the server's time zone show it: 2026-11-23T09:00. Null: now.</param>
public sealed record SendAsk(Guid Subject, string Audience, int Epoch, long UpTo, string Markdown, byte[] State, Guid? SeenCustomerEntry, IReadOnlyList<Guid>? Files, IReadOnlyList<Source>? Sources, SendMove? Move = null, IReadOnlyList<Guid>? Children = null, string? Later = null, IReadOnlyList<MacroChoice>? Macros = null, string? Activity = null);

/// <param name="Which">afternoon, tomorrow or monday.</param>
/// <param name="At">As <see cref="SendAsk.Later"/>.</param>
public sealed record LaterTime(string Which, string At);

/// <param name="Undo">So many seconds after a send its writer may undo it; 0: none.</param>
/// <param name="Now">What the clocks of the server's time zone show.</param>
public sealed record LaterChoices(int Undo, IReadOnlyList<int> UndoChoices, IReadOnlyList<LaterTime> Times, string Now);

public sealed record UndoAsk(int Seconds);

/// <summary>Where the ticket goes with what is sent.</summary>
/// <param name="Seen">The status that it was chosen from.</param>
public sealed record SendMove(Guid Status, Guid? Seen, string? Resolution = null, string? HoldReason = null, DateTimeOffset? ResumeAt = null, NewEscalation? Escalation = null, IReadOnlyList<Guid>? Children = null);

/// <param name="InOrder">Numbers of the tickets that come after this one where the person came from.</param>
public sealed record NextAsk(Guid Subject, IReadOnlyList<long>? InOrder);

public sealed record ClearAsk(Guid Subject, string Audience, int Epoch, long UpTo, byte[] State);

/// <param name="Outcome">sent, behind (others wrote meanwhile), meanwhile (the customer did), refused (see the sentence).</param>
/// <param name="InVain">Whom a note names in vain: they may not see the ticket.</param>
/// <param name="Waits">It is sent later, or as soon as its writer no longer may undo it.</param>
public sealed record SentAnswer(string Outcome, Guid? EntryId = null, string? Sentence = null, WrittenMeanwhile? Meanwhile = null, IReadOnlyList<string>? InVain = null, bool Waits = false);

public sealed record PlaceAsk(Guid Subject, string Audience);

public sealed record UpdatedNews(Guid Subject, string Audience, int Epoch, long Id, byte[] Bytes);

/// <param name="Client">The browser's id in the draft's document.</param>
/// <param name="State">The cursor, as the browsers understand it; null when this hand is out of the draft.</param>
public sealed record HandAsk(Guid Subject, string Audience, int Epoch, long Client, string? State);

/// <summary>The same with the sender's own name: what a browser says of itself counts for nothing.</summary>
public sealed record HandNews(Guid Subject, string Audience, int Epoch, long Client, Guid Person, string Name, string? State);

public sealed record TakenOverNews(Guid Subject, string Audience, Guid Person, string Name);

/// <param name="Colleague">Null withdraws the question, or answers it.</param>
public sealed record ReviewAsk(Guid Subject, string Audience, Guid? Colleague);

/// <param name="IsDepartment">A department's people are meant; the id is its own.</param>
public sealed record Colleague(Guid Id, string Name, bool IsDepartment = false);

/// <param name="Scope">personal, department or desk.</param>
/// <param name="Text">Markdown, filled in for the ticket.</param>
/// <param name="Shown">The same without Markdown's marks.</param>
/// <param name="Missing">Variables without a value here.</param>
/// <param name="Raw">With its variables, for what goes to several tickets.</param>
/// <param name="Macro">What it does besides; null: nothing.</param>
public sealed record CannedAnswer(Guid Id, string Name, string Scope, string Text, string Shown, IReadOnlyList<string> Missing, string Raw, MacroOffer? Macro = null);

/// <summary>Macros that change the ticket and say nothing.</summary>
public sealed record ApplyAsk(Guid Subject, string Audience, IReadOnlyList<MacroChoice>? Macros, SendMove? Move = null);

public sealed record CustomerWroteNews(Guid Subject, WrittenMeanwhile Meanwhile);

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

    public static Piece ToPiece(this DraftPiece piece) => new(piece.Id, piece.Bytes);
}
