using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>The list of what tickets are about.</summary>
public sealed partial class Desk
{
    private const int MostCategories = 100;

    /// <summary>To choose from, in their order.</summary>
    public IEnumerable<TicketCategory> OfferedCategories => _categories.Where(c => c.IsOffered).OrderBy(c => c.Order);

    /// <summary>Those that are not deleted, in their order.</summary>
    public IEnumerable<TicketCategory> ListedCategories => _categories.Where(c => c.Removed is null).OrderBy(c => c.Order);

    /// <exception cref="RuleViolation">It is not offered on this desk.</exception>
    public TicketCategory Offered(Guid categoryId) =>
        _categories.Find(c => c.Id == categoryId) is not { } found ? throw new RuleViolation("This category does not belong to the desk.", "category")
        : found.IsOffered ? found : throw new RuleViolation($"“{found.Name}” is no longer used on this desk. Choose another category.", "category");

    public TicketCategory AddCategory(Actor me, string name, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var line = FreeCategoryName(name, null);
        if (ListedCategories.Count() >= MostCategories) throw new RuleViolation($"A desk has at most {MostCategories} categories. Delete one that nobody needs.", "category");
        var category = new TicketCategory(Ids.New(now), Id, line, _categories.Count == 0 ? 0 : _categories.Max(c => c.Order) + 1);
        _categories.Add(category);
        Changed(me, now);
        return category;
    }

    /// <param name="seen">The name as the person saw it.</param>
    public void RenameCategory(Actor me, Guid categoryId, string name, DateTimeOffset now, string? seen = null)
    {
        me.Demand(Right.ManageDesks);
        var category = Listed(categoryId);
        var line = FreeCategoryName(name, categoryId);
        if (line == category.Name) return;
        if (seen is not null && seen != category.Name) throw new RuleViolation($"Somebody else renamed this category to “{category.Name}” meanwhile. What you typed is still here: save again to keep it.");
        category.Name = line;
        Changed(me, now);
    }

    /// <param name="by">How many places: -1 is one up.</param>
    public void ShiftCategory(Actor me, Guid categoryId, int by, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var there = ListedCategories.ToList();
        var category = Listed(categoryId);
        var from = there.IndexOf(category);
        var to = Math.Clamp(from + by, 0, there.Count - 1);
        if (from == to) return;
        there.RemoveAt(from);
        there.Insert(to, category);
        for (var i = 0; i < there.Count; i++) there[i].Order = i;
        Changed(me, now);
    }

    public void SwitchCategory(Actor me, Guid categoryId, bool on, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var category = Listed(categoryId);
        if (category.IsOff != on) return;
        if (!on) DemandOthers(category);
        category.IsOff = !on;
        Changed(me, now);
    }

    /// <param name="into">The category that its tickets get; null: none.</param>
    public void RemoveCategory(Actor me, Guid categoryId, Guid? into, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var category = Listed(categoryId);
        if (into == categoryId) throw new RuleViolation("Its tickets need another category, or none. Choose again.", "into");
        if (into is { } other) Offered(other);
        DemandOthers(category);
        category.Removed = new CategoryRemoval(into, me.Id, now);
        Changed(me, now);
        Record(new DeskValuesReplaced(Id), me, now);
    }

    /// <summary>The category that takes the tickets of a deleted one; null: none.</summary>
    public Guid? StandingCategory(Guid categoryId)
    {
        Guid? at = categoryId;
        for (var steps = _categories.Count; steps > 0 && at is { } id && _categories.Find(c => c.Id == id)?.Removed is { } removed; steps--) at = removed.Into;
        return at;
    }

    /// <summary>Where every ticket needs a type, one has to be there to choose.</summary>
    private void DemandOthers(TicketCategory category)
    {
        var last = OfferedCategories.All(c => c.Id == category.Id);
        if (last && Settings.Required.HasFlag(RequiredToCreate.Type)) throw new RuleViolation("Every new ticket of this desk needs a type, and this is the last one. Add another one first.", "category");
    }

    private TicketCategory Listed(Guid id) => _categories.Find(c => c.Id == id && c.Removed is null) ?? throw new RuleViolation("This category is no longer there. Look again.", "category");

    private string FreeCategoryName(string name, Guid? except)
    {
        var line = Text.Line(name, "category", Limits.Status);
        return ListedCategories.FirstOrDefault(c => c.Id != except && string.Equals(c.Name, line, StringComparison.OrdinalIgnoreCase)) is not { } taken ? line
            : throw new RuleViolation($"The desk already has a category “{taken.Name}”. Choose another name.", "category");
    }
}
