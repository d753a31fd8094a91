using System.Globalization;

namespace LiveDesk.Domain.Files;

/// <summary>
/// A file somebody uploaded. Its bytes are in the file store under <see cref="Id"/>; its type was read from those bytes, not from its
/// name. It belongs to nobody's eyes until it hangs on an entry or a chat line; then to those who may see that.
/// </summary>
public sealed class Attachment
{
    public const int LongestName = 180;

    private Attachment() { }

    public Attachment(Guid id, Guid deskId, string fileName, string contentType, long size, Uploader by, DateTimeOffset now)
    {
        Id = id;
        DeskId = deskId;
        FileName = SafeName(fileName);
        ContentType = contentType;
        Size = size;
        UploadedBy = by.Id;
        UploadedByName = by.Name;
        UploadedAt = now;
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string FileName { get; private set; } = "";
    public string ContentType { get; private set; } = "";
    /// <summary>Bytes.</summary>
    public long Size { get; private set; }
    public Guid? UploadedBy { get; private set; }
    public string UploadedByName { get; private set; } = "";
    public DateTimeOffset UploadedAt { get; private set; }
    public Guid? TicketId { get; private set; }
    public Guid? EntryId { get; private set; }
    public Guid? ChatSessionId { get; private set; }
    public Guid? ChatMessageId { get; private set; }
    public Guid? ArticleId { get; private set; }

    public bool IsPicture => ContentType is "image/png" or "image/jpeg" or "image/gif" or "image/webp";
    public bool IsAttached => EntryId is not null || ChatMessageId is not null || ArticleId is not null;

    /// <exception cref="InvalidOperationException">It hangs on another entry already: a file never moves out of the eyes it was meant for.</exception>
    public void HangOnEntry(Guid ticketId, Guid entryId)
    {
        if (EntryId is { } other && other != entryId) throw new InvalidOperationException($"File {Id} already hangs on entry {other}.");
        (TicketId, EntryId) = (ticketId, entryId);
    }

    /// <exception cref="InvalidOperationException">It hangs on another chat line already.</exception>
    public void HangOnChat(Guid sessionId, Guid messageId)
    {
        if (ChatMessageId is { } other && other != messageId) throw new InvalidOperationException($"File {Id} already hangs on chat line {other}.");
        (ChatSessionId, ChatMessageId) = (sessionId, messageId);
    }

    public void HangOnArticle(Guid articleId) => ArticleId = articleId;

    /// <summary>
    /// The last part of whatever path was given, without characters that mean something to a file system or a header, or that hide what
    /// the name ends with. Never empty, at most <see cref="LongestName"/> characters.
    /// </summary>
    public static string SafeName(string? name)
    {
        var last = (name ?? "").Split('/', '\\')[^1];
        var clean = Bare(Text.OptionalLine(new string([.. last.Where(IsHarmless)]), "file name", int.MaxValue) ?? "");
        return clean.Length == 0 ? "file" : clean.Length <= LongestName ? clean : Shortened(clean);
    }

    /// <summary>Without dots and blanks around it, of whatever kind and in whatever order.</summary>
    private static string Bare(string name)
    {
        var (from, to) = (0, name.Length);
        while (from < to && IsEdge(name[from])) from++;
        while (to > from && IsEdge(name[to - 1])) to--;
        return name[from..to];
    }

    private static bool IsEdge(char c) => c is '.' or '\u200C' or '\u200D' || char.IsWhiteSpace(c);

    private static bool IsHarmless(char c) =>
        !char.IsControl(c) && c is not ('"' or '<' or '>' or ':' or '|' or '?' or '*' or '\u2028' or '\u2029')
        && (char.GetUnicodeCategory(c) is not UnicodeCategory.Format || c is '\u200C' or '\u200D');

    /// <summary>The ending stays, so that the file still opens; a character of two halves is not cut in two.</summary>
    private static string Shortened(string name)
    {
        var dot = name.LastIndexOf('.');
        var ending = dot > 0 && name.Length - dot <= 12 ? name[dot..] : "";
        var keep = LongestName - ending.Length;
        return Bare(name[..(char.IsHighSurrogate(name[keep - 1]) ? keep - 1 : keep)] + ending);
    }
}

/// <summary>Who uploaded it.</summary>
public sealed record Uploader(Guid? Id, string Name)
{
    public static Uploader Of(Actor actor) => new(actor.Id, actor.Name);
}
