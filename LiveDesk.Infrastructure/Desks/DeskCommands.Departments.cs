using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>A department ends. Its tickets and chats follow as work (<see cref="Tickets.TicketsFollowDesk"/>), as those of a deleted status do.</summary>
public sealed partial class DeskCommands
{
    /// <param name="into">The department that gets its tickets, people, canned responses and views.</param>
    public Task CloseDepartmentAsync(Actor me, Guid deskId, Guid departmentId, Guid into, CancellationToken ct = default) =>
        ChangeAsync(me, deskId, async (db, found) =>
        {
            var now = clock.GetUtcNow();
            found.CloseDepartment(me, departmentId, into, now);
            // At once, so that nobody loses sight of a ticket that is on its way; they leave the old one when all have arrived.
            foreach (var person in await db.People.Include(p => p.Memberships).Where(p => p.Memberships.Any(m => m.DepartmentId == departmentId)).ToListAsync(ct)) person.Join(me, deskId, into, now);
            await BringCannedResponsesAsync(db, me, deskId, departmentId, into, ct);
            await BringViewsAsync(db, me, departmentId, into, ct);
        }, ct);

    private async Task BringCannedResponsesAsync(DeskDb db, Actor me, Guid deskId, Guid from, Guid into, CancellationToken ct)
    {
        var responses = await db.CannedResponses.Where(c => c.DeskId == deskId).ToListAsync(ct);
        var taken = responses.Where(c => c.OfId == into).Select(c => c.NameKey).ToHashSet();
        foreach (var response in responses.Where(c => c.OfId == from || c.Actions?.DepartmentId == from))
        {
            var moves = response.OfId == from;
            var does = response.Actions?.DepartmentId == from ? response.Actions with { DepartmentId = into } : response.Actions;
            response.Change(me, moves ? CannedPlace.OfDepartment(deskId, into) : response.Place, moves ? Free(response.Name, "-", CannedResponse.LongestName, taken) : response.Name, response.Body, response.Version, clock.GetUtcNow(), does);
        }
    }

    private async Task BringViewsAsync(DeskDb db, Actor me, Guid from, Guid into, CancellationToken ct)
    {
        var views = await db.SavedViews.Where(v => v.Scope == ViewScope.Department && (v.OfId == from || v.OfId == into)).ToListAsync(ct);
        var taken = views.Where(v => v.OfId == into).Select(v => v.NameKey).ToHashSet();
        foreach (var view in views.Where(v => v.OfId == from)) view.MoveTo(me, into, Free(view.Name, " ", SavedView.LongestName, taken), clock.GetUtcNow());
    }

    /// <summary>The name, or the next of its kind that is not taken: “refund-2”.</summary>
    private static string Free(string name, string separator, int longest, HashSet<string> taken)
    {
        var free = name;
        for (var count = 2; !taken.Add(free.ToLowerInvariant()); count++)
        {
            var end = $"{separator}{count}";
            free = $"{name[..Math.Min(name.Length, longest - end.Length)]}{end}";
        }
        return free;
    }
}
