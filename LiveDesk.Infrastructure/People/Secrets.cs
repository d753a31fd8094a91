using System.Security.Cryptography;
using System.Text;

namespace LiveDesk.Infrastructure.People;

/// <summary>Unguessable words: 128 bits, in letters and digits that nobody confuses when reading them from a log.</summary>
internal static class Secrets
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    /// <summary>26 characters of 31: 128 bits.</summary>
    public static string New() => RandomNumberGenerator.GetString(Letters, 26);

    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>In a time that does not tell how much of it is right. Nothing equals nothing is false: an empty secret opens no door.</summary>
    public static bool Same(string? given, string? expected) =>
        !string.IsNullOrEmpty(given) && !string.IsNullOrEmpty(expected)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(expected)));
}
