using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Takes a bulk action's tickets a few at a time, so that other work has its turn, each through the same command as by hand and with the
/// rights that the person has now. After a crash the last few are tried again; what is there already stays as it is.
/// </summary>
public sealed class BulkWork(DeskDatabase desk, DeskCatalogue catalogue, TicketCommands tickets, ChildReplies replies, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "bulk-action";
    private const int AtOnce = 50;

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var id = Guid.Parse(payload, CultureInfo.InvariantCulture);
        // It was cancelled at this moment: look again.
        return await Attempt.SeveralTimesAsync<DateTimeOffset?>(async () =>
        {
            await using var db = desk.OpenForSystem();
            var bulk = await db.Set<BulkAction>().SingleOrDefaultAsync(b => b.Id == id, ct);
            if (bulk is null or { EndedAt: not null }) return null;
            var next = await db.Set<BulkItem>().Where(i => i.BulkId == id && i.State == BulkState.Waiting).OrderBy(i => i.TicketId).Take(AtOnce).ToListAsync(ct);
            var me = await catalogue.ActorAsync(bulk.PersonId, ct);
            foreach (var item in next) item.Went(await TryAsync(me, bulk, item, ct));
            bulk.WentOn(next, clock.GetUtcNow());
            await db.CommitAsync(ct);
            return bulk.EndedAt is null ? clock.GetUtcNow() : null;
        });
    }

    /// <returns>Why not; null when it is done.</returns>
    private async Task<string?> TryAsync(Actor? me, BulkAction bulk, BulkItem item, CancellationToken ct)
    {
        if (me is null) return "Whoever began this no longer works here.";
        try
        {
            await (bulk.Undoes is null ? DoAsync(me, bulk.Change, item, ct) : UndoAsync(me, bulk.Change, item, ct));
            return null;
        }
        catch (Exception e) when (e is RuleViolation or ChangedMeanwhile or NotFoundException) { return e.Message; }
    }

    private Task DoAsync(Actor me, BulkChange to, BulkItem item, CancellationToken ct) => to.Kind switch
    {
        BulkKind.Status => tickets.MoveAsync(me, item.TicketId, to.Id!.Value, new MoveDetails(to.Resolution, to.Reason, SeenStatusId: item.Before.Id, Fields: to.Fields) { Escalation = to.Escalation }, ct),
        BulkKind.Assignee => tickets.AssignAsync(me, item.TicketId, to.Id, new Seen<Guid?>(item.Before.Id), to.Notify, ct),
        BulkKind.Priority => tickets.PrioritiseAsync(me, item.TicketId, to.Priority!.Value, to.Reason, new Seen<Priority>(item.Before.Priority!.Value), ct),
        BulkKind.Department => tickets.MoveToDepartmentAsync(me, item.TicketId, to.Id!.Value, new Seen<Guid>(item.Before.Id!.Value), ct),
        BulkKind.Category => tickets.CategoriseAsync(me, item.TicketId, to.Id, new Seen<Guid?>(item.Before.Id), ct),
        BulkKind.Type => tickets.ChooseTypeAsync(me, item.TicketId, to.Id, new Seen<Guid?>(item.Before.Id), ct),
        BulkKind.AddTag => tickets.PutTagAsync(me, item.TicketId, to.Id!.Value, ct),
        BulkKind.RemoveTag => tickets.TakeOffTagAsync(me, item.TicketId, to.Id!.Value, ct),
        BulkKind.Trash => tickets.PutAsideAsync(me, item.TicketId, to.IsSpam, ct),
        BulkKind.Merge => MergeAsync(me, item.TicketId, to.Id!.Value, ct),
        BulkKind.Reply => replies.AnswerAsync(me, item.TicketId, to, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(to), to.Kind, null),
    };

    /// <summary>After a crash it may be merged already: into the same ticket, it is done.</summary>
    private async Task MergeAsync(Actor me, Guid ticketId, Guid intoId, CancellationToken ct)
    {
        await using var db = desk.OpenFor(me);
        if (!await db.Tickets.AnyAsync(t => t.Id == ticketId && t.Merged != null && t.Merged.IntoTicketId == intoId, ct)) await tickets.MergeAsync(me, ticketId, intoId, ct);
    }

    /// <summary>What somebody else decided since stands.</summary>
    private Task UndoAsync(Actor me, BulkChange was, BulkItem item, CancellationToken ct) => was.Kind switch
    {
        BulkKind.Status => tickets.TakeBackAsync(me, item.TicketId, was.Id!.Value, item.Before, ct),
        BulkKind.Assignee => tickets.AssignAsync(me, item.TicketId, item.Before.Id, new Seen<Guid?>(was.Id), was.Notify, ct),
        BulkKind.Priority => tickets.TakeBackPriorityAsync(me, item.TicketId, was.Priority!.Value, item.Before, ct),
        BulkKind.Department => tickets.MoveToDepartmentAsync(me, item.TicketId, item.Before.Id!.Value, new Seen<Guid>(was.Id!.Value), ct),
        BulkKind.Category => tickets.CategoriseAsync(me, item.TicketId, item.Before.Id, new Seen<Guid?>(was.Id), ct),
        BulkKind.Type => tickets.ChooseTypeAsync(me, item.TicketId, item.Before.Id, new Seen<Guid?>(was.Id), ct),
        BulkKind.AddTag => item.Before.Id is null ? tickets.TakeOffTagAsync(me, item.TicketId, was.Id!.Value, ct) : Task.CompletedTask,
        BulkKind.RemoveTag => item.Before.Id is null ? Task.CompletedTask : tickets.PutTagAsync(me, item.TicketId, was.Id!.Value, ct),
        BulkKind.Trash => tickets.BringBackAsync(me, item.TicketId, ct),
        BulkKind.Merge => tickets.UnmergeAsync(me, item.TicketId, ct),
        _ => throw new ArgumentOutOfRangeException(nameof(was), was.Kind, null),
    };
}
