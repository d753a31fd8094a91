using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// What a ticket is about, and which suppliers are asked about it.
public sealed partial class TicketCommands
{
    public async Task LinkRecordAsync(Actor me, Guid ticketId, Guid recordId, CancellationToken ct = default)
    {
        (RelatedRecord Record, RecordType Type)? found = null;
        await ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.LinkRecord(me, found!.Value.Record, found.Value.Type, rules, now), ct, load: async (db, ticket, cancel) =>
        {
            await db.Entry(ticket).Collection(t => t.Records).LoadAsync(cancel);
            found = await RecordAsync(db, recordId, cancel);
        });
    }

    private static async Task<(RelatedRecord Record, RecordType Type)> RecordAsync(DeskDb db, Guid recordId, CancellationToken ct)
    {
        var record = await db.Records.AsNoTracking().SingleOrDefaultAsync(r => r.Id == recordId, ct) ?? throw new RuleViolation("This record is no longer there. Choose another.", "record");
        return (record, await db.RecordTypes.AsNoTracking().SingleAsync(t => t.Id == record.TypeId, ct));
    }

    public Task UnlinkRecordAsync(Actor me, Guid ticketId, Guid recordId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.UnlinkRecord(me, recordId, rules, now), ct, load: (db, ticket, cancel) => db.Entry(ticket).Collection(t => t.Records).LoadAsync(cancel));

    public Task AddSupplierAsync(Actor me, Guid ticketId, Guid organisationId, Guid? contactId = null, DateOnly? dueOn = null, CancellationToken ct = default) =>
        WithSupplierAsync(me, ticketId, organisationId, contactId, (ticket, supplier, contact, rules, now) => ticket.AddSupplier(me, supplier, contact, DayOf(dueOn), rules, now), ct);

    public Task ExpectOfSupplierAsync(Actor me, Guid ticketId, Guid organisationId, Guid? contactId, DateOnly? dueOn, CancellationToken ct = default) =>
        WithSupplierAsync(me, ticketId, organisationId, contactId, (ticket, supplier, contact, rules, now) => ticket.ExpectOfSupplier(me, supplier.Id, contact, DayOf(dueOn), rules, now), ct);

    public Task RemoveSupplierAsync(Actor me, Guid ticketId, Guid organisationId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.RemoveSupplier(me, organisationId, rules, now), ct, load: SuppliersAsync);

    /// <summary>Kept in the thread for those who work here. It is not sent: there is no mail yet.</summary>
    /// <returns>The entry's id. The same sender-made id again is the same entry.</returns>
    public Task<Guid> ForwardToSupplierAsync(Actor me, Guid ticketId, Guid organisationId, NewEntry what, CancellationToken ct = default) =>
        WriteAsync(me, ticketId, what, (ticket, rules, now) => ticket.ForwardToSupplier(me, organisationId, what, rules, now), ct, SuppliersAsync);

    /// <summary>What a supplier answered, as somebody who works here writes it down.</summary>
    public Task<Guid> TakeSupplierAnswerAsync(Actor me, Guid ticketId, Guid organisationId, NewEntry what, CancellationToken ct = default)
    {
        Organisation? supplier = null;
        return WriteAsync(me, ticketId, what, (ticket, rules, now) => ticket.TakeSupplierAnswer(me, supplier!, what, rules, now), ct, async (db, ticket, cancel) =>
        {
            await SuppliersAsync(db, ticket, cancel);
            supplier = await SupplierAsync(db, organisationId, cancel);
        });
    }

    /// <summary>As those who work here live it.</summary>
    private TodoDay? DayOf(DateOnly? day) => day is { } due ? TodoDay.Of(due, clock.LocalTimeZone) : null;

    private async Task WithSupplierAsync(Actor me, Guid ticketId, Guid organisationId, Guid? contactId, Action<Ticket, Organisation, Contact?, Domain.Desks.Desk, DateTimeOffset> verb, CancellationToken ct)
    {
        (Organisation Supplier, Contact? Contact)? found = null;
        await ChangeAsync(me, ticketId, (ticket, rules, now) => verb(ticket, found!.Value.Supplier, found.Value.Contact, rules, now), ct, load: async (db, ticket, cancel) =>
        {
            await SuppliersAsync(db, ticket, cancel);
            var contact = contactId is not { } id ? null : await db.Contacts.AsNoTracking().SingleOrDefaultAsync(c => c.Id == id, cancel) ?? throw new RuleViolation("This contact is no longer there. Choose another.", "contact");
            found = (await SupplierAsync(db, organisationId, cancel), contact);
        });
    }

    private static async Task<Organisation> SupplierAsync(DeskDb db, Guid organisationId, CancellationToken ct) =>
        await db.Organisations.AsNoTracking().SingleOrDefaultAsync(o => o.Id == organisationId, ct) ?? throw new RuleViolation("This supplier is no longer there. Choose another.", "supplier");

    private static Task SuppliersAsync(DeskDb db, Ticket ticket, CancellationToken ct) => db.Entry(ticket).Collection(t => t.Suppliers).LoadAsync(ct);
}
