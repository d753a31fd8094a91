using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A contract got another term: the tickets that name it follow, a batch in a save, and with them what was promised.</summary>
public sealed class TicketsFollowContract(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "tickets-follow-contract";
    private const int AtOnce = 200;

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var recordId = Guid.Parse(payload, CultureInfo.InvariantCulture);
        for (var last = Guid.Empty; ;)
        {
            await using var db = desk.OpenForSystem();
            var from = last;
            var contracts = db.Records.AsNoTracking().Where(r => r.Id == recordId && db.RecordTypes.Any(t => t.Id == r.TypeId && t.Key == RecordType.Contract));
            if (await contracts.Select(r => new TicketContract(r.Id, r.ValidFrom, r.ValidTo)).SingleOrDefaultAsync(ct) is not { } contract) return null;
            var tickets = await db.Tickets.Include(t => t.ExtraDepartments).Where(t => t.Id > from && t.Records.Any(r => r.RecordId == recordId)).OrderBy(t => t.Id).Take(AtOnce).ToListAsync(ct);
            if (tickets.Count == 0) return null;
            foreach (var ticket in tickets) ticket.FollowContract(contract, await catalogue.DeskAsync(ticket.DeskId, ct), clock.GetUtcNow());
            try
            {
                await db.CommitAsync(ct);
                last = tickets[^1].Id;
            }
            catch (DbUpdateException e) when (e.IsCollision()) { /* somebody acts on one of them: these once more */ }
        }
    }
}

/// <summary>In the same save as the change of the contract.</summary>
public sealed class WatchContracts : IWorkFor
{
    public IEnumerable<WorkItem> For(RecordedFact fact) => fact.Fact is RecordWasChanged changed ? [new WorkItem(TicketsFollowContract.WorkKind, changed.RecordId.ToString(), fact.At)] : [];
}
