using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// What may arrive twice: sent by a browser that was offline, or that lost the answer.
public sealed partial class TicketCommands
{
    /// <summary>Resolves it from where its sender saw it. The same <paramref name="senderMadeId"/> again does nothing, also when the ticket was reopened since.</summary>
    /// <exception cref="ChangedMeanwhile">The ticket is no longer in <see cref="MoveDetails.SeenStatusId"/>.</exception>
    public async Task ResolveOnceAsync(Actor me, Guid ticketId, MoveDetails details, string senderMadeId, CancellationToken ct = default)
    {
        var (isDone, seen) = (await ReceivedAsync(me, senderMadeId, ct), details.SeenStatusId);
        if (isDone) return;
        await ChangeAsync(me, ticketId, (ticket, rules, now) =>
        {
            if (isDone) return;
            DemandNothingLost(ticket, details);
            ticket.Resolve(me, details.Resolution, rules, now, SeenStatus(seen), details.Fields);
        }, ct, lookAgain: ticket => seen = ticket.StatusId, load: async (db, ticket, c) =>
        {
            isDone = await Receipts.OfAsync(db, me, senderMadeId, c) is not null;
            if (!isDone) Receipts.Add(db, me, senderMadeId, ticket.Id, clock.GetUtcNow());
        });
    }

    /// <summary>Asked apart from the ticket: what is done is done, also when its sender no longer sees the ticket.</summary>
    private async Task<bool> ReceivedAsync(Actor me, string senderMadeId, CancellationToken ct)
    {
        await using var db = desk.OpenFor(me);
        return await Receipts.OfAsync(db, me, senderMadeId, ct) is not null;
    }

    /// <summary>Who resolves what they know to be resolved changes nothing; words that they wrote for it are not dropped without a word.</summary>
    private static void DemandNothingLost(Ticket ticket, MoveDetails details)
    {
        if (!ticket.IsOpen && ticket.StatusId == details.SeenStatusId && Text.OptionalBody(details.Resolution, "resolution") is { } text && text != ticket.Resolution?.Text)
            throw new RuleViolation("This ticket is resolved already. Leave what you wrote as a note.", "resolution");
    }

    /// <summary>The entry with which this writer was here before, on a ticket that they may no longer see.</summary>
    private async Task<Guid?> ArrivedBeforeAsync(Actor me, Guid ticketId, string? made, CancellationToken ct)
    {
        if (string.IsNullOrEmpty(made) || me.Id is null) return null;
        await using var all = desk.OpenForSystem();
        var entry = await all.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.TicketId == ticketId && e.SenderMadeId == made, ct);
        return entry?.Authors.Any(a => a.Id == me.Id) is true ? entry.Id : null;
    }
}
