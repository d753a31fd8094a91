using LiveDesk.Domain;
using LiveDesk.Domain.Records;
using LiveDesk.Domain.Tickets;
using LiveDesk.Domain.TimeTracking;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Records;
using LiveDesk.Infrastructure.Tickets;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.TimeTracking;

/// <param name="Billable">Minutes, as <paramref name="Other"/>.</param>
public sealed record TimeTotals(long Billable, long Other)
{
    public long All => Billable + Other;
}

/// <param name="TicketId">Another one's when that was merged into the ticket that is read.</param>
public sealed record TimeRow(Guid Id, Guid TicketId, Guid OriginId, int Revision, Guid PersonId, int Minutes, bool Billable, DateOnly Day, string? Note, string? Activity, string? Reason, Guid? WrittenBy, DateTimeOffset WrittenAt);

/// <param name="Entries">As they count now, the latest day first; removed ones with no minutes.</param>
public sealed record TicketTime(IReadOnlyList<TimeRow> Entries, TimeTotals Totals);

/// <param name="Number">Of its ticket; null: the person no longer sees that.</param>
/// <param name="RunningSince">Null: it is paused.</param>
public sealed record RunningTimer(Guid TicketId, long? Number, Guid? DeskId, string? Subject, DateTimeOffset? RunningSince, TimeSpan Counted)
{
    public TimeSpan At(DateTimeOffset now) => Counted + (RunningSince is { } since && now > since ? now - since : TimeSpan.Zero);
}

/// <param name="To">The last day.</param>
/// <param name="RecordId">Worked on tickets about this contract, machine or place.</param>
public sealed record TimeFilter(DateOnly From, DateOnly To, Guid? DeskId = null, Guid? PersonId = null, Guid? OrganisationId = null, bool? Billable = null, int Page = 1, Guid? RecordId = null);

public sealed record WorkedRow(Guid Id, DateOnly Day, Guid PersonId, long Number, Guid DeskId, string Subject, string? Organisation, int Minutes, bool Billable, string? Activity, string? Note)
{
    internal IReadOnlyList<TicketContract> Contracts { get; init; } = [];
    /// <summary>The contracts that the ticket names.</summary>
    public string? Contract { get; init; }
}

public sealed record TimeReport(IReadOnlyList<WorkedRow> Rows, TimeTotals Totals, int Total, int Page, int Pages);

/// <summary>Written-down time, read through its tickets: who may not see a ticket sees none of its time, in no list, total or file.</summary>
public sealed class TimeQueries(DeskDatabase desk)
{
    public const int PageSize = 50;
    private const int MostOnTicket = 300;
    private const int MostInFile = 200_000;

    /// <exception cref="NotFoundException">No such ticket, or not for this person.</exception>
    public async Task<TicketTime> OfTicketAsync(Actor me, Guid ticketId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (!await db.Tickets.AnyAsync(t => t.Id == ticketId, ct)) throw new NotFoundException("ticket");
        var entries = Entries(db, ticketId).Where(e => e.IsCurrent);
        var rows = await Rows(entries.OrderByDescending(e => e.Day).ThenByDescending(e => e.Id).Take(MostOnTicket)).ToListAsync(ct);
        return new TicketTime(rows, Totals(await entries.GroupBy(e => e.Billable).Select(g => new Sum(g.Key, g.Sum(e => (long)e.Minutes))).ToListAsync(ct)));
    }

    /// <summary>All versions of one entry, the first one first.</summary>
    public async Task<IReadOnlyList<TimeRow>> VersionsAsync(Actor me, Guid ticketId, Guid originId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await Rows(Entries(db, ticketId).Where(e => e.OriginId == originId).OrderBy(e => e.Revision)).ToListAsync(ct);
    }

    /// <summary>This person's timer; null when they have none.</summary>
    public async Task<RunningTimer?> RunningAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        if (await db.Set<WorkTimer>().AsNoTracking().SingleOrDefaultAsync(t => t.PersonId == me.Id, ct) is not { } timer) return null;
        var ticket = await db.Tickets.Where(t => t.Id == timer.TicketId).Select(t => new { t.Number, t.DeskId, t.Subject }).SingleOrDefaultAsync(ct);
        return new RunningTimer(timer.TicketId, ticket?.Number, ticket?.DeskId, ticket?.Subject, timer.RunningSince, timer.Counted);
    }

    /// <summary>On all tickets of an organisation and of its people.</summary>
    public async Task<TimeTotals> OfOrganisationAsync(Actor me, Guid organisationId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return Totals(await Sums(All(Of(db, organisationId))).ToListAsync(ct));
    }

    /// <summary>On all tickets about a record; of a place about what stands there, too.</summary>
    public async Task<TimeTotals> OfRecordAsync(Actor me, Guid recordId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return Totals(await Sums(All(RecordQueries.TicketsAbout(db, db.Tickets, recordId))).ToListAsync(ct));
    }

    /// <summary>The latest day first.</summary>
    public async Task<TimeReport> ReportAsync(Actor me, TimeFilter filter, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var found = Matching(db, filter);
        var total = await found.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        var page = Math.Clamp(filter.Page, 1, pages);
        var rows = await Shown(db, found).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var ids = rows.SelectMany(r => r.Contracts).Select(c => c.Id).Distinct().ToList();
        var names = ids.Count == 0 ? [] : await NamesAsync(db.Records.Where(r => ids.Contains(r.Id)), ct);
        return new TimeReport([.. rows.Select(r => Named(r, names))], Totals(await Sums(found).ToListAsync(ct)), total, page, pages);
    }

    /// <summary>The same rows for a file, all pages, as they are read.</summary>
    public async IAsyncEnumerable<WorkedRow> RowsAsync(Actor me, TimeFilter filter, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var names = await NamesAsync(db.Records.Where(r => db.RecordTypes.Any(t => t.Id == r.TypeId && t.Key == RecordType.Contract)), ct);
        await foreach (var row in Shown(db, Matching(db, filter)).Take(MostInFile).AsAsyncEnumerable().WithCancellation(ct)) yield return Named(row, names);
    }

    /// <summary>Of a ticket, and of those that were merged into it, over however many steps.</summary>
    private static IQueryable<TimeEntry> Entries(DeskDb db, Guid ticketId)
    {
        var held = MergedTickets.Links(db).Where(l => l.TicketId == ticketId).Select(l => l.OtherId);
        return db.Tickets.AsNoTracking().Where(t => t.Id == ticketId || held.Contains(t.Id)).SelectMany(t => t.TimeEntries);
    }

    private static Task<Dictionary<Guid, string>> NamesAsync(IQueryable<RelatedRecord> contracts, CancellationToken ct) =>
        contracts.Select(r => new { r.Id, r.Name, r.Number }).ToDictionaryAsync(r => r.Id, r => r.Number is null ? r.Name : $"{r.Name} ({r.Number})", ct);

    private static WorkedRow Named(WorkedRow row, Dictionary<Guid, string> contracts) =>
        row.Contracts.Count == 0 ? row : row with { Contract = string.Join(", ", row.Contracts.Select(c => contracts.GetValueOrDefault(c.Id)).OfType<string>()) };

    private static IQueryable<TimeRow> Rows(IQueryable<TimeEntry> entries) =>
        entries.Select(e => new TimeRow(e.Id, e.TicketId, e.OriginId, e.Revision, e.PersonId, e.Minutes, e.Billable, e.Day, e.Note, e.Activity, e.Reason, e.WrittenBy, e.WrittenAt));

    /// <summary>What counts: not what was superseded or removed, and nothing on tickets in the trash.</summary>
    private static IQueryable<Worked> All(IQueryable<Ticket> tickets) =>
        tickets.AsNoTracking().Where(t => t.Aside == null).SelectMany(t => t.TimeEntries, (t, e) => new Worked { Ticket = t, Entry = e }).Where(w => w.Entry.IsCurrent && w.Entry.Minutes > 0);

    private static IQueryable<Ticket> Of(DeskDb db, Guid organisationId) =>
        db.Tickets.Where(t => t.OrganisationId == organisationId || db.Contacts.Any(c => c.Id == t.ContactId && c.OrganisationId == organisationId));

    private static IQueryable<Worked> Matching(DeskDb db, TimeFilter f)
    {
        var tickets = f.OrganisationId is { } organisation ? Of(db, organisation) : db.Tickets;
        if (f.RecordId is { } record) tickets = RecordQueries.TicketsAbout(db, tickets, record);
        var found = All(tickets).Where(w => w.Entry.Day >= f.From && w.Entry.Day <= f.To);
        if (f.DeskId is { } deskId) found = found.Where(w => w.Ticket.DeskId == deskId);
        if (f.PersonId is { } person) found = found.Where(w => w.Entry.PersonId == person);
        return f.Billable is { } billable ? found.Where(w => w.Entry.Billable == billable) : found;
    }

    private static IQueryable<WorkedRow> Shown(DeskDb db, IQueryable<Worked> found) => found.OrderByDescending(w => w.Entry.Day).ThenByDescending(w => w.Entry.Id).Select(w => new WorkedRow(
        w.Entry.Id, w.Entry.Day, w.Entry.PersonId, w.Ticket.Number, w.Ticket.DeskId, w.Ticket.Subject,
        db.Organisations.Where(o => o.Id == w.Ticket.OrganisationId || (w.Ticket.OrganisationId == null && db.Contacts.Any(c => c.Id == w.Ticket.ContactId && c.OrganisationId == o.Id))).Select(o => o.Name).FirstOrDefault(),
        w.Entry.Minutes, w.Entry.Billable, w.Entry.Activity, w.Entry.Note) { Contracts = w.Ticket.Contracts });

    private static IQueryable<Sum> Sums(IQueryable<Worked> found) => found.GroupBy(w => w.Entry.Billable).Select(g => new Sum(g.Key, g.Sum(w => (long)w.Entry.Minutes)));

    private static TimeTotals Totals(List<Sum> sums) => new(sums.Where(s => s.Billable).Sum(s => s.Minutes), sums.Where(s => !s.Billable).Sum(s => s.Minutes));

    private sealed record Sum(bool Billable, long Minutes);

    private sealed class Worked
    {
        public required Ticket Ticket { get; init; }
        public required TimeEntry Entry { get; init; }
    }
}
