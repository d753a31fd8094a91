using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="SubjectId">The ticket; for <see cref="Audience.Article"/> the article.</param>
public sealed record DraftPlace(Guid SubjectId, Audience Audience);

public sealed record DraftPiece(long Id, byte[] Bytes);

/// <summary>All that it takes to show a draft.</summary>
/// <param name="UpTo">The last update in it.</param>
/// <param name="Ended">The document of the finished epoch that was asked for, in pieces, as it was when it was sent or went elsewhere; empty when there is none (any more).</param>
/// <param name="LastCustomerEntry">The customer's last message on the ticket.</param>
public sealed record DraftState(int Epoch, byte[]? Snapshot, IReadOnlyList<DraftPiece> Updates, long UpTo, IReadOnlyList<byte[]> Ended, WrittenMeanwhile? LastCustomerEntry);

/// <summary>What the customer wrote while somebody was writing to them.</summary>
public sealed record WrittenMeanwhile(Guid EntryId, string By, string Text);

/// <summary>A draft that waits to be sent, in a list. The text is not here: the server does not read it.</summary>
/// <param name="Writers">Everybody whose hand is in it, in the order they came.</param>
/// <param name="Number">The ticket's; null for an article.</param>
/// <param name="ReviewerId">Who is asked to read it.</param>
public sealed record OpenDraft(DraftPlace Place, Guid? DeskId, long? Number, string Title, IReadOnlyList<string> Writers, DateTimeOffset ChangedAt, Guid? ReviewerId, string? ReviewAskedBy);

public sealed class DraftQueries(DeskDatabase desk)
{
    public const int MostListed = 200;

    /// <summary>Everybody's drafts that this person may open, those they are asked to read first, then the last changed.</summary>
    public async Task<IReadOnlyList<OpenDraft>> OpenDraftsAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var (tickets, articles) = (me.IsStaff && me.Role.Includes(Right.WorkTickets), me.IsStaff && me.Role.Includes(Right.WriteArticles));
        var found = await db.Drafts.Where(d => d.HasText && (d.Audience == Audience.Article ? articles && db.Articles.Any(a => a.Id == d.SubjectId) : tickets && db.Tickets.Any(t => t.Id == d.SubjectId)))
            .OrderByDescending(d => d.ReviewerId == me.Id).ThenByDescending(d => d.ChangedAt).ThenByDescending(d => d.Id).Take(MostListed)
            .Select(d => new
            {
                d.Id, d.SubjectId, d.Audience, d.Epoch, d.ChangedAt, d.ReviewerId, d.ReviewAskedBy,
                Ticket = db.Tickets.Where(t => t.Id == d.SubjectId).Select(t => new { t.Number, t.Subject, t.DeskId }).FirstOrDefault(),
                Article = db.Articles.Where(a => a.Id == d.SubjectId).Select(a => a.Title).FirstOrDefault(),
            }).ToListAsync(ct);
        var ids = found.Select(d => d.Id).ToList();
        var hands = (await db.DraftUpdates.Where(u => ids.Contains(u.DraftId) && db.Drafts.Any(d => d.Id == u.DraftId && d.Epoch == u.Epoch))
            .GroupBy(u => new { u.DraftId, u.ByName }).Select(g => new { g.Key.DraftId, g.Key.ByName, First = g.Min(u => u.Id) }).ToListAsync(ct)).ToLookup(h => h.DraftId);
        return [.. found.Select(d => new OpenDraft(new DraftPlace(d.SubjectId, d.Audience), d.Ticket?.DeskId, d.Ticket?.Number, d.Ticket?.Subject ?? d.Article ?? "", [.. hands[d.Id].OrderBy(h => h.First).Select(h => h.ByName)], d.ChangedAt, d.ReviewerId, d.ReviewAskedBy))];
    }

    /// <summary>How many drafts this person is asked to read.</summary>
    public async Task<int> ToReviewAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Drafts.CountAsync(d => d.HasText && d.ReviewerId == me.Id && (d.Audience == Audience.Article ? db.Articles.Any(a => a.Id == d.SubjectId) : db.Tickets.Any(t => t.Id == d.SubjectId)), ct);
    }

    /// <param name="held">The epoch that the asker's screen shows, if it shows one.</param>
    /// <param name="whole">Every update instead of the snapshot.</param>
    /// <exception cref="NotFoundException">No such ticket or article, or not for this person.</exception>
    public async Task<DraftState> StateAsync(Actor me, DraftPlace place, int held, bool whole = false, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        await DemandAsync(db, me, place, ct);
        var customer = place.Audience is Audience.Reply ? await LastOfCustomerAsync(db, place.SubjectId, ct) : null;
        if (await db.Drafts.AsNoTracking().SingleOrDefaultAsync(d => d.SubjectId == place.SubjectId && d.Audience == place.Audience, ct) is not { } draft)
            return new DraftState(1, null, [], 0, [], customer);
        var snapshot = whole ? null : draft.Snapshot;
        var after = snapshot is null ? 0 : draft.SnapshotUpTo;
        var updates = await db.DraftUpdates.Where(u => u.DraftId == draft.Id && u.Epoch == draft.Epoch && u.Id > after).OrderBy(u => u.Id).Select(u => new DraftPiece(u.Id, u.Bytes)).ToListAsync(ct);
        IReadOnlyList<byte[]> ended = held > 0 && held < draft.Epoch ? await db.DraftUpdates.Where(u => u.DraftId == draft.Id && u.Epoch == held).OrderBy(u => u.Id).Select(u => u.Bytes).ToListAsync(ct) : [];
        return new DraftState(draft.Epoch, snapshot, updates, updates.Count > 0 ? updates[^1].Id : after, ended, customer);
    }

    public async Task<DraftPiece?> UpdateAsync(DraftPlace place, long id, CancellationToken ct = default)
    {
        await using var db = desk.OpenForSystem();
        return await db.DraftUpdates.Where(u => u.Id == id && db.Drafts.Any(d => d.Id == u.DraftId && d.SubjectId == place.SubjectId && d.Audience == place.Audience)).Select(u => new DraftPiece(u.Id, u.Bytes)).SingleOrDefaultAsync(ct);
    }

    /// <summary>What the draft is about and where that stands: who hears that somebody writes there. Null when it is not for this person.</summary>
    public async Task<FactSubject?> SubjectAsync(Actor me, DraftPlace place, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (await StandingAsync(db, me, place, ct) is null) return null;
        if (place.Audience is Audience.Article) return new FactSubject(SubjectKind.Article, place.SubjectId);
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == place.SubjectId, ct);
        return ticket is null ? null : new FactSubject(SubjectKind.Ticket, ticket.Id, ticket.DeskId, ticket.Place.Departments);
    }

    public async Task<WrittenMeanwhile?> MeanwhileAsync(Actor me, Guid ticketId, Guid entryId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await CustomerEntries(db, ticketId).Where(e => e.Id == entryId).Select(e => new { e.Id, e.Authors, e.Body }).SingleOrDefaultAsync(ct) is { } e ? Meanwhile(e.Id, e.Authors, e.Body) : null;
    }

    /// <summary>The customer's last message, when it is another than the one the writer knew of.</summary>
    internal static async Task<WrittenMeanwhile?> UnseenAsync(DeskDb db, Guid ticketId, Guid? seen, CancellationToken ct) =>
        await LastOfCustomerAsync(db, ticketId, ct) is { } last && last.EntryId != seen ? last : null;

    /// <summary>A draft is for those who may see what it is about and whose role includes writing there. For others it does not exist.</summary>
    internal static async Task<Standing> DemandAsync(DeskDb db, Actor me, DraftPlace place, CancellationToken ct) =>
        await StandingAsync(db, me, place, ct) ?? throw new NotFoundException("draft");

    internal static async Task<bool> MayOpenAsync(DeskDatabase desk, Actor who, DraftPlace place, CancellationToken ct)
    {
        await using var db = desk.OpenFor(who);
        return await StandingAsync(db, who, place, ct) is not null;
    }

    private static Task<Standing?> StandingAsync(DeskDb db, Actor me, DraftPlace place, CancellationToken ct) => place.Audience switch
    {
        Audience.Reply or Audience.Note when me.IsStaff && me.Role.Includes(Right.WorkTickets) =>
            db.Tickets.Where(t => t.Id == place.SubjectId).Select(t => new Standing(t.Merged == null ? null : t.Merged.IntoTicketId)).SingleOrDefaultAsync(ct),
        Audience.Article when me.IsStaff && me.Role.Includes(Right.WriteArticles) =>
            db.Articles.Where(a => a.Id == place.SubjectId).Select(a => new Standing(null)).SingleOrDefaultAsync(ct),
        _ => Task.FromResult<Standing?>(null),
    };

    /// <summary>That a draft is there for somebody.</summary>
    /// <param name="MergedInto">The ticket that its own was merged into.</param>
    internal sealed record Standing(Guid? MergedInto);

    private static async Task<WrittenMeanwhile?> LastOfCustomerAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        await CustomerEntries(db, ticketId).OrderByDescending(e => e.Id).Select(e => new { e.Id, e.Authors, e.Body }).FirstOrDefaultAsync(ct) is { } last ? Meanwhile(last.Id, last.Authors, last.Body) : null;

    private static IQueryable<Entry> CustomerEntries(DeskDb db, Guid ticketId) =>
        db.Tickets.Where(t => t.Id == ticketId).SelectMany(t => t.Entries).Where(e => e.Kind == EntryKind.CustomerMessage);

    private static WrittenMeanwhile Meanwhile(Guid id, IReadOnlyList<Author> authors, string body) =>
        new(id, authors.Count > 0 ? authors[0].Name : "", body.Length <= 1000 ? body : body[..1000] + "…");
}
