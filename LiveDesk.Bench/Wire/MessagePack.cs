using System.Buffers.Binary;
using System.Text;

namespace LiveDesk.Bench;

/// <summary>As much of MessagePack as the circuits' hub speaks: arrays, maps, text, bytes, whole numbers, true, false and nothing.</summary>
internal sealed class PackWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public PackWriter Array(int count)
    {
        if (count < 16) _bytes.WriteByte((byte)(0x90 | count));
        else _bytes.Write([0xdc, (byte)(count >> 8), (byte)count]);
        return this;
    }

    public PackWriter EmptyMap()
    {
        _bytes.WriteByte(0x80);
        return this;
    }

    public PackWriter Value(object? value)
    {
        switch (value)
        {
            case null: _bytes.WriteByte(0xc0); break;
            case bool yes: _bytes.WriteByte(yes ? (byte)0xc3 : (byte)0xc2); break;
            case string text: Text(text); break;
            default: Number(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
        return this;
    }

    private void Number(long number)
    {
        Span<byte> bytes = [0xd3, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt64BigEndian(bytes[1..], number);
        _bytes.Write(bytes);
    }

    private void Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        Span<byte> head = [0xdb, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(head[1..], utf8.Length);
        _bytes.Write(head);
        _bytes.Write(utf8);
    }
}

internal ref struct PackReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public int Array() => (int)Count(0x90, 0x0f, 0xdc, 0xdd);

    public string? Text()
    {
        if (_rest[0] != 0xc0) return Encoding.UTF8.GetString(Take(TextLength()));
        Take(1);
        return null;
    }

    public ReadOnlySpan<byte> Bytes() => Take((int)(Take(1)[0] switch { 0xc4 => Big(1), 0xc5 => Big(2), _ => Big(4) }));

    public long Number()
    {
        var kind = Take(1)[0];
        return kind switch
        {
            < 0x80 => kind,
            >= 0xe0 => (sbyte)kind,
            0xcc => Big(1), 0xcd => Big(2), 0xce => Big(4), 0xcf => Big(8),
            0xd0 => (sbyte)Big(1), 0xd1 => (short)Big(2), 0xd2 => (int)Big(4), 0xd3 => Big(8),
            _ => throw new InvalidDataException($"A number was expected, not 0x{kind:x2}."),
        };
    }

    /// <summary>Text, true, false, a number or null; what is none of these (bytes, arrays, maps) is passed over as null.</summary>
    public object? Any()
    {
        switch (_rest[0])
        {
            case 0xc0: Take(1); return null;
            case 0xc2 or 0xc3: return Take(1)[0] == 0xc3;
            case 0xc4 or 0xc5 or 0xc6: Bytes(); return null;
            case (>= 0xa0 and <= 0xbf) or 0xd9 or 0xda or 0xdb: return Text();
            case (>= 0x90 and <= 0x9f) or 0xdc or 0xdd: Skip(Array()); return null;
            case (>= 0x80 and <= 0x8f) or 0xde or 0xdf: Skip(2 * Count(0x80, 0x0f, 0xde, 0xdf)); return null;
            case 0xca: Take(5); return null;
            case 0xcb: Take(9); return null;
            default: return Number();
        }
    }

    private void Skip(long values)
    {
        for (var i = 0L; i < values; i++) Any();
    }

    private int TextLength()
    {
        var kind = Take(1)[0];
        return kind switch { 0xd9 => (int)Big(1), 0xda => (int)Big(2), 0xdb => (int)Big(4), _ => kind & 0x1f };
    }

    private long Count(byte small, byte mask, byte two, byte four)
    {
        var kind = Take(1)[0];
        return kind == two ? Big(2) : kind == four ? Big(4) : (kind & ~mask) == small ? kind & mask : throw new InvalidDataException($"A list was expected, not 0x{kind:x2}.");
    }

    private long Big(int size)
    {
        var value = 0L;
        foreach (var one in Take(size)) value = value << 8 | one;
        return value;
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
