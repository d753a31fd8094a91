using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>A filter as a question to the database, in words that its indexes understand.</summary>
internal static class TicketFiltering
{
    /// <summary>All but the words and the statuses.</summary>
    /// <param name="ownsAll">The people whose tickets are asked for are nowhere one of several.</param>
    /// <param name="areAlone">No ticket is in one of these departments besides another one.</param>
    /// <param name="byStatus">Asked for status by status, which has an index of its own.</param>
    public static IQueryable<Ticket> WithoutWords(DeskDb db, TicketFilter f, bool ownsAll, bool areAlone, bool byStatus = false)
    {
        var found = (f.IsAside ? db.Tickets.AsNoTracking().Where(t => t.Listing == Listing.Aside) : TicketQueries.Living(db.Tickets)).Where(t => t.DeskId == f.DeskId);
        if (f.Priorities is { } priorities) found = found.Where(t => priorities.Contains(t.Priority));
        if (f.Assignees is { } people) found = HeldBy(db, found, people, ownsAll);
        if (areAlone && DepartmentsSeen(db, f) is { } seen) found = found.Where(t => seen.Contains(t.DepartmentId));
        if (f.Departments is { } departments) found = areAlone ? found.Where(t => departments.Contains(t.DepartmentId)) : found.Where(t => departments.Contains(t.DepartmentId) || t.ExtraDepartments.Any(d => departments.Contains(d.DepartmentId)));
        if (f.Categories is { } categories) found = InCategories(found, categories);
        if (f.Types is { } types) found = OfTypes(found, types);
        if (f.Channels is { } channels) found = found.Where(t => channels.Contains(t.Channel));
        foreach (var of in f.Of ?? []) found = RelatedTickets.Of(db, found, of);
        // Said of its moment, in which the index of escalated tickets is recognised.
        if (f.IsEscalated) found = found.Where(t => t.Escalation != null && t.Escalation.At > DateTimeOffset.UnixEpoch);
        if (f.Due is { } due) found = DueWithin(found, due, f.Now);
        found = OnDays(found, f);
        foreach (var meaning in f.Tags ?? []) found = found.Where(t => t.Tags.Any(x => meaning.Contains(x.TagId)));
        foreach (var field in f.Fields ?? []) found = Fields.FieldIndex.Having(db, found, field);
        return f.Sla is { } sla ? InState(found, sla, f.Now, byStatus) : found;
    }

    /// <summary>All that whoever asks sees of the desk; null: they see it whole, or are a customer. The sight itself is asked in any case: this says it as an index has it.</summary>
    public static IReadOnlyList<Guid>? DepartmentsSeen(DeskDb db, TicketFilter f) =>
        db.SightAll || db.SightContact is not null || db.SightDesks.Contains(f.DeskId) ? null : db.SightDepartments;

    private static IQueryable<Ticket> HeldBy(DeskDb db, IQueryable<Ticket> tickets, IReadOnlyList<Guid> asked, bool ownsAll)
    {
        var people = asked.Where(p => p != Guid.Empty).Select(p => (Guid?)p).ToList();
        var others = db.Set<Assignee>().Where(a => people.Contains(a.PersonId)).Select(a => a.TicketId);
        if (people.Count == asked.Count) return ownsAll ? tickets.Where(t => people.Contains(t.OwnerId)) : tickets.Where(t => people.Contains(t.OwnerId) || others.Contains(t.Id));
        return people.Count == 0
            ? tickets.Where(t => t.OwnerId == null && !t.Assignees.Any())
            : tickets.Where(t => (t.OwnerId == null && !t.Assignees.Any()) || people.Contains(t.OwnerId) || others.Contains(t.Id));
    }

    private static IQueryable<Ticket> OfTypes(IQueryable<Ticket> tickets, IReadOnlyList<Guid> asked)
    {
        var types = asked.Where(t => t != Guid.Empty).Select(t => (Guid?)t).ToList();
        return types.Count == asked.Count ? tickets.Where(t => types.Contains(t.TypeId)) : tickets.Where(t => t.TypeId == null || types.Contains(t.TypeId));
    }

    private static IQueryable<Ticket> InCategories(IQueryable<Ticket> tickets, IReadOnlyList<Guid> asked)
    {
        var categories = asked.Where(c => c != Guid.Empty).Select(c => (Guid?)c).ToList();
        return categories.Count == asked.Count ? tickets.Where(t => categories.Contains(t.CategoryId)) : tickets.Where(t => t.CategoryId == null || categories.Contains(t.CategoryId));
    }

    /// <summary>The rule of <see cref="SlaMark.StateAt"/>, for the database.</summary>
    private static IQueryable<Ticket> InState(IQueryable<Ticket> tickets, SlaState state, DateTimeOffset now, bool byStatus) => state switch
    {
        SlaState.Breached => tickets.Where(t => t.SlaOutcome == SlaOutcome.MetLate || (t.SlaOutcome == null && t.SlaDueAt <= now)),
        SlaState.AtRisk => tickets.Where(t => t.SlaOutcome == null && t.SlaAtRiskAt <= now && (t.SlaDueAt == null || t.SlaDueAt > now)),
        SlaState.OnTrack => tickets.Where(t => t.SlaKindShown != null && t.SlaOutcome == null && (t.SlaDueAt == null || t.SlaDueAt > now) && (t.SlaAtRiskAt == null || t.SlaAtRiskAt > now)),
        // Nearly all that were ever closed. Said so that SQLite does not go through them once for each status.
        SlaState.Met when byStatus => tickets.Where(t => (t.SlaOutcome ?? SlaOutcome.Cancelled) == SlaOutcome.Met),
        SlaState.Met => tickets.Where(t => t.SlaOutcome == SlaOutcome.Met),
        _ => tickets.Where(t => t.SlaKindShown == null),
    };

    private static IQueryable<Ticket> DueWithin(IQueryable<Ticket> tickets, TicketDue due, DateTimeOffset now)
    {
        var ends = TodoDay.In(due is TicketDue.Week ? 6 : 0, now, TimeZoneInfo.Local).EndsAt;
        var (from, to) = due is TicketDue.Overdue ? (DateTimeOffset.UnixEpoch, now) : (TodoDay.In(-1, now, TimeZoneInfo.Local).EndsAt, ends);
        return tickets.Where(t => t.StatusCategory != StatusCategory.Resolved && t.StatusCategory != StatusCategory.Closed)
            .Where(t => (t.FollowUpAt >= from && t.FollowUpAt < to) || (t.ActionRequiredAt >= from && t.ActionRequiredAt < to));
    }

    /// <summary>From midnight to midnight, in the zone of those who work here.</summary>
    private static IQueryable<Ticket> OnDays(IQueryable<Ticket> tickets, TicketFilter f)
    {
        if (f.Created?.From is { } opened && TodoDay.Of(opened.AddDays(-1), TimeZoneInfo.Local).EndsAt is var opens) tickets = tickets.Where(t => t.CreatedAt >= opens);
        if (f.Created?.To is { } openedLast && TodoDay.Of(openedLast, TimeZoneInfo.Local).EndsAt is var closes) tickets = tickets.Where(t => t.CreatedAt < closes);
        if (f.Activity?.From is { } active && TodoDay.Of(active.AddDays(-1), TimeZoneInfo.Local).EndsAt is var since) tickets = tickets.Where(t => t.LastActivityAt >= since);
        if (f.Activity?.To is { } activeLast && TodoDay.Of(activeLast, TimeZoneInfo.Local).EndsAt is var until) tickets = tickets.Where(t => t.LastActivityAt < until);
        return tickets;
    }

    /// <summary>Each order has its index, which is read in either direction; statuses are read one after the other. Tickets alike in it keep one order, so that no page repeats one of another.</summary>
    public static IQueryable<Ticket> Ordered(IQueryable<Ticket> tickets, TicketFilter f) => (f.Order, f.Ascending) switch
    {
        (TicketOrder.Created, false) => tickets.OrderByDescending(t => t.CreatedAt).ThenByDescending(t => t.Id),
        (TicketOrder.Created, true) => tickets.OrderBy(t => t.CreatedAt).ThenBy(t => t.Id),
        (TicketOrder.Priority, false) => tickets.OrderByDescending(t => t.Priority).ThenByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id),
        (TicketOrder.Priority, true) => tickets.OrderBy(t => t.Priority).ThenBy(t => t.LastActivityAt).ThenBy(t => t.Id),
        (TicketOrder.Number, false) => tickets.OrderByDescending(t => t.Number),
        (TicketOrder.Number, true) => tickets.OrderBy(t => t.Number),
        (TicketOrder.Due, false) => tickets.OrderByDescending(t => t.DueOrder).ThenByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id),
        (TicketOrder.Due, true) => tickets.OrderBy(t => t.DueOrder).ThenBy(t => t.LastActivityAt).ThenBy(t => t.Id),
        (TicketOrder.FollowUp, false) => tickets.OrderByDescending(t => t.FollowUpOrder).ThenByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id),
        (TicketOrder.FollowUp, true) => tickets.OrderBy(t => t.FollowUpOrder).ThenBy(t => t.LastActivityAt).ThenBy(t => t.Id),
        (TicketOrder.Subject, false) => tickets.OrderByDescending(t => t.SubjectOrder).ThenByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id),
        (TicketOrder.Subject, true) => tickets.OrderBy(t => t.SubjectOrder).ThenBy(t => t.LastActivityAt).ThenBy(t => t.Id),
        (TicketOrder.Requester, false) => tickets.OrderByDescending(t => t.RequesterOrder).ThenByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id),
        (TicketOrder.Requester, true) => tickets.OrderBy(t => t.RequesterOrder).ThenBy(t => t.LastActivityAt).ThenBy(t => t.Id),
        (TicketOrder.LastActivity, true) => tickets.OrderBy(t => t.LastActivityAt).ThenBy(t => t.Id),
        _ => tickets.OrderByDescending(t => t.LastActivityAt).ThenByDescending(t => t.Id),
    };
}
