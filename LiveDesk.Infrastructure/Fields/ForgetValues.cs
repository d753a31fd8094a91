using LiveDesk.Domain;
using LiveDesk.Domain.Customers;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Fields;

/// <summary>
/// A field was deleted: what was filled in goes too, a batch in a save. Nothing shows it from the moment of the deletion on; after a crash
/// those that are left follow.
/// </summary>
public sealed class ForgetValues(DeskDatabase desk) : IWorkHandler
{
    public const string WorkKind = "forget-field-values";
    private const int AtOnce = 200;

    public string Kind => WorkKind;

    public async Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct)
    {
        var parts = payload.Split(' ');
        var field = Guid.Parse(parts[1]);
        while (true)
        {
            await using var db = desk.OpenForSystem();
            if (await ForgetSomeAsync(db, parts[0], field, ct) == 0) return null;
            try { await db.CommitAsync(ct); }
            catch (DbUpdateException e) when (e.IsCollision()) { /* somebody acts on one of them: look again */ }
        }
    }

    private static async Task<int> ForgetSomeAsync(DeskDb db, string whose, Guid field, CancellationToken ct)
    {
        switch (whose)
        {
            case nameof(CustomerKind.Contact):
                var contacts = await FieldQueries.Having(db.Contacts, field).OrderBy(c => c.Id).Take(AtOnce).ToListAsync(ct);
                contacts.ForEach(c => c.Forget(field));
                return contacts.Count;
            case nameof(CustomerKind.Organisation):
                var organisations = await FieldQueries.Having(db.Organisations, field).OrderBy(o => o.Id).Take(AtOnce).ToListAsync(ct);
                organisations.ForEach(o => o.Forget(field));
                return organisations.Count;
            default:
                var tickets = await FieldQueries.Having(db.Tickets, field).OrderBy(t => t.Id).Take(AtOnce).ToListAsync(ct);
                tickets.ForEach(t => t.Forget(field));
                return tickets.Count > 0 ? tickets.Count : await ForgetPastAsync(db, field, ct);
        }
    }

    /// <summary>What the histories of tickets kept of it goes as well.</summary>
    private static async Task<int> ForgetPastAsync(DeskDb db, Guid field, CancellationToken ct)
    {
        var id = field.ToString();
        var lines = await db.Activities.Where(a => a.Kind == nameof(TicketFieldWasFilledIn) && a.Before != null && a.Data.Contains(id)).OrderBy(a => a.Id).Take(AtOnce).ToListAsync(ct);
        lines.ForEach(l => l.ForgetBefore());
        return lines.Count;
    }
}

/// <summary>In the same save as the deletion.</summary>
public sealed class WatchDeletedFields : IWorkFor
{
    /// <summary>Longer than another node goes on with the fields as they were.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromMinutes(1);

    public IEnumerable<WorkItem> For(RecordedFact fact) => fact.Fact switch
    {
        DeskFieldWasDeleted gone => Twice("Ticket", gone.FieldId, fact.At),
        CustomerFieldWasDeleted gone => Twice(gone.Of.ToString(), gone.FieldId, fact.At),
        _ => [],
    };

    private static WorkItem[] Twice(string whose, Guid field, DateTimeOffset at) =>
        [new(ForgetValues.WorkKind, $"{whose} {field}", at), new(ForgetValues.WorkKind, $"{whose} {field}", at + Afterwards)];
}
