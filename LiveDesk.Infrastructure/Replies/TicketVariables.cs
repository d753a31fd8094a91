using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Replies;

/// <summary>What the variables of a text mean on one ticket.</summary>
internal static class TicketVariables
{
    public static async Task<VariableValues> OfAsync(DeskDb db, Actor me, Ticket ticket, Desk home, CancellationToken ct)
    {
        var organisation = await db.Organisations
            .Where(o => o.Id == ticket.OrganisationId || (ticket.OrganisationId == null && db.Contacts.Any(c => c.Id == ticket.ContactId && c.OrganisationId == o.Id)))
            .Select(o => o.Name).FirstOrDefaultAsync(ct);
        return new VariableValues(ticket.Requester.Name == ChatSession.Unnamed ? null : ticket.Requester.Name, me.Name, TicketNumber.Show(ticket.Number, home.Settings.NumberForm), ticket.Subject, home.Name, organisation);
    }
}
