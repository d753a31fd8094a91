using System.Text;
using LiveDesk.Domain.Files;

namespace LiveDesk.Infrastructure.Files;

/// <summary>
/// What a file is, by its first bytes. Only types that no browser runs get a name; everything else, and everything whose name ends
/// like something that runs, is <see cref="Unknown"/>.
/// </summary>
public static class FileKind
{
    public const string Unknown = "application/octet-stream";
    public const int BytesNeeded = 512;

    private static readonly (string Type, byte[] Start)[] Starts =
    [
        ("image/png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]),
        ("image/jpeg", [0xFF, 0xD8, 0xFF]),
        ("image/gif", "GIF87a"u8.ToArray()),
        ("image/gif", "GIF89a"u8.ToArray()),
        ("application/pdf", "%PDF-"u8.ToArray()),
        ("application/zip", [0x50, 0x4B, 0x03, 0x04]),
    ];

    private static readonly HashSet<string> EndingsOfPictures = new(StringComparer.OrdinalIgnoreCase) { ".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".webp" };

    private static readonly HashSet<string> EndingsThatRun = new(StringComparer.OrdinalIgnoreCase)
    {
        ".html", ".htm", ".xhtml", ".shtml", ".svg", ".svgz", ".xml", ".xsl", ".xslt", ".mht", ".mhtml", ".hta", ".js", ".mjs", ".css", ".wasm", ".swf",
        ".php", ".php3", ".php4", ".php5", ".php7", ".phtml", ".pht", ".phar", ".asp", ".aspx", ".cer", ".jsp", ".jspx", ".cgi", ".pl", ".py", ".rb", ".sh", ".htaccess",
        ".exe", ".dll", ".com", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".wsf", ".scr", ".msi", ".jar", ".lnk", ".url", ".reg", ".docm", ".xlsm", ".pptm",
    };

    public static string Of(string fileName, ReadOnlySpan<byte> first)
    {
        var type = OfBytes(first);
        var ending = Path.GetExtension(Attachment.SafeName(fileName));
        if (EndingsThatRun.Contains(ending)) return Unknown;
        // A picture that calls itself something else is a file like any other.
        return type.StartsWith("image/", StringComparison.Ordinal) && ending.Length > 0 && !EndingsOfPictures.Contains(ending) ? Unknown : type;
    }

    private static string OfBytes(ReadOnlySpan<byte> first)
    {
        foreach (var (type, start) in Starts)
            if (first.StartsWith(start)) return type;
        if (first.Length >= 12 && first.StartsWith("RIFF"u8) && first[8..].StartsWith("WEBP"u8)) return "image/webp";
        return IsPlainText(first) ? "text/plain" : Unknown;
    }

    /// <summary>UTF-8 without control characters, and without anything that looks like markup.</summary>
    private static bool IsPlainText(ReadOnlySpan<byte> first)
    {
        if (first.IsEmpty || first.Contains((byte)'<')) return false;
        foreach (var b in first)
            if (b < 0x20 && b is not ((byte)'\n' or (byte)'\r' or (byte)'\t')) return false;
        var whole = first.Length < BytesNeeded ? first : first[..LastWholeCharacter(first)];
        return System.Text.Unicode.Utf8.IsValid(whole);
    }

    private static int LastWholeCharacter(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        while (end > 0 && bytes.Length - end < 4)
        {
            var status = Rune.DecodeLastFromUtf8(bytes[..end], out _, out _);
            if (status is System.Buffers.OperationStatus.Done) return end;
            end--;
        }
        return bytes.Length;
    }
}
