using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>
/// Reads a conversation: the chat's lines and, after it became a ticket, what its thread holds. What the visitor may not see is left
/// out by the query itself, by side and by kind; it is never in memory on the way to a visitor.
/// </summary>
internal static class ConversationReading
{
    /// <summary>A conversation shows its latest lines; the ticket has them all.</summary>
    private const int MostLines = 500;

    public static async Task<Conversation> ReadAsync(DeskDb db, ChatSession session, Desk rules, bool forVisitor, CancellationToken ct)
    {
        var chain = session.TicketId is { } first ? await ChatChain.ReadAsync(db, first, ct) : new ChatChain([], [], HasGuests: false, Guid.Empty);
        var all = chain.All.ToList();
        var lines = await LinesAsync(db, session.Id, forVisitor, ct);
        var steps = await db.Tickets.AsNoTracking().Where(t => EF.Parameter(all).Contains(t.Id)).OrderBy(t => t.Id)
            .Select(t => new Step(t.Id, t.Number, t.CreatedAt, t.ResolvedAt, t.Resolution == null ? null : t.Resolution.Text)).ToListAsync(ct);
        // An agent who may not see a ticket in which it went on, or that this was merged into, reads it no further.
        chain = chain.Among(steps.ConvertAll(t => t.Id));
        if (chain.Own.Count > 0) lines.AddRange(await OwnAsync(db, chain, session, forVisitor, ct));
        foreach (var shared in chain.Shared) lines.AddRange(await SharedAsync(db, shared, session, forVisitor, ct));
        var last = steps.Find(t => t.Id == chain.Last) ?? (steps.Count > 0 ? steps[^1] : null);
        return new Conversation(session.Id, session.DeskId, session.DepartmentId, session.State, session.AgentId, session.VisitorName, session.VisitorEmail, session.PageUrl, session.StartedAt,
            last is null ? null : TicketNumber.Show(last.Number, rules.Settings.NumberForm), last?.Number, [.. chain.All], [.. lines.DistinctBy(l => l.Id).OrderBy(l => l.Order, StringComparer.Ordinal)], Notices(session, chain, steps, rules));
    }

    private static async Task<List<ChatLine>> LinesAsync(DeskDb db, Guid sessionId, bool forVisitor, CancellationToken ct)
    {
        var found = await db.Set<ChatMessage>().AsNoTracking().Where(m => m.SessionId == sessionId && (!forVisitor || m.Side != ChatSide.Note)).OrderByDescending(m => m.Id).Take(MostLines).ToListAsync(ct);
        var ids = found.ConvertAll(m => m.Id);
        var files = await db.Attachments.AsNoTracking().Where(a => a.ChatSessionId == sessionId && a.ChatMessageId != null && EF.Parameter(ids).Contains(a.ChatMessageId.Value)).OrderBy(a => a.Id).ToListAsync(ct);
        var byLine = files.ToLookup(f => f.ChatMessageId);
        return found.ConvertAll(m => new ChatLine(m.Id, m.Id.ToString("N"), SideOf(m.Side), m.AuthorName, m.Body, m.At, m.Side is ChatSide.Visitor ? m.SenderMadeId : null, Files(byLine[m.Id])));
    }

    private static async Task<List<ChatLine>> OwnAsync(DeskDb db, ChatChain chain, ChatSession session, bool forVisitor, CancellationToken ct) =>
        await EntriesAsync(db, await chain.EntriesAsync(db, forVisitor ? session.VisitorId : null, MostLines, ct), session, forVisitor, ct);

    private static async Task<List<ChatLine>> SharedAsync(DeskDb db, SharedTicket shared, ChatSession session, bool forVisitor, CancellationToken ct) =>
        await EntriesAsync(db, await ChatChain.EntriesAsync(db, shared, forVisitor ? session.VisitorId : null, MostLines, ct), session, forVisitor, ct);

    private static async Task<List<ChatLine>> EntriesAsync(DeskDb db, IQueryable<Entry> entries, ChatSession session, bool forVisitor, CancellationToken ct)
    {
        List<EntryKind> kinds = [.. EntryKinds.Public];
        if (!forVisitor) kinds.Add(EntryKind.Note);
        // Notes that were whispers of the chat are shown as its lines already.
        var found = await entries.Where(e => kinds.Contains(e.Kind))
            .Where(e => e.Kind != EntryKind.Note || e.SenderMadeId == null || !db.Set<ChatMessage>().Any(m => m.SessionId == session.Id && m.SenderMadeId == e.SenderMadeId))
            .OrderByDescending(e => e.Id).Take(MostLines).ToListAsync(ct);
        var ids = found.ConvertAll(e => e.Id);
        var files = await db.Attachments.AsNoTracking().Where(a => a.EntryId != null && EF.Parameter(ids).Contains(a.EntryId.Value)).OrderBy(a => a.Id).ToListAsync(ct);
        var byEntry = files.ToLookup(f => f.EntryId);
        return found.ConvertAll(e => new ChatLine(e.Id, e.Id.ToString("N"), SideOf(e.Kind), string.Join(", ", e.Authors.Select(a => a.Name)), e.Body, e.At, e.Kind is EntryKind.CustomerMessage ? e.SenderMadeId : null, Files(byEntry[e.Id])));
    }

    private static List<ChatNotice> Notices(ChatSession session, ChatChain chain, List<Step> steps, Desk rules)
    {
        var notices = new List<ChatNotice>();
        if (session.Ending is { } ending) notices.Add(ChatNotice.Of($"ended:{session.Id:N}", NoticeKind.Ended, null, ending.At));
        foreach (var (index, ticket) in steps.Where(t => chain.Own.Contains(t.Id)).Index())
        {
            notices.Add(ChatNotice.Of($"ticket:{ticket.Id:N}", index == 0 ? NoticeKind.Ticket : NoticeKind.FollowUp, Reference(ticket), ticket.CreatedAt));
            if (ticket.ResolvedAt is { } at) notices.Add(Resolved(ticket, at));
        }
        foreach (var shared in chain.Shared)
        {
            if (shared.Until is not null || steps.Find(t => t.Id == shared.Id) is not { } ticket || ticket.Id != chain.Last) continue;
            notices.Add(ChatNotice.Of($"merged:{ticket.Id:N}", NoticeKind.Merged, Reference(ticket), shared.Since));
            if (ticket.ResolvedAt >= shared.Since) notices.Add(Resolved(ticket, ticket.ResolvedAt.Value));
        }
        string Reference(Step ticket) => TicketNumber.Show(ticket.Number, rules.Settings.NumberForm);
        static ChatNotice Resolved(Step ticket, DateTimeOffset at) => ChatNotice.Of($"resolved:{ticket.Id:N}:{at.ToUnixTimeMilliseconds():x}", NoticeKind.Resolved, ticket.Resolution, at);
        return notices;
    }

    private static IReadOnlyList<ChatFile> Files(IEnumerable<Domain.Files.Attachment> files) => [.. files.Select(f => new ChatFile(f.Id, f.FileName, f.Size, f.ContentType, f.IsPicture))];

    private static LineSide SideOf(ChatSide side) => side switch { ChatSide.Visitor => LineSide.Visitor, ChatSide.Note => LineSide.Note, _ => LineSide.Agent };

    private static LineSide SideOf(EntryKind kind) => kind switch { EntryKind.CustomerMessage => LineSide.Visitor, EntryKind.Note => LineSide.Note, _ => LineSide.Agent };

    private sealed record Step(Guid Id, long Number, DateTimeOffset CreatedAt, DateTimeOffset? ResolvedAt, string? Resolution);
}
