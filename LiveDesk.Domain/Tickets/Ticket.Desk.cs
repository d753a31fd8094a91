using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>
    /// The desk's statuses, lists or departments are others now: a ticket in one that went takes its place in the one that stands for it. No hand
    /// moved it, so no guard is asked, nothing counts as activity and nobody is told that it was resolved: open stays open and done stays done.
    /// </summary>
    /// <param name="who">The person who changed the desk, by their id.</param>
    /// <returns>Whether anything changed.</returns>
    public bool FollowDesk(Desk desk, Func<Guid?, Actor> who, DateTimeOffset now)
    {
        if (Merged is not null) return false;
        var (version, lastActivity) = (Version, LastActivityAt);
        var (was, next) = (desk.Status(StatusId), desk.Standing(StatusId));
        if (next.Id != StatusId || next.Category != StatusCategory) Enter(next, new MoveDetails(HoldReason: OnHold is null ? was.Name : null), null, desk, who(was.Replaced?.By), now);
        FollowLists(desk, who, now);
        FollowDepartments(desk, who, now);
        if (Version != version) Settle(desk, now);
        LastActivityAt = lastActivity;
        return Version != version;
    }

    private void FollowLists(Desk desk, Func<Guid?, Actor> who, DateTimeOffset now)
    {
        Actor Whoever(Guid gone) => who(desk.Values.First(c => c.Id == gone).Removed!.By);
        if (CategoryId is { } category && desk.StandingCategory(category) is var about && about != category)
        {
            CategoryId = about;
            Decided(new TicketWasCategorised(Id, Place, category, about), Whoever(category), now);
        }
        if (TypeId is { } type && desk.StandingCategory(type) is var becomes && becomes != type)
        {
            TypeId = becomes;
            Decided(new TicketTypeWasChosen(Id, Place, type, becomes), Whoever(type), now);
        }
    }

    private void FollowDepartments(Desk desk, Func<Guid?, Actor> who, DateTimeOffset now)
    {
        Actor Whoever(Guid gone) => who(desk.AllDepartments.First(d => d.Id == gone).Closed!.By);
        foreach (var extra in _extraDepartments.Select(d => d.DepartmentId).Where(d => desk.StandingDepartment(d) != d).ToList())
        {
            var to = desk.StandingDepartment(extra);
            _extraDepartments.RemoveAll(d => d.DepartmentId == extra);
            Decided(new DepartmentWasRemoved(Id, PlaceWith(extra), extra), Whoever(extra), now);
            if (to == desk.StandingDepartment(DepartmentId) || _extraDepartments.Exists(d => d.DepartmentId == to)) continue;
            _extraDepartments.Add(new ExtraDepartment(Id, to));
            Decided(new DepartmentWasAdded(Id, Place, to), Whoever(extra), now);
        }
        if (desk.StandingDepartment(DepartmentId) is var stands && stands == DepartmentId) return;
        var from = DepartmentId;
        DepartmentId = stands;
        _extraDepartments.RemoveAll(d => d.DepartmentId == stands);
        Decided(new TicketChangedDepartment(Id, PlaceWith(from), from, stands), Whoever(from), now);
    }

    /// <summary>Those who lose sight must look again too.</summary>
    private TicketPlace PlaceWith(Guid left) => new(DeskId, [left, .. Place.Departments]);
}
