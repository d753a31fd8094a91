using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using Microsoft.Extensions.Options;

namespace LiveDesk.Infrastructure.Files;

/// <param name="Type">Read from the bytes; see <see cref="FileKind"/>.</param>
public sealed record ReceivedFile(long Size, string Type);

/// <summary>The disk is full, or refuses. The sender did nothing wrong, and may try again.</summary>
public sealed class FileNotKept(Exception why) : IOException("The file could not be kept: the folder of attachments or the database takes no more.", why);

/// <summary>
/// The bytes of attachments, in a folder: <c>attachments/3f/0197…3f</c>, named by id alone, so that no name from outside meets the file
/// system. A file is written beside its place, forced to the disk, and moved there whole or not at all.
/// </summary>
public sealed class FileStore(IOptions<DatabaseOptions> database, IOptions<FileOptions> options)
{
    private readonly string _folder = Path.Combine(Path.GetFullPath(database.Value.Folder), "attachments");

    private string Incoming => Path.Combine(_folder, "incoming");

    /// <exception cref="RuleViolation">It is empty, too large, or ended before the length that was announced.</exception>
    /// <exception cref="FileNotKept">There is no room for it, or no right to write.</exception>
    public async Task<ReceivedFile> ReceiveAsync(Guid id, string name, Stream from, long? announced, CancellationToken ct)
    {
        if (announced > options.Value.Largest) throw TooLarge();
        var waiting = Path.Combine(Incoming, id.ToString("N"));
        Keeping(() => Directory.CreateDirectory(Incoming));
        try
        {
            var (size, first) = await WriteAsync(waiting, from, ct);
            if (announced is { } length && size != length) throw new RuleViolation("The file was cut off on its way. Please send it again.", "file");
            if (size == 0) throw new RuleViolation("The file is empty.", "file");
            var place = PlaceOf(id);
            Keeping(() =>
            {
                Directory.CreateDirectory(Path.GetDirectoryName(place)!);
                File.Move(waiting, place);
            });
            return new ReceivedFile(size, FileKind.Of(name, first));
        }
        finally { File.Delete(waiting); }
    }

    /// <summary>Null when its bytes are gone.</summary>
    public Stream? Open(Guid id)
    {
        try { return new FileStream(PlaceOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 64 * 1024, useAsync: true); }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException) { return null; }
    }

    public void Remove(Guid id) => File.Delete(PlaceOf(id));

    /// <summary>The ids under which files lie that were written before that time. Whatever else somebody put into the folder is not named.</summary>
    public IEnumerable<Guid> WrittenBefore(DateTimeOffset time) =>
        FilesIn(_folder, SearchOption.AllDirectories).Where(f => f.LastWriteTimeUtc < time.UtcDateTime && Guid.TryParseExact(f.Name, "N", out var id) && f.FullName == PlaceOf(id)).Select(f => Guid.ParseExact(f.Name, "N"));

    /// <summary>Files whose sender, or whose server, was gone before they were whole.</summary>
    public void RemoveBrokenOff(DateTimeOffset before)
    {
        foreach (var file in FilesIn(Incoming, SearchOption.TopDirectoryOnly).Where(f => f.LastWriteTimeUtc < before.UtcDateTime)) file.Delete();
    }

    private static IEnumerable<FileInfo> FilesIn(string folder, SearchOption how) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles("*", how) : [];

    private async Task<(long Size, byte[] First)> WriteAsync(string path, Stream from, CancellationToken ct)
    {
        // Not buffered: what is written is on its way to the disk, and what cannot be written is known at once.
        await using var file = Keeping(() => new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true));
        var (buffer, first, size) = (new byte[64 * 1024], new MemoryStream(FileKind.BytesNeeded), 0L);
        for (int read; (read = await from.ReadAsync(buffer, ct)) > 0;)
        {
            if ((size += read) > options.Value.Largest) throw TooLarge();
            if (first.Length < FileKind.BytesNeeded) first.Write(buffer, 0, Math.Min(read, FileKind.BytesNeeded - (int)first.Length));
            await KeepingAsync(file.WriteAsync(buffer.AsMemory(0, read), ct));
        }
        Keeping(() => file.Flush(flushToDisk: true));
        return (size, first.ToArray());
    }

    private static void Keeping(Action write) => Keeping(() =>
    {
        write();
        return true;
    });

    private static T Keeping<T>(Func<T> write)
    {
        try { return write(); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new FileNotKept(e); }
    }

    private static async Task KeepingAsync(ValueTask write)
    {
        try { await write; }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new FileNotKept(e); }
    }

    private string PlaceOf(Guid id)
    {
        var name = id.ToString("N");
        return Path.Combine(_folder, name[^2..], name);
    }

    private RuleViolation TooLarge() => new(string.Create(CultureInfo.InvariantCulture, $"The file is too large; {options.Value.LargestMegabytes} MB is the most."), "file");
}
