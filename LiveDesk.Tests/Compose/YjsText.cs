using System.Text;

namespace LiveDesk.Tests.Compose;

/// <summary>A Yjs update that writes one text, made and read by hand: one client, one run of letters under the root “text”, nothing deleted.</summary>
internal static class YjsText
{
    private static readonly byte[] Head = [1, 1, 1, 0, 4, 1, 4, .. "text"u8];

    public static byte[] Of(string text)
    {
        var letters = Encoding.UTF8.GetBytes(text);
        return [.. Head, .. Number(letters.Length), .. letters, 0];
    }

    public static string Read(byte[] update)
    {
        Assert.True(update.AsSpan().StartsWith(Head), "an update of another shape");
        var at = Head.Length;
        while (update[at++] >= 0x80) { }
        return Encoding.UTF8.GetString(update[at..^1]);
    }

    /// <summary>Bytes that no Yjs document can take, by what is wrong with them.</summary>
    public static IEnumerable<(string What, byte[] Bytes)> NoUpdates =>
    [
        ("nothing", []),
        ("a sentence", "Hello, this is not Yjs."u8.ToArray()),
        ("a picture", [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
        ("one that is cut off", Of("Hello")[..^3]),
        ("one with something after it", [.. Of("Hello"), 7]),
        ("one that promises more than it has", [255, 255, 255, 255, 15, 1, 0, 0]),
        ("letters that are no UTF-8", [.. Head, 2, 0xc3, 0x28, 0]),
        ("a number that never ends", [.. Enumerable.Repeat((byte)0xff, 100)]),
        ("lists in lists in lists", [1, 1, 1, 0, 8, 1, 1, (byte)'t', 1, .. Enumerable.Repeat<byte[]>([117, 1], 10_000).SelectMany(b => b), 126, 0]),
    ];

    private static IEnumerable<byte> Number(int value)
    {
        for (; value >= 0x80; value >>= 7) yield return (byte)(value | 0x80);
        yield return (byte)value;
    }
}
