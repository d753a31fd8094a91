using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// Tags, and the desk's own fields.
public sealed partial class TicketCommands
{
    /// <summary>Puts the tag of this name on the ticket. One that the desk does not have yet is made in the same save.</summary>
    /// <returns>The tag.</returns>
    public async Task<Guid> TagAsync(Actor me, Guid ticketId, string? name, CancellationToken ct = default)
    {
        var tagId = Guid.Empty;
        await OnceMoreOnCollisionAsync(me, async db =>
        {
            var ticket = await TaggedAsync(db, ticketId, ct);
            var rules = await catalogue.DeskAsync(ticket.DeskId, ct);
            if (rules.TagCalled(name) is null) rules = await DeskCatalogue.Whole(db.Desks).SingleAsync(d => d.Id == ticket.DeskId, ct);
            tagId = rules.NeedTag(me, name, clock.GetUtcNow()).Id;
            ticket.PutTag(me, tagId, rules, clock.GetUtcNow());
        }, ct);
        return tagId;
    }

    public Task PutTagAsync(Actor me, Guid ticketId, Guid tagId, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var ticket = await TaggedAsync(db, ticketId, ct);
        ticket.PutTag(me, tagId, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
    }, ct);

    public Task TakeOffTagAsync(Actor me, Guid ticketId, Guid tagId, CancellationToken ct = default) => OnceMoreOnCollisionAsync(me, async db =>
    {
        var ticket = await TaggedAsync(db, ticketId, ct);
        ticket.TakeOffTag(me, tagId, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
    }, ct);

    /// <summary>One of the desk's own fields; null empties it.</summary>
    public Task FillInAsync(Actor me, Guid ticketId, Guid fieldId, string? value, Seen<string?>? seen = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, seen, t => t.FieldValues.GetValueOrDefault(fieldId), (ticket, rules, now, before) => ticket.FillIn(me, fieldId, value, rules, now, before), ct);

    private static async Task<Ticket> TaggedAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        await db.Tickets.Include(t => t.ExtraDepartments).Include(t => t.Tags).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
}
