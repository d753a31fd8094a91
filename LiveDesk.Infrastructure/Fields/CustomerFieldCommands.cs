using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Fields;

/// <summary>The fields of contacts and organisations, and what stands in them.</summary>
public sealed class CustomerFieldCommands(DeskDatabase desk, TimeProvider clock)
{
    /// <param name="seen">The revision that the person had before them; null adds.</param>
    public Task KeepAsync(Actor me, CustomerKind of, CustomField field, int? seen, CancellationToken ct = default) => ChangeAsync(me, of, f => f.Keep(me, field, seen, clock.GetUtcNow()), ct);

    public Task RemoveAsync(Actor me, CustomerKind of, Guid fieldId, CancellationToken ct = default) => ChangeAsync(me, of, f => f.Remove(me, fieldId, clock.GetUtcNow()), ct);

    public Task MoveAsync(Actor me, CustomerKind of, Guid fieldId, bool earlier, CancellationToken ct = default) => ChangeAsync(me, of, f => f.Move(me, fieldId, earlier, clock.GetUtcNow()), ct);

    /// <summary>One field of one contact or organisation; null empties it. Who fills in another one at the same moment has their way too.</summary>
    /// <exception cref="ChangedMeanwhile">It is no longer what the person saw.</exception>
    public async Task FillInAsync(Actor me, CustomerKind of, Guid id, Guid fieldId, string? value, Seen<string?>? seen = null, CancellationToken ct = default)
    {
        me.Demand(Right.WorkTickets);
        if (!me.Sight.IsStaff) throw new NotFoundException("contact");
        // Another field at the same moment: once more on what is there now.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var field = (await FieldQueries.OfAsync(db, of, ct)).Asked(fieldId);
            FilledIn? who = of is CustomerKind.Contact ? await db.Contacts.SingleOrDefaultAsync(c => c.Id == id, ct) : await db.Organisations.SingleOrDefaultAsync(o => o.Id == id, ct);
            (who ?? throw new NotFoundException("contact")).FillIn(me, field, value, clock.GetUtcNow(), seen ??= new Seen<string?>(who.FieldValues.Of(fieldId)));
            await db.CommitAsync(ct);
        });
    }

    private async Task ChangeAsync(Actor me, CustomerKind of, Action<CustomerFields> verb, CancellationToken ct)
    {
        // Somebody else changed them, or made the first one: once more, on what they are now.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var fields = await db.Set<CustomerFields>().SingleOrDefaultAsync(f => f.Of == of, ct);
            if (fields is null) db.Add(fields = new CustomerFields(of));
            verb(fields);
            await db.CommitAsync(ct);
        });
    }
}
