using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Replies;

namespace LiveDesk.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>All that a macro does but its status, each through the verb by which a person does it.</summary>
    /// <param name="sees">Whether a person, given where the ticket then stands, sees it.</param>
    /// <param name="notify">Whether a new owner is told of it.</param>
    /// <exception cref="RuleViolation">One of them is refused, or what it names is no longer there.</exception>
    public void Apply(Actor me, MacroActions what, Func<Guid, bool> sees, Desk desk, DateTimeOffset now, bool notify = true)
    {
        if (what.ProblemOn(desk) is { } problem) throw new RuleViolation(problem, "macro");
        if (what.Priority is { } priority) Prioritise(me, priority, null, desk, now);
        if (what.CategoryId is { } category) Categorise(me, category, desk, now);
        if (what.TypeId is { } type) ChooseType(me, type, desk, now);
        foreach (var tag in what.Tags) PutTag(me, tag, desk, now);
        if (what.DepartmentId is { } department && department != DepartmentId)
        {
            MoveToDepartment(me, department, desk, now);
            LeaveToThoseWhoSee(me, sees, desk, now);
        }
        if (what.Owner is not MacroOwner.AsItIs) Assign(me, OwnerAfter(what, me, sees), desk, now, notify: notify);
    }

    /// <summary>The same with the status that it sets, both or neither.</summary>
    public void ApplyAndMoveTo(Actor me, Action apply, Guid statusId, MoveDetails details, Desk desk, DateTimeOffset now)
    {
        DemandAsSeen(statusId, details);
        apply();
        MoveTo(me, statusId, details with { SeenStatusId = null }, desk, now);
    }

    private static Guid? OwnerAfter(MacroActions what, Actor me, Func<Guid, bool> sees)
    {
        if (what.Owner is MacroOwner.Nobody) return null;
        var person = what.Owner is MacroOwner.Me ? me.Id : what.OwnerId;
        return person is { } id && sees(id) ? id : throw new RuleViolation("This macro assigns the ticket to somebody who cannot see it, or no longer works here. Change the macro in Settings → Canned responses.", "macro");
    }
}
