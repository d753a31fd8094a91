using LiveDesk.Domain.People;

namespace LiveDesk.Domain.Desks;

/// <summary>The two lists by which a desk sorts its tickets: categories and types. Each verb serves both, for a value knows its list.</summary>
public sealed partial class Desk
{
    private const int MostInAList = 100;

    private readonly List<TicketCategory> _values = [];

    /// <summary>Of both lists, the deleted too: the history names them. The offered ones are for choosing.</summary>
    public IReadOnlyList<TicketCategory> Values => _values;
    public IReadOnlyList<TicketCategory> Categories => [.. _values.Where(c => !c.IsType)];
    public IReadOnlyList<TicketCategory> Types => [.. _values.Where(c => c.IsType)];

    /// <summary>To choose from, in their order.</summary>
    public IEnumerable<TicketCategory> OfferedCategories => Listed(isType: false).Where(c => c.IsOffered);
    /// <inheritdoc cref="OfferedCategories"/>
    public IEnumerable<TicketCategory> OfferedTypes => Listed(isType: true).Where(c => c.IsOffered);

    /// <summary>Those that are not deleted, in their order.</summary>
    public IEnumerable<TicketCategory> ListedCategories => Listed(isType: false);
    /// <inheritdoc cref="ListedCategories"/>
    public IEnumerable<TicketCategory> ListedTypes => Listed(isType: true);

    /// <summary>What a ticket is about when nobody says so; null: nothing.</summary>
    public TicketCategory? DefaultCategory => Settings.DefaultCategoryId is { } id ? OfferedCategories.FirstOrDefault(c => c.Id == id) : null;

    /// <exception cref="RuleViolation">It is not offered on this desk.</exception>
    public TicketCategory Offered(Guid categoryId) => Offered(categoryId, isType: false);

    /// <inheritdoc cref="Offered(Guid)"/>
    public TicketCategory OfferedType(Guid typeId) => Offered(typeId, isType: true);

    private TicketCategory Offered(Guid id, bool isType) =>
        _values.Find(c => c.Id == id && c.IsType == isType) is not { } found ? throw new RuleViolation($"This {TicketCategory.WordOf(isType)} does not belong to the desk.", TicketCategory.WordOf(isType))
        : found.IsOffered ? found : throw new RuleViolation($"“{found.Name}” is no longer used on this desk. Choose another {found.Word}.", found.Word);

    public TicketCategory AddCategory(Actor me, string name, DateTimeOffset now) => AddTo(isType: false, me, name, now);

    public TicketCategory AddType(Actor me, string name, DateTimeOffset now) => AddTo(isType: true, me, name, now);

    private TicketCategory AddTo(bool isType, Actor me, string name, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var line = FreeValueName(name, isType, null);
        if (Listed(isType).Count() >= MostInAList) throw new RuleViolation($"A desk has at most {MostInAList} in this list. Delete one that nobody needs.", TicketCategory.WordOf(isType));
        var value = new TicketCategory(Ids.New(now), Id, line, _values.Count == 0 ? 0 : _values.Max(c => c.Order) + 1, isType);
        _values.Add(value);
        Changed(me, now);
        return value;
    }

    /// <param name="seen">The name as the person saw it.</param>
    public void RenameCategory(Actor me, Guid categoryId, string name, DateTimeOffset now, string? seen = null)
    {
        me.Demand(Right.ManageDesks);
        var category = Listed(categoryId);
        var line = FreeValueName(name, category.IsType, categoryId);
        if (line == category.Name) return;
        if (seen is not null && seen != category.Name) throw new RuleViolation($"Somebody else renamed this {category.Word} to “{category.Name}” meanwhile. What you typed is still here: save again to keep it.");
        category.Name = line;
        Changed(me, now);
    }

    /// <param name="by">How many places: -1 is one up.</param>
    public void ShiftCategory(Actor me, Guid categoryId, int by, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var category = Listed(categoryId);
        var there = Listed(category.IsType).ToList();
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

    /// <param name="into">The value of the same list that its tickets get; null: none.</param>
    public void RemoveCategory(Actor me, Guid categoryId, Guid? into, DateTimeOffset now)
    {
        me.Demand(Right.ManageDesks);
        var category = Listed(categoryId);
        if (into == categoryId) throw new RuleViolation($"Its tickets need another {category.Word}, or none. Choose again.", "into");
        if (into is { } other) Offered(other, category.IsType);
        DemandOthers(category);
        category.Removed = new CategoryRemoval(into, me.Id, now);
        if (Settings.DefaultCategoryId == categoryId) Settings = Settings with { DefaultCategoryId = into };
        Changed(me, now);
        Record(new DeskValuesReplaced(Id), me, now);
    }

    /// <summary>The category, or type, that takes the tickets of a deleted one; null: none.</summary>
    public Guid? StandingCategory(Guid categoryId)
    {
        Guid? at = categoryId;
        for (var steps = _values.Count; steps > 0 && at is { } id && _values.Find(c => c.Id == id)?.Removed is { } removed; steps--) at = removed.Into;
        return at;
    }

    /// <summary>Where every ticket needs one, one has to be there to choose.</summary>
    private void DemandOthers(TicketCategory category)
    {
        var last = Listed(category.IsType).Where(c => c.IsOffered).All(c => c.Id == category.Id);
        if (last && Settings.Required.HasFlag(category.IsType ? RequiredToCreate.Type : RequiredToCreate.Category)) throw new RuleViolation($"Every new ticket of this desk needs a {category.Word}, and this is the last one. Add another one first.", category.Word);
    }

    private void TakeLists(Preset preset, DateTimeOffset now)
    {
        foreach (var category in preset.Categories) _values.Add(new TicketCategory(Ids.New(now), Id, category, _values.Count, isType: false));
        foreach (var type in preset.Types) _values.Add(new TicketCategory(Ids.New(now), Id, type, _values.Count, isType: true));
    }

    /// <summary>What is asked for has to be there, and so does what is written when nobody chooses.</summary>
    private void DemandListsFor(DeskSettings settings)
    {
        if (settings.Required.HasFlag(RequiredToCreate.Type) && !OfferedTypes.Any()) throw new RuleViolation("This desk has no types that a new ticket could have. Add one first, in Workflow.", "required");
        if (settings.Required.HasFlag(RequiredToCreate.Category) && !OfferedCategories.Any()) throw new RuleViolation("This desk has no categories that a new ticket could have. Add one first, in Workflow.", "required");
        if (settings.DefaultCategoryId is { } id && id != Settings.DefaultCategoryId) Offered(id);
    }

    private IEnumerable<TicketCategory> Listed(bool isType) => _values.Where(c => c.IsType == isType && c.Removed is null).OrderBy(c => c.Order);

    private TicketCategory Listed(Guid id) => _values.Find(c => c.Id == id && c.Removed is null) ?? throw new RuleViolation("This is no longer in the list. Look again.", "category");

    private string FreeValueName(string name, bool isType, Guid? except)
    {
        var word = TicketCategory.WordOf(isType);
        var line = Text.Line(name, word, Limits.Status);
        return Listed(isType).FirstOrDefault(c => c.Id != except && string.Equals(c.Name, line, StringComparison.OrdinalIgnoreCase)) is not { } taken ? line
            : throw new RuleViolation($"The desk already has a {word} “{taken.Name}”. Choose another name.", word);
    }
}
