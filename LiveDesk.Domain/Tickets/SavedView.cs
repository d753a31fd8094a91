using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Tickets;

/// <summary>For whom a view is: for its maker alone, for a department, for everybody on the desk.</summary>
public enum ViewScope { Personal, Department, Desk }

/// <summary>A list of a desk under a name: filters and order as they stand in the list's address.</summary>
public sealed class SavedView : Aggregate
{
    public const int LongestName = 60;
    /// <summary>Characters.</summary>
    public const int LongestQuery = 1000;
    /// <summary>Of one person, one department, one desk.</summary>
    public const int Most = 50;

    private SavedView() { }

    /// <param name="ofId">The person, the department or the desk.</param>
    public static SavedView Save(Actor me, Guid deskId, ViewScope scope, Guid ofId, string? name, string query, DateTimeOffset now)
    {
        Demand(me, scope, ofId);
        if (query.Length > LongestQuery) throw new RuleViolation("These are too many filters for one view. Take some out.", "query");
        var view = new SavedView { Id = Ids.New(now), DeskId = deskId, Scope = scope, OfId = ofId, Query = query };
        view.Take(name);
        view.Record(new SavedViewsChanged(view.Id, deskId), me, now);
        return view;
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public ViewScope Scope { get; private set; }
    /// <summary>The person, the department or the desk.</summary>
    public Guid OfId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The name regardless of case: unique in its place, and the order of lists.</summary>
    public string NameKey { get; private set; } = "";
    /// <summary>The address's query, without “?”. Empty: every ticket.</summary>
    public string Query { get; private set; } = "";

    public void Rename(Actor me, string? name, DateTimeOffset now)
    {
        Demand(me, Scope, OfId);
        Take(name);
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    public void Delete(Actor me, DateTimeOffset now)
    {
        Demand(me, Scope, OfId);
        Record(new SavedViewsChanged(Id, DeskId), me, now);
    }

    private void Take(string? name)
    {
        Name = Text.Line(name, "name", LongestName);
        NameKey = Name.ToLowerInvariant();
    }

    private static void Demand(Actor me, ViewScope scope, Guid ofId)
    {
        if (scope is not ViewScope.Personal) me.Demand(Right.ManageDesks);
        else if (me.Kind is not ActorKind.Agent || me.Id != ofId) throw new RuleViolation("A personal view is its owner's alone.");
    }
}

public sealed record SavedViewsChanged(Guid ViewId, Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.View, ViewId, DeskId); }
