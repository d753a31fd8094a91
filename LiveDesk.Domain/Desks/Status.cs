namespace LiveDesk.Domain.Desks;

/// <summary>What a status means to the desk's clockwork. Six, fixed; names, colours and order are the desk's own.</summary>
public enum StatusCategory
{
    /// <summary>Nobody took it.</summary>
    New,
    /// <summary>We owe work.</summary>
    Active,
    /// <summary>The customer owes an answer.</summary>
    WaitingCustomer,
    OnHold,
    /// <summary>Done, can come back.</summary>
    Resolved,
    /// <summary>Final.</summary>
    Closed,
}

[Flags]
public enum StatusFlags
{
    None = 0,
    /// <summary>Only events set it; nobody can choose it by hand.</summary>
    SystemOnly = 1,
    PausesResolution = 2,
    RequiresResolution = 4,
    Escalated = 8,
    /// <summary>Shown in a quiet colour.</summary>
    Muted = 16,
    /// <summary>Exists for the desk's history but is not offered.</summary>
    Disabled = 32,
}

public sealed class Status
{
    private Status() { }

    internal Status(Guid id, Guid deskId, string name, StatusCategory category, string customerName, string colour, int order, StatusFlags flags) =>
        (Id, DeskId, Name, Category, CustomerName, Colour, Order, Flags) = (id, deskId, name, category, customerName, colour, order, flags);

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>What the customer reads instead of <see cref="Name"/>.</summary>
    public string CustomerName { get; private set; } = "";
    public StatusCategory Category { get; private set; }
    /// <summary>One of the design's status colours: grey, blue, teal, amber, violet, red, green.</summary>
    public string Colour { get; private set; } = "grey";
    public int Order { get; private set; }
    public StatusFlags Flags { get; private set; }

    public bool Is(StatusFlags flag) => (Flags & flag) == flag;
    public bool Enabled => !Is(StatusFlags.Disabled);
    /// <summary>Neither resolved nor closed.</summary>
    public bool IsOpen => Category is not (StatusCategory.Resolved or StatusCategory.Closed);
}
