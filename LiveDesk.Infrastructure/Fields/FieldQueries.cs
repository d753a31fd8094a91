using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Fields;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Fields;

/// <summary>What contacts or organisations are asked for, and what one of them has.</summary>
public sealed record FilledInView(IReadOnlyList<CustomField> Fields, IReadOnlyDictionary<Guid, string> Values);

public sealed class FieldQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    /// <summary>What has to be filled in before this ticket is resolved.</summary>
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<IReadOnlyList<CustomField>> MissingToResolveAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var found = await db.Tickets.AsNoTracking().Where(t => t.Id == ticketId).Select(t => new { t.DeskId, t.DepartmentId, t.FieldValues, Extra = t.ExtraDepartments.Select(d => d.DepartmentId).ToList() }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("ticket");
        return [.. Ticket.MissingToResolve(await catalogue.DeskAsync(found.DeskId, ct), [found.DepartmentId, .. found.Extra], found.FieldValues)];
    }

    /// <summary>How many tickets of the desk, of those that this person may see, have a value in this field.</summary>
    /// <exception cref="RuleViolation">Only for who manages desks.</exception>
    public async Task<int> UseAsync(Actor me, Guid deskId, Guid fieldId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        return await Having(db.Tickets.Where(t => t.DeskId == deskId), fieldId).CountAsync(ct);
    }

    /// <summary>How many contacts or organisations have a value in this field.</summary>
    /// <exception cref="RuleViolation">Only for who manages desks.</exception>
    public async Task<int> UseAsync(Actor me, CustomerKind of, Guid fieldId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        return of is CustomerKind.Contact ? await Having(db.Contacts, fieldId).CountAsync(ct) : await Having(db.Organisations, fieldId).CountAsync(ct);
    }

    public async Task<IReadOnlyList<CustomField>> OfAsync(Actor me, CustomerKind of, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("page");
        await using var db = desk.OpenFor(me);
        return await OfAsync(db, of, ct);
    }

    /// <exception cref="NotFoundException">There is no such contact or organisation.</exception>
    public async Task<FilledInView> FilledInAsync(Actor me, CustomerKind of, Guid id, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("page");
        await using var db = desk.OpenFor(me);
        var values = of is CustomerKind.Contact ? db.Contacts.Where(c => c.Id == id).Select(c => c.FieldValues) : db.Organisations.Where(o => o.Id == id).Select(o => o.FieldValues);
        return new FilledInView(await OfAsync(db, of, ct), await values.SingleOrDefaultAsync(ct) ?? throw new NotFoundException("contact"));
    }

    internal static async Task<IReadOnlyList<CustomField>> OfAsync(DeskDb db, CustomerKind of, CancellationToken ct) =>
        await db.Set<CustomerFields>().AsNoTracking().Where(f => f.Of == of).Select(f => f.Fields).SingleOrDefaultAsync(ct) ?? [];

    // The values are one document of JSON, in which ids stand as they are: a field by its id with the quotes around it. Nothing
    // that anybody types can look like that, for quotes within a value are written otherwise.
    internal static IQueryable<Ticket> Having(IQueryable<Ticket> tickets, Guid fieldId) => tickets.Where(t => ((string)(object)t.FieldValues).Contains($"\"{fieldId}\":"));

    internal static IQueryable<Contact> Having(IQueryable<Contact> contacts, Guid fieldId) => contacts.Where(c => ((string)(object)c.FieldValues).Contains($"\"{fieldId}\":"));

    internal static IQueryable<Organisation> Having(IQueryable<Organisation> organisations, Guid fieldId) => organisations.Where(o => ((string)(object)o.FieldValues).Contains($"\"{fieldId}\":"));
}
