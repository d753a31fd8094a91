using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>What agents do in a chat. While it is live a line is the chat's; once it became a ticket, the ticket's thread takes it.</summary>
public sealed class ChatCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    public Task<Guid> SayAsync(Actor me, Guid chatId, NewChatMessage what, CancellationToken ct = default) =>
        WriteAsync(me, chatId, what, EntryKind.Reply, ct);

    /// <summary>Between agents only.</summary>
    public Task<Guid> WhisperAsync(Actor me, Guid chatId, NewChatMessage what, CancellationToken ct = default) =>
        WriteAsync(me, chatId, what, EntryKind.Note, ct);

    /// <summary>Taken over from a colleague it is handed over, too: where that is the desk's rule, a ticket is made of it, and it goes on.</summary>
    public Task TakeAsync(Actor me, Guid chatId, CancellationToken ct = default) => ChangeAsync(me, chatId, async (db, session, now) =>
    {
        var before = session.AgentId;
        session.Take(me, now);
        if (before is null || before == me.Id) return;
        var rules = await catalogue.DeskAsync(session.DeskId, ct);
        if (rules.Settings.ChatBecomesTicket is ChatBecomesTicket.WhenHandedOver) await ChatEndings.MakeTicketAsync(db, session, rules, me, catalogue, now, ct);
    }, ct);

    /// <summary>By hand, whatever the desk's rule. The conversation goes on in the ticket's thread.</summary>
    public Task MakeTicketAsync(Actor me, Guid chatId, CancellationToken ct = default) => ChangeAsync(me, chatId, async (db, session, now) =>
    {
        me.Demand(Domain.People.Right.WorkChats);
        await ChatEndings.MakeTicketAsync(db, session, await catalogue.DeskAsync(session.DeskId, ct), me, catalogue, now, ct);
    }, ct);

    public Task EndAsync(Actor me, Guid chatId, CancellationToken ct = default) =>
        ChangeAsync(me, chatId, (db, session, now) => ChatEndings.EndAsync(db, session, me, ChatEnd.ByAgent, catalogue, now, ct), ct);

    /// <summary>The chat ends and goes on as a ticket, whatever the desk's rule; one that ended without a ticket gets it now.</summary>
    public Task HandOverAsync(Actor me, Guid chatId, CancellationToken ct = default) => ChangeAsync(me, chatId, async (db, session, now) =>
    {
        me.Demand(Domain.People.Right.WorkChats);
        await ChatEndings.EndAsync(db, session, me, ChatEnd.HandedOver, catalogue, now, ct);
        await ChatEndings.MakeTicketAsync(db, session, await catalogue.DeskAsync(session.DeskId, ct), me, catalogue, now, ct);
    }, ct);

    private Task<Guid> WriteAsync(Actor me, Guid chatId, NewChatMessage what, EntryKind kind, CancellationToken ct) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenFor(me);
        var session = await FindAsync(db, chatId, ct);
        if (await db.Set<ChatMessage>().Where(m => m.SessionId == chatId && m.SenderMadeId == what.SenderMadeId && m.AuthorId == me.Id).Select(m => (Guid?)m.Id).SingleOrDefaultAsync(ct) is { } before) return before;
        var id = session.TicketId is null ? await InChatAsync(db, session, me, what, kind, ct) : await InTicketAsync(db, session, me, what, kind, ct);
        await db.CommitAsync(ct);
        return id;
    });

    private async Task<Guid> InChatAsync(DeskDb db, ChatSession session, Actor me, NewChatMessage what, EntryKind kind, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var message = kind is EntryKind.Note ? session.Whisper(me, what, now) : session.Say(me, what, now);
        await ChatFiles.HangAsync(db, session, message, what.Attachments, me.Id, ct);
        return message.Id;
    }

    private async Task<Guid> InTicketAsync(DeskDb db, ChatSession session, Actor me, NewChatMessage what, EntryKind kind, CancellationToken ct)
    {
        var ticket = await ChatTickets.LastOfAsync(db, session, ct);
        if (await db.Set<Entry>().Where(e => e.TicketId == ticket.Id && e.SenderMadeId == what.SenderMadeId).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(ct) is { } before) return before;
        var (rules, now) = (await catalogue.DeskAsync(session.DeskId, ct), clock.GetUtcNow());
        if (!session.IsOver && kind is EntryKind.Reply && session.AgentId is null) session.Take(me, now);
        session.WentOn(now);
        var body = what.Body.Length > 0 ? what.Body : await ChatFiles.NamesAsync(db, what.Attachments ?? [], ct);
        var entry = new NewEntry(body, what.SenderMadeId, Attachments: what.Attachments);
        var written = kind is EntryKind.Note ? ticket.LeaveNote(me, entry, rules, now) : ticket.Answer(me, entry, rules, now);
        await Tickets.TicketCommands.HangAsync(db, ticket, written, entry, me, ct);
        return written.Id;
    }

    private Task ChangeAsync(Actor me, Guid chatId, Func<DeskDb, ChatSession, DateTimeOffset, Task> verb, CancellationToken ct) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenFor(me);
        await verb(db, await FindAsync(db, chatId, ct), clock.GetUtcNow());
        await db.CommitAsync(ct);
    });

    private static async Task<ChatSession> FindAsync(DeskDb db, Guid chatId, CancellationToken ct) =>
        await db.Chats.SingleOrDefaultAsync(c => c.Id == chatId, ct) ?? throw new NotFoundException("chat");
}
