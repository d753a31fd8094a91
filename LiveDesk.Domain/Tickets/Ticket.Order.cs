namespace LiveDesk.Domain.Tickets;

/// <summary>Where a ticket is looked for: in the lists and on the board, in the trash, or behind another one.</summary>
public enum Listing { Listed, Aside, Merged }

/// <summary>What follows from the rest of the ticket, and is stored with it so that the lists' indexes can begin with it or end with it.</summary>
public sealed partial class Ticket
{
    public Listing Listing
    {
        get => Merged is not null ? Listing.Merged : Aside is not null ? Listing.Aside : Listing.Listed;
        private set => _ = value;
    }

    /// <summary><see cref="SlaDueAt"/>, or the end of time: what has no promise is due last.</summary>
    public DateTimeOffset DueOrder
    {
        get => SlaDueAt ?? DateTimeOffset.MaxValue;
        private set => _ = value;
    }

    /// <summary><see cref="FollowUpAt"/>, or the end of time.</summary>
    public DateTimeOffset FollowUpOrder
    {
        get => FollowUpAt ?? DateTimeOffset.MaxValue;
        private set => _ = value;
    }

    /// <summary>The subject as lists sort it (<see cref="Text.SortKey"/>).</summary>
    public string SubjectOrder
    {
        get => Text.SortKey(Subject);
        private set => _ = value;
    }

    /// <summary>The requester's name, likewise.</summary>
    public string RequesterOrder
    {
        get => Text.SortKey(Requester.Name);
        private set => _ = value;
    }
}
