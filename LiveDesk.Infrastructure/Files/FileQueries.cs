using LiveDesk.Domain;
using LiveDesk.Domain.Files;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Files;

/// <summary>A file's bytes, for somebody who may have them. Dispose the stream.</summary>
public sealed record OpenFile(Attachment About, Stream Bytes);

/// <summary>Who may see what a file hangs on may see the file; what hangs nowhere is its uploader's.</summary>
public sealed class FileQueries(DeskDatabase desk, VisitorQueries visitors, FileStore store)
{
    /// <summary>Null: there is no such file, or not for this person.</summary>
    public async Task<OpenFile?> OpenAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var file = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct);
        return file is not null && await MaySeeAsync(db, me, file, ct) ? Opened(file) : null;
    }

    public async Task<OpenFile?> OpenForVisitorAsync(VisitorKey visitor, Guid id, CancellationToken ct = default)
    {
        if (!await visitors.MayReadAsync(visitor, id, ct)) return null;
        await using var db = desk.OpenForSystem();
        return await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id, ct) is { } file ? Opened(file) : null;
    }

    /// <summary>A picture of a published public article.</summary>
    public async Task<OpenFile?> OpenForPublicAsync(Guid id, CancellationToken ct = default)
    {
        await using var db = desk.OpenForPublic();
        var file = await db.Attachments.AsNoTracking().SingleOrDefaultAsync(a => a.Id == id && a.ArticleId != null, ct);
        return file is not null && await db.Articles.AnyAsync(a => a.Id == file.ArticleId, ct) ? Opened(file) : null;
    }

    private static async Task<bool> MaySeeAsync(DeskDb db, Actor me, Attachment file, CancellationToken ct)
    {
        if (file.TicketId is { } ticket)
        {
            var readThrough = MergedTickets.Links(db).Where(l => l.OtherId == ticket).Select(l => l.TicketId);
            return await db.Tickets.AnyAsync(t => t.Id == ticket || readThrough.Contains(t.Id), ct) && await db.Set<Entry>().AnyAsync(e => e.Id == file.EntryId, ct);
        }
        if (file.ChatSessionId is { } chat) return await db.Chats.AnyAsync(c => c.Id == chat, ct);
        if (file.ArticleId is { } article) return await db.Articles.AnyAsync(a => a.Id == article, ct);
        return me.Id is not null && file.UploadedBy == me.Id;
    }

    private OpenFile? Opened(Attachment file) => store.Open(file.Id) is { } bytes ? new OpenFile(file, bytes) : null;
}
