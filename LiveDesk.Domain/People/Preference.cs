namespace LiveDesk.Domain.People;

/// <summary>What people choose for their own screens. Stored by name.</summary>
public enum PreferenceKind
{
    /// <summary>The columns of a desk's list, in their order.</summary>
    ListColumns,
    /// <summary>What the columns of a desk's board are.</summary>
    BoardColumns,
    /// <summary>Keys that stand for others than usual, and whether single ones act.</summary>
    Keys,
    /// <summary>So many seconds after “Send” a reply of theirs can be taken back.</summary>
    UndoSend,
    /// <summary>The change of many tickets of a desk whose bar they put away.</summary>
    BulkDismissed,
}

/// <summary>One choice of one person. Whoever chose nothing has none.</summary>
public sealed class Preference
{
    /// <summary>Characters.</summary>
    public const int Longest = 4000;

    private Preference() { }

    /// <param name="deskId">Of one desk; <see cref="Guid.Empty"/> for all of them.</param>
    public Preference(Guid personId, Guid deskId, PreferenceKind kind) => (PersonId, DeskId, Kind) = (personId, deskId, kind);

    public Guid PersonId { get; private set; }
    public Guid DeskId { get; private set; }
    public PreferenceKind Kind { get; private set; }
    /// <summary>In the words of those whose screen it is of: what they no longer understand, they leave out.</summary>
    public string Value { get; private set; } = "";

    public void Become(string value)
    {
        if (value.Length > Longest) throw new RuleViolation("These are too many choices to be kept. Take some out.", "preference");
        Value = value;
    }
}
