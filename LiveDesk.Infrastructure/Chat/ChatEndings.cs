using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>A chat ends, and by the desk's rule is a ticket, in one save: there is no moment at which it is over and has no card.</summary>
internal static class ChatEndings
{
    public static async Task EndAsync(DeskDb db, ChatSession session, Actor by, ChatEnd how, DeskCatalogue catalogue, DateTimeOffset now, CancellationToken ct)
    {
        if (session.IsOver) return;
        session.End(by, how, now);
        var rules = await catalogue.DeskAsync(session.DeskId, ct);
        var becomes = rules.Settings.ChatBecomesTicket is ChatBecomesTicket.WhenSessionEnds or ChatBecomesTicket.AtOnce || how is ChatEnd.HandedOver;
        if (becomes) await MakeTicketAsync(db, session, rules, by, catalogue, now, ct);
        if (session.TicketId is { } id && await TrackedAsync(db, id, ct) is { } ticket) ticket.Report(TicketEvent.ChatEnded, rules, now);
    }

    /// <summary>Unless it has one.</summary>
    public static async Task MakeTicketAsync(DeskDb db, ChatSession session, Desk rules, Actor by, DeskCatalogue catalogue, DateTimeOffset now, CancellationToken ct)
    {
        if (session.TicketId is null) await ChatTickets.OpenAsync(db, session, rules, by, catalogue, now, ct);
    }

    private static async Task<Ticket?> TrackedAsync(DeskDb db, Guid id, CancellationToken ct) =>
        db.Tickets.Local.FirstOrDefault(t => t.Id == id) ?? await db.Tickets.Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == id, ct);
}
