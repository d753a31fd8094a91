using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>Files on chat lines.</summary>
internal static class ChatFiles
{
    public const int MostPerLine = 10;

    /// <summary>What the sender uploaded before, and what hangs nowhere yet, now hangs on the line.</summary>
    public static async Task HangAsync(DeskDb db, ChatSession session, ChatMessage message, IReadOnlyList<Guid>? files, Guid? sender, CancellationToken ct)
    {
        if (files is not { Count: > 0 }) return;
        var found = await db.Attachments.Where(a => files.Contains(a.Id) && a.UploadedBy == sender && a.DeskId == session.DeskId).ToListAsync(ct);
        if (found.Count < files.Distinct().Count() || found.Exists(f => f.IsAttached)) throw new RuleViolation("One of the files is no longer there. Remove it and attach it again.", "files");
        foreach (var file in found) file.HangOnChat(session.Id, message.Id);
    }

    /// <summary>An entry needs words; a message of files alone gets their names.</summary>
    public static async Task<string> NamesAsync(DeskDb db, IReadOnlyList<Guid> files, CancellationToken ct) =>
        string.Join(", ", await db.Attachments.Where(a => files.Contains(a.Id)).OrderBy(a => a.Id).Select(a => a.FileName).ToListAsync(ct));
}
