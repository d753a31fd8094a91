using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.People;

/// <param name="Preset">One of <see cref="Presets.All"/>, by name.</param>
public sealed record FirstDesk(string Name, string Email, string Password, string DeskName, string Preset);

/// <summary>
/// The first start: nobody works here yet. Whoever can read the log has the code, and with it makes the first administrator and the
/// first desk. The code is new at each start and dies with its use.
/// </summary>
public sealed class FirstStart(DeskDatabase database, IPasswordHasher<Account> hasher, TimeProvider clock, ILogger<FirstStart> log)
{
    private const string Done = "setup";
    private readonly Attempts _attempts = new(clock, 10, TimeSpan.FromMinutes(5));
    private string? _code;

    /// <summary>Nobody can sign in before somebody finished the setup.</summary>
    public bool IsOpen => Volatile.Read(ref _code) is not null;

    /// <summary>At the start, after the database is ready.</summary>
    public async Task OpenIfNobodyWorksHereAsync(CancellationToken ct)
    {
        if (await SomebodyWorksHereAsync(ct)) return;
        var code = Secrets.New();
        Volatile.Write(ref _code, code);
        log.LogWarning("Nobody works here yet. Open /setup in a browser and enter this code: {Code}", string.Join('-', code.Chunk(6).Select(c => new string(c))));
    }

    /// <summary>On more than one node, another may have been set up meanwhile.</summary>
    public async Task<bool> IsStillOpenAsync(CancellationToken ct)
    {
        if (IsOpen && await SomebodyWorksHereAsync(ct)) Volatile.Write(ref _code, null);
        return IsOpen;
    }

    /// <returns>The administrator and the desk's address.</returns>
    /// <exception cref="RuleViolation">The code is not right, too many attempts, or a field is not filled in well.</exception>
    public async Task<(Person Administrator, string Stamp, string Slug)> FinishAsync(string? code, FirstDesk what, CancellationToken ct)
    {
        if (!_attempts.Enter(Done)) throw new RuleViolation("Too many wrong codes. Wait five minutes, then try again.", "code");
        if (!Secrets.Same(Plain(code), Volatile.Read(ref _code))) throw new RuleViolation("This is not the code. It stands in LiveDesk's log, in the line that names /setup.", "code");
        _attempts.Forgive(Done);
        var (person, account, desk) = Make(what);
        await using var db = database.OpenForSystem();
        db.AddRange(person, account, desk);
        // The key of this row is what two people who finish at the same moment meet at.
        db.Counters.Add(new Counter { Name = Done, Value = 1 });
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException) when (SomebodyWorksHere()) { throw new RuleViolation("LiveDesk was set up meanwhile. Sign in.", "code"); }
        Volatile.Write(ref _code, null);
        return (person, account.SecurityStamp!, desk.Slug);
    }

    private bool SomebodyWorksHere()
    {
        using var db = database.OpenForSystem();
        return db.People.Any();
    }

    private (Person, Account, Desk) Make(FirstDesk what)
    {
        var now = clock.GetUtcNow();
        var person = Person.Welcome(Actor.System, what.Name, what.Email, Role.Admin, now);
        Passwords.Check(what.Password, person.Name, person.Email);
        var desk = new Desk(Ids.New(now), Slugs.Of(Text.Line(what.DeskName, "desk's name", Limits.Name)), what.DeskName, Presets.Named(what.Preset), Actor.System, now, LocalZone.Name);
        person.Join(Actor.System, desk.Id, null, now);
        var account = Account.Of(person);
        account.TakePassword(hasher, what.Password);
        return (person, account, desk);
    }

    private async Task<bool> SomebodyWorksHereAsync(CancellationToken ct)
    {
        await using var db = database.OpenForSystem();
        return await db.People.AnyAsync(ct);
    }

    /// <summary>People copy the dashes, and type capitals.</summary>
    private static string Plain(string? code) => (code ?? "").Replace("-", "", StringComparison.Ordinal).Trim().ToLowerInvariant();
}
