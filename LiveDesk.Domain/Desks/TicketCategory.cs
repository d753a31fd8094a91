namespace LiveDesk.Domain.Desks;

/// <summary>A value of one of the desk's two lists: what tickets are about (Alarm, CCTV, …), and of what type they are (question, fault, …).</summary>
public sealed class TicketCategory
{
    private TicketCategory() { }

    internal TicketCategory(Guid id, Guid deskId, string name, int order, bool isType) => (Id, DeskId, Name, Order, IsType) = (id, deskId, name, order, isType);

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string Name { get; internal set; } = "";
    /// <summary>Of the list of types; otherwise of the list of categories.</summary>
    public bool IsType { get; private set; }
    public int Order { get; internal set; }
    /// <summary>No longer offered; the tickets that have it keep it.</summary>
    public bool IsOff { get; internal set; }
    /// <summary>Deleted: only the history still names it.</summary>
    public CategoryRemoval? Removed { get; internal set; }

    public bool IsOffered => !IsOff && Removed is null;

    internal string Word => WordOf(IsType);

    internal static string WordOf(bool isType) => isType ? "type" : "category";
}

/// <summary>Which category the tickets of a deleted one get, null for none, and who decided it. <see cref="At"/> is UTC.</summary>
public sealed record CategoryRemoval(Guid? Into, Guid? By, DateTimeOffset At);
