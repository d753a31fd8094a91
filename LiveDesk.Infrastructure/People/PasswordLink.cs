using System.Globalization;
using System.Linq.Expressions;
using Microsoft.AspNetCore.Identity;

namespace LiveDesk.Infrastructure.People;

/// <summary>
/// The way to a first or forgotten password: 128 bits, one use, <see cref="Lives"/>. The database keeps its hash, so that a copy of the
/// database opens no account.
/// </summary>
/// <param name="Text">What stands in the address.</param>
public sealed record PasswordLink(Guid PersonId, string Text, DateTimeOffset Until)
{
    public static readonly TimeSpan Lives = TimeSpan.FromDays(3);
    private const string Provider = "LiveDesk", Name = "password-link";
    private const int IdLength = 32;

    public string Address => $"/sign-in/password?link={Text}";

    public static PasswordLink New(Guid personId, DateTimeOffset now) => new(personId, $"{personId:N}{Secrets.New()}", now + Lives);

    /// <summary>Whose link this claims to be; null when it is not shaped like one.</summary>
    public static Guid? Claimant(string? text) =>
        text is { Length: > IdLength and < 100 } && Guid.TryParseExact(text[..IdLength], "N", out var id) ? id : null;

    internal IdentityUserToken<Guid> Kept() =>
        new() { UserId = PersonId, LoginProvider = Provider, Name = Name, Value = $"{Secrets.Hash(Text)} {Until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}" };

    internal static Expression<Func<IdentityUserToken<Guid>, bool>> Of(Guid personId) => t => t.UserId == personId && t.LoginProvider == Provider && t.Name == Name;

    /// <summary>Is the kept one this one, and not too old?</summary>
    internal static bool Opens(string text, IdentityUserToken<Guid>? kept, DateTimeOffset now) =>
        kept?.Value?.Split(' ') is [{ Length: > 0 } hash, var until] && Secrets.Same(Secrets.Hash(text), hash) && now < UntilOf(until);

    internal static DateTimeOffset? UntilOf(IdentityUserToken<Guid>? kept) => kept?.Value?.Split(' ') is [_, var until] ? UntilOf(until) : null;

    private static DateTimeOffset UntilOf(string seconds) => DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture));
}
