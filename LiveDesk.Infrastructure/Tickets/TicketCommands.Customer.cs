using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Customers;
using LiveDesk.Infrastructure.Database;

namespace LiveDesk.Infrastructure.Tickets;

// Whose a ticket is, and who reads along.
public sealed partial class TicketCommands
{
    /// <summary>Who asked, and the organisation that it is for; the promise follows in the same save.</summary>
    /// <param name="to">Without a contact the one with this address or telephone is taken, and made where there is none.</param>
    /// <exception cref="ChangedMeanwhile">What is changed is no longer what the person saw.</exception>
    public Task ChangeCustomerAsync(Actor me, Guid ticketId, CustomerForm to, Seen<TicketCustomer>? seen = null, CancellationToken ct = default)
    {
        TicketCustomer? wanted = null;
        return DecideAsync(me, ticketId, seen, t => t.Customer, (ticket, rules, now, before) => ticket.ChangeCustomer(me, wanted!, rules, now, before), ct, load: async (db, ticket, stop) =>
        {
            // Nobody new is looked for while who asked stays as it is: the form may be about the organisation alone.
            var isSame = to.IsAsking(seen?.Value ?? ticket.Customer);
            var contact = isSame ? null : await KnownCustomers.FindOrAddAsync(db, me, to, clock.GetUtcNow(), stop);
            await KnownCustomers.DemandOrganisationAsync(db, to.OrganisationId, stop);
            wanted = new TicketCustomer(Requester.Checked(to.Name ?? to.Email, to.Email, to.Phone), isSame ? to.ContactId : contact?.Id, to.OrganisationId);
        });
    }

    public Task AddCcAsync(Actor me, Guid ticketId, string? address, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, _, now) => ticket.AddCc(me, address, now), ct);

    public Task RemoveCcAsync(Actor me, Guid ticketId, string address, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, _, now) => ticket.RemoveCc(me, address, now), ct);

    /// <summary>Who is named is a contact from then on, and the ticket is for their organisation unless it is said to be for another.</summary>
    private static async Task<NewTicket> WithCustomerAsync(DeskDb db, Actor me, NewTicket what, DateTimeOffset now, CancellationToken ct)
    {
        var contact = await KnownCustomers.FindOrAddAsync(db, me, new CustomerForm(what.RequesterName, what.RequesterEmail, what.RequesterPhone, what.ContactId, what.OrganisationId), now, ct);
        return what with { ContactId = contact?.Id, OrganisationId = what.OrganisationId ?? contact?.OrganisationId };
    }
}
