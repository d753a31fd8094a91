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
        var view = SavedView.Save(me, deskId, scope, await PlaceAsync(me, deskId, scope, departmentId, ct), name, query, clock.GetUtcNow());
        await using var db = desk.OpenFor(me);
        if (await db.SavedViews.CountAsync(v => v.DeskId == deskId && v.OfId == view.OfId, ct) >= SavedView.Most) throw new RuleViolation($"There are {SavedView.Most} views here; more cannot be found again. Delete one that nobody uses.", "name");
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
