using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

// Two people decided the same thing: the history knows who, and when.
public sealed partial class TicketCommands
{
    private static Seen<Guid>? SeenStatus(Guid? id) => id is { } seen ? new Seen<Guid>(seen) : null;

    /// <summary>The same, with who did it and when.</summary>
    internal static async Task<ChangedMeanwhile> ToldAsync(DeskDb db, Guid ticketId, ChangedMeanwhile changed, CancellationToken ct) =>
        await LastChangeAsync(db, ticketId, changed, ct) is { } last ? changed.Told(last.ActorName, last.At) : changed;

    private static Task<Activity?> LastChangeAsync(DeskDb db, Guid ticketId, ChangedMeanwhile changed, CancellationToken ct)
    {
        var (kind, custom) = (FactOf(changed.Field), changed.CustomFieldId?.ToString() ?? "");
        return db.Activities.AsNoTracking().Where(a => a.SubjectId == ticketId && a.Kind == kind && a.Data.Contains(custom)).OrderByDescending(a => a.Id).FirstOrDefaultAsync(ct);
    }

    private static string FactOf(TicketField field) => field switch
    {
        TicketField.Status => nameof(TicketWasMoved),
        TicketField.Assignee => nameof(TicketWasAssigned),
        TicketField.Priority => nameof(TicketWasPrioritised),
        TicketField.Department => nameof(TicketChangedDepartment),
        TicketField.Category => nameof(TicketWasCategorised),
        TicketField.Type => nameof(TicketTypeWasChosen),
        TicketField.Subject => nameof(TicketWasRenamed),
        TicketField.FollowUp => nameof(FollowUpWasSet),
        TicketField.ActionRequired => nameof(ActionDateWasSet),
        TicketField.Requester => nameof(RequesterWasChanged),
        TicketField.Organisation => nameof(TicketChangedOrganisation),
        TicketField.Custom => nameof(TicketFieldWasFilledIn),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "There is no such field."),
    };
}
