using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="From">The number of the ticket that it was written on, when that was merged into this one.</param>
public sealed record EntryView(Guid Id, EntryKind Kind, IReadOnlyList<Author> Authors, string Body, IReadOnlyList<Source> Sources, DateTimeOffset At, Delivery Delivery, string? DeliveryProblem, IReadOnlyList<FileView> Files, long? From = null);

/// <param name="Size">Bytes.</param>
public sealed record FileView(Guid Id, string FileName, string ContentType, long Size, bool IsPicture);

/// <summary>A ticket that was merged into the one that is read.</summary>
/// <param name="IsDirect">Not by way of another one.</param>
/// <param name="MayUndo">This person may see it, and it is not too long ago.</param>
public sealed record MergedTicket(Guid Id, long Number, string Subject, Requester Requester, Guid? ContactId, string? Description, DateTimeOffset CreatedAt, Guid? MergedBy, DateTimeOffset MergedAt, bool IsDirect, bool MayUndo);

/// <summary>One of two tickets that are to be merged.</summary>
/// <param name="Entries">Those of its thread.</param>
public sealed record MergeSide(Guid Id, long Number, string Subject, string RequesterName, int Entries);

/// <param name="Earlier">How many entries stand before the first one here.</param>
/// <param name="Held">The tickets whose entries are among them.</param>
public sealed record ThreadView(IReadOnlyList<EntryView> Entries, int Earlier, IReadOnlyList<MergedTicket> Held);

// The thread is read through merges: entries stay where they were written, and are in one order.
public sealed partial class TicketPageQueries
{
    /// <summary>The last entries, oldest first, with those of tickets merged into this one.</summary>
    public async Task<ThreadView> ThreadAsync(Actor me, Guid ticketId, int last = 100, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        // The sight of the ticket that stays is the one that counts.
        var merged = await db.Tickets.Where(t => t.Id == ticketId).Select(t => t.Links.Where(l => l.Kind == LinkKind.MergedFrom && l.EndedAt == null).Select(l => l.OtherId).ToList()).SingleOrDefaultAsync(ct);
        if (merged is null) return new ThreadView([], 0, []);
        var held = await HeldAsync(db, ticketId, merged, ct);
        List<Guid> tickets = [ticketId, .. held.Select(h => h.Id)];
        var entries = db.Set<Entry>().AsNoTracking().Where(e => tickets.Contains(e.TicketId));
        var total = await entries.CountAsync(ct);
        var shown = await entries.OrderByDescending(e => e.Id).Take(last).ToListAsync(ct);
        shown.Reverse();
        var ids = shown.ConvertAll(e => (Guid?)e.Id);
        var files = await db.Attachments.AsNoTracking().Where(a => a.TicketId != null && tickets.Contains(a.TicketId.Value) && ids.Contains(a.EntryId)).OrderBy(a => a.Id).ToListAsync(ct);
        var byEntry = files.ToLookup(f => f.EntryId, f => new FileView(f.Id, f.FileName, f.ContentType, f.Size, f.IsPicture));
        var numbers = held.ToDictionary(h => h.Id, h => (long?)h.Number);
        return new ThreadView(shown.ConvertAll(e => new EntryView(e.Id, e.Kind, e.Authors, e.Body, e.Sources, e.At, e.Delivery, e.DeliveryProblem, [.. byEntry[e.Id]], numbers.GetValueOrDefault(e.TicketId))), total - shown.Count, held);
    }

    /// <summary>Those of these tickets that the person may see, the older first.</summary>
    public async Task<IReadOnlyList<MergeSide>> MergeSidesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id)).OrderBy(t => t.Number)
            .Select(t => new MergeSide(t.Id, t.Number, t.Subject, t.Requester.Name, t.Entries.Count + db.Set<Entry>().Count(e => t.Links.Any(l => l.Kind == LinkKind.MergedFrom && l.EndedAt == null && l.OtherId == e.TicketId)))).ToListAsync(ct);
    }

    private static bool IsMerge(TicketLink link) => link is { Kind: LinkKind.MergedFrom, EndedAt: null };

    /// <summary>Named to whoever may see the ticket that stays; undone by those who may see both.</summary>
    private async Task<IReadOnlyList<MergedTicket>> HeldAsync(DeskDb db, Guid staying, List<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var mine = (await db.Tickets.Where(t => ids.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)).ToHashSet();
        var since = clock.GetUtcNow() - Ticket.UnmergeWindow;
        await using var all = desk.OpenForSystem();
        var found = await all.Tickets.AsNoTracking().Where(t => ids.Contains(t.Id) && t.Merged != null).ToListAsync(ct);
        return [.. found.OrderByDescending(t => t.Merged!.At).Select(t => new MergedTicket(t.Id, t.Number, t.Subject, t.Requester, t.ContactId, t.Description, t.CreatedAt, t.Merged!.By, t.Merged.At,
            t.Merged.IntoTicketId == staying, mine.Contains(t.Id) && t.Merged.At >= since))];
    }
}
