using LiveDesk.Domain;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Database;

/// <summary>
/// What a person's own id has done already, kept in the save that did it: sent once more because the answer was lost, it does nothing. Tickets
/// and entries carry their sender's id themselves; this is for decisions, which leave no row of their own, and for what is kept for a while.
/// </summary>
public sealed class Receipt
{
    public required Guid PersonId { get; init; }
    public required string SenderMadeId { get; init; }
    /// <summary>What came of it: the ticket that was decided on, the file, the time that was written down.</summary>
    public required Guid SubjectId { get; set; }
    public required DateTimeOffset At { get; init; }
}

internal static class Receipts
{
    public static async Task<Receipt?> OfAsync(DeskDb db, Actor me, string? senderMadeId, CancellationToken ct) =>
        Text.OptionalSenderMadeId(senderMadeId) is { } made && me.Id is { } person ? await db.Receipts.SingleOrDefaultAsync(r => r.PersonId == person && r.SenderMadeId == made, ct) : null;

    /// <summary>Saved with what is done. Of two at the same moment one collides, looks again and finds it.</summary>
    public static void Add(DeskDb db, Actor me, string? senderMadeId, Guid subjectId, DateTimeOffset now)
    {
        if (Text.OptionalSenderMadeId(senderMadeId) is { } made && me.Id is { } person) db.Receipts.Add(new Receipt { PersonId = person, SenderMadeId = made, SubjectId = subjectId, At = now });
    }
}
