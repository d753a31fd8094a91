using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>Changes the list of a desk's senders of spam, for whoever keeps the desk.</summary>
public sealed class SpamSenderCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <exception cref="RuleViolation">It is no address, on the list already, or the list is full.</exception>
    public async Task AddAsync(Actor me, Guid deskId, string? sender, CancellationToken ct = default)
    {
        await SpamSenderQueries.DemandDeskAsync(catalogue, me, deskId, ct);
        var added = SpamSender.Add(me, deskId, sender, clock.GetUtcNow());
        await using var db = desk.OpenFor(me);
        if (await db.SpamSenders.CountAsync(s => s.DeskId == deskId, ct) >= SpamSender.Most) throw new RuleViolation($"There are {SpamSender.Most} senders on the list. Add their domain instead, like @example.com, and remove those of it.", "sender");
        db.SpamSenders.Add(added);
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (e.IsDuplicate()) { throw new RuleViolation($"{added.Sender} is on the list already.", "sender"); }
    }

    public async Task RemoveAsync(Actor me, Guid senderId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var sender = await db.SpamSenders.SingleOrDefaultAsync(s => s.Id == senderId, ct) ?? throw new NotFoundException("sender");
        sender.Remove(me, clock.GetUtcNow());
        db.SpamSenders.Remove(sender);
        await db.CommitAsync(ct);
    }
}
