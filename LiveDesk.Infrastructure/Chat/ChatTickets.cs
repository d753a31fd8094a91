using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>A chat becomes one ticket, and what is written later finds it. Nothing here saves: the caller's commit does, all at once.</summary>
internal static class ChatTickets
{
    private const int SubjectLength = 100;

    public static async Task<Ticket> OpenAsync(DeskDb db, ChatSession session, Desk rules, Actor by, DeskCatalogue catalogue, DateTimeOffset now, CancellationToken ct)
    {
        await db.Entry(session).Collection(s => s.Messages).Query().LoadAsync(ct);
        var lines = session.Messages.OrderBy(m => m.Id).ToList();
        var files = db.Attachments.Local.Where(a => a.ChatSessionId == session.Id).Union(await db.Attachments.Where(a => a.ChatSessionId == session.Id).ToListAsync(ct)).ToList();
        var contact = await ContactAsync(db, session, now, ct);
        // A visitor opens no ticket with their own hands; the desk's rule does.
        var opener = by.Kind is ActorKind.Agent ? by : Actor.System;
        var ticket = Ticket.Open(new NewTicket
        {
            Subject = SubjectOf(lines, files.Select(f => f.FileName), session.VisitorName),
            Channel = Channel.Chat,
            RequesterName = session.VisitorName,
            RequesterEmail = session.VisitorEmail,
            ContactId = contact,
            OrganisationId = await db.Contacts.Where(c => c.Id == contact).Select(c => c.OrganisationId).SingleOrDefaultAsync(ct),
            DepartmentId = session.DepartmentId,
            OwnerId = await OwnerAsync(session, catalogue, ct),
            ChatSessionId = session.Id,
            AnsweredAt = lines.Find(m => m.Side == ChatSide.Agent)?.At,
        }, rules, opener, now);
        db.Tickets.Add(ticket);
        KeepThread(ticket, session, lines, files, now);
        // Whom an agent speaks with is nobody's spam.
        if (session.AgentId is null) await SpamSenders.SortOutAsync(db, ticket, rules, now, ct);
        session.BecomeTicket(ticket.Id, opener, now);
        return ticket;
    }

    /// <summary>The ticket that the conversation is in now: the first, the last of its follow-ups, or the one that this was merged into.</summary>
    public static async Task<Ticket> LastOfAsync(DeskDb db, ChatSession session, CancellationToken ct) =>
        await FindAsync(db, (await ChatChain.ReadAsync(db, session.TicketId!.Value, ct)).Last, ct);

    /// <summary>What takes the visitor's line now: the ticket that the conversation is in, or a follow-up when that is finished for good.</summary>
    public static async Task<Ticket> TakingAsync(DeskDb db, ChatSession session, VisitorLine line, Desk rules, DateTimeOffset now, CancellationToken ct)
    {
        var chain = await ChatChain.ReadAsync(db, session.TicketId!.Value, ct);
        var last = await FindAsync(db, chain.Last, ct);
        return last.TakesCustomerMessages(rules, now) ? last : FollowUp(db, last, chain.Last == chain.Own[^1] ? last : await FindAsync(db, chain.Own[^1], ct), line, rules, now);
    }

    private static async Task<Ticket> FindAsync(DeskDb db, Guid id, CancellationToken ct) =>
        await db.Tickets.Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == id, ct) ?? throw new NotFoundException("ticket");

    /// <summary>One for each finished ticket, however often the message that opens it is sent: its key is made of the visitor's own.</summary>
    /// <param name="before">Where the conversation was.</param>
    /// <param name="own">The visitor's own ticket: <paramref name="before"/>, or what was merged into it.</param>
    private static Ticket FollowUp(DeskDb db, Ticket before, Ticket own, VisitorLine line, Desk rules, DateTimeOffset now)
    {
        var ticket = Ticket.Open(new NewTicket
        {
            Subject = Shortened(line.Body) ?? before.Subject,
            Channel = Channel.Chat,
            RequesterName = own.Requester.Name,
            RequesterEmail = own.Requester.Email,
            RequesterPhone = own.Requester.Phone,
            ContactId = own.ContactId,
            OrganisationId = own.OrganisationId,
            DepartmentId = before.DepartmentId,
            SenderMadeId = ChatChain.FollowUpKey(own.Id),
        }, rules, Actor.System, now);
        ticket.LinkTo(Actor.System, before, LinkKind.FollowUpOf, now);
        db.Tickets.Add(ticket);
        return ticket;
    }

    /// <summary>What the visitor said about themselves reaches the ticket that the conversation is in.</summary>
    public static async Task LearnVisitorAsync(DeskDb db, ChatSession session, DateTimeOffset now, CancellationToken ct)
    {
        // The visitor's own: who asked on a ticket that it was merged into is somebody else.
        var ticket = await FindAsync(db, (await ChatChain.ReadAsync(db, session.TicketId!.Value, ct)).Own[^1], ct);
        if (ticket.Merged is not null || ticket.Aside is not null) return;
        ticket.LearnRequester(session.Visitor, session.VisitorName, session.VisitorEmail, ticket.ContactId ?? await ContactAsync(db, session, now, ct), now);
    }

    private static void KeepThread(Ticket ticket, ChatSession session, List<ChatMessage> lines, List<Domain.Files.Attachment> files, DateTimeOffset now)
    {
        Entry? transcript = null;
        foreach (var part in Transcript.Of(lines.Where(m => m.Side != ChatSide.Note), files))
            transcript = ticket.KeepTranscript(session.Visitor, new NewEntry(part), now);
        var notes = lines.Where(m => m.Side == ChatSide.Note).ToDictionary(m => m.Id, m => ticket.KeepNote(
            new Author(ActorKind.Agent, m.AuthorId, m.AuthorName), new NewEntry(m.Body.Length > 0 ? m.Body : Transcript.Names(files, m.Id), m.SenderMadeId), now));
        foreach (var file in files)
            file.HangOnEntry(ticket.Id, (file.ChatMessageId is { } line && notes.TryGetValue(line, out var note) ? note : transcript!).Id);
    }

    /// <summary>
    /// What a visitor says about themselves is not proven. A new address makes a new contact; a known one is taken only if this very
    /// visitor brought it before, so that nobody enters somebody else's history by naming their address.
    /// </summary>
    private static async Task<Guid?> ContactAsync(DeskDb db, ChatSession session, DateTimeOffset now, CancellationToken ct)
    {
        var mine = await db.Tickets.Where(t => t.ContactId != null && db.Chats.Any(c => c.VisitorId == session.VisitorId && c.TicketId == t.Id))
            .OrderByDescending(t => t.Id).Select(t => t.ContactId).FirstOrDefaultAsync(ct);
        if (session.VisitorEmail is not { } email) return mine;
        var known = await db.Contacts.Where(c => c.Email == email).Select(c => (Guid?)c.Id).SingleOrDefaultAsync(ct);
        if (known is not null) return known == mine ? known : null;
        var contact = new Contact(Ids.New(now), session.VisitorName, email, null, now);
        db.Contacts.Add(contact);
        return contact.Id;
    }

    /// <summary>Whoever took the chat, if they may still see it.</summary>
    private static async Task<Guid?> OwnerAsync(ChatSession session, DeskCatalogue catalogue, CancellationToken ct) =>
        session.AgentId is { } id && await catalogue.ActorAsync(id, ct) is { } agent && agent.Sight.Covers(session.DeskId, [session.DepartmentId]) ? id : null;

    private static string SubjectOf(List<ChatMessage> lines, IEnumerable<string> fileNames, string visitor) =>
        lines.Where(m => m.Side == ChatSide.Visitor).Select(m => Shortened(m.Body)).FirstOrDefault(s => s is not null)
        ?? fileNames.FirstOrDefault() ?? $"Chat with {visitor}";

    /// <summary>The first line of what was written, cut at a word.</summary>
    private static string? Shortened(string body)
    {
        var line = body.Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Any(char.IsLetterOrDigit));
        if (line is null || line.Length <= SubjectLength) return line;
        var cut = line.LastIndexOf(' ', SubjectLength - 1);
        if (cut < SubjectLength / 2) cut = char.IsHighSurrogate(line[SubjectLength - 2]) ? SubjectLength - 2 : SubjectLength - 1;
        return line[..cut] + "…";
    }
}
