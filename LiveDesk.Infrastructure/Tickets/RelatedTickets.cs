using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>The tickets of a customer or a record: the same on its page and in the lists that are narrowed to it.</summary>
internal static class RelatedTickets
{
    /// <summary>Each way to them has its index, so that none is looked for among all.</summary>
    public static IQueryable<Ticket> Of(DeskDb db, IQueryable<Ticket> tickets, TicketsOf of)
    {
        var ids = of.Kind switch
        {
            OwnerKind.Contact => WithHolding(db, OfContact(db, of.Id)),
            OwnerKind.Organisation => WithHolding(db, OfOrganisations(db, [of.Id])).Union(WithHolding(db, OfSuppliers(db, [of.Id]))),
            _ => WithHolding(db, OfRecord(db, of.Id)),
        };
        return tickets.Where(t => ids.Contains(t.Id));
    }

    /// <summary>Those of the organisations themselves and of those who belong to them.</summary>
    public static IQueryable<Guid> OfOrganisations(DeskDb db, IReadOnlyList<Guid> organisations)
    {
        var asked = organisations.Select(o => (Guid?)o).ToList();
        return db.Tickets.Where(t => asked.Contains(t.OrganisationId)).Select(t => t.Id)
            .Union(db.Contacts.Where(c => asked.Contains(c.OrganisationId)).Join(db.Tickets, c => (Guid?)c.Id, t => t.ContactId, (c, t) => t.Id));
    }

    public static IQueryable<Guid> OfSuppliers(DeskDb db, IReadOnlyList<Guid> organisations) =>
        db.Set<TicketSupplier>().Where(s => organisations.Contains(s.OrganisationId)).Select(s => s.TicketId);

    public static IQueryable<Guid> OfRecords(DeskDb db, IReadOnlyList<Guid> records) =>
        db.Set<TicketRecord>().Where(r => records.Contains(r.RecordId)).Select(r => r.TicketId);

    private static IQueryable<Guid> OfContact(DeskDb db, Guid contact) => db.Tickets.Where(t => t.ContactId == contact).Select(t => t.Id);

    /// <summary>Of a place: what happened to that which stands there, too.</summary>
    private static IQueryable<Guid> OfRecord(DeskDb db, Guid record) =>
        db.Records.Where(r => r.Id == record || r.SiteId == record).Join(db.Set<TicketRecord>(), r => r.Id, x => x.RecordId, (r, x) => x.TicketId);

    /// <summary>The tickets into which some of these were merged are theirs as well.</summary>
    private static IQueryable<Guid> WithHolding(DeskDb db, IQueryable<Guid> own) =>
        own.Union(MergedTickets.Links(db).Join(own, l => l.OtherId, id => id, (l, _) => l.TicketId));
}
