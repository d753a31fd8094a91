using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

public sealed class ViewCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <param name="departmentId">Of a department's view.</param>
    /// <exception cref="RuleViolation">The name is taken there, there are too many, or the role does not include it.</exception>
    /// <exception cref="NotFoundException">No such desk or department, or not for this person.</exception>
    public async Task<Guid> SaveAsync(Actor me, Guid deskId, ViewScope scope, Guid? departmentId, string? name, string query, CancellationToken ct = default)
    {
        var ofId = await PlaceAsync(me, deskId, scope, departmentId, ct);
        await using var db = desk.OpenFor(me);
        var places = await db.SavedViews.Where(v => v.DeskId == deskId && v.OfId == ofId).Select(v => v.Order).ToListAsync(ct);
        var view = SavedView.Save(me, deskId, scope, ofId, name, query, places.Count == 0 ? 0 : places.Max() + 1, clock.GetUtcNow());
        if (places.Count >= SavedView.Most) throw new RuleViolation($"There are {SavedView.Most} views here; more cannot be found again. Delete one that nobody uses.", "name");
        db.SavedViews.Add(view);
        await CommitAsync(db, view, ct);
        return view.Id;
    }

    public async Task RenameAsync(Actor me, Guid viewId, string? name, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var view = await FindAsync(db, me, viewId, ct);
        view.Rename(me, name, clock.GetUtcNow());
        await CommitAsync(db, view, ct);
    }

    /// <summary>From now on the view is this list.</summary>
    public async Task UpdateAsync(Actor me, Guid viewId, string query, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        (await FindAsync(db, me, viewId, ct)).Update(me, query, clock.GetUtcNow());
        await db.CommitAsync(ct);
    }

    /// <summary>One place up or down among the views of the same person, department or desk; at the end it stays.</summary>
    public async Task MoveAsync(Actor me, Guid viewId, bool earlier, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var view = await FindAsync(db, me, viewId, ct);
        var all = await db.SavedViews.Where(v => v.DeskId == view.DeskId && v.OfId == view.OfId).OrderBy(v => v.Order).ThenBy(v => v.NameKey).ToListAsync(ct);
        var from = all.IndexOf(view);
        var to = earlier ? from - 1 : from + 1;
        if (to >= 0 && to < all.Count) (all[from], all[to]) = (all[to], all[from]);
        for (var i = 0; i < all.Count; i++) all[i].StandAt(me, i, clock.GetUtcNow());
        await db.CommitAsync(ct);
    }

    public async Task DeleteAsync(Actor me, Guid viewId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var view = await FindAsync(db, me, viewId, ct);
        view.Delete(me, clock.GetUtcNow());
        db.SavedViews.Remove(view);
        await db.CommitAsync(ct);
    }

    private async Task<Guid> PlaceAsync(Actor me, Guid deskId, ViewScope scope, Guid? departmentId, CancellationToken ct)
    {
        var home = (await catalogue.DesksOfAsync(me, ct)).FirstOrDefault(d => d.Id == deskId) ?? throw new NotFoundException("desk");
        return scope switch
        {
            ViewScope.Personal => me.Id ?? throw new RuleViolation("Only a person has views of their own.", "scope"),
            ViewScope.Department => home.Departments.FirstOrDefault(d => d.Id == departmentId && me.Sight.Covers(deskId, [d.Id]))?.Id ?? throw new NotFoundException("department"),
            _ => deskId,
        };
    }

    private static async Task<SavedView> FindAsync(DeskDb db, Actor me, Guid viewId, CancellationToken ct) =>
        await db.SavedViews.Where(ViewQueries.IsFor(me)).SingleOrDefaultAsync(v => v.Id == viewId, ct) ?? throw new NotFoundException("view");

    private static async Task CommitAsync(DeskDb db, SavedView view, CancellationToken ct)
    {
        try { await db.CommitAsync(ct); }
        catch (DbUpdateException e) when (e.IsDuplicate()) { throw new RuleViolation($"There is a view “{view.Name}” here already. Choose another name.", "name"); }
    }
}
