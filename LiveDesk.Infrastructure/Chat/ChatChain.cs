using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>
/// A ticket that one of a conversation's own was merged into, and for how long. It may be about others too: the visitor reads what we write
/// there since the merge and what they write there themselves, never what another customer wrote, nor what stood there before.
/// </summary>
/// <param name="Until">When the merge was undone; null: it holds.</param>
internal sealed record SharedTicket(Guid Id, DateTimeOffset Since, DateTimeOffset? Until);

/// <summary>Where a conversation went on after it became a ticket.</summary>
/// <param name="Own">The ticket, and the follow-ups that its visitor's later messages opened, in their order.</param>
/// <param name="HasGuests">Others' tickets were merged into one of its own: what other customers write there is not this visitor's to read.</param>
/// <param name="Last">Where it is now: the last of its own, or the ticket that this one was merged into.</param>
internal sealed record ChatChain(IReadOnlyList<Guid> Own, IReadOnlyList<SharedTicket> Shared, bool HasGuests, Guid Last)
{
    public IEnumerable<Guid> All => Own.Concat(Shared.Select(s => s.Id)).Distinct();

    /// <summary>As far as whoever reads it sees these tickets.</summary>
    public ChatChain Among(List<Guid> seen) => this with { Own = [.. Own.Where(seen.Contains)], Shared = [.. Shared.Where(s => seen.Contains(s.Id))] };

    public static async Task<ChatChain> ReadAsync(DeskDb db, Guid first, CancellationToken ct)
    {
        var own = new List<Guid> { first };
        while (true)
        {
            var made = FollowUpKey(own[^1]);
            if (await db.Tickets.Where(t => t.SenderMadeId == made && t.Channel == Channel.Chat).Select(t => (Guid?)t.Id).SingleOrDefaultAsync(ct) is not { } next) break;
            own.Add(next);
        }
        var shared = await db.Set<TicketLink>().AsNoTracking().Where(l => own.Contains(l.OtherId) && l.Kind == LinkKind.MergedFrom).OrderBy(l => l.Id)
            .Select(l => new SharedTicket(l.TicketId, l.At, l.EndedAt)).ToListAsync(ct);
        var hasGuests = await db.Set<TicketLink>().AnyAsync(l => own.Contains(l.TicketId) && !own.Contains(l.OtherId) && l.Kind == LinkKind.MergedFrom, ct);
        // The visitor's own, merged with each other, are theirs anyway.
        return new ChatChain(own, [.. shared.Where(s => !own.Contains(s.Id))], hasGuests, await MergedTickets.EndOfAsync(db, own[^1], ct));
    }

    /// <summary>One follow-up for each finished ticket of the conversation, however often the message that opens it is sent.</summary>
    public static string FollowUpKey(Guid finished) => $"followup:{finished:N}";

    /// <summary>The threads of the visitor's own tickets; null as visitor: an agent, who reads it all.</summary>
    public async Task<IQueryable<Entry>> EntriesAsync(DeskDb db, Guid? visitor, int most, CancellationToken ct)
    {
        var own = Own.ToList();
        var entries = db.Set<Entry>().AsNoTracking().Where(e => own.Contains(e.TicketId));
        return HasGuests && visitor is { } who ? await WithoutOthersAsync(entries, who, most, ct) : entries;
    }

    /// <summary>What of a shared ticket's thread belongs to the conversation.</summary>
    public static async Task<IQueryable<Entry>> EntriesAsync(DeskDb db, SharedTicket shared, Guid? visitor, int most, CancellationToken ct)
    {
        var entries = db.Set<Entry>().AsNoTracking().Where(e => e.TicketId == shared.Id && e.At >= shared.Since);
        if (shared.Until is { } until) entries = entries.Where(e => e.At < until);
        return visitor is { } who ? await WithoutOthersAsync(entries, who, most, ct) : entries;
    }

    /// <summary>The rule of the queries, for one entry.</summary>
    public bool MayRead(Entry entry, Guid visitor)
    {
        var isTheirs = entry.Kind is not EntryKind.CustomerMessage || entry.Authors.Any(a => a.Id == visitor);
        return Own.Contains(entry.TicketId) ? isTheirs || !HasGuests : isTheirs && Shared.Any(s => s.Id == entry.TicketId && entry.At >= s.Since && !(entry.At >= s.Until));
    }

    private static async Task<IQueryable<Entry>> WithoutOthersAsync(IQueryable<Entry> entries, Guid visitor, int most, CancellationToken ct)
    {
        var messages = await entries.Where(e => e.Kind == EntryKind.CustomerMessage).OrderByDescending(e => e.Id).Take(most).Select(e => new { e.Id, e.Authors }).ToListAsync(ct);
        var mine = messages.Where(m => m.Authors.Any(a => a.Id == visitor)).Select(m => m.Id).ToList();
        return entries.Where(e => e.Kind != EntryKind.CustomerMessage || mine.Contains(e.Id));
    }
}
