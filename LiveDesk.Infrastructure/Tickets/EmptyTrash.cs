using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Once a day: what has been in the trash for longer than <see cref="Ticket.TrashKeeps"/> is deleted for good, with everything that was
/// written there. Its number is never given again; that it was deleted, when and by whom, is all that stays (<see cref="DeletedTickets"/>). The bytes of its files follow when
/// nothing names them (<see cref="Files.FileSweep"/>).
/// </summary>
public sealed class EmptyTrash(DeskDatabase desk, TimeProvider clock, ILogger<EmptyTrash> log) : IWorkHandler, IStandingWork
{
    public const string WorkKind = "empty-trash";
    public static readonly TimeSpan Every = TimeSpan.FromDays(1);

    public string Kind => WorkKind;

    public Task BeginAsync(CancellationToken ct) => desk.WriteDownAsync(WorkKind, clock.GetUtcNow() + Every, ct);

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        for (var last = Guid.Empty; await NextAsync(last, ct) is { } id; last = id) await DeleteAsync(id, ct);
        return clock.GetUtcNow() + Every;
    }

    private async Task<Guid?> NextAsync(Guid after, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var before = clock.GetUtcNow() - Ticket.TrashKeeps;
        return await db.Tickets.Where(t => t.Listing == Listing.Aside && t.Aside!.At < before && t.Id > after).OrderBy(t => t.Id).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(ct);
    }

    /// <summary>One ticket in one save, with those that were merged into it: they are read nowhere else.</summary>
    private async Task DeleteAsync(Guid id, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var held = await MergedTickets.WithHeldAsync(db, id, ct);
        var tickets = await db.Tickets.Include(t => t.ExtraDepartments).Where(t => held.Contains(t.Id)).ToListAsync(ct);
        // Brought back at this moment.
        if (tickets.Find(t => t.Id == id)?.Aside is not { } aside) return;
        foreach (var ticket in tickets) ticket.WasDeleted(aside, clock.GetUtcNow());
        var chats = tickets.ConvertAll(t => t.ChatSessionId);
        await RemoveAroundAsync(db, held, chats, ct);
        db.Tickets.RemoveRange(tickets);
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (e.IsCollision()) { log.LogInformation(e, "Somebody acts on ticket {Number} in the trash at this moment; it is looked at again tomorrow", tickets[0].Number); }
    }

    /// <summary>What hangs on a ticket by its id alone. Its thread and all else that is its own goes with its row.</summary>
    private static async Task RemoveAroundAsync(DeskDb db, List<Guid> tickets, List<Guid?> chats, CancellationToken ct)
    {
        db.RemoveRange(await db.SearchDocuments.Where(d => tickets.Contains(d.SubjectId)).ToListAsync(ct));
        db.RemoveRange(await db.Attachments.Where(a => tickets.Contains(a.TicketId!.Value) || chats.Contains(a.ChatSessionId)).ToListAsync(ct));
        db.RemoveRange(await db.Chats.Where(c => chats.Contains(c.Id)).ToListAsync(ct));
        db.RemoveRange(await db.Drafts.Where(d => tickets.Contains(d.SubjectId)).ToListAsync(ct));
        db.RemoveRange(await db.Notifications.Where(n => tickets.Contains(n.SubjectId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<TicketLink>().Where(l => tickets.Contains(l.OtherId)).ToListAsync(ct));
        db.RemoveRange(await db.Set<Domain.TimeTracking.WorkTimer>().Where(t => tickets.Contains(t.TicketId)).ToListAsync(ct));
        db.RemoveRange(await db.AssistantCalls.Where(c => tickets.Contains(c.TicketId!.Value)).ToListAsync(ct));
        db.RemoveRange(await db.Activities.Where(a => tickets.Contains(a.SubjectId) || chats.Contains(a.SubjectId)).ToListAsync(ct));
    }
}
