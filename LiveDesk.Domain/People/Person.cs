namespace LiveDesk.Domain.People;

/// <summary>Somebody who works here. Signing in (password, second factor) is the infrastructure's; rights and memberships are theirs.</summary>
public sealed class Person : Aggregate
{
    private readonly List<Membership> _memberships = [];

    private Person() { }

    public Person(Guid id, string name, string email, Role role, DateTimeOffset now)
    {
        if (!Enum.IsDefined(role)) throw new RuleViolation("There is no such role.", "role");
        Id = id;
        Name = Text.Line(name, "name", Limits.Name);
        Email = Text.OptionalEmail(email) ?? throw new RuleViolation("A person needs an e-mail address to sign in with.", "email");
        Role = role;
        CreatedAt = now;
    }

    /// <summary>Somebody new works here.</summary>
    public static Person Welcome(Actor me, string name, string email, Role role, DateTimeOffset now)
    {
        me.Demand(Right.ManagePeople);
        if (role is Role.None || !Enum.IsDefined(role)) throw new RuleViolation("Choose what the new person may do: their role.", "role");
        var person = new Person(Ids.New(now), name, email, role, now);
        person.Record(new PersonWasAdded(person.Id), me, now);
        return person;
    }

    public Guid Id { get; private set; }
    public string Name { get; private set; } = "";
    public string Email { get; private set; } = "";
    public Role Role { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public Deactivation? Deactivated { get; private set; }
    public IReadOnlyList<Membership> Memberships => _memberships;

    public bool IsAdministrator => Role is Role.Admin && Deactivated is null;

    /// <summary>Somebody has to be able to let others in again.</summary>
    /// <param name="others">Are there administrators beside the one who stops being one?</param>
    public static void DemandAdministrators(bool others)
    {
        if (!others) throw new RuleViolation("This is the last administrator. Make somebody else administrator first.", "role");
    }

    public void Join(Actor me, Guid deskId, Guid? departmentId, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (_memberships.Any(m => m.DeskId == deskId && m.DepartmentId == departmentId)) return;
        _memberships.Add(new Membership(Ids.New(now), Id, deskId, departmentId));
        Record(new RightsChanged(Id), me, now);
    }

    /// <summary>Leaves one department, or with <paramref name="departmentId"/> null the whole desk.</summary>
    public void Leave(Actor me, Guid deskId, Guid? departmentId, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        if (_memberships.RemoveAll(m => m.DeskId == deskId && (departmentId is null || m.DepartmentId == departmentId)) > 0)
            Record(new RightsChanged(Id), me, now);
    }

    public void TakeRole(Actor me, Role role, DateTimeOffset now)
    {
        me.Demand(Right.ManagePeople);
        if (role is Role.None || !Enum.IsDefined(role)) throw new RuleViolation("There is no such role. Choose one of the list.", "role");
        if (me.Id == Id && role != Role.Admin && Role == Role.Admin) throw new RuleViolation("You cannot take your own administrator role away. Ask another administrator.");
        if (Role == role) return;
        Role = role;
        Record(new RightsChanged(Id), me, now);
    }

    public void Rename(Actor me, string name, DateTimeOffset now)
    {
        if (me.Id != Id) me.Demand(Right.ManagePeople);
        Name = Text.Line(name, "name", Limits.Name);
        Record(new RightsChanged(Id), me, now);
    }

    public void Deactivate(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.ManagePeople);
        if (me.Id == Id) throw new RuleViolation("You cannot deactivate yourself. Ask another administrator.");
        if (Deactivated is not null) return;
        Deactivated = new Deactivation(me.Id, now);
        Record(new RightsChanged(Id), me, now);
    }

    public void Reactivate(Actor me, DateTimeOffset now)
    {
        me.Demand(Right.ManagePeople);
        if (Deactivated is null) return;
        Deactivated = null;
        Record(new RightsChanged(Id), me, now);
    }

    /// <summary>The password itself is the infrastructure's; that it changed ends every session, and is history.</summary>
    public void TookPassword(Actor me, DateTimeOffset now) => Record(new PasswordWasChanged(Id), me, now);

    public void SignedOut(Actor me, Guid sessionId, DateTimeOffset now) => Record(new SessionWasEnded(Id, sessionId), me, now);

    /// <param name="limitedDesks">Desks on which departments limit sight.</param>
    public Sight SightOver(IReadOnlySet<Guid> limitedDesks)
    {
        if (Deactivated is not null || Role is Role.None) return Sight.Nothing;
        if (Role is Role.Admin) return Sight.Everything;
        var desks = _memberships.Where(m => Role is Role.Supervisor || !limitedDesks.Contains(m.DeskId)).Select(m => m.DeskId).ToHashSet();
        var departments = _memberships.Where(m => m.DepartmentId is not null && limitedDesks.Contains(m.DeskId)).Select(m => m.DepartmentId!.Value).ToHashSet();
        return new Sight(false, desks, departments);
    }

    public Actor ActingOver(IReadOnlySet<Guid> limitedDesks) =>
        Actor.Agent(Id, Name, Deactivated is null ? Role : Role.None, SightOver(limitedDesks));
}

public sealed record Deactivation(Guid? By, DateTimeOffset At);

/// <summary>A person belongs to a desk and, where it has departments, to some of them (one row each).</summary>
public sealed class Membership
{
    private Membership() { }

    internal Membership(Guid id, Guid personId, Guid deskId, Guid? departmentId) => (Id, PersonId, DeskId, DepartmentId) = (id, personId, deskId, departmentId);

    public Guid Id { get; private set; }
    public Guid PersonId { get; private set; }
    public Guid DeskId { get; private set; }
    public Guid? DepartmentId { get; private set; }
}

public sealed record PersonWasAdded(Guid PersonId) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Person, PersonId);
}

public sealed record PasswordWasChanged(Guid PersonId) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Person, PersonId);
}

/// <param name="SessionId">Of one browser; the person may have others.</param>
public sealed record SessionWasEnded(Guid PersonId, Guid SessionId) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Person, PersonId);
}

public sealed record RightsChanged(Guid PersonId) : Fact
{
    public override FactSubject Subject => new(SubjectKind.Person, PersonId);
}
