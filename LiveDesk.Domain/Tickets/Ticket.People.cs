using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>
/// Who else has a hand in it, where the desk allows several. Each verb is about one person or one department: two who change different ones
/// at the same moment both have their way.
/// </summary>
public sealed partial class Ticket
{
    public const int MostPeople = 30;

    /// <summary>Kept in its own row: whatever happens knows whether somebody follows it.</summary>
    public int FollowerCount { get; private set; }

    /// <summary>One more who works on it. The caller has checked that the person sees the ticket.</summary>
    /// <param name="notify">Whether that person is to be told.</param>
    public void AddAssignee(Actor me, Guid personId, Desk desk, DateTimeOffset now, bool notify = true)
    {
        DemandPerson(me);
        DemandReachable();
        if (!desk.Settings.SeveralAssignees) throw new RuleViolation("On this desk a ticket belongs to one person. Assign it to them instead.", "assignee");
        if (OwnerId == personId || _assignees.Exists(a => a.PersonId == personId)) return;
        if (_assignees.Count >= MostPeople) throw new RuleViolation($"At most {MostPeople} people work on a ticket beside its owner.", "assignee");
        _assignees.Add(new Assignee(Id, personId));
        Decided(new AssigneeWasAdded(Id, Place, personId, notify), me, now);
        Settle(desk, now);
    }

    /// <summary>Allowed on every desk: what is there from before the desk was changed can go.</summary>
    public void RemoveAssignee(Actor me, Guid personId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (_assignees.RemoveAll(a => a.PersonId == personId) == 0) return;
        Decided(new AssigneeWasRemoved(Id, Place, personId), me, now);
        Settle(desk, now);
    }

    /// <summary>Its people see the ticket from now on, wherever departments limit sight.</summary>
    public void AddDepartment(Actor me, Guid departmentId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (!desk.Settings.SeveralDepartments) throw new RuleViolation("On this desk a ticket belongs to one department. Move it there instead.", "department");
        var added = desk.Department(departmentId).Id;
        if (DepartmentId == added || _extraDepartments.Exists(d => d.DepartmentId == added)) return;
        _extraDepartments.Add(new ExtraDepartment(Id, added));
        Decided(new DepartmentWasAdded(Id, Place, added), me, now);
        Settle(desk, now);
    }

    public void RemoveDepartment(Actor me, Guid departmentId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        var before = Place;
        if (_extraDepartments.RemoveAll(d => d.DepartmentId == departmentId) == 0) return;
        Decided(new DepartmentWasRemoved(Id, before, departmentId), me, now);
        Settle(desk, now);
    }

    /// <summary>They are told what becomes of it. On every desk; the caller has checked that the person sees the ticket.</summary>
    public void AddFollower(Actor me, Guid personId, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (_followers.Exists(f => f.PersonId == personId)) return;
        if (_followers.Count >= MostPeople) throw new RuleViolation($"At most {MostPeople} people follow a ticket.", "follower");
        _followers.Add(new Follower(Id, personId));
        FollowerCount = _followers.Count;
        Decided(new FollowerWasAdded(Id, Place, personId), me, now);
    }

    public void RemoveFollower(Actor me, Guid personId, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        if (_followers.RemoveAll(f => f.PersonId == personId) == 0) return;
        FollowerCount = _followers.Count;
        Decided(new FollowerWasRemoved(Id, Place, personId), me, now);
    }

    /// <summary>After the ticket left a department: nobody holds or follows what does not exist for them.</summary>
    /// <param name="sees">Whether a person sees the ticket where it stands now.</param>
    public void LeaveToThoseWhoSee(Actor me, Func<Guid, bool> sees, Desk desk, DateTimeOffset now)
    {
        if (OwnerId is { } owner && !sees(owner)) Assign(me, null, desk, now);
        foreach (var person in _assignees.Select(a => a.PersonId).Where(p => !sees(p)).ToList()) RemoveAssignee(me, person, desk, now);
        foreach (var person in _followers.Select(f => f.PersonId).Where(p => !sees(p)).ToList()) RemoveFollower(me, person, now);
    }
}
