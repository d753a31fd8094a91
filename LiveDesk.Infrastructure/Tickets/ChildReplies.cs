using LiveDesk.Domain;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Files;
using LiveDesk.Infrastructure.Replies;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>One reply to a master and its children: an entry of its own on each, with its own customer's name.</summary>
public sealed class ChildReplies(DeskDatabase desk, TicketCommands tickets, DeskCatalogue catalogue, FileStore store)
{
    /// <summary>In the same save as the master's own entry: after it nothing can lose the children's.</summary>
    /// <param name="text">With its variables.</param>
    /// <param name="children">Those that are its children and that the person may see are taken.</param>
    internal static async Task BeginAsync(DeskDb db, Actor me, Ticket master, Guid entryId, string text, IReadOnlyList<Guid> children, DateTimeOffset now, CancellationToken ct)
    {
        var ids = await TicketPageQueries.Children(db, master.Id).Where(t => children.Contains(t.Id)).OrderBy(t => t.Id).Select(t => t.Id).ToListAsync(ct);
        if (ids.Count == 0) return;
        db.Add(BulkAction.Start(me, master.DeskId, new BulkChange(BulkKind.Reply, master.Id, Text: text, EntryId: entryId), ids.ConvertAll(id => (id, new BulkBefore(null))), now));
    }

    /// <summary>One child. However often it is tried, it is one entry.</summary>
    /// <exception cref="RuleViolation">It was finished meanwhile, or a variable has no value there.</exception>
    internal async Task AnswerAsync(Actor me, Guid childId, BulkChange reply, CancellationToken ct)
    {
        // A decision at the same moment: look again.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            var child = await TicketCommands.FindAsync(db, childId, ct);
            var values = await TicketVariables.OfAsync(db, me, child, await catalogue.DeskAsync(child.DeskId, ct), ct);
            var files = await db.Attachments.AsNoTracking().Where(a => a.EntryId == reply.EntryId).OrderBy(a => a.Id).ToListAsync(ct);
            var what = new NewEntry(Variables.Fill(reply.Text!, values).Text, $"children:{reply.EntryId:N}");
            await tickets.WriteInAsync(db, me, childId, what, (ticket, rules, now) => ticket.IsOpen || ticket.Merged is not null ? ticket.Answer(me, what, rules, now) : throw new RuleViolation("This ticket was finished meanwhile, and left alone."),
                now => HangCopiesAsync(db, child, files, now, ct), ct);
        });
    }

    private async Task HangCopiesAsync(DeskDb db, Ticket child, List<Domain.Files.Attachment> files, DateTimeOffset now, CancellationToken ct)
    {
        var copies = await FileCopies.OfAsync(store, files, now, ct);
        foreach (var copy in copies) copy.HangOnEntry(child.Id, child.Entries[^1].Id);
        db.Attachments.AddRange(copies);
    }
}
