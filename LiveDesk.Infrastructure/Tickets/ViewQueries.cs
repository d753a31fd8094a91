using System.Linq.Expressions;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

public sealed record ViewRow(Guid Id, string Name, ViewScope Scope, string Query, Guid OfId);

public sealed class ViewQueries(DeskDatabase desk, ILiveFeed feed, TimeProvider clock) : IDisposable
{
    private readonly SharedReads<IReadOnlyList<int>> _counts = new(feed, clock, s => s.Subject.Kind is SubjectKind.Chat or SubjectKind.Bulk or SubjectKind.View ? null : s.Subject.DeskId ?? Guid.Empty);

    /// <summary>In their order: this person's own, the desk's, the departments' that they see.</summary>
    public async Task<IReadOnlyList<ViewRow>> OfDeskAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.SavedViews.AsNoTracking().Where(IsFor(me)).Where(v => v.DeskId == deskId).OrderByDescending(v => v.Scope).ThenBy(v => v.OfId).ThenBy(v => v.Order).ThenBy(v => v.NameKey).Select(v => new ViewRow(v.Id, v.Name, v.Scope, v.Query, v.OfId)).ToListAsync(ct);
    }

    /// <summary>The same of all that this person sees, by the desk.</summary>
    public async Task<ILookup<Guid, ViewRow>> OfEveryDeskAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var views = await db.SavedViews.AsNoTracking().Where(IsFor(me)).OrderByDescending(v => v.Scope).ThenBy(v => v.OfId).ThenBy(v => v.Order).ThenBy(v => v.NameKey).Select(v => new { v.DeskId, Row = new ViewRow(v.Id, v.Name, v.Scope, v.Query, v.OfId) }).ToListAsync(ct);
        return views.ToLookup(v => v.DeskId, v => v.Row);
    }

    /// <summary>How many tickets each of these lists holds, counted as the list counts. Read once for all who see the same of the desk and ask for the same: so it is of that desk, whatever a filter says.</summary>
    public Task<IReadOnlyList<int>> CountsAsync(Actor me, Guid deskId, IReadOnlyList<TicketFilter> filters, CancellationToken ct = default) =>
        _counts.ReadAsync(deskId, $"{BoardQueries.SightOn(me.Sight, deskId)} {Json.Write(filters.Select(f => f with { DeskId = deskId, Now = default }))}", async _ =>
        {
            await using var db = desk.OpenFor(me);
            var counts = new List<int>();
            foreach (var filter in filters)
            {
                var tickets = await TicketsFiltered.ByAsync(db, filter with { DeskId = deskId }, CancellationToken.None);
                counts.Add(TicketsFiltered.Sum(await tickets.CountAsync(filter.Statuses, CancellationToken.None), filter.Statuses));
            }
            return (IReadOnlyList<int>)counts;
        }, ct);

    public void Dispose() => _counts.Dispose();

    /// <summary>Of the personal ones, this person's alone; the rest is the sight's.</summary>
    internal static Expression<Func<SavedView, bool>> IsFor(Actor me)
    {
        var id = me.Id;
        return v => v.Scope != ViewScope.Personal || v.OfId == id;
    }
}
