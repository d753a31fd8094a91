using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A message begins a ticket of its own.</summary>
public sealed class SplitCommands(DeskDatabase desk, DeskCatalogue catalogue, FileStore store, TimeProvider clock)
{
    /// <param name="what">Its attachments are not asked for: the message's own go along, as copies.</param>
    /// <returns>The new ticket. The same <see cref="NewSplit.SenderMadeId"/> again is the same ticket.</returns>
    /// <exception cref="NotFoundException">No such ticket, or no such message in its thread.</exception>
    public async Task<(Guid Id, long Number)> SplitAsync(Actor me, Guid ticketId, Guid entryId, NewSplit what, CancellationToken ct = default)
    {
        // A decision at the same moment, or the same split twice: look again.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
            if (what.SenderMadeId is { Length: > 0 } made && await db.Tickets.Where(t => t.DeskId == ticket.DeskId && t.SenderMadeId == made).Select(t => new { t.Id, t.Number }).SingleOrDefaultAsync(ct) is { } before) return (before.Id, before.Number);
            var held = await MergedTickets.WithHeldAsync(db, ticketId, ct);
            var message = await db.Set<Entry>().SingleOrDefaultAsync(e => e.Id == entryId && held.Contains(e.TicketId), ct) ?? throw new NotFoundException("message");
            var files = await db.Attachments.AsNoTracking().Where(a => a.EntryId == entryId).OrderBy(a => a.Id).ToListAsync(ct);
            var now = clock.GetUtcNow();
            var copies = await FileCopies.OfAsync(store, files, now, ct);
            var (begun, first) = ticket.SplitOff(me, message, await WrittenOnAsync(ticket, message, ct), what with { Attachments = [.. copies.Select(c => c.Id)] }, await catalogue.DeskAsync(ticket.DeskId, ct), now);
            foreach (var copy in copies) copy.HangOnEntry(begun.Id, first.Id);
            db.Tickets.Add(begun);
            db.Attachments.AddRange(copies);
            await db.CommitAsync(ct);
            return (begun.Id, begun.Number);
        });
    }

    /// <summary>Whoever may read the thread may read who wrote to a ticket that was merged into it, wherever that stood.</summary>
    private async Task<Ticket> WrittenOnAsync(Ticket ticket, Entry message, CancellationToken ct)
    {
        if (message.TicketId == ticket.Id) return ticket;
        await using var all = desk.OpenForSystem();
        return await all.Tickets.AsNoTracking().SingleAsync(t => t.Id == message.TicketId, ct);
    }
}
