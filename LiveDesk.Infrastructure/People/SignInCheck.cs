using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <summary>
/// Is this the person's password? An address that nobody has, a wrong password, a locked account and a deactivated person are
/// answered alike, and cost the same work: the answer tells nobody who has an account here.
/// </summary>
public sealed class SignInCheck(UserManager<Account> accounts, DeskDatabase desk)
{
    public const int AttemptsBeforeLock = 5;
    public static readonly TimeSpan Locked = TimeSpan.FromMinutes(15);

    /// <summary>Of a password that nobody knows, made once with the same costs as real ones.</summary>
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Account>().HashPassword(new Account(), Secrets.New()));

    /// <returns>The person and the stamp their session carries, or null.</returns>
    public async Task<(Person Person, string Stamp)?> WhoAsync(string? email, string? password, CancellationToken ct)
    {
        var account = IsAddress(email) ? await accounts.FindByNameAsync(email!.Trim()) : null;
        var person = account is null ? null : await ActiveAsync(account.Id, ct);
        if (account?.PasswordHash is null || person is null || string.IsNullOrEmpty(password) || password.Length > Passwords.Longest || await accounts.IsLockedOutAsync(account))
        {
            accounts.PasswordHasher.VerifyHashedPassword(new Account(), NobodysHash.Value, password is { Length: <= Passwords.Longest } ? password : "");
            return null;
        }
        if (!await accounts.CheckPasswordAsync(account, password))
        {
            await CountFailureAsync(account);
            return null;
        }
        if (account.AccessFailedCount > 0) await accounts.ResetAccessFailedCountAsync(account);
        return (person, account.SecurityStamp!);
    }

    /// <summary>What could not be anybody's address (a zero byte, a million letters) is not asked for.</summary>
    private static bool IsAddress(string? email)
    {
        try { return Text.OptionalEmail(email) is { } address && address == email!.Trim().ToLowerInvariant(); }
        catch (RuleViolation) { return false; }
    }

    /// <summary>Several wrong attempts at the same moment count one each.</summary>
    private async Task CountFailureAsync(Account account)
    {
        for (var found = account; found is not null; found = await accounts.FindByIdAsync(account.Id.ToString()))
            if ((await accounts.AccessFailedAsync(found)).Succeeded) return;
    }

    private async Task<Person?> ActiveAsync(Guid id, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        return await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id && p.Deactivated == null, ct);
    }
}
