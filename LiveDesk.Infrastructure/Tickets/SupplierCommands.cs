using LiveDesk.Domain;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A message of the thread goes on to a supplier, with the files that hang on it.</summary>
public sealed class SupplierCommands(DeskDatabase desk, DeskCatalogue catalogue, FileStore store, TimeProvider clock)
{
    /// <param name="what">What is written, and files that were uploaded for it.</param>
    /// <param name="files">Of the message's own, those that go along, as copies.</param>
    /// <returns>The entry's id. The same sender-made id again is the same entry.</returns>
    /// <exception cref="NotFoundException">No such ticket, or no such message in its thread.</exception>
    public async Task<Guid> ForwardAsync(Actor me, Guid ticketId, Guid supplierId, Guid entryId, NewEntry what, IReadOnlyCollection<Guid> files, CancellationToken ct = default)
    {
        // A decision at the same moment, or the same press twice: look again.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
            if (what.SenderMadeId is { Length: > 0 } made && await TicketCommands.EntryMadeByAsync(db, ticketId, made, ct) is { } before) return before;
            var held = await MergedTickets.WithHeldAsync(db, ticketId, ct);
            if (!await db.Set<Entry>().AnyAsync(e => e.Id == entryId && held.Contains(e.TicketId), ct)) throw new NotFoundException("message");
            await db.Entry(ticket).Collection(t => t.Suppliers).LoadAsync(ct);
            var (now, copies) = (clock.GetUtcNow(), await CopiesAsync(db, entryId, files, ct));
            var whole = what with { Attachments = [.. what.Attachments ?? [], .. copies.Select(c => c.Id)] };
            var entry = ticket.ForwardToSupplier(me, supplierId, whole, await catalogue.DeskAsync(ticket.DeskId, ct), now);
            await TicketCommands.HangAsync(db, ticket, entry, what, me, ct);
            foreach (var copy in copies) copy.HangOnEntry(ticket.Id, entry.Id);
            db.Attachments.AddRange(copies);
            await db.CommitAsync(ct);
            return entry.Id;
        });
    }

    private async Task<List<Attachment>> CopiesAsync(DeskDb db, Guid entryId, IReadOnlyCollection<Guid> files, CancellationToken ct)
    {
        var chosen = await db.Attachments.AsNoTracking().Where(a => a.EntryId == entryId && files.Contains(a.Id)).OrderBy(a => a.Id).ToListAsync(ct);
        return await FileCopies.OfAsync(store, chosen, clock.GetUtcNow(), ct);
    }
}
