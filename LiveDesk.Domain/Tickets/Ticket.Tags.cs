using LiveDesk.Domain.Desks;

namespace LiveDesk.Domain.Tickets;

/// <summary>That a ticket carries a tag; which one it means today, the desk knows (<see cref="Desk.StandingTag"/>).</summary>
public sealed class TicketTag
{
    private TicketTag() { }

    internal TicketTag(Guid ticketId, Guid tagId) => (TicketId, TagId) = (ticketId, tagId);

    public Guid TicketId { get; private set; }
    public Guid TagId { get; private set; }
}

// One tag is put on or taken off, never a list of them: two people who do so at the same moment both have their way.
public sealed partial class Ticket
{
    public const int MostTags = 30;

    private readonly List<TicketTag> _tags = [];

    /// <summary>Those loaded or added in this operation.</summary>
    public IReadOnlyList<TicketTag> Tags => _tags;

    public void PutTag(Actor me, Guid tagId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        var tag = desk.StandingTag(tagId) ?? throw new RuleViolation("This tag was deleted. Choose another one.", "tag");
        var there = desk.StandingTags(_tags.Select(t => t.TagId)).ToList();
        if (there.Contains(tag)) return;
        if (there.Count >= MostTags) throw new RuleViolation($"A ticket has at most {MostTags} tags. Take one off first.", "tag");
        _tags.Add(new TicketTag(Id, tag.Id));
        Decided(new TicketWasTagged(Id, Place, tag.Id), me, now);
        Settle(desk, now);
    }

    public void TakeOffTag(Actor me, Guid tagId, Desk desk, DateTimeOffset now)
    {
        DemandPerson(me);
        DemandReachable();
        var meant = desk.StandingTag(tagId)?.Id ?? tagId;
        var off = _tags.FindAll(t => t.TagId == tagId || desk.StandingTag(t.TagId)?.Id == meant).ConvertAll(t => t.TagId);
        if (_tags.RemoveAll(t => off.Contains(t.TagId)) == 0) return;
        Decided(new TicketWasUntagged(Id, Place, meant, off), me, now);
        Settle(desk, now);
    }
}
