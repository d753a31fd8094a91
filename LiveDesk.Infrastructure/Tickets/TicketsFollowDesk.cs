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
/// Statuses, categories, types or departments of a desk were switched off, deleted or became another kind: its tickets follow, a batch in a save. Until its turn
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
        await TicketsFollowAsync(rules, ct);
        await LeaveClosedDepartmentsAsync(rules, ct);
        return null;
    }

    private async Task TicketsFollowAsync(Desk rules, CancellationToken ct)
    {
        var people = await catalogue.ActorsAsync(ct);
        for (var last = Guid.Empty; ;)
        {
            await using var db = desk.OpenForSystem();
            var from = last;
            var tickets = await Lagging(db, rules).Where(t => t.Id > from).OrderBy(t => t.Id).Take(AtOnce).ToListAsync(ct);
            // Once more from the start, for those with which somebody was busy.
            if (tickets.Count == 0 && from != Guid.Empty) { last = Guid.Empty; continue; }
            if (tickets.Count == 0) return;
            var now = clock.GetUtcNow();
            if (tickets.Count(t => t.FollowDesk(rules, Who, now)) == 0) throw new InvalidOperationException($"{tickets.Count} tickets of desk {rules.Id} cannot follow it: nothing stands for what they have.");
            last = tickets[^1].Id;
            try { await db.CommitAsync(ct); }
            catch (DbUpdateException e) when (e.IsCollision()) { /* somebody acts on one of them: these once more, in the end */ }
        }

        Actor Who(Guid? id) => id is { } person ? people.GetValueOrDefault(person, Actor.System) : Actor.System;
    }

    /// <summary>Chats and people last: until the tickets are there, the people of the closed department still see those that are on their way.</summary>
    private async Task LeaveClosedDepartmentsAsync(Desk rules, CancellationToken ct)
    {
        List<Guid> closed = [.. rules.AllDepartments.Where(d => d.Closed is not null).Select(d => d.Id)];
        if (closed.Count == 0) return;
        await ChatsFollowAsync(rules, closed, ct);
        await Attempt.SeveralTimesAsync(async () =>
        {
            await using var db = desk.OpenForSystem();
            foreach (var person in await db.People.Include(p => p.Memberships).Where(p => p.Memberships.Any(m => m.DepartmentId != null && closed.Contains(m.DepartmentId.Value))).ToListAsync(ct))
                foreach (var department in closed.Where(d => person.Memberships.Any(m => m.DepartmentId == d)))
                {
                    // Who joined it at the very moment in which it was closed.
                    person.Join(Actor.System, rules.Id, rules.StandingDepartment(department), clock.GetUtcNow());
                    person.Leave(Actor.System, rules.Id, department, clock.GetUtcNow());
                }
            await db.CommitAsync(ct);
        });
    }

    private async Task ChatsFollowAsync(Desk rules, List<Guid> closed, CancellationToken ct)
    {
        for (var left = true; left;)
            await Attempt.SeveralTimesAsync(async () =>
            {
                await using var db = desk.OpenForSystem();
                var chats = await db.Chats.Where(c => c.DeskId == rules.Id && closed.Contains(c.DepartmentId)).OrderBy(c => c.Id).Take(AtOnce).ToListAsync(ct);
                foreach (var chat in chats) chat.FollowDesk(rules, clock.GetUtcNow());
                await db.CommitAsync(ct);
                left = chats.Count == AtOnce;
            });
    }

    private static IQueryable<Ticket> Lagging(DeskDb db, Desk rules)
    {
        List<Guid> gone = [.. rules.Statuses.Where(s => rules.Standing(s.Id).Id != s.Id).Select(s => s.Id)];
        List<Guid?> goneValues = [.. rules.Values.Where(c => c.Removed is not null).Select(c => (Guid?)c.Id)];
        List<Guid> closedDepartments = [.. rules.AllDepartments.Where(d => d.Closed is not null).Select(d => d.Id)];
        List<Guid> Of(StatusCategory kind) => [.. rules.Statuses.Where(s => s.Category == kind).Select(s => s.Id)];
        var (isNew, active, waiting, held, resolved, closed) = (Of(StatusCategory.New), Of(StatusCategory.Active), Of(StatusCategory.WaitingCustomer), Of(StatusCategory.OnHold), Of(StatusCategory.Resolved), Of(StatusCategory.Closed));
        return db.Tickets.Include(t => t.ExtraDepartments).Where(t => t.DeskId == rules.Id && t.Merged == null).Where(t =>
            gone.Contains(t.StatusId) || goneValues.Contains(t.CategoryId) || goneValues.Contains(t.TypeId)
            || closedDepartments.Contains(t.DepartmentId) || t.ExtraDepartments.Any(d => closedDepartments.Contains(d.DepartmentId))
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
