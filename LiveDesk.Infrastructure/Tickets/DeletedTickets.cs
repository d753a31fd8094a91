using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>All that is left of a ticket that was deleted for good.</summary>
/// <param name="AsideBy">Who had put it in the trash; null: it came from a sender of spam.</param>
/// <param name="AsideAt">UTC; null: it was not recorded then.</param>
public sealed record DeletedTicket(long Number, Guid DeskId, DateTimeOffset At, Guid? AsideBy, DateTimeOffset? AsideAt);

/// <summary>An old number always leads somewhere, also when its ticket is gone.</summary>
public sealed class DeletedTickets(DeskDatabase desk)
{
    /// <summary>Null: there was no such ticket, or none that this person could have seen where it stood last.</summary>
    public async Task<DeletedTicket?> FindAsync(Actor me, long number, CancellationToken ct = default)
    {
        if (!me.Sight.IsStaff) return null;
        await using var db = desk.OpenFor(me);
        // The kind as a constant: the index holds these rows alone.
        var written = $"\"number\":{number.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
        var (more, end) = (written + ",", written + "}");
        var gone = await db.Activities.AsNoTracking().Where(a => a.Kind == nameof(TicketWasDeleted) && (a.Data.Contains(more) || a.Data.Contains(end))).OrderBy(a => a.Id).FirstOrDefaultAsync(ct);
        if (gone?.ToSignal() is not { Fact: TicketWasDeleted fact } signal || !signal.IsFor(me.Sight)) return null;
        return new DeletedTicket(fact.Number, fact.Where.DeskId, gone.At, fact.AsideBy, fact.AsideAt);
    }
}
