namespace LiveDesk.Domain.Desks;

/// <summary>
/// A word that people put on tickets. What was merged away or deleted stays as a row that points to what stands for it: the tickets that carry
/// it need no change, and whoever puts it on one at that very moment has put on what stands for it.
/// </summary>
public sealed class Tag
{
    public const int LongestName = 40;

    private Tag() { }

    internal Tag(Guid id, Guid deskId, string name)
    {
        (Id, DeskId, StandsFor) = (id, deskId, id);
        Take(name);
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>The name regardless of case: unique on the desk, and the order of lists. Null once it is gone, so that the name is free again.</summary>
    public string? NameKey { get; private set; }
    /// <summary>One of <see cref="Status.Colours"/>.</summary>
    public string Colour { get; internal set; } = "grey";
    /// <summary>Itself; the tag that it was merged into, always one that is there; null: deleted.</summary>
    public Guid? StandsFor { get; private set; }

    public bool IsThere => StandsFor == Id;

    internal void Take(string name) => (Name, NameKey) = (name, KeyOf(name));

    internal void Leave(Guid? standsFor) => (StandsFor, NameKey) = (standsFor, null);

    internal static string KeyOf(string name) => name.ToLowerInvariant();
}

/// <summary>The desk's tags are others now, or are called otherwise.</summary>
public sealed record DeskTagsChanged(Guid DeskId) : Fact { public override FactSubject Subject => new(SubjectKind.Desk, DeskId, DeskId); }
