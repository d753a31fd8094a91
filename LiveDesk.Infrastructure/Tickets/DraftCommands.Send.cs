using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Replies;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="UpTo">The last update whose letters are in <see cref="Markdown"/>.</param>
/// <param name="State">The whole document as it is sent: kept, so that letters typed after can be told from those that were sent.</param>
/// <param name="SeenCustomerEntry">The customer's last message that the writer knew of.</param>
/// <param name="Children">Of the ticket: the same goes to each of them, and the variables in the text are filled in for each.</param>
/// <param name="Move">Where the ticket goes in the same save; null leaves that to the workflow.</param>
/// <param name="Macros">What they do is done in the same save.</param>
/// <param name="ActivityType">What work it was, of the desk's list; null: not said.</param>
/// <param name="SendAt">Of a reply: not before. Null: as soon as its sender no longer wants to undo it.</param>
public sealed record DraftToSend(int Epoch, long UpTo, string Markdown, byte[] State, Guid? SeenCustomerEntry = null, IReadOnlyList<Guid>? Attachments = null, IReadOnlyList<Source>? Sources = null, MoveWithIt? Move = null, IReadOnlyList<Guid>? Children = null, DateTimeOffset? SendAt = null, IReadOnlyList<MacroChoice>? Macros = null, string? ActivityType = null);

public enum DraftOutcome
{
    Sent,
    /// <summary>Others wrote, or sent, meanwhile: read again and try again. Nothing was changed.</summary>
    Behind,
    /// <summary>The customer wrote meanwhile. Nothing was changed; the writer decides.</summary>
    CustomerWroteMeanwhile,
}

/// <param name="Waits">It is sent, and the customer does not have it yet: there is no entry.</param>
public sealed record SentDraft(DraftOutcome Outcome, Guid? EntryId = null, WrittenMeanwhile? Meanwhile = null, WaitingReply? Waits = null);

/// <summary>How a draft ends: sent as an entry, or emptied because its text went elsewhere.</summary>
public sealed partial class DraftCommands
{
    /// <summary>The text becomes an entry and the draft empty, in one commit. However often it is tried, one epoch is one entry.</summary>
    /// <exception cref="RuleViolation">A rule of the desk forbids it, or the move that was to go with it; nothing was changed.</exception>
    /// <exception cref="ChangedMeanwhile">Somebody moved the ticket since the sender chose where it goes; nothing was changed.</exception>
    public async Task<SentDraft> SendAsync(Actor me, DraftPlace place, DraftToSend what, CancellationToken ct = default)
    {
        if (place.Audience is Audience.Article) throw new RuleViolation("An article is saved, not sent.");
        using var turn = await TurnAsync(place, ct);
        // An update, a decision or the same send at the same moment: look again.
        return await Attempt.SeveralTimesAsync(() => SendOnceAsync(me, place, what, ct));
    }

    private async Task<SentDraft> SendOnceAsync(Actor me, DraftPlace place, DraftToSend what, CancellationToken ct)
    {
        await using var db = desk.OpenFor(me);
        await DraftQueries.DemandAsync(db, me, place, ct);
        var draft = await FindOrBeginAsync(db, place, ct);
        if (draft.Epoch != what.Epoch) return await SentBeforeAsync(db, draft, what.Epoch, ct);
        if (await HasNewerAsync(db, draft, what.UpTo, ct)) return new SentDraft(DraftOutcome.Behind);
        if (place.Audience is Audience.Reply && await DraftQueries.UnseenAsync(db, place.SubjectId, what.SeenCustomerEntry, ct) is { } meanwhile) return new SentDraft(DraftOutcome.CustomerWroteMeanwhile, Meanwhile: meanwhile);
        if (what.Move is { } move) await tickets.DemandCallableAsync(await TicketCommands.FindAsync(db, place.SubjectId, ct), move.Details, ct);
        try
        {
            if (place.Audience is Audience.Reply && await DueAtAsync(me, what, ct) is { } later) return await PutOffAsync(db, me, draft, what, later, ct);
            return new SentDraft(DraftOutcome.Sent, await BecomeEntryAsync(db, me, place, draft, what, ct));
        }
        catch (ChangedMeanwhile changed) { throw await TicketCommands.ToldAsync(db, place.SubjectId, changed, ct); }
    }

    private async Task<Guid> BecomeEntryAsync(DeskDb db, Actor me, DraftPlace place, Draft draft, DraftToSend what, CancellationToken ct)
    {
        var toChildren = place.Audience is Audience.Reply && what.Children is { Count: > 0 };
        var entry = new NewEntry(toChildren ? await FilledInAsync(db, me, place.SubjectId, what.Markdown, ct) : what.Markdown, draft.SenderMadeIdOf(what.Epoch), await CoAuthorsAsync(db, draft, me, ct), await KnownSourcesAsync(db, what.Sources, ct), what.Attachments, what.ActivityType);
        var macros = await Macros.ReadAsync(db, catalogue, me, what.Macros, ct);
        return await tickets.WriteInAsync(db, me, place.SubjectId, entry, Verb(me, place.Audience, entry, what.Move, macros), async now =>
        {
            await FinishAsync(db, draft, me, what.State, now, ct);
            var ticket = db.Tickets.Local.Single(t => t.Id == place.SubjectId);
            await ChildMoves.BeginAsync(db, me, ticket, what.Move?.Details, now, ct);
            if (toChildren) await ChildReplies.BeginAsync(db, me, ticket, ticket.Entries.Single(e => e.SenderMadeId == entry.SenderMadeId).Id, what.Markdown, what.Children!, now, ct);
        }, ct, macros is null ? null : macros.LoadAsync);
    }

    private async Task<string> FilledInAsync(DeskDb db, Actor me, Guid ticketId, string text, CancellationToken ct)
    {
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        return await OutgoingCommands.FilledInAsync(db, me, ticket, await catalogue.DeskAsync(ticket.DeskId, ct), text, ct);
    }

    /// <summary>The text went elsewhere (an article was saved) or was thrown away by hand: the draft begins anew.</summary>
    public async Task<DraftOutcome> ClearAsync(Actor me, DraftPlace place, int epoch, long upTo, byte[] state, CancellationToken ct = default)
    {
        using var turn = await TurnAsync(place, ct);
        // An update at the same moment: look again.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            if (await FindAsync(db, place, ct) is not { } draft || draft.Epoch != epoch) return DraftOutcome.Sent;
            if (await HasNewerAsync(db, draft, upTo, ct)) return DraftOutcome.Behind;
            await FinishAsync(db, draft, me, state, clock.GetUtcNow(), ct);
            await db.CommitAsync(ct);
            return DraftOutcome.Sent;
        });
    }

    internal static Func<Ticket, Desk, DateTimeOffset, Entry> Verb(Actor me, Audience audience, NewEntry what, MoveWithIt? move, Macros? macros)
    {
        Entry Write(Ticket ticket, Desk rules, DateTimeOffset now)
        {
            var entry = audience is Audience.Note ? ticket.LeaveNote(me, what, rules, now) : ticket.Answer(me, what, rules, now);
            macros?.Apply(me, ticket, rules, now);
            return entry;
        }
        return (move ?? macros?.Move) is not { } to ? Write : (ticket, rules, now) => ticket.WriteAndMoveTo(me, () => Write(ticket, rules, now), to.StatusId, to.Details, rules, now);
    }

    private static async Task FinishAsync(DeskDb db, Draft draft, Actor me, byte[] state, DateTimeOffset now, CancellationToken ct)
    {
        if (state.Length > LargestDocument) throw TooLarge(state.Length, LargestDocument);
        DemandYjs(state);
        db.DraftUpdates.RemoveRange(await db.DraftUpdates.Where(u => u.DraftId == draft.Id).ToListAsync(ct));
        db.DraftUpdates.Add(new DraftUpdate(draft.Id, draft.Epoch, SentMark(draft.Epoch), state, me.Id ?? Guid.Empty, me.Name, now));
        draft.BeginAnew(now);
    }

    private static Task<bool> HasNewerAsync(DeskDb db, Draft draft, long upTo, CancellationToken ct) =>
        db.DraftUpdates.AnyAsync(u => u.DraftId == draft.Id && u.Epoch == draft.Epoch && u.Id > upTo, ct);

    /// <summary>The epoch is over. If it became an entry, this is a retry, and that entry is the answer.</summary>
    private static async Task<SentDraft> SentBeforeAsync(DeskDb db, Draft draft, int epoch, CancellationToken ct)
    {
        var made = draft.SenderMadeIdOf(epoch);
        var entry = await db.Tickets.Where(t => t.Id == draft.SubjectId).SelectMany(t => t.Entries).Where(e => e.SenderMadeId == made).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(ct);
        if (entry is not null) return new SentDraft(DraftOutcome.Sent, entry);
        return await PutOffBeforeAsync(db, draft, made, ct) is { } waits ? new SentDraft(DraftOutcome.Sent, Waits: waits) : new SentDraft(DraftOutcome.Behind);
    }

    /// <summary>Everybody else whose hand is in this epoch, in the order they came.</summary>
    private static async Task<IReadOnlyList<Author>> CoAuthorsAsync(DeskDb db, Draft draft, Actor me, CancellationToken ct)
    {
        var hands = await db.DraftUpdates.Where(u => u.DraftId == draft.Id && u.Epoch == draft.Epoch && u.By != me.Id).GroupBy(u => new { u.By, u.ByName }).Select(g => new { g.Key.By, g.Key.ByName, First = g.Min(u => u.Id) }).OrderBy(h => h.First).ToListAsync(ct);
        return [.. hands.Select(h => new Author(ActorKind.Agent, h.By, h.ByName))];
    }

    /// <summary>Sources name articles that the sender may see, with the article's own title; others are dropped.</summary>
    private static async Task<IReadOnlyList<Source>?> KnownSourcesAsync(DeskDb db, IReadOnlyList<Source>? sources, CancellationToken ct)
    {
        if (sources is not { Count: > 0 }) return null;
        var ids = sources.Select(s => s.ArticleId).Distinct().Take(50).ToList();
        var titles = await db.Articles.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.Title }).ToDictionaryAsync(a => a.Id, a => a.Title, ct);
        return [.. sources.Where(s => titles.ContainsKey(s.ArticleId)).DistinctBy(s => s.PassageId).Take(50).Select(s => s with { Title = titles[s.ArticleId] })];
    }
}
