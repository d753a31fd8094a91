using LiveDesk.Domain;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Replies;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>Macros that change a ticket and say nothing. Those with a text go with it (<see cref="DraftCommands"/>).</summary>
public sealed class MacroCommands(DeskDatabase desk, TicketCommands tickets, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <param name="move">Where the ticket goes with them, with what the person was asked for; null: where they take it.</param>
    /// <exception cref="RuleViolation">One thing that they do is refused; nothing was changed.</exception>
    /// <exception cref="ChangedMeanwhile">Somebody moved the ticket since; nothing was changed.</exception>
    public Task ApplyAsync(Actor me, Guid ticketId, IReadOnlyList<MacroChoice>? macros, MoveWithIt? move = null, CancellationToken ct = default) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenFor(me);
        var ticket = await TicketCommands.FindAsync(db, ticketId, ct);
        var chosen = await Macros.ReadAsync(db, catalogue, me, macros, ct) ?? throw new RuleViolation("There is no macro to apply. Choose one.", "macro");
        await chosen.LoadAsync(db, ticket, ct);
        await tickets.DemandCallableAsync(ticket, move?.Details, ct);
        var (rules, now) = (await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
        try
        {
            if ((move ?? chosen.Move) is { } to) ticket.ApplyAndMoveTo(me, () => chosen.Apply(me, ticket, rules, now), to.StatusId, to.Details, rules, now);
            else chosen.Apply(me, ticket, rules, now);
        }
        catch (ChangedMeanwhile changed) { throw await TicketCommands.ToldAsync(db, ticketId, changed, ct); }
        await ChildMoves.BeginAsync(db, me, ticket, move?.Details, now, ct);
        await db.CommitAsync(ct);
    });
}
