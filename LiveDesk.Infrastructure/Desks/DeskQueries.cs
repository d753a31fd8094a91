using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.People;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Desks;

/// <summary>How many tickets have a status, a category or a type: what somebody who changes one has to know. Those in the trash count, merged ones do not.</summary>
public sealed record DeskUse(IReadOnlyDictionary<Guid, int> Statuses, IReadOnlyDictionary<Guid, int> Categories)
{
    public static readonly DeskUse None = new(new Dictionary<Guid, int>(), new Dictionary<Guid, int>());

    public int OfStatus(Guid id) => Statuses.GetValueOrDefault(id);

    /// <summary>Of a type as well.</summary>
    public int OfCategory(Guid id) => Categories.GetValueOrDefault(id);

    /// <summary>Those whose status was switched off or deleted and that still wait for their turn to follow.</summary>
    public int StillToFollow(Desk desk) => desk.Statuses.Where(s => desk.Standing(s.Id).Id != s.Id).Sum(s => OfStatus(s.Id));
}

public sealed partial class DeskQueries(DeskDatabase desk)
{
    /// <exception cref="RuleViolation">Only for who manages desks.</exception>
    public async Task<DeskUse> UseAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var tickets = db.Tickets.AsNoTracking().Where(t => t.DeskId == deskId && t.Merged == null);
        var statuses = await tickets.GroupBy(t => t.StatusId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var categories = await tickets.Where(t => t.CategoryId != null).GroupBy(t => t.CategoryId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        foreach (var type in await tickets.Where(t => t.TypeId != null).GroupBy(t => t.TypeId!.Value).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(ct)) categories[type.Key] = type.Count;
        return new DeskUse(statuses, categories);
    }

    /// <summary>How many tickets show each tag, those once that carry it and another one merged into it. Only those that this person may see.</summary>
    /// <exception cref="RuleViolation">Only for who manages desks.</exception>
    public async Task<IReadOnlyDictionary<Guid, int>> TagUseAsync(Actor me, Guid deskId, CancellationToken ct = default)
    {
        me.Demand(Right.ManageDesks);
        await using var db = desk.OpenFor(me);
        var carried = from carries in db.Set<TicketTag>()
                      join tag in db.Set<Tag>() on carries.TagId equals tag.Id
                      join ticket in db.Tickets on carries.TicketId equals ticket.Id
                      where tag.DeskId == deskId && tag.StandsFor != null && ticket.Merged == null
                      select new { Tag = tag.StandsFor!.Value, carries.TicketId };
        return await carried.Distinct().GroupBy(c => c.Tag).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}
