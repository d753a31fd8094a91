using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Records;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="ContactName">Whom to write to there.</param>
public sealed record SupplierView(Guid Id, string Name, Guid? ContactId, string? ContactName, string? ContactEmail, DateOnly? DueOn);

/// <summary>Who has a hand in a ticket beside its owner, what it is about, and who else is asked.</summary>
public sealed record TicketRelations(IReadOnlyList<Guid> Assignees, IReadOnlyList<Guid> Followers, IReadOnlyList<RecordHit> Records, IReadOnlyList<SupplierView> Suppliers);

public sealed class TicketRelationQueries(DeskDatabase desk)
{
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TicketRelations> OfAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!me.Sight.IsStaff) throw new NotFoundException("ticket");
        var ticket = await db.Tickets.AsNoTracking().Include(t => t.Assignees).Include(t => t.Followers).Include(t => t.Records).Include(t => t.Suppliers).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        var recordIds = ticket.Records.Select(r => r.RecordId).ToList();
        var records = recordIds.Count == 0 ? [] : await db.Records.AsNoTracking().Where(r => recordIds.Contains(r.Id)).OrderBy(r => r.Name)
            .Select(r => new RecordHit(r.Id, r.TypeId, r.Name, r.Number, r.OrganisationId, db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(), r.Address)).ToListAsync(ct);
        return new TicketRelations([.. ticket.Assignees.Select(a => a.PersonId).Where(p => p != ticket.OwnerId)], [.. ticket.Followers.Select(f => f.PersonId)], records, await SuppliersAsync(db, ticket, ct));
    }

    /// <summary>Organisations that can be asked, by name.</summary>
    public async Task<IReadOnlyList<(Guid Id, string Name)>> SuppliersAsync(Actor me, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) return [];
        await using var db = desk.OpenFor(me);
        return [.. (await db.Organisations.AsNoTracking().Where(o => o.IsSupplier).OrderBy(o => o.Name).Take(200).Select(o => new { o.Id, o.Name }).ToListAsync(ct)).Select(o => (o.Id, o.Name))];
    }

    private static async Task<IReadOnlyList<SupplierView>> SuppliersAsync(DeskDb db, Domain.Tickets.Ticket ticket, CancellationToken ct)
    {
        if (ticket.Suppliers.Count == 0) return [];
        var ids = ticket.Suppliers.Select(s => s.OrganisationId).ToList();
        List<Guid?> contactIds = [.. ticket.Suppliers.Select(s => s.ContactId)];
        var names = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var contacts = await db.Contacts.AsNoTracking().Where(c => contactIds.Contains(c.Id)).Select(c => new { c.Id, c.Name, c.Email }).ToDictionaryAsync(c => c.Id, ct);
        return [.. ticket.Suppliers.Select(s => (Supplier: s, Contact: s.ContactId is { } id ? contacts.GetValueOrDefault(id) : null))
            .Select(s => new SupplierView(s.Supplier.OrganisationId, names.GetValueOrDefault(s.Supplier.OrganisationId, "?"), s.Contact?.Id, s.Contact?.Name, s.Contact?.Email, s.Supplier.DueOn)).OrderBy(s => s.Name)];
    }
}
