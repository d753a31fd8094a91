namespace LiveDesk.Domain.Desks;

/// <summary>The desk's own list of what tickets are about (Alarm, CCTV, …).</summary>
public sealed class TicketCategory
{
    private TicketCategory() { }

    internal TicketCategory(Guid id, Guid deskId, string name, int order) => (Id, DeskId, Name, Order) = (id, deskId, name, order);

    public Guid Id { get; private set; }
    public Guid DeskId { get; private set; }
    public string Name { get; internal set; } = "";
    public int Order { get; internal set; }
    /// <summary>No longer offered; the tickets that have it keep it.</summary>
    public bool IsOff { get; internal set; }
    /// <summary>Deleted: only the history still names it.</summary>
    public CategoryRemoval? Removed { get; internal set; }

    public bool IsOffered => !IsOff && Removed is null;
}

/// <summary>Which category the tickets of a deleted one get, null for none, and who decided it. <see cref="At"/> is UTC.</summary>
public sealed record CategoryRemoval(Guid? Into, Guid? By, DateTimeOffset At);
