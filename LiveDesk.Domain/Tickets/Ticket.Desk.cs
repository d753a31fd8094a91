using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

public sealed partial class Ticket
{
    /// <summary>
    /// The desk's statuses or categories are others now: a ticket in one that went takes its place in the one that stands for it. No hand moved
    /// it, so no guard is asked, nothing counts as activity and nobody is told that it was resolved: open stays open and done stays done.
    /// </summary>
    /// <param name="who">The person who changed the desk, by their id.</param>
    /// <returns>Whether anything changed.</returns>
    public bool FollowDesk(Desk desk, Func<Guid?, Actor> who, DateTimeOffset now)
    {
        if (Merged is not null) return false;
        var (version, lastActivity) = (Version, LastActivityAt);
        var (was, next) = (desk.Status(StatusId), desk.Standing(StatusId));
        if (next.Id != StatusId || next.Category != StatusCategory) Enter(next, new MoveDetails(HoldReason: OnHold is null ? was.Name : null), null, desk, who(was.Replaced?.By), now);
        if (CategoryId is { } category && desk.StandingCategory(category) is var to && to != category)
        {
            CategoryId = to;
            Decided(new TicketWasCategorised(Id, Place, category, to), who(desk.Categories.First(c => c.Id == category).Removed!.By), now);
            Settle(desk, now);
        }
        LastActivityAt = lastActivity;
        return Version != version;
    }
}
