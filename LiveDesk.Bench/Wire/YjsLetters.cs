using System.Text;

namespace LiveDesk.Bench;

/// <summary>Yjs updates under the root “text”, nothing deleted: the least that is one, and those of somebody who types.</summary>
internal static class YjsLetters
{
    private static readonly byte[] Head = [1, 1, 1, 0, 4, 1, 4, .. "text"u8];

    /// <param name="text">ASCII, fewer than 16,384 letters.</param>
    public static byte[] Of(string text) => [.. Head, .. Number(text.Length), .. Encoding.ASCII.GetBytes(text), 0];

    /// <summary>A text as the composer's editor makes it, key by key: a paragraph, letters in it, and after <paramref name="line"/> of them the next one.</summary>
    public static IEnumerable<byte[]> Typed(int letters, int line)
    {
        var (clock, paragraph) = (0, -1);
        for (var n = 0; n < letters; n++)
        {
            if (n % line > 0)
            {
                yield return Update(1, clock, [0x84, Client, .. Number(clock - 1), 1, (byte)'x']);
                clock++;
                continue;
            }
            byte[] place = paragraph < 0 ? [0x07, 1, 4, .. "text"u8] : [0x87, Client, .. Number(paragraph)];
            byte[] element = [.. place, 3, 9, .. "paragraph"u8];
            byte[] inside = [0x07, 0, Client, .. Number(clock), 6];
            byte[] letter = [0x04, 0, Client, .. Number(clock + 1), 1, (byte)'x'];
            yield return Update(3, clock, [.. element, .. inside, .. letter]);
            paragraph = clock;
            clock += 3;
        }
    }

    private const byte Client = 1;

    private static byte[] Update(byte structs, int clock, byte[] items) => [1, structs, Client, .. Number(clock), .. items, 0];

    /// <param name="value">Below 2,097,152.</param>
    private static byte[] Number(int value) =>
        value < 0x80 ? [(byte)value] : value < 0x4000 ? [(byte)(value | 0x80), (byte)(value >> 7)] : [(byte)(value | 0x80), (byte)((value >> 7) | 0x80), (byte)(value >> 14)];

    public static string Read(byte[] update) => Encoding.ASCII.GetString(update.AsSpan(Head.Length + (update[Head.Length] < 0x80 ? 1 : 2))[..^1]);
}
