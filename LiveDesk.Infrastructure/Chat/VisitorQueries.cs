using LiveDesk.Domain.Chat;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>What a visitor may read: their own conversation's public side.</summary>
public sealed class VisitorQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    /// <summary>Null when there is none of this id, or when it is not theirs.</summary>
    public async Task<Conversation?> ConversationAsync(VisitorKey visitor, Guid conversation, CancellationToken ct = default)
    {
        await using var db = desk.OpenForSystem();
        var session = await db.Chats.AsNoTracking().SingleOrDefaultAsync(c => c.Id == conversation && c.VisitorId == visitor.Id && c.DeskId == visitor.DeskId, ct);
        return session is null ? null : await ConversationReading.ReadAsync(db, session, await catalogue.DeskAsync(visitor.DeskId, ct), forVisitor: true, ct);
    }

    /// <summary>Who the visitor said they are, in their latest conversation here.</summary>
    public async Task<(string? Name, string? Email)> IntroductionAsync(VisitorKey visitor, CancellationToken ct = default)
    {
        await using var db = desk.OpenForSystem();
        var said = await db.Chats.Where(c => c.VisitorId == visitor.Id && c.DeskId == visitor.DeskId).OrderByDescending(c => c.StartedAt).Select(c => new { c.VisitorName, c.VisitorEmail }).FirstOrDefaultAsync(ct);
        return (said?.VisitorName is { } name && name != ChatSession.Unnamed ? name : null, said?.VisitorEmail);
    }

    /// <summary>May this visitor read this file? Their own uploads, and what hangs on the public side of their conversations.</summary>
    public async Task<bool> MayReadAsync(VisitorKey visitor, Guid fileId, CancellationToken ct = default)
    {
        await using var db = desk.OpenForSystem();
        if (await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == fileId && a.DeskId == visitor.DeskId, ct) is not { } file) return false;
        if (file.UploadedBy == visitor.Id) return true;
        if (file.ChatMessageId is { } line) return await db.Set<ChatMessage>().AnyAsync(m => m.Id == line && m.Side != ChatSide.Note && db.Chats.Any(c => c.Id == m.SessionId && c.VisitorId == visitor.Id), ct);
        return file.EntryId is { } entry && await IsInTheirTicketAsync(db, visitor, entry, ct);
    }

    private static async Task<bool> IsInTheirTicketAsync(DeskDb db, VisitorKey visitor, Guid entryId, CancellationToken ct)
    {
        if (await db.Set<Entry>().AsNoTracking().SingleOrDefaultAsync(e => e.Id == entryId && EntryKinds.Public.Contains(e.Kind), ct) is not { } entry) return false;
        var firsts = await db.Chats.Where(c => c.VisitorId == visitor.Id && c.DeskId == visitor.DeskId && c.TicketId != null).Select(c => c.TicketId!.Value).ToListAsync(ct);
        foreach (var first in firsts)
            if ((await ChatChain.ReadAsync(db, first, ct)).MayRead(entry, visitor.Id)) return true;
        return false;
    }
}
