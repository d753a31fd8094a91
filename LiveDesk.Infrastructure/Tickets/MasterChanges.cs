using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A master went to another status: its open children meet that, each in its own save, as the desk's workflow answers it.</summary>
public sealed class MasterChanges(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "master-changed";

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var master = Guid.Parse(payload, CultureInfo.InvariantCulture);
        await using var db = desk.OpenForSystem();
        foreach (var child in await TicketPageQueries.OpenChildren(db, [master]).OrderBy(t => t.Number).Select(t => t.Id).ToListAsync(ct)) await TellAsync(child, ct);
        return null;
    }

    private Task TellAsync(Guid childId, CancellationToken ct) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenForSystem();
        if (await db.Tickets.Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == childId, ct) is not { IsOpen: true } child) return;
        child.Report(TicketEvent.MasterChanged, await catalogue.DeskAsync(child.DeskId, ct), clock.GetUtcNow());
        await db.CommitAsync(ct);
    });
}

/// <summary>In the same save as the master's move, where the desk has a rule for it.</summary>
public sealed class WatchMasters : IWorkFor
{
    public IEnumerable<WorkItem> For(RecordedFact fact) =>
        fact.Fact is TicketWasMoved { TellsChildren: true } moved ? [new WorkItem(MasterChanges.WorkKind, moved.TicketId.ToString(), fact.At)] : [];
}
