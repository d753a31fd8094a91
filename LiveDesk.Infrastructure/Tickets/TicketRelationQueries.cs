using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Notifications;
using LiveDesk.Infrastructure.Records;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <param name="ContactName">Whom to write to there.</param>
public sealed record SupplierView(Guid Id, string Name, Guid? ContactId, string? ContactName, string? ContactEmail, DateOnly? DueOn);

/// <summary>Who has a hand in a ticket beside its owner, what it is about, and who else is asked.</summary>
public sealed record TicketRelations(IReadOnlyList<Guid> Assignees, IReadOnlyList<Guid> Followers, IReadOnlyList<RecordHit> Records, IReadOnlyList<SupplierView> Suppliers)
{
    public MergedRelations Merged { get; init; } = new([], [], []);
}

/// <summary>The same of the tickets that were merged into it, as far as it has them not itself: read here, and kept by undoing the merge.</summary>
/// <param name="People">Who had or followed them.</param>
public sealed record MergedRelations(IReadOnlyList<Guid> People, IReadOnlyList<RecordHit> Records, IReadOnlyList<SupplierView> Suppliers)
{
    public bool IsEmpty => People.Count + Records.Count + Suppliers.Count == 0;
}

public sealed class TicketRelationQueries(DeskDatabase desk)
{
    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TicketRelations> OfAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!me.Sight.IsStaff) throw new NotFoundException("ticket");
        var ticket = await Whole(db.Tickets).SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");
        List<Guid> own = [.. ticket.Assignees.Select(a => a.PersonId).Where(p => p != ticket.OwnerId).Order()], followers = [.. ticket.Followers.Select(f => f.PersonId).Order()];
        return new TicketRelations(own, followers, await RecordsAsync(db, ticket.Records.Select(r => r.RecordId), ct), await SuppliersAsync(db, ticket.Suppliers, ct)) { Merged = await MergedAsync(db, ticket, ct) };
    }

    /// <summary>The sight of the ticket that stays counts.</summary>
    private async Task<MergedRelations> MergedAsync(DeskDb db, Ticket ticket, CancellationToken ct)
    {
        var ids = await MergedTickets.Links(db).Where(l => l.TicketId == ticket.Id).Select(l => l.OtherId).ToListAsync(ct);
        if (ids.Count == 0) return new MergedRelations([], [], []);
        await using var all = desk.OpenForSystem();
        var merged = await Whole(all.Tickets).Where(t => ids.Contains(t.Id)).ToListAsync(ct);
        return new MergedRelations([.. merged.SelectMany(Audiences.WhoHasOrFollows).Except(Audiences.WhoHasOrFollows(ticket))],
            await RecordsAsync(db, merged.SelectMany(t => t.Records).Select(r => r.RecordId).Except(ticket.Records.Select(r => r.RecordId)), ct),
            await SuppliersAsync(db, [.. merged.SelectMany(t => t.Suppliers).DistinctBy(s => s.OrganisationId).Where(s => ticket.Suppliers.All(own => own.OrganisationId != s.OrganisationId))], ct));
    }

    private static IQueryable<Ticket> Whole(IQueryable<Ticket> tickets) => tickets.AsNoTracking().Include(t => t.Assignees).Include(t => t.Followers).Include(t => t.Records).Include(t => t.Suppliers).AsSplitQuery();

    private static async Task<IReadOnlyList<RecordHit>> RecordsAsync(DeskDb db, IEnumerable<Guid> those, CancellationToken ct)
    {
        var ids = those.ToList();
        return ids.Count == 0 ? [] : await db.Records.AsNoTracking().Where(r => ids.Contains(r.Id)).OrderBy(r => r.Name)
            .Select(r => new RecordHit(r.Id, r.TypeId, r.Name, r.Number, r.OrganisationId, db.Organisations.Where(o => o.Id == r.OrganisationId).Select(o => o.Name).FirstOrDefault(), r.Address)).ToListAsync(ct);
    }

    /// <summary>How many open tickets ask this supplier, as far as the person may see them.</summary>
    public async Task<int> AskedAsync(Actor me, Guid organisationId, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) return 0;
        await using var db = desk.OpenFor(me);
        return await TicketQueries.Living(db.Tickets).CountAsync(t => t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed && t.Suppliers.Any(s => s.OrganisationId == organisationId), ct);
    }

    private static async Task<IReadOnlyList<SupplierView>> SuppliersAsync(DeskDb db, IReadOnlyList<TicketSupplier> suppliers, CancellationToken ct)
    {
        if (suppliers.Count == 0) return [];
        var ids = suppliers.Select(s => s.OrganisationId).ToList();
        List<Guid?> contactIds = [.. suppliers.Select(s => s.ContactId)];
        var names = await db.Organisations.AsNoTracking().Where(o => ids.Contains(o.Id)).ToDictionaryAsync(o => o.Id, o => o.Name, ct);
        var contacts = await db.Contacts.AsNoTracking().Where(c => contactIds.Contains(c.Id)).Select(c => new { c.Id, c.Name, c.Email }).ToDictionaryAsync(c => c.Id, ct);
        return [.. suppliers.Select(s => (Supplier: s, Contact: s.ContactId is { } id ? contacts.GetValueOrDefault(id) : null))
            .Select(s => new SupplierView(s.Supplier.OrganisationId, names.GetValueOrDefault(s.Supplier.OrganisationId, "?"), s.Contact?.Id, s.Contact?.Name, s.Contact?.Email, s.Supplier.DueOn)).OrderBy(s => s.Name)];
    }
}
