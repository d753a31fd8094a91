using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Customers;

/// <summary>Who a ticket is for, as an agent says it.</summary>
/// <param name="ContactId">Who was found; null: whoever the address or the telephone leads to.</param>
public sealed record CustomerForm(string? Name, string? Email, string? Phone, Guid? ContactId = null, Guid? OrganisationId = null)
{
    public bool IsAsking(TicketCustomer customer) => ContactId == customer.ContactId && Name == customer.Requester.Name && Email == customer.Requester.Email && Phone == customer.Requester.Phone;
}

/// <summary>The contact behind what an agent writes on a ticket. Nothing here saves: the ticket's own commit does.</summary>
internal static class KnownCustomers
{
    private const int MostOfOneNumber = 20;

    /// <summary>
    /// Whoever has this address; without one, whoever has this telephone and name, for a firm's people share a number. What is known of them
    /// stays as it is. Somebody new becomes a contact of the organisation; a name alone makes nobody known.
    /// </summary>
    /// <exception cref="RuleViolation">Who was chosen is no longer there, or the organisation is not.</exception>
    public static async Task<Contact?> FindOrAddAsync(DeskDb db, Actor me, CustomerForm who, DateTimeOffset now, CancellationToken ct)
    {
        if (who.ContactId is { } id) return await db.Contacts.SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new RuleViolation("This contact is no longer there. Choose another, or fill in who asks.", "requester");
        var (name, email, phone) = (Text.OptionalLine(who.Name, "requester", Limits.Name), Text.OptionalEmail(who.Email), Text.OptionalLine(who.Phone, "phone", 40));
        if (email is not null && await db.Contacts.SingleOrDefaultAsync(c => c.Email == email, ct) is { } known) return known;
        if (email is null && (name is null || Words.AsPhone(phone) is null)) return null;
        if (email is null && await OfNumberAsync(db, name!, phone!, ct) is { } called) return called;
        await DemandOrganisationAsync(db, who.OrganisationId, ct);
        var contact = Contact.Add(me, name ?? email!.Split('@')[0], email, phone, now);
        if (who.OrganisationId is { } organisation) contact.BelongTo(organisation);
        db.Contacts.Add(contact);
        return contact;
    }

    /// <exception cref="RuleViolation">It is no longer there.</exception>
    public static async Task DemandOrganisationAsync(DeskDb db, Guid? organisationId, CancellationToken ct)
    {
        if (organisationId is { } id && !await db.Organisations.AnyAsync(o => o.Id == id, ct)) throw new RuleViolation("This organisation is no longer there. Choose another.", "organisation");
    }

    private static async Task<Contact?> OfNumberAsync(DeskDb db, string name, string phone, CancellationToken ct)
    {
        var dialled = Words.AsPhone(phone)!;
        var ids = SearchIndex.CustomerDocuments(db, new SearchTerm(dialled, MayGrow: false)).Where(d => d.Kind == SearchKind.Contact).Select(d => d.SubjectId);
        var found = await db.Contacts.Where(c => ids.Contains(c.Id)).OrderBy(c => c.Id).Take(MostOfOneNumber).ToListAsync(ct);
        // Dialled with the country's code or without it.
        return found.Find(c => Words.AsPhone(c.Phone)?.EndsWith(dialled, StringComparison.Ordinal) is true && string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase));
    }
}
