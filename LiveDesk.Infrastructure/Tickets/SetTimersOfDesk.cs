using System.Globalization;
using LiveDesk.Domain.Desks;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A desk's times, rules or promises were changed: the timers and clocks of its tickets follow, those that became due ring next.</summary>
public sealed class SetTimersOfDesk(DeskDatabase desk, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "set-timers-of-desk";
    private const int AtOnce = 500;

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var deskId = Guid.Parse(payload, CultureInfo.InvariantCulture);
        if (await DeskCatalogue.NowAsync(desk, deskId, ct) is not { } rules) return null;
        var (closesResolved, closesSilent, promises) = (rules.Settings.CloseResolvedAfter is not null, rules.Settings.CloseSilentAfter is not null, rules.SlaPolicies.Count > 0);
        for (var last = Guid.Empty; ;)
        {
            await using var db = desk.OpenForSystem();
            var from = last;
            // Those that have a timer or a clock that goes, and those that may have one now: on a desk that closes nothing by itself, resolved tickets are most of all there are.
            var tickets = await db.Tickets.Include(t => t.ExtraDepartments)
                .Where(t => t.DeskId == deskId && t.Id > from && t.Merged == null && t.Aside == null
                    && (t.NextTimerAt != null || t.NextWarningAt != null || t.NextSendAt != null || t.StatusCategory == StatusCategory.OnHold
                        || ((promises || t.SlaKindShown != null) && t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed)
                        || (closesSilent && t.StatusCategory == StatusCategory.WaitingCustomer) || (closesResolved && t.StatusCategory == StatusCategory.Resolved)))
                .OrderBy(t => t.Id).Take(AtOnce).ToListAsync(ct);
            if (tickets.Count == 0) return null;
            foreach (var ticket in tickets) ticket.Settle(rules, clock.GetUtcNow());
            try
            {
                await db.CommitAsync(ct);
                last = tickets[^1].Id;
            }
            catch (DbUpdateException e) when (e.IsCollision()) { /* somebody acts on one of them: these once more */ }
        }
    }
}
