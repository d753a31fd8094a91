using LiveDesk.Domain;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.People;

/// <summary>Choosing a password: by a link, or knowing the old one. Either way every other session of the person ends.</summary>
public sealed class PasswordCommands(DeskDatabase desk, IPasswordHasher<Account> hasher, TimeProvider clock)
{
    private readonly Attempts _attempts = new(clock, SignInCheck.AttemptsBeforeLock, SignInCheck.Locked);

    /// <summary>Whose link it is; null when it is used, too old, or none.</summary>
    public async Task<string?> NameBehindAsync(string? link, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        return (await BehindAsync(db, link, ct))?.Person.Name;
    }

    /// <exception cref="RuleViolation">The link is used or too old, or the password is too easy.</exception>
    public async Task<(Person Person, string Stamp)> ChooseAsync(string? link, string? password, CancellationToken ct)
    {
        await using var db = desk.OpenForSystem();
        var (person, account, kept) = await BehindAsync(db, link, ct) ?? throw TooLate();
        Take(person, account, password);
        db.Remove(kept);
        try { await db.CommitAsync(ct); }
        catch (DbUpdateConcurrencyException) { throw TooLate(); /* the same link in two windows at once */ }
        return (person, account.SecurityStamp!);
    }

    /// <returns>The stamp of the session that goes on.</returns>
    /// <exception cref="RuleViolation">The old password is not right, or the new one is too easy.</exception>
    public async Task<(Person Person, string Stamp)> ChangeAsync(Guid me, string? old, string? password, CancellationToken ct)
    {
        if (!_attempts.Enter(me.ToString())) throw new RuleViolation("Too many wrong passwords. Wait 15 minutes, then try again.", "old");
        await using var db = desk.OpenForSystem();
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == me && p.Deactivated == null, ct) ?? throw new NotFoundException("person");
        var account = await db.Set<Account>().SingleAsync(a => a.Id == me, ct);
        if (account.PasswordHash is not { Length: > 0 } hash || string.IsNullOrEmpty(old) || old.Length > Passwords.Longest || hasher.VerifyHashedPassword(account, hash, old) is PasswordVerificationResult.Failed)
            throw new RuleViolation("The present password is not right.", "old");
        _attempts.Forgive(me.ToString());
        Take(person, account, password);
        await db.CommitAsync(ct);
        return (person, account.SecurityStamp!);
    }

    private void Take(Person person, Account account, string? password)
    {
        Passwords.Check(password, person.Name, person.Email);
        account.TakePassword(hasher, password!);
        person.TookPassword(Actor.Agent(person.Id, person.Name, person.Role, Sight.Nothing), clock.GetUtcNow());
    }

    private async Task<(Person Person, Account Account, IdentityUserToken<Guid> Kept)?> BehindAsync(DeskDb db, string? link, CancellationToken ct)
    {
        if (PasswordLink.Claimant(link) is not { } id) return null;
        var kept = await db.Set<IdentityUserToken<Guid>>().SingleOrDefaultAsync(PasswordLink.Of(id), ct);
        if (kept is null || !PasswordLink.Opens(link!, kept, clock.GetUtcNow())) return null;
        var person = await db.People.SingleOrDefaultAsync(p => p.Id == id && p.Deactivated == null, ct);
        var account = await db.Set<Account>().SingleOrDefaultAsync(a => a.Id == id, ct);
        return person is null || account is null ? null : (person, account, kept);
    }

    private static RuleViolation TooLate() => new("This link was used already, or is too old. Ask an administrator for a new one.", "link");
}
