using LiveDesk.Domain;
using LiveDesk.Domain.Replies;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Replies;

/// <summary>A canned response as somebody fills in its form.</summary>
/// <param name="OfId">The department or the desk; of a personal one it is the person who saves.</param>
/// <param name="Actions">What it does besides; null: nothing.</param>
public sealed record CannedResponseForm(CannedScope Scope, Guid? OfId, string? Name, string? Body, MacroActions? Actions = null);

public sealed class CannedResponseCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    /// <exception cref="RuleViolation">The name is taken there, a field is not filled in well, or the role does not include it.</exception>
    /// <exception cref="NotFoundException">No such desk or department, or not for this person.</exception>
    public async Task<Guid> AddAsync(Actor me, CannedResponseForm what, CancellationToken ct = default)
    {
        var place = await PlaceAsync(me, what, ct);
        var response = CannedResponse.Write(me, place, what.Name, what.Body, clock.GetUtcNow(), await OfTheirDeskAsync(me, place, what.Actions, ct));
        await using var db = desk.OpenFor(me);
        await DemandRoomAsync(db, response, ct);
        db.CannedResponses.Add(response);
        await CommitAsync(db, response.Name, ct);
        return response.Id;
    }

    /// <param name="seen">The version that the person had before them.</param>
    public async Task ChangeAsync(Actor me, Guid id, CannedResponseForm what, int seen, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var response = await FindAsync(db, me, id, ct);
        var (place, before) = (await PlaceAsync(me, what, ct), response.Place);
        response.Change(me, place, what.Name, what.Body, seen, clock.GetUtcNow(), await OfTheirDeskAsync(me, place, what.Actions, ct));
        if (place != before) await DemandRoomAsync(db, response, ct);
        else await DemandFreeAsync(db, response, ct);
        await CommitAsync(db, response.Name, ct);
    }

    public async Task DeleteAsync(Actor me, Guid id, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var response = await FindAsync(db, me, id, ct);
        response.Delete(me, clock.GetUtcNow());
        db.CannedResponses.Remove(response);
        await CommitAsync(db, response.Name, ct);
    }

    private static async Task<CannedResponse> FindAsync(DeskDb db, Actor me, Guid id, CancellationToken ct) =>
        await db.CannedResponses.Where(CannedResponseQueries.IsFor(me)).SingleOrDefaultAsync(c => c.Id == id, ct) ?? throw new NotFoundException("canned response");

    private async Task<CannedPlace> PlaceAsync(Actor me, CannedResponseForm what, CancellationToken ct)
    {
        if (what.Scope is CannedScope.Personal) return CannedPlace.Of(me.Id ?? throw new RuleViolation("Only a person has canned responses of their own.", "scope"));
        foreach (var home in await catalogue.DesksOfAsync(me, ct))
            if (what.Scope is CannedScope.Desk && home.Id == what.OfId) return CannedPlace.OfDesk(home.Id);
            else if (what.Scope is CannedScope.Department && home.Departments.FirstOrDefault(d => d.Id == what.OfId) is { } department && me.Sight.Covers(home.Id, [department.Id])) return CannedPlace.OfDepartment(home.Id, department.Id);
        throw new NotFoundException(what.Scope is CannedScope.Desk ? "desk" : "department");
    }

    /// <summary>What the actions name is there now, on a desk that the person sees.</summary>
    private async Task<MacroActions?> OfTheirDeskAsync(Actor me, CannedPlace place, MacroActions? actions, CancellationToken ct)
    {
        if (actions?.Checked(place) is not { } clean) return null;
        if (clean.DeskId is not { } id) return clean;
        var home = (await catalogue.DesksOfAsync(me, ct)).FirstOrDefault(d => d.Id == id) ?? throw new NotFoundException("desk");
        if (clean.ProblemOn(home) is { } problem) throw new RuleViolation(problem, "actions");
        if (clean.OwnerId is { } owner && (await catalogue.MembersAsync(id, ct)).All(p => p.Id != owner)) throw new RuleViolation("This person does not work on the desk. Choose somebody else.", "actions");
        return clean;
    }

    private static async Task DemandRoomAsync(DeskDb db, CannedResponse response, CancellationToken ct)
    {
        await DemandFreeAsync(db, response, ct);
        if (await db.CannedResponses.CountAsync(c => c.OfId == response.OfId, ct) >= CannedResponse.Most) throw new RuleViolation($"There are {CannedResponse.Most} canned responses here; more cannot be found again. Delete one that nobody uses.", "scope");
    }

    private static async Task DemandFreeAsync(DeskDb db, CannedResponse response, CancellationToken ct)
    {
        if (await db.CannedResponses.AnyAsync(c => c.OfId == response.OfId && c.NameKey == response.NameKey && c.Id != response.Id, ct)) throw Taken(response.Name);
    }

    private static async Task CommitAsync(DeskDb db, string name, CancellationToken ct)
    {
        try { await db.CommitAsync(ct); }
        catch (DbUpdateConcurrencyException) { throw new RuleViolation("Somebody else changed or deleted this canned response at the same moment. What you wrote is still here; look again."); }
        catch (DbUpdateException e) when (e.IsDuplicate()) { throw Taken(name); }
    }

    private static RuleViolation Taken(string name) => new($"There is a canned response “{name}” here already. Choose another name.", "name");
}
