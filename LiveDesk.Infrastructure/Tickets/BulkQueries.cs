using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="Total">Tickets; of them <paramref name="Done"/> and <paramref name="Refused"/> were tried.</param>
public sealed record BulkProgress(Guid Id, BulkChange Change, bool IsUndo, int Total, int Done, int Refused, bool HasEnded, bool IsCancelled, bool CanBeUndone, IReadOnlyList<RefusedTicket> FirstRefused);

public sealed record RefusedTicket(long Number, string Subject, string Why);

public sealed class BulkQueries(DeskDatabase desk, TimeProvider clock)
{
    public const int MostRefused = 100;
    private const int LatelyRead = 5;

    /// <summary>What this person does to many tickets of a desk now, or did last; null when that is long ago.</summary>
    public async Task<BulkProgress?> LastAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var since = clock.GetUtcNow() - BulkAction.UndoWindow;
        var bulk = await db.Set<BulkAction>().AsNoTracking().Where(b => b.PersonId == me.Id && b.DeskId == deskId && b.StartedAt > since).OrderByDescending(b => b.StartedAt).ThenByDescending(b => b.Id).FirstOrDefaultAsync(ct);
        return bulk is null ? null : await ProgressAsync(db, bulk, ct);
    }

    /// <summary>How far the last reply to this master's children is.</summary>
    public async Task<BulkProgress?> LastReplyAsync(Actor me, Guid masterId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var since = clock.GetUtcNow() - BulkAction.UndoWindow;
        var lately = await db.Set<BulkAction>().AsNoTracking().Where(b => b.PersonId == me.Id && b.StartedAt > since).OrderByDescending(b => b.StartedAt).ThenByDescending(b => b.Id).Take(LatelyRead).ToListAsync(ct);
        return lately.Find(b => b.Change.Kind is BulkKind.Reply && b.Change.Id == masterId) is { } bulk ? await ProgressAsync(db, bulk, ct) : null;
    }

    /// <summary>How many open children these tickets have, that are not among them.</summary>
    public async Task<int> OpenChildrenAsync(Actor me, Guid deskId, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await TicketPageQueries.OpenChildren(db, [.. ids]).CountAsync(t => t.DeskId == deskId, ct);
    }

    /// <summary>The same of all that a list shows, as far as they can be changed at once.</summary>
    public async Task<int> OpenChildrenAsync(Actor me, TicketFilter all, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var ids = await (await TicketsFiltered.ByAsync(db, all, ct)).Tickets.OrderBy(t => t.Id).Take(BulkAction.Most).Select(t => t.Id).ToListAsync(ct);
        return await TicketPageQueries.OpenChildren(db, ids).CountAsync(ct);
    }

    private static async Task<BulkProgress> ProgressAsync(DeskDb db, BulkAction bulk, CancellationToken ct)
    {
        var refused = bulk.Refused == 0 ? [] : await db.Set<BulkItem>().AsNoTracking().Where(i => i.BulkId == bulk.Id && i.State == BulkState.Refused)
            .Join(db.Tickets, i => i.TicketId, t => t.Id, (i, t) => new { t.Number, t.Subject, i.Why }).OrderBy(r => r.Number).Take(MostRefused).Select(r => new RefusedTicket(r.Number, r.Subject, r.Why ?? "")).ToListAsync(ct);
        var hasEnded = bulk.EndedAt is not null;
        return new BulkProgress(bulk.Id, bulk.Change, bulk.Undoes is not null, bulk.Total, bulk.Done, bulk.Refused, hasEnded, bulk.IsCancelled, hasEnded && bulk is { Undoes: null, IsUndone: false, Done: > 0, Change.Kind: not BulkKind.Reply }, refused);
    }
}
