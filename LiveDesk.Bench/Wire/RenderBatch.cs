using System.Buffers.Binary;
using System.Text;

namespace LiveDesk.Bench;

/// <summary>A new element of a screen, with its plain attributes and the handlers of its events.</summary>
internal sealed class ScreenElement
{
    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);
    public Dictionary<string, ulong> Handlers { get; } = new(StringComparer.Ordinal);
}

/// <summary>
/// What one render batch brings, as far as a bench looks at it: all its texts, the elements that are new, and which event handlers are
/// over. (The framework's binary form: tables of frames, and five offsets at the end.)
/// </summary>
internal sealed class RenderBatch
{
    private const int FrameSize = 20;
    private const int ElementFrame = 1;
    private const int AttributeFrame = 3;

    private RenderBatch(string[] texts, List<ScreenElement> elements, List<ulong> over) => (Texts, Elements, HandlersOver) = (texts, elements, over);

    public IReadOnlyList<string> Texts { get; }
    public IReadOnlyList<ScreenElement> Elements { get; }
    public IReadOnlyList<ulong> HandlersOver { get; }

    public static RenderBatch Read(ReadOnlySpan<byte> batch)
    {
        var texts = TextsOf(batch);
        return new RenderBatch(texts, ElementsOf(batch, texts), HandlersOverOf(batch));
    }

    private static string[] TextsOf(ReadOnlySpan<byte> batch)
    {
        var table = Int(batch, batch.Length - 4);
        var texts = new string[(batch.Length - 20 - table) / 4];
        for (var i = 0; i < texts.Length; i++)
        {
            var at = Int(batch, table + 4 * i);
            var length = 0;
            for (var shift = 0; ; shift += 7)
            {
                length |= (batch[at] & 0x7f) << shift;
                if (batch[at++] < 0x80) break;
            }
            texts[i] = Encoding.UTF8.GetString(batch.Slice(at, length));
        }
        return texts;
    }

    /// <summary>Attributes directly after their element are the element's; others belong to a change of one that was there before.</summary>
    private static List<ScreenElement> ElementsOf(ReadOnlySpan<byte> batch, string[] texts)
    {
        var elements = new List<ScreenElement>();
        ScreenElement? current = null;
        var at = Int(batch, batch.Length - 16);
        for (var count = Int(batch, at); count > 0; count--)
        {
            var frame = batch.Slice(at + 4, FrameSize);
            at += FrameSize;
            switch (Int(frame, 0))
            {
                case ElementFrame: elements.Add(current = new ScreenElement()); break;
                case AttributeFrame when current is not null: Note(current, frame, texts); break;
                default: current = null; break;
            }
        }
        return elements;
    }

    private static void Note(ScreenElement element, ReadOnlySpan<byte> frame, string[] texts)
    {
        var (name, value, handler) = (Int(frame, 4), Int(frame, 8), BinaryPrimitives.ReadUInt64LittleEndian(frame[12..]));
        if (handler != 0) element.Handlers[texts[name]] = handler;
        else if (value >= 0) element.Attributes[texts[name]] = texts[value];
    }

    private static List<ulong> HandlersOverOf(ReadOnlySpan<byte> batch)
    {
        var at = Int(batch, batch.Length - 8);
        var over = new List<ulong>();
        for (var i = 0; i < Int(batch, at); i++) over.Add(BinaryPrimitives.ReadUInt64LittleEndian(batch[(at + 4 + 8 * i)..]));
        return over;
    }

    private static int Int(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);
}
