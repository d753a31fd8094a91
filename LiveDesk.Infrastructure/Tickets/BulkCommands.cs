using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>Starts, cancels and undoes what is done to many tickets at once. <see cref="BulkWork"/> does it.</summary>
public sealed class BulkCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <param name="ids">The chosen ones; those that this person may not see are not among them.</param>
    /// <exception cref="RuleViolation">None of the tickets could take the change, or there are too many.</exception>
    public Task<Guid> StartAsync(Actor me, Guid deskId, BulkChange change, IReadOnlyCollection<Guid> ids, CancellationToken ct = default) =>
        StartAsync(me, deskId, change, db => Task.FromResult(db.Tickets.AsNoTracking().Where(t => t.DeskId == deskId && ids.Contains(t.Id))), ct);

    /// <summary>All that a list shows, on every page.</summary>
    public Task<Guid> StartAsync(Actor me, TicketFilter all, BulkChange change, CancellationToken ct = default) =>
        StartAsync(me, all.DeskId, change, async db => (await TicketsFiltered.ByAsync(db, all, ct)).Tickets, ct);

    public async Task CancelAsync(Actor me, Guid bulkId, CancellationToken ct = default)
    {
        // It went on at this moment: look again.
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenFor(me);
            (await FindAsync(db, me, bulkId, ct)).Cancel(me, clock.GetUtcNow());
            await db.CommitAsync(ct);
        });
    }

    /// <summary>Brings every ticket that was changed back to what it was, where nobody changed it since.</summary>
    /// <returns>The action that does so.</returns>
    public async Task<Guid> UndoAsync(Actor me, Guid bulkId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var undone = await FindAsync(db, me, bulkId, ct);
        var now = clock.GetUtcNow();
        undone.WasUndone(me, now);
        var done = await db.Set<BulkItem>().AsNoTracking().Where(i => i.BulkId == bulkId && i.State == BulkState.Done).ToListAsync(ct);
        return await CommitAsync(db, BulkAction.Start(me, undone.DeskId, undone.Change, done.ConvertAll(i => (i.TicketId, i.Before)), now, undoes: bulkId), ct);
    }

    private async Task<Guid> StartAsync(Actor me, Guid deskId, BulkChange change, Func<DeskDb, Task<IQueryable<Ticket>>> which, CancellationToken ct)
    {
        var rules = await catalogue.DeskAsync(deskId, ct);
        var clean = change.Checked(rules);
        var meaning = clean is { Kind: BulkKind.AddTag or BulkKind.RemoveTag, Id: { } tag } ? rules.TagsMeaning(rules.StandingTag(tag)!.Id) : [];
        await using var db = desk.OpenFor(me);
        var tickets = await BeforeAsync(await which(db), clean, meaning, ct);
        if (clean is { Kind: BulkKind.Status, WithChildren: true }) tickets.AddRange(await BeforeAsync(TicketPageQueries.OpenChildren(db, tickets.ConvertAll(t => t.Id)), clean, meaning, ct));
        var now = clock.GetUtcNow();
        db.RemoveRange(await db.Set<BulkAction>().Where(b => b.PersonId == me.Id && b.StartedAt < now - Kept).ToListAsync(ct));
        if (clean.Kind is BulkKind.Merge) await DemandStayingAsync(db, clean.Id!.Value, deskId, tickets, ct);
        return await CommitAsync(db, BulkAction.Start(me, deskId, clean, tickets, now), ct);
    }

    /// <summary>Each ticket, and what it is as far as the change touches that; at most one more than may be changed at once.</summary>
    /// <param name="meaning">Of a tag: all that mean it.</param>
    internal static async Task<List<(Guid Id, BulkBefore Before)>> BeforeAsync(IQueryable<Ticket> tickets, BulkChange change, IReadOnlyList<Guid> meaning, CancellationToken ct)
    {
        var found = await tickets.OrderBy(t => t.Id).Take(BulkAction.Most + 1)
            .Select(t => new { t.Id, t.StatusId, t.OwnerId, t.Priority, t.PrioritySource, t.DepartmentId, t.CategoryId, t.TypeId, t.OnHold, t.Resolution, t.ResolvedAt, t.Escalation, HasTag = t.Tags.Any(x => meaning.Contains(x.TagId)) }).ToListAsync(ct);
        return found.ConvertAll(t => (t.Id, change.Kind switch
        {
            BulkKind.Status => new BulkBefore(t.StatusId, HoldReason: t.OnHold?.Reason, ResumeAt: t.OnHold?.ResumeAt) { Resolution = t.Resolution, ResolvedAt = t.ResolvedAt, Escalation = t.Escalation },
            BulkKind.Assignee => new BulkBefore(t.OwnerId),
            BulkKind.Department => new BulkBefore(t.DepartmentId),
            BulkKind.Category => new BulkBefore(t.CategoryId),
            BulkKind.Type => new BulkBefore(t.TypeId),
            BulkKind.AddTag or BulkKind.RemoveTag => new BulkBefore(t.HasTag ? change.Id : null),
            _ => new BulkBefore(null, t.Priority) { PrioritySource = t.PrioritySource },
        }));
    }

    /// <summary>The ticket that stays may be among those that were ticked: it is left as it is.</summary>
    private static async Task DemandStayingAsync(DeskDb db, Guid into, Guid deskId, List<(Guid Id, BulkBefore Before)> tickets, CancellationToken ct)
    {
        if (await db.Tickets.Where(t => t.Id == into).Select(t => (Guid?)t.DeskId).SingleOrDefaultAsync(ct) is not { } there) throw new NotFoundException("ticket");
        if (there != deskId) throw new RuleViolation("Tickets of two desks cannot be merged. Link them instead.", "into");
        tickets.RemoveAll(t => t.Id == into);
        if (tickets.Count == 0) throw new RuleViolation("No ticket is chosen but the one that stays. Tick those that go into it.", "into");
    }

    private static async Task<Guid> CommitAsync(DeskDb db, BulkAction bulk, CancellationToken ct)
    {
        db.Add(bulk);
        await db.CommitAsync(ct);
        return bulk.Id;
    }

    private static async Task<BulkAction> FindAsync(DeskDb db, Actor me, Guid bulkId, CancellationToken ct) =>
        await db.Set<BulkAction>().SingleOrDefaultAsync(b => b.Id == bulkId && b.PersonId == me.Id, ct) ?? throw new NotFoundException("bulk action");
}

/// <summary>In the same save as its start.</summary>
public sealed class WatchBulkActions : IWorkFor
{
    public IEnumerable<WorkItem> For(RecordedFact fact) =>
        fact.Fact is BulkActionWasStarted started ? [new WorkItem(BulkWork.WorkKind, started.BulkId.ToString(), fact.At)] : [];
}
