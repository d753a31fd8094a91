using LiveDesk.Domain.People;
using Microsoft.AspNetCore.Identity;

namespace LiveDesk.Infrastructure.People;

/// <summary>How a person signs in. Its id is the person's.</summary>
public sealed class Account : IdentityUser<Guid>
{
    public static Account Of(Person person) => new()
    {
        Id = person.Id,
        UserName = person.Email,
        NormalizedUserName = person.Email.ToUpperInvariant(),
        Email = person.Email,
        NormalizedEmail = person.Email.ToUpperInvariant(),
        EmailConfirmed = true,
        LockoutEnabled = true,
        SecurityStamp = NewStamp(),
    };

    /// <summary>Everybody who signed in with this account before is signed out.</summary>
    public void SignOutEverywhere() => (SecurityStamp, ConcurrencyStamp) = (NewStamp(), Guid.NewGuid().ToString());

    public void TakePassword(IPasswordHasher<Account> hasher, string password)
    {
        PasswordHash = hasher.HashPassword(this, password);
        (AccessFailedCount, LockoutEnd) = (0, null);
        SignOutEverywhere();
    }

    private static string NewStamp() => Secrets.New();
}
