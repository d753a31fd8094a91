using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Sample;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace LiveDesk.Infrastructure.People;

/// <summary>Lets the sample people sign in, in Development only.</summary>
public sealed class SampleAccounts(DeskDatabase database, IPasswordHasher<Account> hasher, ILogger<SampleAccounts> log)
{
    public const string DefaultPassword = "livedesk-sample";

    private static readonly List<Guid> Cast = [SamplePeople.AnaId, SamplePeople.BenId, SamplePeople.SamId, SamplePeople.KimId, SamplePeople.OlaId];

    public async Task PrepareAsync(string password, CancellationToken ct)
    {
        await using var db = database.OpenForSystem();
        var people = await db.People.AsNoTracking().Where(p => Cast.Contains(p.Id)).OrderBy(p => p.Name).ToListAsync(ct);
        if (people.Count == 0) return;
        var known = await db.Set<Account>().Where(a => Cast.Contains(a.Id)).Select(a => a.Id).ToListAsync(ct);
        foreach (var person in people.Where(p => !known.Contains(p.Id)))
        {
            var account = Account.Of(person);
            account.TakePassword(hasher, password);
            db.Add(account);
        }
        await db.CommitAsync(ct);
        log.LogInformation("Sample people: {People}; password: {Password}", string.Join(", ", people.Select(p => p.Email)), password);
    }
}
