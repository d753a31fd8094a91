using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>For whom a view is: for its maker alone, for a department, for everybody on the desk.</summary>
public enum ViewScope { Personal, Department, Desk }

/// <summary>A list of a desk under a name: filters, order and columns as they stand in the list's address.</summary>
public sealed class SavedView : Aggregate
{
    public const int LongestName = 60;
    /// <summary>Characters.</summary>
    public const int LongestQuery = 2000;
    /// <summary>Of one person, one department, one desk.</summary>
    public const int Most = 50;

    private SavedView() { }

    /// <param name="ofId">The person, the department or the desk.</param>
    /// <param name="order">Its place among those of the same place.</param>
    public static SavedView Save(Actor me, Guid deskId, ViewScope scope, Guid ofId, string? name, string query, int order, DateTimeOffset now)
    {
        Demand(me, scope, ofId);
        var view = new SavedView { Id = Ids.New(now), DeskId = deskId, Scope = scope, OfId = ofId, Order = order };
        view.Take(name);
        view.Show(query);
        view.Record(new SavedViewsChanged(view.Id, deskId), me, now);
        return view;
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public ViewScope Scope { get; private set; }
    /// <summary>The person, the department or the desk.</summary>
    public Guid OfId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The name regardless of case: unique in its place.</summary>
    public string NameKey { get; private set; } = "";
    /// <summary>The address's query, without “?”. Empty: every ticket.</summary>
    public string Query { get; private set; } = "";
    /// <summary>Among the views of the same person, department or desk.</summary>
    public int Order { get; private set; }

    public void Rename(Actor me, string? name, DateTimeOffset now)
    {
        Demand(me, Scope, OfId);
        Take(name);
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    /// <summary>From now on it is this list.</summary>
    public void Update(Actor me, string query, DateTimeOffset now)
    {
        Demand(me, Scope, OfId);
        Show(query);
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    public void StandAt(Actor me, int order, DateTimeOffset now)
    {
        Demand(me, Scope, OfId);
        if (order == Order) return;
        Order = order;
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    public void Delete(Actor me, DateTimeOffset now)
    {
        Demand(me, Scope, OfId);
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    /// <summary>Its department was closed: another one has it now.</summary>
    /// <param name="name">Where the other one has a view of that name already, another name.</param>
    public void MoveTo(Actor me, Guid departmentId, string name, DateTimeOffset now)
    {
        if (Scope is not ViewScope.Department) throw new ArgumentException("Only a department's view moves with it.", nameof(departmentId));
        Demand(me, Scope, OfId);
        OfId = departmentId;
        Take(name);
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    private void Take(string? name)
    {
        Name = Text.Line(name, "name", LongestName);
        NameKey = Name.ToLowerInvariant();
    }

    private void Show(string query) =>
        Query = query.Length <= LongestQuery ? query : throw new RuleViolation("These are too many filters and columns for one view. Take some out.", "query");

    private static void Demand(Actor me, ViewScope scope, Guid ofId)
    {
        if (scope is not ViewScope.Personal) me.Demand(Right.ManageDesks);
        else if (me.Kind is not ActorKind.Agent || me.Id != ofId) throw new RuleViolation("A personal view is its owner's alone.");
    }
}

public sealed record SavedViewsChanged(Guid ViewId, Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.View, ViewId, DeskId); }
