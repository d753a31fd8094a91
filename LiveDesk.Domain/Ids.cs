namespace LiveDesk.Domain;

/// <summary>
/// Version 7 ids that rise strictly within one process, so that ordering by id is ordering by creation even inside a millisecond.
/// Across nodes they are ordered by their clocks, to the millisecond.
/// </summary>
public static class Ids
{
    private static long _last;

    /// <summary>A new id for something that came to be at <paramref name="now"/> (any offset; the instant counts).</summary>
    public static Guid New(DateTimeOffset now)
    {
        // 48 bits of milliseconds and 12 bits of counter in one number: a burst borrows from the next millisecond.
        var wanted = now.ToUnixTimeMilliseconds() << 12;
        long seen, next;
        do
        {
            seen = Interlocked.Read(ref _last);
            next = Math.Max(wanted, seen + 1);
        }
        while (Interlocked.CompareExchange(ref _last, next, seen) != seen);

        Span<byte> bytes = stackalloc byte[16];
        Guid.CreateVersion7().TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = next >> 12;
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (40 - 8 * i));
        bytes[6] = (byte)(0x70 | (next >> 8 & 0x0F));
        bytes[7] = (byte)next;
        return new Guid(bytes, bigEndian: true);
    }
}
