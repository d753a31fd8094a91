using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// What somebody was writing on a ticket that was merged away goes on in the draft of the ticket it leads to. The pieces are copied as they
/// are: a document that takes all the pieces of another has the other's paragraphs beside its own. They also stay where they were, as the
/// end of their epoch, so that a browser that comes later can tell what went along from what it still has alone. Nothing here saves.
/// </summary>
internal static class MergedDrafts
{
    private static readonly Audience[] OfTickets = [Audience.Reply, Audience.Note];

    /// <summary>Every draft of the ticket, at the moment of the merge.</summary>
    public static async Task CarryAllAsync(DeskDb db, Guid from, Guid into, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var draft in await db.Drafts.Where(d => d.SubjectId == from && OfTickets.Contains(d.Audience)).ToListAsync(ct)) await CarryAsync(db, draft, into, now, ct);
    }

    /// <summary>One draft: its epoch ends here and goes on there.</summary>
    public static async Task CarryAsync(DeskDb db, Draft draft, Guid into, DateTimeOffset now, CancellationToken ct)
    {
        var saved = await db.DraftUpdates.Where(u => u.DraftId == draft.Id).ToListAsync(ct);
        db.DraftUpdates.RemoveRange(saved.Where(u => u.Epoch != draft.Epoch));
        var pieces = saved.Where(u => u.Epoch == draft.Epoch).OrderBy(u => u.Id).Concat(db.DraftUpdates.Local.Where(u => u.DraftId == draft.Id && u.Id == 0)).ToList();
        if (pieces.Count > 0)
        {
            var there = await db.Drafts.SingleOrDefaultAsync(d => d.SubjectId == into && d.Audience == draft.Audience, ct) ?? db.Drafts.Add(new Draft(Ids.New(now), into, draft.Audience, now)).Entity;
            foreach (var piece in pieces) db.DraftUpdates.Add(new DraftUpdate(there.Id, there.Epoch, piece.ClientMadeId, piece.Bytes, piece.By, piece.ByName, piece.At));
            if (draft.ReviewerId is { } reviewer && there.ReviewerId is null) there.AskForReview(reviewer, draft.ReviewAskedBy!, now);
            there.WasTouched(now, hasText: there.HasText || draft.HasText);
        }
        draft.BeginAnew(now);
    }
}
