using System.Text;

namespace LiveDesk.Bench;

/// <summary>The least that is a Yjs update: letters under the root “text”, by one client, nothing deleted.</summary>
internal static class YjsLetters
{
    private static readonly byte[] Head = [1, 1, 1, 0, 4, 1, 4, .. "text"u8];

    /// <param name="text">ASCII, fewer than 16,384 letters.</param>
    public static byte[] Of(string text) => [.. Head, .. text.Length < 0x80 ? (byte[])[(byte)text.Length] : [(byte)(text.Length | 0x80), (byte)(text.Length >> 7)], .. Encoding.ASCII.GetBytes(text), 0];

    public static string Read(byte[] update) => Encoding.ASCII.GetString(update.AsSpan(Head.Length + (update[Head.Length] < 0x80 ? 1 : 2))[..^1]);
}
