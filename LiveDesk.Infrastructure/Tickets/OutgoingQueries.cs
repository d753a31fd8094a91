using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Replies;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A reply that waits, on its ticket's page.</summary>
/// <param name="Text">Markdown.</param>
/// <param name="Children">To how many children it goes as well, of those that this person sees.</param>
/// <param name="MovesTo">The status that the ticket goes to with it.</param>
/// <param name="Macros">Names of those that are applied with it, as far as they are this person's to see.</param>
public sealed record OutgoingView(Guid Id, IReadOnlyList<string> Authors, string Text, DateTimeOffset? SendAt, bool IsScheduled, HeldBack? HeldBack, IReadOnlyList<string> Files, int Children, Guid? MovesTo, IReadOnlyList<string> Macros);

/// <summary>One of the person's own, wherever they are.</summary>
public sealed record OwnOutgoing(Guid Id, Guid TicketId, long Number, Guid DeskId, string Subject, DateTimeOffset? SendAt, bool IsScheduled, HeldBack? HeldBack);

/// <summary>Replies that wait. They are for those who work on the ticket.</summary>
public sealed class OutgoingQueries(DeskDatabase desk)
{
    public const int MostListed = 200;

    /// <summary>In the order in which they were written.</summary>
    public async Task<IReadOnlyList<OutgoingView>> OfTicketAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        if (!me.IsStaff) return [];
        await using var db = desk.OpenFor(me);
        var found = await db.Tickets.Where(t => t.Id == ticketId).SelectMany(t => t.Outgoing).AsNoTracking().OrderBy(r => r.WrittenAt).ThenBy(r => r.Id)
            .Select(r => new { r.Id, r.AuthorName, r.CoAuthors, r.Body, r.SendAt, r.IsScheduled, r.HeldBack, r.Attachments, r.Children, r.Move, r.Macros }).ToListAsync(ct);
        if (found.Count == 0) return [];
        var ids = found.SelectMany(r => r.Attachments).ToList();
        var files = ids.Count == 0 ? [] : await db.Attachments.Where(a => ids.Contains(a.Id)).Select(a => new { a.Id, a.FileName }).ToDictionaryAsync(a => a.Id, a => a.FileName, ct);
        var chosen = found.SelectMany(r => r.Macros).Select(m => m.Id).ToList();
        var macros = chosen.Count == 0 ? [] : await db.CannedResponses.Where(CannedResponseQueries.IsFor(me)).Where(c => chosen.Contains(c.Id)).Select(c => new { c.Id, c.Name }).ToDictionaryAsync(c => c.Id, c => c.Name, ct);
        var asked = found.SelectMany(r => r.Children).ToList();
        var children = asked.Count == 0 ? [] : (await db.Tickets.Where(t => asked.Contains(t.Id)).Select(t => t.Id).ToListAsync(ct)).ToHashSet();
        return [.. found.Select(r => new OutgoingView(r.Id, [r.AuthorName, .. r.CoAuthors.Select(a => a.Name)], r.Body, r.SendAt, r.IsScheduled, r.HeldBack, [.. r.Attachments.Where(files.ContainsKey).Select(a => files[a])], r.Children.Count(children.Contains), r.Move?.StatusId, [.. r.Macros.Where(m => macros.ContainsKey(m.Id)).Select(m => macros[m.Id])]))];
    }

    /// <summary>What this person sent and the customer does not have, in the order in which it was written.</summary>
    /// <param name="urgent">Only what is to be known now: what can be undone still, and what was held back by something else than a click on “Cancel”.</param>
    public async Task<IReadOnlyList<OwnOutgoing>> OwnAsync(Actor me, bool urgent = true, CancellationToken ct = default)
    {
        if (!me.IsStaff) return [];
        await using var db = desk.OpenFor(me);
        return await db.Tickets.SelectMany(t => t.Outgoing, (t, r) => new { Ticket = t, Reply = r })
            .Where(x => x.Reply.AuthorId == me.Id && (!urgent || ((!x.Reply.IsScheduled || x.Reply.SendAt == null) && !(x.Reply.HeldBack != null && x.Reply.HeldBack.Why == HeldBackWhy.Cancelled))))
            .OrderBy(x => x.Reply.WrittenAt).ThenBy(x => x.Reply.Id).Take(MostListed).AsNoTracking()
            .Select(x => new OwnOutgoing(x.Reply.Id, x.Ticket.Id, x.Ticket.Number, x.Ticket.DeskId, x.Ticket.Subject, x.Reply.SendAt, x.Reply.IsScheduled, x.Reply.HeldBack)).ToListAsync(ct);
    }
}
