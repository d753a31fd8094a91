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
public sealed record DraftToSend(int Epoch, long UpTo, string Markdown, byte[] State, Guid? SeenCustomerEntry = null, IReadOnlyList<Guid>? Attachments = null, IReadOnlyList<Source>? Sources = null, MoveWithIt? Move = null, IReadOnlyList<Guid>? Children = null);

public sealed record MoveWithIt(Guid StatusId, MoveDetails Details);

public enum DraftOutcome
{
    Sent,
    /// <summary>Others wrote, or sent, meanwhile: read again and try again. Nothing was changed.</summary>
    Behind,
    /// <summary>The customer wrote meanwhile. Nothing was changed; the writer decides.</summary>
    CustomerWroteMeanwhile,
}

public sealed record SentDraft(DraftOutcome Outcome, Guid? EntryId = null, WrittenMeanwhile? Meanwhile = null);

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
        for (var attempt = 1; ; attempt++)
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            var draft = await FindOrBeginAsync(db, place, ct);
            if (draft.Epoch != what.Epoch) return await SentBeforeAsync(db, draft, what.Epoch, ct);
            if (await HasNewerAsync(db, draft, what.UpTo, ct)) return new SentDraft(DraftOutcome.Behind);
            if (place.Audience is Audience.Reply && await DraftQueries.UnseenAsync(db, place.SubjectId, what.SeenCustomerEntry, ct) is { } meanwhile) return new SentDraft(DraftOutcome.CustomerWroteMeanwhile, Meanwhile: meanwhile);
            var toChildren = place.Audience is Audience.Reply && what.Children is { Count: > 0 };
            var entry = new NewEntry(toChildren ? await FilledInAsync(db, me, place.SubjectId, what.Markdown, ct) : what.Markdown, draft.SenderMadeIdOf(what.Epoch), await CoAuthorsAsync(db, draft, me, ct), await KnownSourcesAsync(db, what.Sources, ct), what.Attachments);
            try
            {
                var id = await tickets.WriteInAsync(db, me, place.SubjectId, entry, Verb(me, place.Audience, entry, what.Move), async now =>
                {
                    await FinishAsync(db, draft, me, what.State, now, ct);
                    var ticket = db.Tickets.Local.Single(t => t.Id == place.SubjectId);
                    if (toChildren) await ChildReplies.BeginAsync(db, me, ticket, ticket.Entries.Single(e => e.SenderMadeId == entry.SenderMadeId).Id, what.Markdown, what.Children!, now, ct);
                }, ct);
                return new SentDraft(DraftOutcome.Sent, id);
            }
            catch (DbUpdateException e) when (attempt < Attempts && e.IsCollision()) { /* an update, a decision or the same send at the same moment: look again */ }
            catch (ChangedMeanwhile changed) { throw await TicketCommands.ToldAsync(db, place.SubjectId, changed, ct); }
        }
    }

    private async Task<string> FilledInAsync(DeskDb db, Actor me, Guid ticketId, string text, CancellationToken ct)
    {
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        return Variables.Fill(text, await TicketVariables.OfAsync(db, me, ticket, await catalogue.DeskAsync(ticket.DeskId, ct), ct)).Text;
    }

    /// <summary>The text went elsewhere (an article was saved) or was thrown away by hand: the draft begins anew.</summary>
    public async Task<DraftOutcome> ClearAsync(Actor me, DraftPlace place, int epoch, long upTo, byte[] state, CancellationToken ct = default)
    {
        using var turn = await TurnAsync(place, ct);
        for (var attempt = 1; ; attempt++)
        {
            await using var db = desk.OpenFor(me);
            await DraftQueries.DemandAsync(db, me, place, ct);
            if (await FindAsync(db, place, ct) is not { } draft || draft.Epoch != epoch) return DraftOutcome.Sent;
            if (await HasNewerAsync(db, draft, upTo, ct)) return DraftOutcome.Behind;
            await FinishAsync(db, draft, me, state, clock.GetUtcNow(), ct);
            try
            {
                await db.CommitAsync(ct);
                return DraftOutcome.Sent;
            }
            catch (DbUpdateException e) when (attempt < Attempts && e.IsCollision()) { /* an update at the same moment: look again */ }
        }
    }

    private static Func<Ticket, Desk, DateTimeOffset, Entry> Verb(Actor me, Audience audience, NewEntry what, MoveWithIt? move)
    {
        Func<Ticket, Desk, DateTimeOffset, Entry> write = audience is Audience.Note ? (ticket, rules, now) => ticket.LeaveNote(me, what, rules, now) : (ticket, rules, now) => ticket.Answer(me, what, rules, now);
        return move is null ? write : (ticket, rules, now) => ticket.WriteAndMoveTo(me, () => write(ticket, rules, now), move.StatusId, move.Details, rules, now);
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
        return entry is null ? new SentDraft(DraftOutcome.Behind) : new SentDraft(DraftOutcome.Sent, entry);
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
