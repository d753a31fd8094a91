using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Infrastructure.Tickets;

// Where a ticket stands.
public sealed partial class TicketCommands
{
    /// <exception cref="ChangedMeanwhile">The ticket is no longer in <see cref="MoveDetails.SeenStatusId"/>.</exception>
    public Task MoveAsync(Actor me, Guid ticketId, Guid statusId, MoveDetails? details = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, SeenStatus(details?.SeenStatusId), t => t.StatusId, (ticket, rules, now, seen) => ticket.MoveTo(me, statusId, (details ?? new MoveDetails()) with { SeenStatusId = seen.Value }, rules, now), ct,
            load: (_, ticket, cancel) => DemandCallableAsync(ticket, details, cancel),
            also: (db, ticket, now) => ChildMoves.BeginAsync(db, me, ticket, details, now, ct));

    /// <summary>Whom a move escalates the ticket to must see it.</summary>
    internal async Task DemandCallableAsync(Ticket ticket, MoveDetails? details, CancellationToken ct)
    {
        if (details?.Escalation?.ToPerson is { } person) DemandSees(await WorkingAsync(person, "to", ct), ticket, "to");
    }

    /// <summary>Undoes a move.</summary>
    /// <exception cref="ChangedMeanwhile">Somebody moved it since.</exception>
    public Task TakeBackAsync(Actor me, Guid ticketId, Guid movedTo, BulkBefore before, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.TakeBack(me, movedTo, before, rules, now), ct);

    public Task ResolveAsync(Actor me, Guid ticketId, string? resolution, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, null, t => t.StatusId, (ticket, rules, now, seen) => ticket.Resolve(me, resolution, rules, now, seen), ct);

    public Task CloseAsync(Actor me, Guid ticketId, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, null, t => t.StatusId, (ticket, rules, now, seen) => ticket.Close(me, rules, now, seen), ct);

    public Task ReopenAsync(Actor me, Guid ticketId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.Reopen(me, rules, now), ct);

    public Task HoldAsync(Actor me, Guid ticketId, string reason, DateTimeOffset? resumeAt, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, null, t => t.StatusId, (ticket, rules, now, seen) => ticket.PutOnHold(me, Text.Line(reason, "reason"), resumeAt, rules, now, seen), ct);

    public Task ResumeAsync(Actor me, Guid ticketId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.Resume(me, rules, now), ct);

    public Task AcknowledgeAsync(Actor me, Guid ticketId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.Acknowledge(me, rules, now), ct);

    /// <summary>To a person or a department, who need not be its owner: it tells them, and where the workflow says so the status shows it.</summary>
    public async Task EscalateAsync(Actor me, Guid ticketId, string reason, Guid? toPerson, Guid? toDepartment, CancellationToken ct = default)
    {
        var person = toPerson is { } id ? await WorkingAsync(id, "to", ct) : null;
        await ChangeAsync(me, ticketId, (ticket, rules, now) =>
        {
            if (person is not null) DemandSees(person, ticket, "to");
            ticket.Escalate(me, reason, toPerson, toDepartment, rules, now);
        }, ct);
    }

    /// <summary>Those who have it go on alone.</summary>
    public Task EndEscalationAsync(Actor me, Guid ticketId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.EndEscalation(me, rules, now), ct);

    /// <summary>The customer said, by whatever way, that it is indeed done.</summary>
    /// <param name="children">Of a master: those that end with it.</param>
    public Task ConfirmAsync(Actor me, Guid ticketId, IReadOnlyList<Guid>? children = null, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.Confirm(me, rules, now), ct, also: (db, ticket, now) => ChildMoves.BeginAsync(db, me, ticket, new MoveDetails { Children = children ?? [] }, now, ct));
}
