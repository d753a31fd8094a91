namespace LiveDesk.Domain.Fields;

/// <summary>The custom fields of one desk, of contacts or of organisations, in the order in which they are asked. Every change makes a new list.</summary>
public static class FieldList
{
    public const int Most = 50;

    /// <summary>Adds a field as the last one, or changes one in its place.</summary>
    /// <param name="seen">The revision that the person had before them; null adds.</param>
    public static IReadOnlyList<CustomField> Keep(this IReadOnlyList<CustomField> fields, CustomField field, int? seen)
    {
        var clean = field.Checked();
        var before = fields.FirstOrDefault(f => f.Id == clean.Id);
        if (before?.Revision != seen) throw new RuleViolation(before is null ? $"Somebody deleted the field “{clean.Name}” meanwhile. What you wrote is still here; add it as a new one."
            : $"Somebody else changed the field “{before.Name}” meanwhile. What you wrote is still here: save again to keep it, or close this to see the other.");
        if (fields.Any(f => f.Id != clean.Id && string.Equals(f.Name, clean.Name, StringComparison.OrdinalIgnoreCase))) throw new RuleViolation($"There is a field “{clean.Name}” already. Choose another name.", "name");
        if (before is null && fields.Count >= Most) throw new RuleViolation($"There are at most {Most} fields. Delete one that nobody needs.", "name");
        if (before is not null && before.Kind != clean.Kind) throw new RuleViolation("The kind of a field stays, for what was filled in is of that kind. Add a new field instead.", "kind");
        clean = clean with { Revision = (before?.Revision ?? 0) + 1, Options = before is null ? clean.Options : WithGone(clean.Options, before.Options) };
        return before is null ? [.. fields, clean] : [.. fields.Select(f => f.Id == clean.Id ? clean : f)];
    }

    public static IReadOnlyList<CustomField> Without(this IReadOnlyList<CustomField> fields, Guid id) => [.. fields.Where(f => f.Id != id)];

    /// <summary>One place up or down; at the end of the list it stays.</summary>
    public static IReadOnlyList<CustomField> Moved(this IReadOnlyList<CustomField> fields, Guid id, bool earlier)
    {
        var list = fields.ToList();
        var from = list.FindIndex(f => f.Id == id);
        var to = earlier ? from - 1 : from + 1;
        if (from >= 0 && to >= 0 && to < list.Count) (list[from], list[to]) = (list[to], list[from]);
        return list;
    }

    /// <exception cref="RuleViolation">There is none of that id, or it is switched off.</exception>
    public static CustomField Asked(this IReadOnlyList<CustomField> fields, Guid id) =>
        fields.FirstOrDefault(f => f.Id == id && !f.IsOff) ?? throw new RuleViolation("This field is no longer asked for. Look again.", CustomField.KeyOf(id));

    /// <summary>What is missing among what is needed then.</summary>
    /// <param name="has">Whether a field is filled in.</param>
    public static IEnumerable<CustomField> Missing(this IEnumerable<CustomField> fields, FieldNeed when, IReadOnlyCollection<Guid> departments, Func<Guid, bool> has) =>
        fields.Where(f => f.IsNeeded(when, departments) && !has(f.Id));

    /// <summary>A deleted option is not offered, and stays to be named. One that comes back under its old name is the same one.</summary>
    private static List<FieldOption> WithGone(IReadOnlyList<FieldOption> wanted, IReadOnlyList<FieldOption> before)
    {
        var known = before.ToDictionary(o => o.Id);
        var next = wanted.Where(o => !o.IsGone).Select(o => known.ContainsKey(o.Id) ? o : o with { Id = before.FirstOrDefault(b => b.IsGone && string.Equals(b.Label, o.Label, StringComparison.OrdinalIgnoreCase))?.Id ?? o.Id }).ToList();
        next.AddRange(before.Where(b => next.TrueForAll(o => o.Id != b.Id)).Select(b => b with { IsGone = true }));
        return next;
    }
}

/// <summary>
/// What was filled in, by field. One JSON document in the row of the ticket, contact or organisation: whoever loads the row has it, so that no
/// verb can forget to load what “required on resolve” asks for, and it is saved under the row's own version.
/// </summary>
public static class FieldValues
{
    public static readonly IReadOnlyDictionary<Guid, string> None = new SortedDictionary<Guid, string>();

    /// <summary>The same values with one changed; null empties it.</summary>
    public static IReadOnlyDictionary<Guid, string> With(this IReadOnlyDictionary<Guid, string> values, Guid field, string? value)
    {
        var next = new SortedDictionary<Guid, string>(values.ToDictionary());
        if (value is null) next.Remove(field);
        else next[field] = value;
        return next;
    }

    public static string? Of(this IReadOnlyDictionary<Guid, string> values, Guid field) => values.TryGetValue(field, out var value) ? value : null;
}
