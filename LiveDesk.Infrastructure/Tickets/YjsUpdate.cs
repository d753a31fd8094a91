using System.Buffers.Binary;
using System.Text;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Tells an update of a Yjs document (encoding version 1) from any other bytes, so that what cannot be read is refused at the door and never
/// reaches a colleague's browser. It checks the shape and keeps nothing: the text is none of the server's business.
/// The format: yjs/src/utils/UpdateEncoder.js and the structs' <c>write</c> methods.
/// </summary>
internal static class YjsUpdate
{
    private const int Deepest = 64;

    public static bool IsOne(ReadOnlySpan<byte> bytes)
    {
        var reader = new Reader(bytes);
        try
        {
            reader.Structs();
            reader.DeleteSet();
            return reader.IsAtEnd;
        }
        catch (FormatException) { return false; }
    }

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _at;

        public readonly bool IsAtEnd => _at == _bytes.Length;

        public void Structs()
        {
            for (var clients = Number(); clients > 0; clients--)
            {
                var structs = Number();
                Number(); // client
                Number(); // clock
                for (; structs > 0; structs--) Struct();
            }
        }

        public void DeleteSet()
        {
            for (var clients = Number(); clients > 0; clients--)
            {
                Number();
                for (var ranges = Number(); ranges > 0; ranges--)
                {
                    Number();
                    Number();
                }
            }
        }

        private void Struct()
        {
            const int left = 0x80, right = 0x40, underName = 0x20, content = 0x1f;
            const int collected = 0, skipped = 10;
            var info = Byte();
            if (info is collected or skipped)
            {
                Number();
                return;
            }
            if ((info & left) != 0) Id();
            if ((info & right) != 0) Id();
            if ((info & (left | right)) == 0)
            {
                if (Number() == 1) Text();
                else Id();
                if ((info & underName) != 0) Text();
            }
            Content(info & content);
        }

        private void Content(int kind)
        {
            switch (kind)
            {
                case 1: Number(); break; // deleted
                case 2: for (var n = Number(); n > 0; n--) Text(); break; // JSON
                case 3: Block(); break; // binary
                case 4 or 5: Text(); break; // letters, an embedded object
                case 6: Text(); Text(); break; // a format's name and value
                case 7: if (Number() is 3 or 5) Text(); break; // a type; elements and hooks have a name
                case 8: for (var n = Number(); n > 0; n--) Any(0); break;
                case 9: Text(); Any(0); break; // a document inside
                default: throw new FormatException();
            }
        }

        private void Any(int depth)
        {
            if (depth > Deepest) throw new FormatException();
            switch (Byte())
            {
                case 127 or 126 or 121 or 120: break; // undefined, null, false, true
                case 125: Signed(); break;
                case 124: Take(sizeof(float)); break;
                case 123 or 122: Take(sizeof(long)); break; // double, big integer
                case 119: Text(); break;
                case 118: for (var n = Number(); n > 0; n--) { Text(); Any(depth + 1); } break;
                case 117: for (var n = Number(); n > 0; n--) Any(depth + 1); break;
                case 116: Block(); break;
                default: throw new FormatException();
            }
        }

        private void Id()
        {
            Number();
            Number();
        }

        private void Text()
        {
            try { _ = Strict.GetCharCount(Block()); }
            catch (DecoderFallbackException e) { throw new FormatException(null, e); }
        }

        private ReadOnlySpan<byte> Block()
        {
            var length = Number();
            return length <= (ulong)_bytes.Length ? Take((int)length) : throw new FormatException();
        }

        /// <summary>Seven bits a byte, the lowest first; 53 bits at most, as JavaScript counts.</summary>
        private ulong Number()
        {
            ulong number = 0;
            for (var shift = 0; shift < 56; shift += 7)
            {
                var next = Byte();
                number |= (ulong)(next & 0x7f) << shift;
                if (next < 0x80) return number <= 1UL << 53 ? number : throw new FormatException();
            }
            throw new FormatException();
        }

        private void Signed()
        {
            if (Byte() >= 0x80) Number();
        }

        private byte Byte() => Take(1)[0];

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count > _bytes.Length - _at) throw new FormatException();
            var taken = _bytes.Slice(_at, count);
            _at += count;
            return taken;
        }
    }

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
}
