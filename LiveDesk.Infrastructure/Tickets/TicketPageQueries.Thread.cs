using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="From">The number of the ticket that it was written on, when that was merged into this one.</param>
public sealed record EntryView(Guid Id, EntryKind Kind, IReadOnlyList<Author> Authors, string Body, IReadOnlyList<Source> Sources, DateTimeOffset At, Delivery Delivery, string? DeliveryProblem, IReadOnlyList<FileView> Files, long? From = null, string? ActivityType = null);

/// <param name="Size">Bytes.</param>
public sealed record FileView(Guid Id, string FileName, string ContentType, long Size, bool IsPicture);

/// <summary>A ticket that was merged into the one that is read.</summary>
/// <param name="IsDirect">Not by way of another one.</param>
/// <param name="MayUndo">This person may see it, and it is not too long ago.</param>
public sealed record MergedTicket(Guid Id, long Number, string Subject, Requester Requester, Guid? ContactId, string? Description, DateTimeOffset CreatedAt, Guid? MergedBy, DateTimeOffset MergedAt, bool IsDirect, bool MayUndo)
{
    /// <summary>UTC; null: none.</summary>
    public DateTimeOffset? FollowUpAt { get; init; }
    /// <inheritdoc cref="FollowUpAt"/>
    public DateTimeOffset? ActionRequiredAt { get; init; }
    /// <summary>As they were put on.</summary>
    public IReadOnlyList<Guid> Tags { get; init; } = [];
}

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
        var story = await StoryAsync(me, ticketId, StoryShow.Conversation, last, ct: ct);
        return new ThreadView([.. story.Items.Select(i => i.Entry!)], story.Earlier, story.Held);
    }

    /// <summary>Null when this person may not see the ticket that stays: its sight is the one that counts.</summary>
    private static Task<List<Guid>?> MergedHereAsync(DeskDb db, Guid ticketId, CancellationToken ct)
    {
        var links = MergedTickets.Links(db);
        return db.Tickets.Where(t => t.Id == ticketId).Select(t => links.Where(l => l.TicketId == t.Id).Select(l => l.OtherId).ToList()).SingleOrDefaultAsync(ct);
    }

    /// <summary>The last entries as they are shown, oldest first.</summary>
    /// <param name="numbers">Of the tickets that were merged into this one.</param>
    private static async Task<List<EntryView>> ViewsAsync(DeskDb db, IQueryable<Entry> last, IReadOnlyDictionary<Guid, long?> numbers, CancellationToken ct)
    {
        var shown = await last.ToListAsync(ct);
        shown.Reverse();
        var tickets = shown.Select(e => e.TicketId).Distinct().ToList();
        var ids = shown.ConvertAll(e => e.Id);
        var files = await db.Attachments.AsNoTracking().Where(a => a.TicketId != null && EF.Parameter(tickets).Contains(a.TicketId.Value) && a.EntryId != null && EF.Parameter(ids).Contains(a.EntryId.Value)).OrderBy(a => a.Id).ToListAsync(ct);
        var byEntry = files.ToLookup(f => f.EntryId, f => new FileView(f.Id, f.FileName, f.ContentType, f.Size, f.IsPicture));
        return shown.ConvertAll(e => new EntryView(e.Id, e.Kind, e.Authors, e.Body, e.Sources, e.At, e.Delivery, e.DeliveryProblem, [.. byEntry[e.Id]], numbers.GetValueOrDefault(e.TicketId), e.ActivityType));
    }

    /// <summary>Those of these tickets that the person may see, the older first.</summary>
    public async Task<IReadOnlyList<MergeSide>> MergeSidesAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var links = MergedTickets.Links(db);
        return await db.Tickets.AsNoTracking().Where(t => EF.Parameter(ids).Contains(t.Id)).OrderBy(t => t.Number)
            .Select(t => new MergeSide(t.Id, t.Number, t.Subject, t.Requester.Name, t.Entries.Count + db.Set<Entry>().Count(e => links.Any(l => l.TicketId == t.Id && l.OtherId == e.TicketId)))).ToListAsync(ct);
    }

    private static bool IsMerge(TicketLink link) => link is { Kind: LinkKind.MergedFrom, EndedAt: null };

    /// <summary>Named to everybody who works on the ticket that stays, to a customer only their own; undone by those who may see both.</summary>
    private async Task<IReadOnlyList<MergedTicket>> HeldAsync(DeskDb db, Guid staying, List<Guid> ids, CancellationToken ct)
    {
        if (ids.Count == 0) return [];
        var mine = (await db.Tickets.Where(t => EF.Parameter(ids).Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)).ToHashSet();
        if (db.SightContact is not null) ids = [.. mine];
        var since = clock.GetUtcNow() - Ticket.UnmergeWindow;
        await using var all = desk.OpenForSystem();
        var found = await all.Tickets.AsNoTracking().Include(t => t.Tags).Where(t => ids.Contains(t.Id) && t.Merged != null).ToListAsync(ct);
        return [.. found.OrderByDescending(t => t.Merged!.At).ThenByDescending(t => t.Number).Select(t => new MergedTicket(t.Id, t.Number, t.Subject, t.Requester, t.ContactId, t.Description, t.CreatedAt, t.Merged!.By, t.Merged.At,
            t.Merged.IntoTicketId == staying, mine.Contains(t.Id) && t.Merged.At >= since) { FollowUpAt = t.IsOpen ? t.FollowUpAt : null, ActionRequiredAt = t.IsOpen ? t.ActionRequiredAt : null, Tags = [.. t.Tags.Select(x => x.TagId)] })];
    }
}
