using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Fields;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Customers;

/// <summary>What is known of a customer, as an agent types it.</summary>
/// <param name="Fields">The installation's own, of somebody new; of somebody known each is filled in by itself (<see cref="Fields.CustomerFieldCommands"/>).</param>
public sealed record ContactDetails(string? Name, string? Email, string? Phone, Guid? OrganisationId, string? AccountNumber = null, string? Address = null, IReadOnlyDictionary<Guid, string>? Fields = null);

public sealed class ContactCommands(DeskDatabase desk, TimeProvider clock)
{
    /// <exception cref="RuleViolation">A contact with this address exists, or a field is not filled in well.</exception>
    public async Task<Guid> AddAsync(Actor me, ContactDetails what, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var contact = Contact.Add(me, what.Name ?? "", what.Email, what.Phone, await FieldQueries.OfAsync(db, CustomerKind.Contact, ct), what.Fields, clock.GetUtcNow());
        await DemandFreeAsync(db, contact.Id, contact.Email, ct);
        if (await CheckedAsync(db, what.OrganisationId, ct) is { } organisation) contact.BelongTo(organisation);
        contact.BeKnownAs(what.AccountNumber, what.Address);
        db.Contacts.Add(contact);
        await CommitAsync(db, contact.Email, ct);
        return contact.Id;
    }

    /// <summary>
    /// The contact with this address, made when there is none. What is known already stays as it is: whoever writes under an address has not
    /// proven to be its owner.
    /// </summary>
    public async Task<Guid> FindOrAddAsync(Actor me, string? name, string email, string? phone, CancellationToken ct = default)
    {
        var address = Text.OptionalEmail(email) ?? throw new RuleViolation("A customer is known by an e-mail address. Please fill it in.", "email");
        // Two at once: the next look finds the other's.
        return await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenForSystem();
            if (await db.Contacts.Where(c => c.Email == address).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct) is { } known) return known;
            var contact = Contact.Add(me, string.IsNullOrWhiteSpace(name) ? address.Split('@')[0] : name, address, phone, clock.GetUtcNow());
            db.Contacts.Add(contact);
            await db.CommitAsync(ct);
            return contact.Id;
        });
    }

    public async Task ChangeAsync(Actor me, Guid contactId, ContactDetails what, CancellationToken ct = default)
    {
        DemandStaff(me);
        // Somebody filled in a field at this moment: that stays.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var contact = await db.Contacts.SingleOrDefaultAsync(c => c.Id == contactId, ct) ?? throw new NotFoundException("contact");
            contact.Change(me, what.Name ?? "", what.Email, what.Phone, await CheckedAsync(db, what.OrganisationId, ct), clock.GetUtcNow(), what.AccountNumber, what.Address);
            await DemandFreeAsync(db, contactId, contact.Email, ct);
            await CommitAsync(db, contact.Email, ct);
        });
    }

    public async Task<Guid> AddOrganisationAsync(Actor me, string? name, string? accountNumber, string? address = null, bool isSupplier = false, IReadOnlyDictionary<Guid, string>? fields = null, CancellationToken ct = default)
    {
        DemandStaff(me);
        await using var db = desk.OpenFor(me);
        var organisation = Organisation.Add(me, name ?? "", accountNumber, await FieldQueries.OfAsync(db, CustomerKind.Organisation, ct), fields, clock.GetUtcNow());
        organisation.BeKnownAs(address, isSupplier);
        db.Organisations.Add(organisation);
        await db.CommitAsync(ct);
        return organisation.Id;
    }

    public async Task ChangeOrganisationAsync(Actor me, Guid organisationId, string? name, string? accountNumber, string? address = null, bool isSupplier = false, CancellationToken ct = default)
    {
        DemandStaff(me);
        // Somebody filled in a field at this moment: that stays.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var organisation = await db.Organisations.SingleOrDefaultAsync(o => o.Id == organisationId, ct) ?? throw new NotFoundException("organisation");
            organisation.Change(me, name ?? "", accountNumber, clock.GetUtcNow(), address, isSupplier);
            await db.CommitAsync(ct);
        });
    }

    /// <summary>Customers belong to the installation: whoever works on a desk knows them. Their tickets stay behind each one's sight.</summary>
    private static void DemandStaff(Actor me)
    {
        me.Demand(Right.WorkTickets);
        if (!me.Sight.IsStaff) throw new NotFoundException("contact");
    }

    private static async Task<Guid?> CheckedAsync(DeskDb db, Guid? organisationId, CancellationToken ct) =>
        organisationId is not { } id ? null : await db.Organisations.AnyAsync(o => o.Id == id, ct) ? id : throw new RuleViolation("This organisation is no longer there. Choose another.", "organisation");

    private static async Task DemandFreeAsync(DeskDb db, Guid contactId, string? email, CancellationToken ct)
    {
        if (email is not null && await db.Contacts.AnyAsync(c => c.Email == email && c.Id != contactId, ct)) throw Taken(email);
    }

    private static async Task CommitAsync(DeskDb db, string? email, CancellationToken ct)
    {
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (email is not null && e.IsDuplicate()) { throw Taken(email); }
    }

    private static RuleViolation Taken(string email) => new($"There is a contact with the address {email} already.", "email");
}
