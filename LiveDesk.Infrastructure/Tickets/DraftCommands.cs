using System.Text.RegularExpressions;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Notifications;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="ClientMadeId">Unique within the draft: the same bytes sent again are not a second update.</param>
/// <param name="SeenUpTo">The last update that the writer has, without a gap.</param>
/// <param name="HasText">Is there anything to read in the draft with this update? The server cannot see for itself.</param>
public sealed record NewDraftUpdate(int Epoch, string ClientMadeId, byte[] Bytes, long SeenUpTo, bool HasText = true);

/// <param name="Id">Null: the epoch is over; the draft was sent meanwhile.</param>
/// <param name="Others">What others wrote between the writer's last known update and this one.</param>
/// <param name="WentTo">The ticket was merged away meanwhile: the letters are in the draft of the one it leads to.</param>
/// <param name="Reviewer">Who is asked to read the draft.</param>
public sealed record KeptUpdate(long? Id, IReadOnlyList<DraftPiece> Others, Guid? WentTo = null, Guid? Reviewer = null);

/// <summary>
/// Drafts are appended to, folded, and sent. They are nobody's decision: no command here reads or writes what the ticket is, save
/// <see cref="SendAsync"/>, which makes the entry and empties the draft in one commit.
/// </summary>
public sealed partial class DraftCommands(DeskDatabase desk, TicketCommands tickets, OutgoingCommands sending, UndoSend undo, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <summary>Bytes. The composer takes 80,000 characters in one paste; as lines of one letter they come to 1.7 MB.</summary>
    public const int LargestUpdate = LargestDocument / 2;
    /// <summary>Bytes: the snapshot and what came after it.</summary>
    public const int LargestDocument = 4 * 1024 * 1024;
    /// <summary>Within a node, writers of one draft take turns (<see cref="TurnAsync"/>); only those of other nodes, and decisions on the ticket, can collide.</summary>
    private readonly SemaphoreSlim[] _turns = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <exception cref="RuleViolation">It is too large, or its id is none.</exception>
    /// <exception cref="NotFoundException">No such ticket or article, or not for this person.</exception>
    public async Task<KeptUpdate> AppendAsync(Actor me, DraftPlace place, NewDraftUpdate update, CancellationToken ct = default)
    {
        Check(update);
        using var turn = await TurnAsync(place, ct);
        // Another update at the same moment, or this one twice: look again.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            Guid? leadsTo = (await DraftQueries.DemandAsync(db, me, place, ct)).MergedInto is { } merged ? await MergedTickets.EndOfAsync(db, merged, ct) : null;
            var draft = await FindOrBeginAsync(db, place, ct);
            if (update.Epoch != draft.Epoch) return new KeptUpdate(null, []);
            var before = await ExistingAsync(db, draft, update.ClientMadeId, ct);
            if (before is not null && update.Bytes.AsSpan().SequenceEqual(before.Bytes)) return await KeptAsync(db, draft, before.Id, update.SeenUpTo, ct);
            await DemandRoomAsync(db, draft, update.Bytes.Length, ct);
            var now = clock.GetUtcNow();
            draft.WasTouched(now, update.HasText);
            // Other letters under a known name are not a resend: they get a name of their own, because what is not stored is never called kept.
            var row = new DraftUpdate(draft.Id, draft.Epoch, before is null ? update.ClientMadeId : Ids.New(now).ToString("N"), update.Bytes, me.Id ?? Guid.Empty, me.Name, now);
            db.DraftUpdates.Add(row);
            if (leadsTo is { } into) await MergedDrafts.CarryAsync(db, draft, into, now, ct);
            await db.CommitAsync(ct);
            return leadsTo is null ? await KeptAsync(db, draft, row.Id, update.SeenUpTo, ct) : new KeptUpdate(row.Id, [], leadsTo);
        });
    }

    /// <summary>
    /// The first content of an article's draft: the article as it is. Only one is taken, only while the draft is empty, and only of the
    /// present revision: a window left open since yesterday does not bring yesterday's text back.
    /// </summary>
    /// <returns>Was it taken?</returns>
    public async Task<bool> SeedAsync(Actor me, DraftPlace place, int epoch, int revision, byte[] bytes, CancellationToken ct = default)
    {
        var seed = new NewDraftUpdate(epoch, $"seed-{epoch}", bytes, long.MaxValue);
        Check(seed);
        using var turn = await TurnAsync(place, ct);
        // Somebody sowed or wrote at the same moment: look again.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            var draft = await FindOrBeginAsync(db, place, ct);
            if (epoch != draft.Epoch || await db.DraftUpdates.AnyAsync(u => u.DraftId == draft.Id && u.Epoch == epoch, ct)) return false;
            if (!await db.Articles.AnyAsync(a => a.Id == place.SubjectId && a.RevisionNumber == revision, ct)) return false;
            var now = clock.GetUtcNow();
            draft.WasTouched(now, hasText: false); // the article's own words are nobody's draft yet
            db.DraftUpdates.Add(new DraftUpdate(draft.Id, epoch, seed.ClientMadeId, bytes, me.Id ?? Guid.Empty, me.Name, now));
            await db.CommitAsync(ct);
            return true;
        });
    }

    /// <summary>A client's whole document in place of the updates up to <paramref name="upTo"/>. These stay until it is sent: a bad snapshot costs nothing.</summary>
    public async Task FoldAsync(Actor me, DraftPlace place, int epoch, long upTo, byte[] snapshot, CancellationToken ct = default)
    {
        if (snapshot.Length > LargestDocument) throw TooLarge(snapshot.Length, LargestDocument);
        DemandYjs(snapshot);
        using var turn = await TurnAsync(place, ct);
        // An update at the same moment: look again.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            var draft = await FindAsync(db, place, ct);
            if (draft is null || draft.Epoch != epoch || !await db.DraftUpdates.AnyAsync(u => u.DraftId == draft.Id && u.Epoch == epoch && u.Id == upTo, ct)) return;
            draft.Fold(snapshot, upTo);
            await db.CommitAsync(ct);
        });
    }

    /// <summary>Asks a colleague who may see it to read the draft before it is sent; nobody: the question is answered or withdrawn.</summary>
    /// <exception cref="RuleViolation">There is nothing to read yet, or the colleague may not see it.</exception>
    public async Task AskForReviewAsync(Actor me, DraftPlace place, Guid? colleagueId, CancellationToken ct = default)
    {
        var colleague = colleagueId is { } id ? await catalogue.ActorAsync(id, ct) ?? throw new RuleViolation("This person no longer works here. Choose somebody else.", "review") : null;
        using var turn = await TurnAsync(place, ct);
        // An update at the same moment: look again.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            if (await FindAsync(db, place, ct) is not { HasText: true } draft) throw new RuleViolation("There is nothing to read yet. Write something first.", "review");
            if (colleague is not null && !await DraftQueries.MayOpenAsync(desk, colleague, place, ct)) throw new RuleViolation($"{colleague.Name} may not see this. Choose somebody who may.", "review");
            draft.AskForReview(colleague?.Id, me.Name, clock.GetUtcNow());
            if (colleague?.Id is { } reviewer && reviewer != me.Id) db.Work.Add(NotifyWork.Of(new RecordedFact(new ReviewWasAsked(place.Audience is Audience.Article ? SubjectKind.Article : SubjectKind.Ticket, place.SubjectId, reviewer), me, clock.GetUtcNow())));
            await db.CommitAsync(ct);
        });
    }

    /// <summary>Under this name the finished document is kept, until the next one is finished.</summary>
    internal static string SentMark(int epoch) => $"sent-{epoch}";

    private async Task<Turn> TurnAsync(DraftPlace place, CancellationToken ct)
    {
        var gate = _turns[(uint)place.GetHashCode() % _turns.Length];
        await gate.WaitAsync(ct);
        return new Turn(gate);
    }

    private readonly struct Turn(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }

    private async Task<Draft> FindOrBeginAsync(DeskDb db, DraftPlace place, CancellationToken ct)
    {
        if (await FindAsync(db, place, ct) is { } there) return there;
        var now = clock.GetUtcNow();
        var draft = new Draft(Ids.New(now), place.SubjectId, place.Audience, now);
        db.Drafts.Add(draft);
        return draft;
    }

    private static Task<Draft?> FindAsync(DeskDb db, DraftPlace place, CancellationToken ct) =>
        db.Drafts.SingleOrDefaultAsync(d => d.SubjectId == place.SubjectId && d.Audience == place.Audience, ct);

    private static async Task<DraftPiece?> ExistingAsync(DeskDb db, Draft draft, string clientMadeId, CancellationToken ct) =>
        await db.DraftUpdates.Where(u => u.DraftId == draft.Id && u.ClientMadeId == clientMadeId).Select(u => new DraftPiece(u.Id, u.Bytes)).SingleOrDefaultAsync(ct);

    private static async Task<KeptUpdate> KeptAsync(DeskDb db, Draft draft, long id, long seenUpTo, CancellationToken ct) =>
        new(id, await db.DraftUpdates.Where(u => u.DraftId == draft.Id && u.Epoch == draft.Epoch && u.Id > seenUpTo && u.Id < id).OrderBy(u => u.Id).Select(u => new DraftPiece(u.Id, u.Bytes)).ToListAsync(ct), Reviewer: draft.ReviewerId);

    private static async Task DemandRoomAsync(DeskDb db, Draft draft, int more, CancellationToken ct)
    {
        var size = await db.DraftUpdates.Where(u => u.DraftId == draft.Id && u.Epoch == draft.Epoch && u.Id > draft.SnapshotUpTo).SumAsync(u => (long)u.Bytes.Length, ct);
        if (size + (draft.Snapshot?.Length ?? 0) + more > LargestDocument) throw new RuleViolation("This draft has grown too large to be saved. Send a part of it, or attach the rest as a file.", "text");
    }

    private static void Check(NewDraftUpdate update)
    {
        if (!ClientMade().IsMatch(update.ClientMadeId)) throw new RuleViolation("This is not an update of a draft.");
        if (update.Bytes.Length > LargestUpdate) throw TooLarge(update.Bytes.Length, LargestUpdate);
        DemandYjs(update.Bytes);
    }

    private static void DemandYjs(byte[] bytes)
    {
        if (!YjsUpdate.IsOne(bytes)) throw new RuleViolation("This is not an update of a draft. Load the page again; what you typed is kept in your browser.", "text");
    }

    private static RuleViolation TooLarge(int size, int most) =>
        new($"This is {size / 1024:N0} KB in one piece; {most / 1024:N0} KB is the most. Paste it in parts, or attach it as a file.", "text");

    [GeneratedRegex("^[0-9a-f]{32}$|^seed-[0-9]{1,9}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex ClientMade();
}
