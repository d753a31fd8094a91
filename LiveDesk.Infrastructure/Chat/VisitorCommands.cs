using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>A visitor of one desk's widget, as their signed token proves.</summary>
public sealed record VisitorKey(Guid Id, Guid DeskId);

/// <param name="Conversation">Made by the visitor's browser with the first line: a resend never begins a second conversation.</param>
/// <param name="Id">Made by the sender, 1 to 64 characters; the same id again is the same line.</param>
/// <param name="Page">Where the visitor writes from.</param>
public sealed record VisitorLine(Guid Conversation, string Id, string Body, IReadOnlyList<Guid> Files, string? Page = null, string? Name = null, string? Email = null);

/// <summary>
/// What a visitor can do. They have no sight of their own: every lookup here names the visitor. A line goes to the live chat; once that
/// became a ticket, to the ticket's thread; when that is finished for good, to a follow-up.
/// </summary>
public sealed class VisitorCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <returns>The id of the line or entry that it became.</returns>
    /// <exception cref="NotFoundException">The conversation is somebody else's.</exception>
    public Task<Guid> WriteAsync(VisitorKey visitor, VisitorLine line, CancellationToken ct = default)
    {
        CheckShape(line);
        return Attempt.SeveralTimesAsync(() => WriteOnceAsync(visitor, line, ct));
    }

    public Task EndAsync(VisitorKey visitor, Guid conversation, CancellationToken ct = default) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenForSystem();
        var session = await FindAsync(db, visitor, conversation, ct) ?? throw new NotFoundException("conversation");
        await ChatEndings.EndAsync(db, session, session.Visitor, ChatEnd.ByVisitor, catalogue, clock.GetUtcNow(), ct);
        await db.CommitAsync(ct);
    });

    /// <summary>Before the first line there is nobody to introduce: then it comes with that line.</summary>
    public Task IntroduceAsync(VisitorKey visitor, Guid conversation, string? name, string? email, CancellationToken ct = default) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenForSystem();
        if (await FindAsync(db, visitor, conversation, ct) is not { } session) return;
        await IntroduceAsync(db, session, name, email, clock.GetUtcNow(), ct);
        await db.CommitAsync(ct);
    });

    private static async Task IntroduceAsync(DeskDb db, ChatSession session, string? name, string? email, DateTimeOffset now, CancellationToken ct)
    {
        session.Introduce(name, email, now);
        if (session.TicketId is not null) await ChatTickets.LearnVisitorAsync(db, session, now, ct);
    }

    private async Task<Guid> WriteOnceAsync(VisitorKey visitor, VisitorLine line, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var rules = await catalogue.DeskAsync(visitor.DeskId, ct);
        var now = clock.GetUtcNow();
        // One read: a conversation that begins between two would look like somebody else's.
        var session = await db.Chats.SingleOrDefaultAsync(c => c.Id == line.Conversation, ct);
        if (session is not null && (session.VisitorId != visitor.Id || session.DeskId != visitor.DeskId)) throw new NotFoundException("conversation");
        if (session is not null && await SentBeforeAsync(db, session, line.Id, ct) is { } before) return before;
        var written = session switch
        {
            null => await BeginAsync(db, visitor, line, rules, now, ct),
            { TicketId: not null } => await GoOnInTicketAsync(db, session, line, rules, now, ct),
            { IsOver: true } => throw new RuleViolation("This chat has ended. Start a new conversation."),
            _ => await HearAsync(db, session, line, now, ct),
        };
        await db.CommitAsync(ct);
        return written;
    }

    private async Task<Guid> BeginAsync(DeskDb db, VisitorKey visitor, VisitorLine line, Desk rules, DateTimeOffset now, CancellationToken ct)
    {
        var session = new ChatSession(line.Conversation, rules, visitor.Id, line.Name, line.Email, line.Page, now);
        db.Chats.Add(session);
        var id = await HearAsync(db, session, line, now, ct);
        if (rules.Settings.ChatBecomesTicket is ChatBecomesTicket.AtOnce) await ChatTickets.OpenAsync(db, session, rules, Actor.System, catalogue, now, ct);
        return id;
    }

    private static async Task<Guid> HearAsync(DeskDb db, ChatSession session, VisitorLine line, DateTimeOffset now, CancellationToken ct)
    {
        if (line.Name is not null || line.Email is not null) IntroduceOnce(session, line, now);
        var message = session.Hear(new NewChatMessage(line.Body, line.Id, line.Files), now);
        await ChatFiles.HangAsync(db, session, message, line.Files, session.VisitorId, ct);
        return message.Id;
    }

    private static void IntroduceOnce(ChatSession session, VisitorLine line, DateTimeOffset now)
    {
        if (session.Messages.Count == 0 && session.VisitorEmail is null && line.Email is not null) session.Introduce(line.Name, line.Email, now);
    }

    private static async Task<Guid> GoOnInTicketAsync(DeskDb db, ChatSession session, VisitorLine line, Desk rules, DateTimeOffset now, CancellationToken ct)
    {
        if (session.VisitorEmail is null && line.Email is not null) await IntroduceAsync(db, session, line.Name, line.Email, now, ct);
        var ticket = await ChatTickets.TakingAsync(db, session, line, rules, now, ct);
        session.WentOn(now);
        var what = new NewEntry(line.Body.Length > 0 ? line.Body : await ChatFiles.NamesAsync(db, line.Files, ct), line.Id, Attachments: line.Files);
        var entry = ticket.TakeMessage(session.Visitor, what, rules, now);
        await Tickets.TicketCommands.HangAsync(db, ticket, entry, what, session.Visitor, ct);
        return entry.Id;
    }

    private static async Task<ChatSession?> FindAsync(DeskDb db, VisitorKey visitor, Guid conversation, CancellationToken ct) =>
        await db.Chats.SingleOrDefaultAsync(c => c.Id == conversation && c.VisitorId == visitor.Id && c.DeskId == visitor.DeskId, ct);

    /// <summary>In the chat, or in one of the tickets it went on in.</summary>
    private static async Task<Guid?> SentBeforeAsync(DeskDb db, ChatSession session, string made, CancellationToken ct)
    {
        var inChat = await db.Set<ChatMessage>().Where(m => m.SessionId == session.Id && m.SenderMadeId == made && m.Side == ChatSide.Visitor).Select(m => (Guid?)m.Id).SingleOrDefaultAsync(ct);
        if (inChat is not null || session.TicketId is null) return inChat;
        var tickets = (await ChatChain.ReadAsync(db, session.TicketId.Value, ct)).All.ToList();
        return await db.Set<Entry>().Where(e => tickets.Contains(e.TicketId) && e.SenderMadeId == made && e.Kind == EntryKind.CustomerMessage).Select(e => (Guid?)e.Id).FirstOrDefaultAsync(ct);
    }

    private static void CheckShape(VisitorLine line)
    {
        if (line.Conversation == Guid.Empty) throw new RuleViolation("A line needs its conversation's id.", "conversation");
        if (line.Id is not { Length: > 0 and <= 64 }) throw new RuleViolation("A chat line needs an id of its sender, of 1 to 64 characters.", "id");
        if (line.Files.Count > ChatFiles.MostPerLine) throw new RuleViolation($"A message takes at most {ChatFiles.MostPerLine} files. Send the others with the next one.", "files");
        if (line.Body.Length > Limits.ChatLine) throw new RuleViolation($"Message is {line.Body.Length:N0} characters long; {Limits.ChatLine:N0} is the most. Please shorten it, or attach it as a file.", "message");
    }
}
