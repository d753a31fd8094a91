using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Statuses or categories of a desk were switched off, deleted or became another kind: its tickets follow, a batch in a save. Until its turn
/// comes a ticket keeps the old one, which is still there to be named; after a crash those that are left follow.
/// </summary>
public sealed class TicketsFollowDesk(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "tickets-follow-desk";
    private const int AtOnce = 200;

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var deskId = Guid.Parse(payload, CultureInfo.InvariantCulture);
        if (await DeskCatalogue.NowAsync(desk, deskId, ct) is not { } rules) return null;
        var people = await catalogue.ActorsAsync(ct);
        for (var last = Guid.Empty; ;)
        {
            await using var db = desk.OpenForSystem();
            var from = last;
            var tickets = await Lagging(db, rules).Where(t => t.Id > from).OrderBy(t => t.Id).Take(AtOnce).ToListAsync(ct);
            // Once more from the start, for those with which somebody was busy.
            if (tickets.Count == 0 && from != Guid.Empty) { last = Guid.Empty; continue; }
            if (tickets.Count == 0) return null;
            var now = clock.GetUtcNow();
            if (tickets.Count(t => t.FollowDesk(rules, Who, now)) == 0) throw new InvalidOperationException($"{tickets.Count} tickets of desk {deskId} cannot follow it: nothing stands for what they have.");
            last = tickets[^1].Id;
            try { await db.CommitAsync(ct); }
            catch (DbUpdateException e) when (e.IsCollision()) { /* somebody acts on one of them: these once more, in the end */ }
        }

        Actor Who(Guid? id) => id is { } person ? people.GetValueOrDefault(person, Actor.System) : Actor.System;
    }

    private static IQueryable<Ticket> Lagging(DeskDb db, Desk rules)
    {
        List<Guid> gone = [.. rules.Statuses.Where(s => rules.Standing(s.Id).Id != s.Id).Select(s => s.Id)];
        List<Guid?> goneCategories = [.. rules.Categories.Where(c => c.Removed is not null).Select(c => (Guid?)c.Id)];
        List<Guid> Of(StatusCategory kind) => [.. rules.Statuses.Where(s => s.Category == kind).Select(s => s.Id)];
        var (isNew, active, waiting, held, resolved, closed) = (Of(StatusCategory.New), Of(StatusCategory.Active), Of(StatusCategory.WaitingCustomer), Of(StatusCategory.OnHold), Of(StatusCategory.Resolved), Of(StatusCategory.Closed));
        return db.Tickets.Include(t => t.ExtraDepartments).Where(t => t.DeskId == rules.Id && t.Merged == null).Where(t =>
            gone.Contains(t.StatusId) || goneCategories.Contains(t.CategoryId)
            || (isNew.Contains(t.StatusId) && t.StatusCategory != StatusCategory.New) || (active.Contains(t.StatusId) && t.StatusCategory != StatusCategory.Active)
            || (waiting.Contains(t.StatusId) && t.StatusCategory != StatusCategory.WaitingCustomer) || (held.Contains(t.StatusId) && t.StatusCategory != StatusCategory.OnHold)
            || (resolved.Contains(t.StatusId) && t.StatusCategory != StatusCategory.Resolved) || (closed.Contains(t.StatusId) && t.StatusCategory != StatusCategory.Closed));
    }
}

/// <summary>In the same save as the change of the desk.</summary>
public sealed class WatchDeskChanges : IWorkFor
{
    /// <summary>Longer than another node goes on with the desk as it was.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(1);

    public IEnumerable<WorkItem> For(RecordedFact fact) => fact.Fact switch
    {
        DeskWasChanged changed => [new WorkItem(SetTimersOfDesk.WorkKind, changed.DeskId.ToString(), fact.At)],
        // Once more for what was put into an old status meanwhile, by somebody whose node had not heard of it yet.
        DeskValuesReplaced replaced => [new WorkItem(TicketsFollowDesk.WorkKind, replaced.DeskId.ToString(), fact.At), new WorkItem(TicketsFollowDesk.WorkKind, replaced.DeskId.ToString(), fact.At + Afterwards)],
        _ => [],
    };
}
