using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="IsReply">A reply, or the reminder before a silent close, is to be sent; false: time does something to it, or somebody is to be told.</param>
public sealed record DueTicket(Guid TicketId, bool IsReply);

/// <summary>
/// Does what is due on one ticket. Two nodes that ring the same one, or a customer who writes at that moment, collide on the ticket's version,
/// and one of them looks again.
/// </summary>
public sealed class TicketRinging(DeskDatabase desk, DeskCatalogue catalogue, OutgoingCommands outgoing, TimeProvider clock)
{
    /// <returns>Whether anything was done.</returns>
    public async Task<bool> RingAsync(DueTicket due, CancellationToken ct)
    {
        try { return await (due.IsReply ? outgoing.SendDueAsync(due.TicketId, ct) : LetTimePassAsync(due.TicketId, ct)); }
        // Deleted for good at this moment.
        catch (NotFoundException) { return false; }
    }

    private async Task<bool> LetTimePassAsync(Guid ticketId, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var ticket = await TicketCommands.WithTodosAsync(db, ticketId, ct);
        if (ticket.NextSupplierAt is not null) await db.Entry(ticket).Collection(t => t.Suppliers).LoadAsync(ct);
        ticket.LetTimePass(await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
        await db.CommitAsync(ct);
        return true;
    }
}

/// <summary>A ticket on which something due could not be done: tried again less and less often, then listed with the work that failed, until somebody looks.</summary>
public sealed class RingTroubled(TicketRinging ringing) : IWorkHandler
{
    public const string WorkKind = "ring-ticket";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(3);

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        await ringing.RingAsync(Json.Read<DueTicket>(payload), ct);
        return null;
    }

    internal static async Task WriteDownAsync(DeskDatabase desk, DueTicket due, DateTimeOffset now, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var what = Json.Write(due);
        db.Work.Add(new WorkItem(WorkKind, what, now + Soon, key: $"{WorkKind}:{what}"));
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (e.IsDuplicate()) { /* another node did at the same moment */ }
    }
}
