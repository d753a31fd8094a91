using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Database;

/// <summary>Why a ticket waits for somebody.</summary>
public enum Need
{
    CustomerWroteOnMine,
    AssignedToMe,
    /// <summary>It came, or came back, to a department of theirs, and nobody has it.</summary>
    NobodyHasIt,
}

/// <param name="Ticket">Which ticket, when it is about one.</param>
/// <param name="Need">Null: it needs nothing of this person.</param>
public sealed record ChangeSince(Guid SubjectId, SubjectKind Kind, (long Number, Guid DeskId)? Ticket, int Count, Need? Need = null);

/// <summary>Something that changed.</summary>
/// <param name="Data">The fact as JSON: ids and small values.</param>
/// <param name="From">The number of the ticket that it happened to, when that was merged into this one.</param>
public sealed record HistoryLine(long Id, DateTimeOffset At, string Kind, string Data, ActorKind ActorKind, string ActorName, long? From = null);

/// <summary>What happened, for screens that were away.</summary>
public sealed class ActivityQueries(DeskDatabase desk)
{
    private const int MostRead = 1000;
    private const int MostPages = 20;

    public async Task<long> LatestAsync(CancellationToken ct = default)
    {
        await using var db = desk.OpenForSystem();
        return await db.Activities.MaxAsync(a => (long?)a.Id, ct) ?? 0;
    }

    /// <summary>What this person missed of the work (not who signed out, or was renamed) after <paramref name="sequence"/>, by subject, the latest first. At most the last thousand events that they may see count, and of all events the last twenty thousand.</summary>
    public async Task<IReadOnlyList<ChangeSince>> SinceAsync(Actor me, long sequence, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var seen = await SeenSinceAsync(db, me, sequence, ct);
        var ids = seen.Where(a => a.SubjectKind == SubjectKind.Ticket).Select(a => a.SubjectId).Distinct().ToList();
        var outOfSight = await LinksOutOfSight.AmongAsync(db, seen, await MergedTickets.Links(db).Where(l => ids.Contains(l.TicketId)).Select(l => l.OtherId).ToListAsync(ct), ct);
        seen.RemoveAll(a => outOfSight.Contains(a.Id));
        var tickets = await db.Tickets.Where(t => ids.Contains(t.Id)).Select(t => new TicketNow(t.Id, t.Number, t.DeskId, t.OwnerId, t.StatusCategory, t.Merged != null || t.Aside != null, t.Assignees.Any(a => a.PersonId == me.Id))).ToDictionaryAsync(t => t.Id, ct);
        return [.. seen.GroupBy(a => (a.SubjectId, a.SubjectKind)).Where(g => g.Key.SubjectKind != SubjectKind.Ticket || tickets.ContainsKey(g.Key.SubjectId))
            .Select(g => tickets.TryGetValue(g.Key.SubjectId, out var now) ? new ChangeSince(now.Id, g.Key.SubjectKind, (now.Number, now.DeskId), g.Count(), NeedOf(me, now, g)) : new ChangeSince(g.Key.SubjectId, g.Key.SubjectKind, null, g.Count()))];
    }

    /// <summary>Page by page: whoever sees little of a busy installation is told of that little, too.</summary>
    private static async Task<List<Activity>> SeenSinceAsync(DeskDb db, Actor me, long sequence, CancellationToken ct)
    {
        var (seen, before) = (new List<Activity>(), long.MaxValue);
        for (var page = 0; page < MostPages && seen.Count < MostRead; page++)
        {
            var rows = await db.Activities.AsNoTracking().Where(a => a.Id > sequence && a.Id < before && a.ActorId != me.Id && a.SubjectKind != SubjectKind.Person).OrderByDescending(a => a.Id).Take(MostRead).ToListAsync(ct);
            seen.AddRange(rows.Where(a => a.ToSignal().IsFor(me.Sight)).Take(MostRead - seen.Count));
            if (rows.Count < MostRead) break;
            before = rows[^1].Id;
        }
        return seen;
    }

    /// <summary>From what happened, and how the ticket stands now: what a colleague took meanwhile needs nobody any more.</summary>
    private static Need? NeedOf(Actor me, TicketNow ticket, IEnumerable<Activity> happened)
    {
        if (ticket.IsGone || ticket.Category is StatusCategory.Resolved or StatusCategory.Closed) return null;
        var kinds = happened.Select(a => a.Kind).ToHashSet();
        var wrote = kinds.Contains(nameof(CustomerWrote));
        var given = kinds.Contains(ticket.IsMineToo ? nameof(AssigneeWasAdded) : nameof(TicketWasAssigned));
        if (ticket.IsMineToo || ticket.OwnerId is not null) return !ticket.IsMineToo && ticket.OwnerId != me.Id ? null : wrote ? Need.CustomerWroteOnMine : given ? Need.AssignedToMe : null;
        // Who sees everything by their role is not on call for everything.
        var came = wrote || kinds.Overlaps([nameof(TicketWasOpened), nameof(TicketWasReopened), nameof(TicketWasAssigned), nameof(TicketChangedDepartment)]);
        return came && !me.Sight.All ? Need.NobodyHasIt : null;
    }

    private sealed record TicketNow(Guid Id, long Number, Guid DeskId, Guid? OwnerId, StatusCategory Category, bool IsGone, bool IsMineToo);
}
