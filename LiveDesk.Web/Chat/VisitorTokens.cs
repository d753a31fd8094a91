using System.Security.Cryptography;
using LiveDesk.Domain;
using LiveDesk.Infrastructure.Chat;
using Microsoft.AspNetCore.DataProtection;

namespace LiveDesk.Web.Chat;

/// <summary>
/// What a visitor holds instead of a password: who they are on which desk, until when; signed and encrypted by the desk's own keys. It
/// travels in a hub message or a header, never in an address.
/// </summary>
public sealed class VisitorTokens(IDataProtectionProvider protection, TimeProvider clock)
{
    public const string Header = "X-LiveDesk-Visitor";
    /// <summary>Renewed at every visit.</summary>
    public static readonly TimeSpan Lives = TimeSpan.FromDays(60);
    private const int Length = 16 + 16 + 8;
    private const int LongestToken = 400;

    private readonly IDataProtector _protector = protection.CreateProtector("LiveDesk.Chat.Visitor.v1");

    public string Issue(VisitorKey visitor)
    {
        Span<byte> bytes = stackalloc byte[Length];
        visitor.Id.TryWriteBytes(bytes);
        visitor.DeskId.TryWriteBytes(bytes[16..]);
        BitConverter.TryWriteBytes(bytes[32..], (clock.GetUtcNow() + Lives).ToUnixTimeSeconds());
        return Convert.ToBase64String(_protector.Protect(bytes.ToArray()));
    }

    public VisitorKey NewVisitor(Guid deskId) => new(Ids.New(clock.GetUtcNow()), deskId);

    /// <summary>Null: forged, expired, of another desk, or not a token at all.</summary>
    public VisitorKey? Read(string? token, Guid deskId)
    {
        if (token is not { Length: > 0 and <= LongestToken }) return null;
        try
        {
            var bytes = _protector.Unprotect(Convert.FromBase64String(token));
            var visitor = new VisitorKey(new Guid(bytes.AsSpan(0, 16)), new Guid(bytes.AsSpan(16, 16)));
            return bytes.Length == Length && visitor.DeskId == deskId && BitConverter.ToInt64(bytes, 32) > clock.GetUtcNow().ToUnixTimeSeconds() ? visitor : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException) { return null; }
    }
}
