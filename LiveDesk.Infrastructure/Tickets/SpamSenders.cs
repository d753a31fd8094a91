using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>What tickets teach about senders of spam, and what follows from it. Nothing here saves: the caller's commit does, all at once.</summary>
internal static class SpamSenders
{
    /// <summary>Called spam: from now on its sender's messages are. Somebody who works here is not: whoever forwards spam to the desk sends none.</summary>
    public static async Task LearnAsync(DeskDb db, Actor me, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (ticket.Aside is not null || ticket.Requester.Email is not { } email) return;
        if (await Of(db, ticket.DeskId, email).AnyAsync(ct) || await db.People.AnyAsync(p => p.Email == email, ct)) return;
        if (await db.SpamSenders.CountAsync(s => s.DeskId == ticket.DeskId, ct) >= SpamSender.Most) return;
        db.SpamSenders.Add(SpamSender.Add(me, ticket.DeskId, email, now));
    }

    /// <summary>Brought back: it was none. A domain stays; that is said once, in the settings.</summary>
    public static async Task ForgetAsync(DeskDb db, Actor me, Ticket ticket, DateTimeOffset now, CancellationToken ct)
    {
        if (ticket.Aside is not { IsSpam: true } || ticket.Requester.Email is not { } email) return;
        if (await db.SpamSenders.SingleOrDefaultAsync(s => s.DeskId == ticket.DeskId && s.Sender == email, ct) is not { } known) return;
        known.Remove(me, now);
        db.SpamSenders.Remove(known);
    }

    /// <summary>A customer's new ticket, before anybody is told of it.</summary>
    public static async Task SortOutAsync(DeskDb db, Ticket ticket, Desk rules, DateTimeOffset now, CancellationToken ct)
    {
        if (ticket.Requester.Email is { } email && await Of(db, ticket.DeskId, email).AnyAsync(ct)) ticket.ArriveAsSpam(rules, now);
    }

    public static IQueryable<SpamSender> Of(DeskDb db, Guid deskId, string email)
    {
        var names = SpamSender.NamesOf(email);
        return db.SpamSenders.Where(s => s.DeskId == deskId && names.Contains(s.Sender));
    }
}
