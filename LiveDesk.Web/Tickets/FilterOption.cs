namespace LiveDesk.Web.Tickets;

/// <summary>What a filter offers.</summary>
/// <param name="Value">As the address calls it for good.</param>
/// <param name="Link">As links call it, for people to read; null: the same.</param>
public sealed record FilterOption(string Value, string Label, string? Link = null)
{
    /// <summary>Something that has a name on the desk. One with a comma would be read as two.</summary>
    public static FilterOption Of(Guid id, string name) => new(id.ToString(), name, name.Contains(',', StringComparison.Ordinal) ? null : name);
}
