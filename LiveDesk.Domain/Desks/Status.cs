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
    /// <summary>Deleted: only the history still names it. Always with <see cref="Disabled"/>.</summary>
    Removed = 64,
}

/// <summary>Where the tickets of a status that was switched off or deleted, or of a closed department, go, and who decided it. <see cref="At"/> is UTC.</summary>
public sealed record Replacement(Guid To, Guid? By, DateTimeOffset At);

public sealed class Status
{
    /// <summary>The design's status colours; each has its own shade in light and dark.</summary>
    public static readonly IReadOnlyList<string> Colours = ["grey", "blue", "teal", "amber", "violet", "red", "green"];

    private Status() { }

    internal Status(Guid deskId, StatusState state)
    {
        (Id, DeskId) = (state.Id, deskId);
        Become(state);
    }

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string Name { get; private set; } = "";
    /// <summary>What the customer reads instead of <see cref="Name"/>.</summary>
    public string CustomerName { get; private set; } = "";
    public StatusCategory Category { get; private set; }
    /// <summary>One of <see cref="Colours"/>.</summary>
    public string Colour { get; private set; } = "grey";
    public int Order { get; private set; }
    public StatusFlags Flags { get; private set; }
    /// <summary>Only of one that was switched off or deleted.</summary>
    public Replacement? Replaced { get; private set; }

    public bool Is(StatusFlags flag) => (Flags & flag) == flag;
    public bool Enabled => !Is(StatusFlags.Disabled);
    /// <summary>Neither resolved nor closed.</summary>
    public bool IsOpen => Category.IsOpen();
    public bool IsRemoved => Is(StatusFlags.Removed);
    /// <summary>As its form shows it.</summary>
    public StatusForm Form => State.Form;

    internal StatusState State => new(Id, Name, CustomerName, Category, Colour, Order, Flags, Replaced);

    internal void Become(StatusState s) =>
        (Name, CustomerName, Category, Colour, Order, Flags, Replaced) = (s.Name, s.CustomerName, s.Category, s.Colour, s.Order, s.Flags, s.Replaced);
}

public static class StatusCategories
{
    /// <summary>Neither resolved nor closed.</summary>
    public static bool IsOpen(this StatusCategory category) => category is not (StatusCategory.Resolved or StatusCategory.Closed);
}

/// <summary>What people decide about a status. Whether it is on, and its place among the others, are decisions of their own.</summary>
public sealed record StatusForm(string Name, string CustomerName, StatusCategory Category, string Colour, StatusFlags Flags)
{
    public const StatusFlags Choices = StatusFlags.SystemOnly | StatusFlags.PausesResolution | StatusFlags.RequiresResolution | StatusFlags.Escalated | StatusFlags.Muted;

    /// <exception cref="RuleViolation">It does not make sense; the message says what.</exception>
    public StatusForm Checked()
    {
        if (!Enum.IsDefined(Category)) throw new RuleViolation("A status has one of the six kinds. Choose one.", "category");
        if (!Status.Colours.Contains(Colour)) throw new RuleViolation($"The colour is one of: {string.Join(", ", Status.Colours)}.", "colour");
        if (Flags.HasFlag(StatusFlags.RequiresResolution) && Category is not StatusCategory.Resolved) throw new RuleViolation("Only a status of the kind Resolved can ask for a resolution.", "flags");
        if (Flags.HasFlag(StatusFlags.PausesResolution) && !Category.IsOpen()) throw new RuleViolation("Where tickets are done, no clock runs that could pause.", "flags");
        if (Flags.HasFlag(StatusFlags.Escalated) && Category is not (StatusCategory.Active or StatusCategory.WaitingCustomer)) throw new RuleViolation("Escalated tickets stand where somebody works on them: only a status of the kind Active or Waiting for the customer can be theirs.", "flags");
        var name = Text.Line(Name, "name", Limits.Status);
        return this with { Name = name, CustomerName = Text.OptionalLine(CustomerName, "customerName", Limits.Status) ?? name, Flags = Flags & Choices };
    }

    /// <summary>
    /// Two people at the same status: each wins what they alone changed. What both changed is not overwritten.
    /// </summary>
    /// <exception cref="RuleViolation">Both changed the same; without a field, so that the form knows it from other refusals.</exception>
    internal StatusForm Onto(StatusForm present, StatusForm seen)
    {
        T Mine<T>(T was, T now, T mine) where T : notnull =>
            mine.Equals(was) ? now : now.Equals(was) || now.Equals(mine) ? mine
            : throw new RuleViolation($"Somebody else changed this status meanwhile: it says “{now}” now. What you typed is still here: save again to keep it, or close this.");
        var touched = seen.Flags ^ Flags;
        return new StatusForm(Mine(seen.Name, present.Name, Name), Mine(seen.CustomerName, present.CustomerName, CustomerName), Mine(seen.Category, present.Category, Category), Mine(seen.Colour, present.Colour, Colour), (present.Flags & ~touched) | (Flags & touched));
    }
}
