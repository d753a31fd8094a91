using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>Among whom a desk divides its work.</summary>
public sealed partial class Desk
{
    private readonly List<Department> _departments = [];

    /// <summary>The closed ones too: the history names them.</summary>
    public IReadOnlyList<Department> AllDepartments => _departments;
    public IReadOnlyList<Department> Departments => [.. _departments.Where(d => d.Closed is null)];
    public Department DefaultDepartment => _departments.First(d => d.Closed is null);

    public Department Department(Guid id) => _departments.Find(d => d.Id == id && d.Closed is null) ?? throw new RuleViolation("This department does not belong to the desk. Choose one of its departments.", "department");

    /// <summary>Also of one that is closed.</summary>
    public string DepartmentName(Guid id) => _departments.Find(d => d.Id == id)?.Name ?? "?";

    public Department AddDepartment(Actor me, string name, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var department = new Department(Ids.New(now), Id, FreeDepartmentName(name, null));
        _departments.Add(department);
        Changed(me, now);
        return department;
    }

    /// <summary>Its tickets, its people and what it sees stay the same.</summary>
    /// <param name="seen">The name as the person saw it.</param>
    public void RenameDepartment(Actor me, Guid departmentId, string name, DateTimeOffset now, string? seen = null)
    {
        me.Demand(Right.ManageDesks);
        var department = Department(departmentId);
        var line = FreeDepartmentName(name, departmentId);
        if (line == department.Name) return;
        if (seen is not null && seen != department.Name) throw new RuleViolation($"Somebody else renamed this department to “{department.Name}” meanwhile. What you typed is still here: save again to keep it.");
        department.Name = line;
        Changed(me, now);
    }

    /// <param name="of">Whose own name does not count; null: a new department's.</param>
    private string FreeDepartmentName(string name, Guid? of)
    {
        var line = Text.Line(name, "department", Limits.Name);
        return Departments.FirstOrDefault(d => d.Id != of && string.Equals(d.Name, line, StringComparison.OrdinalIgnoreCase)) is { } other
            ? throw new RuleViolation($"The desk already has a department “{other.Name}”.", "department") : line;
    }

    /// <summary>For good: only the history still names it. Its tickets, its people and the rules that name it go to another one.</summary>
    public void CloseDepartment(Actor me, Guid departmentId, Guid into, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var closed = Department(departmentId);
        if (into == departmentId) throw new RuleViolation("Its tickets and people need another department. Choose one.", "into");
        closed.Closed = new Replacement(Department(into).Id, me.Id, now);
        SlaPolicies = [.. SlaPolicies.Select(p => p.Departments.Contains(departmentId) ? p with { Departments = Standing(p.Departments) } : p)];
        Fields = [.. Fields.Select(f => f.Departments.Contains(departmentId) ? f with { Departments = Standing(f.Departments) } : f)];
        Changed(me, now);
        Record(new DeskValuesReplaced(Id), me, now);
    }

    /// <summary>The department that takes the tickets of a closed one; itself when it is there.</summary>
    public Guid StandingDepartment(Guid departmentId)
    {
        var at = departmentId;
        for (var steps = _departments.Count; steps > 0 && _departments.Find(d => d.Id == at)?.Closed is { } closed; steps--) at = closed.To;
        return at;
    }

    private List<Guid> Standing(IEnumerable<Guid> departments) => [.. departments.Select(StandingDepartment).Distinct()];
}

public sealed class Department
{
    private Department() { }

    internal Department(Guid id, Guid deskId, string name) => (Id, DeskId, Name) = (id, deskId, name);

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string Name { get; internal set; } = "";
    /// <summary>Who closed it, and which one took its tickets.</summary>
    public Replacement? Closed { get; internal set; }
}
