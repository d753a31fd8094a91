using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What was sent and is not with the customer yet: out of the draft, and back into it.</summary>
public sealed partial class DraftCommands
{
    /// <summary>An update that changes nothing: it says whose hand was in the text.</summary>
    private static readonly byte[] NothingWritten = [0, 0];

    /// <summary>The reply is not sent: its text stands in the composer as it stood there, beside what was begun meanwhile, with the hands that wrote it.</summary>
    /// <exception cref="RuleViolation">It was sent or taken back meanwhile.</exception>
    public async Task TakeBackAsync(Actor me, Guid ticketId, Guid replyId, CancellationToken ct = default)
    {
        var place = new DraftPlace(ticketId, Audience.Reply);
        using var turn = await TurnAsync(place, ct);
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
            var now = clock.GetUtcNow();
            var reply = ticket.TakeBack(me, replyId, isDiscarded: false, await catalogue.DeskAsync(ticket.DeskId, ct), now);
            var draft = await FindOrBeginAsync(db, place, ct);
            await DemandRoomAsync(db, draft, reply.State.Length, ct);
            draft.WasTouched(now, hasText: true);
            void Write(byte[] bytes, Guid by, string name) => db.DraftUpdates.Add(new DraftUpdate(draft.Id, draft.Epoch, Ids.New(now).ToString("N"), bytes, by, name, now));
            Write(reply.State, reply.AuthorId, reply.AuthorName);
            foreach (var other in reply.CoAuthors) if (other.Id is { } id) Write(NothingWritten, id, other.Name);
            await db.CommitAsync(ct);
        });
    }

    /// <summary>When the customer is to have it; null: at once.</summary>
    private async Task<DateTimeOffset?> DueAtAsync(Actor me, DraftToSend what, CancellationToken ct)
    {
        if (what.SendAt is { } chosen) return chosen;
        return await undo.SecondsAsync(me, ct) is > 0 and var seconds ? clock.GetUtcNow().AddSeconds(seconds) : null;
    }

    /// <summary>Out of the draft and into waiting, in one commit.</summary>
    private async Task<SentDraft> PutOffAsync(DeskDb db, Actor me, Draft draft, DraftToSend what, DateTimeOffset dueAt, CancellationToken ct)
    {
        var ticket = await TicketCommands.FindAsync(db, draft.SubjectId, ct);
        // After the ticket was read: a message that comes in from now on changes it.
        if (await DraftQueries.UnseenAsync(db, draft.SubjectId, what.SeenCustomerEntry, ct) is { } meanwhile) return new SentDraft(DraftOutcome.CustomerWroteMeanwhile, Meanwhile: meanwhile);
        var outgoing = new NewOutgoing(what.Markdown, what.State, draft.SenderMadeIdOf(what.Epoch), dueAt, what.SendAt is not null)
        {
            CoAuthors = await CoAuthorsAsync(db, draft, me, ct), Sources = await KnownSourcesAsync(db, what.Sources, ct) ?? [], Attachments = what.Attachments ?? [], Children = what.Children ?? [], Move = what.Move, Macros = what.Macros ?? [], ActivityType = what.ActivityType,
        };
        await sending.RehearseAsync(me, draft.SubjectId, outgoing, ct);
        var now = clock.GetUtcNow();
        var reply = ticket.PutOff(me, outgoing, await catalogue.DeskAsync(ticket.DeskId, ct), now);
        await FinishAsync(db, draft, me, what.State, now, ct);
        await db.CommitAsync(ct);
        return new SentDraft(DraftOutcome.Sent, Waits: new WaitingReply(reply.Id, dueAt, reply.IsScheduled));
    }

    /// <summary>The epoch became a reply that waits still: this is a retry.</summary>
    private static async Task<WaitingReply?> PutOffBeforeAsync(DeskDb db, Draft draft, string made, CancellationToken ct) =>
        await db.Tickets.Where(t => t.Id == draft.SubjectId).SelectMany(t => t.Outgoing).Where(r => r.SenderMadeId == made).Select(r => new WaitingReply(r.Id, r.SendAt, r.IsScheduled)).SingleOrDefaultAsync(ct);
}

/// <summary>What became of a send that the customer does not have yet.</summary>
/// <param name="SendAt">UTC; null: it was held back meanwhile.</param>
public sealed record WaitingReply(Guid Id, DateTimeOffset? SendAt, bool IsScheduled);
