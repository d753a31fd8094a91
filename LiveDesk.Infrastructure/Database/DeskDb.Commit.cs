using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Fields;
using LiveDesk.Infrastructure.Search;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Database;

public abstract partial class DeskDb
{
    /// <summary>
    /// Saves everything that this operation did, in one transaction: the changes, the history, the work that follows from them, the search
    /// index. Then, and only then, tells the live feed. Nobody else saves; nobody else publishes.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">Somebody decided meanwhile; open anew and try again, or tell the person.</exception>
    public async Task CommitAsync(CancellationToken ct = default)
    {
        // What changed is looked for once, before the gate. What is added from here on says so itself; else each look at the tracker would search all of it anew.
        ChangeTracker.DetectChanges();
        ChangeTracker.AutoDetectChangesEnabled = false;
        try
        {
            var facts = TakeFacts();
            var activities = facts.ConvertAll(Activity.Of);
            Activities.AddRange(activities);
            Work.AddRange(facts.SelectMany(_database.WorkThatFollows));
            await SearchText.FollowAsync(this, ct);
            await FieldIndex.FollowAsync(this, ct);
            using (await _database.EnterWriterAsync(ct)) await SaveAsync(ct);
            _database.WasCommitted(activities, hasWork: ChangeTracker.Entries<Infrastructure.Work.WorkItem>().Any());
        }
        finally { ChangeTracker.AutoDetectChangesEnabled = true; }
    }

    private List<RecordedFact> TakeFacts()
    {
        var facts = new List<RecordedFact>();
        foreach (var aggregate in ChangeTracker.Entries<Aggregate>().Select(e => e.Entity))
        {
            facts.AddRange(aggregate.Facts);
            aggregate.ForgetFacts();
        }
        return facts;
    }

    private async Task SaveAsync(CancellationToken ct)
    {
        var unnumbered = ChangeTracker.Entries<Ticket>().Where(e => e.State == EntityState.Added && e.Entity.Number == 0).Select(e => e.Entity).OrderBy(t => t.Id).ToList();
        if (unnumbered.Count == 0)
        {
            await SaveChangesAsync(ct);
            return;
        }
        await using var transaction = await Database.BeginTransactionAsync(ct);
        var last = await TakeNumbersAsync(unnumbered.Count, ct);
        for (var i = 0; i < unnumbered.Count; i++) unnumbered[i].TakeNumber(last - unnumbered.Count + 1 + i);
        await SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    /// <summary>In the same transaction as the tickets: a number that was not used is not taken, and none is given twice.</summary>
    private async Task<long> TakeNumbersAsync(int count, CancellationToken ct)
    {
        var taken = await Database.SqlQuery<long>($"""UPDATE "Counters" SET "Value" = "Value" + {count} WHERE "Name" = {Counter.Tickets} RETURNING "Value" """).ToListAsync(ct);
        return taken[0];
    }
}
