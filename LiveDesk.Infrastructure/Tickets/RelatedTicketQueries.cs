using LiveDesk.Domain;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>For those who work here: whose the tickets of a list are, and how many somebody has.</summary>
public sealed class RelatedTicketQueries(DeskDatabase desk)
{
    /// <summary>What these are called; who is not there has no name.</summary>
    public async Task<IReadOnlyDictionary<TicketsOf, string>> NamesAsync(Actor me, IReadOnlyList<TicketsOf> of, CancellationToken ct = default)
    {
        var names = new Dictionary<TicketsOf, string>();
        if (!me.Sight.IsStaff) return names;
        await using var db = desk.OpenFor(me);
        foreach (var one in of)
        {
            var name = one.Kind switch
            {
                OwnerKind.Organisation => db.Organisations.Where(o => o.Id == one.Id).Select(o => o.Name),
                OwnerKind.Contact => db.Contacts.Where(c => c.Id == one.Id).Select(c => c.Name),
                _ => db.Records.Where(r => r.Id == one.Id).Select(r => r.Name),
            };
            if (await name.SingleOrDefaultAsync(ct) is { } known) names[one] = known;
        }
        return names;
    }

    /// <summary>How many tickets each desk's list has of them, of those that this person may see.</summary>
    public async Task<IReadOnlyDictionary<Guid, int>> CountsAsync(Actor me, TicketsOf of, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) throw new NotFoundException("page");
        await using var db = desk.OpenFor(me);
        return await RelatedTickets.Of(db, TicketQueries.Living(db.Tickets), of).GroupBy(t => t.DeskId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }
}
