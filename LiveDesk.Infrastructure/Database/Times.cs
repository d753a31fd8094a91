using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace LiveDesk.Infrastructure.Database;

/// <summary>SQLite has no type for an instant: microseconds since 1970, UTC, sort and compare as numbers.</summary>
internal sealed class UtcMicroseconds() : ValueConverter<DateTimeOffset, long>(
    time => time.UtcTicks / 10 - Epoch,
    stored => new DateTimeOffset((stored + Epoch) * 10, TimeSpan.Zero))
{
    private const long Epoch = 62_135_596_800_000_000;
}

/// <summary>PostgreSQL's <c>timestamptz</c> keeps microseconds and wants UTC.</summary>
internal sealed class UtcInstant() : ValueConverter<DateTimeOffset, DateTimeOffset>(
    time => new DateTimeOffset(time.UtcTicks / 10 * 10, TimeSpan.Zero),
    stored => stored.ToUniversalTime());
