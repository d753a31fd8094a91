using LiveDesk.Domain;
using LiveDesk.Domain.Files;

namespace LiveDesk.Infrastructure.Files;

/// <summary>A file hangs in one place for good, so where it is needed twice there are two. Copies that no commit keeps are swept like other orphans.</summary>
internal static class FileCopies
{
    /// <summary>New attachments with the bytes of these, that hang nowhere yet. One whose bytes are gone is left out.</summary>
    public static async Task<List<Attachment>> OfAsync(FileStore store, IEnumerable<Attachment> files, DateTimeOffset now, CancellationToken ct)
    {
        var copies = new List<Attachment>();
        foreach (var file in files)
        {
            if (store.Open(file.Id) is not { } bytes) continue;
            await using var open = bytes;
            var id = Ids.New(now);
            await store.ReceiveAsync(id, file.FileName, open, file.Size, ct);
            copies.Add(new Attachment(id, file.DeskId, file.FileName, file.ContentType, file.Size, new Uploader(file.UploadedBy, file.UploadedByName), now));
        }
        return copies;
    }
}
