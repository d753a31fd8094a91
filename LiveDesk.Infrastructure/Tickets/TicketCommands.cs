using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Tickets;

/// <summary>
/// Everything that can be done to a ticket. Each verb opens the database for the person, so that a ticket they may not see is not
/// found, calls the ticket, and commits. Screens, API, chat and timers all come through here.
/// </summary>
public sealed partial class TicketCommands(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock)
{
    private const int Attempts = 8;

    /// <param name="records">The contracts, machines or properties that it is about.</param>
    /// <returns>The ticket's id and number. The same <see cref="NewTicket.SenderMadeId"/> again is the same ticket.</returns>
    public Task<(Guid Id, long Number)> OpenAsync(Actor me, Guid deskId, NewTicket what, NewEntry? firstEntry = null, IReadOnlyList<Guid>? records = null, CancellationToken ct = default) =>
        Attempt.SeveralTimesAsync(() => OpenOnceAsync(me, deskId, what, firstEntry, records, ct));

    private async Task<(Guid Id, long Number)> OpenOnceAsync(Actor me, Guid deskId, NewTicket what, NewEntry? firstEntry, IReadOnlyList<Guid>? records, CancellationToken ct)
    {
        var rules = await catalogue.DeskAsync(deskId, ct);
        DemandDesk(me, rules, what.DepartmentId);
        // Two who log somebody new at the same moment, or the same form twice: the later one finds what the other made.
        return await Attempt.SeveralTimesAsync(() => OpenInAsync(me, rules, what, firstEntry, records ?? [], ct));
    }

    private async Task<(Guid Id, long Number)> OpenInAsync(Actor me, Desk rules, NewTicket what, NewEntry? firstEntry, IReadOnlyList<Guid> records, CancellationToken ct)
    {
        await using var db = desk.OpenFor(me);
        if (what.SenderMadeId is { Length: > 0 } made && await ExistingAsync(rules.Id, made, ct) is { } before) return before;
        var now = clock.GetUtcNow();
        if (me.Kind is ActorKind.Agent) what = await WithCustomerAsync(db, me, what, now, ct);
        var owner = me.Kind is ActorKind.Agent && what.OwnerId is { } id ? await WorkingAsync(id, "assignee", ct) : null;
        var ticket = Ticket.Open(what, rules, me, now);
        if (owner is not null) DemandSees(owner, ticket, "assignee");
        ticket.ApplyTemplatesOfCategory(Actor.System, rules, clock.LocalTimeZone, now);
        if (firstEntry is not null) await HangAsync(db, ticket, ticket.LeaveNote(me, firstEntry, rules, now), firstEntry, me, ct);
        foreach (var recordId in records.Distinct())
        {
            var (record, type) = await RecordAsync(db, recordId, ct);
            ticket.LinkRecord(me, record, type, rules, now);
        }
        if (me.Kind is not ActorKind.Agent) await SpamSenders.SortOutAsync(db, ticket, rules, now, ct);
        db.Tickets.Add(ticket);
        await db.CommitAsync(ct);
        return (ticket.Id, ticket.Number);
    }

    /// <returns>The entry's id. The same sender-made id again is the same entry.</returns>
    public Task<Guid> AnswerAsync(Actor me, Guid ticketId, NewEntry what, CancellationToken ct = default) =>
        WriteAsync(me, ticketId, what, (ticket, rules, now) => ticket.Answer(me, what, rules, now), ct);

    public Task<Guid> LeaveNoteAsync(Actor me, Guid ticketId, NewEntry what, CancellationToken ct = default) =>
        WriteAsync(me, ticketId, what, (ticket, rules, now) => ticket.LeaveNote(me, what, rules, now), ct);

    public Task<Guid> LeavePublicNoteAsync(Actor me, Guid ticketId, NewEntry what, CancellationToken ct = default) =>
        WriteAsync(me, ticketId, what, (ticket, rules, now) => ticket.LeavePublicNote(me, what, rules, now), ct);

    /// <summary>Spam, or opened by mistake: in no list, board or count, until somebody brings it back. Called spam, what its sender writes next is too.</summary>
    public Task PutAsideAsync(Actor me, Guid ticketId, bool isSpam, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.PutAside(me, isSpam, rules, now), ct, load: isSpam ? (db, ticket, c) => SpamSenders.LearnAsync(db, me, ticket, clock.GetUtcNow(), c) : null);

    public Task BringBackAsync(Actor me, Guid ticketId, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.BringBack(me, rules, now), ct, load: (db, ticket, c) => SpamSenders.ForgetAsync(db, me, ticket, clock.GetUtcNow(), c));

    /// <param name="notify">Whether that person is told of it.</param>
    public async Task AssignAsync(Actor me, Guid ticketId, Guid? personId, Seen<Guid?>? seen = null, bool notify = true, CancellationToken ct = default)
    {
        var person = personId is { } id ? await WorkingAsync(id, "assignee", ct) : null;
        await DecideAsync(me, ticketId, seen, t => t.OwnerId, (ticket, rules, now, before) =>
        {
            if (person is not null) DemandSees(person, ticket, "assignee");
            ticket.Assign(me, personId, rules, now, before, notify);
        }, ct, HandsAsync);
    }

    /// <summary>Whoever held it and cannot see the new department no longer holds it: nobody owns what does not exist for them.</summary>
    public async Task MoveToDepartmentAsync(Actor me, Guid ticketId, Guid departmentId, Seen<Guid>? seen = null, CancellationToken ct = default)
    {
        var people = await catalogue.ActorsAsync(ct);
        await DecideAsync(me, ticketId, seen, t => t.DepartmentId, (ticket, rules, now, before) =>
        {
            ticket.MoveToDepartment(me, departmentId, rules, now, before);
            ticket.LeaveToThoseWhoSee(me, Sees(people, ticket), rules, now);
        }, ct, HandsAsync);
    }

    public Task PrioritiseAsync(Actor me, Guid ticketId, Priority priority, string? reason = null, Seen<Priority>? seen = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, seen, t => t.Priority, (ticket, rules, now, before) => ticket.Prioritise(me, priority, reason, rules, now, before), ct);

    /// <summary>Undoes a change of it.</summary>
    /// <param name="set">What the change made of it.</param>
    /// <exception cref="ChangedMeanwhile">Somebody prioritised it since.</exception>
    public Task TakeBackPriorityAsync(Actor me, Guid ticketId, Priority set, BulkBefore before, CancellationToken ct = default) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => ticket.TakeBackPriority(me, set, before, rules, now), ct);

    public Task CategoriseAsync(Actor me, Guid ticketId, Guid? categoryId, Seen<Guid?>? seen = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, seen, t => t.CategoryId, (ticket, rules, now, before) => ticket.Categorise(me, categoryId, rules, now, before), ct);

    public Task ChooseTypeAsync(Actor me, Guid ticketId, Guid? typeId, Seen<Guid?>? seen = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, seen, t => t.TypeId, (ticket, rules, now, before) => ticket.ChooseType(me, typeId, rules, now, before), ct);

    public Task RenameAsync(Actor me, Guid ticketId, string subject, Seen<string>? seen = null, CancellationToken ct = default) =>
        DecideAsync(me, ticketId, seen, t => t.Subject, (ticket, _, now, before) => ticket.Rename(me, subject, now, before), ct);

    /// <summary>One decision. When somebody decided at the same moment, it is taken again on what the ticket is now: different fields both win.</summary>
    /// <param name="load">What of the ticket this verb needs besides.</param>
    /// <param name="also">What follows from it elsewhere, in the same save.</param>
    private async Task ChangeAsync(Actor me, Guid ticketId, Action<Ticket, Desk, DateTimeOffset> verb, CancellationToken ct, Action<Ticket>? lookAgain = null, bool withTodos = false, Func<DeskDb, Ticket, CancellationToken, Task>? load = null, Func<DeskDb, Ticket, DateTimeOffset, Task>? also = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = desk.OpenFor(me);
            var ticket = await (withTodos ? WithTodosAsync(db, ticketId, ct) : FindAsync(db, ticketId, ct));
            if (load is not null) await load(db, ticket, ct);
            try
            {
                var now = clock.GetUtcNow();
                verb(ticket, await catalogue.DeskAsync(ticket.DeskId, ct), now);
                if (also is not null) await also(db, ticket, now);
                await db.CommitAsync(ct);
                return;
            }
            catch (DbUpdateException e) when (attempt < Attempts && e.IsCollision()) { /* a decision at the same moment: take it again on what is there now */ }
            catch (ChangedMeanwhile changed)
            {
                if (await LastChangeAsync(db, ticketId, changed, ct) is not { } last) throw;
                if (me.Id is null || last.ActorId != me.Id || lookAgain is null || attempt >= Attempts) throw changed.Told(last.ActorName, last.At);
                // Their own hand, faster than their screen: nobody else's decision is overwritten.
                lookAgain(ticket);
            }
        }
    }

    /// <summary>
    /// The same for a decision on one field. What the person saw, or else what was there when this was asked, holds over every attempt:
    /// whoever decides on the same field at the same moment is never overwritten in silence, whoever they are: agent, rule or assistant.
    /// </summary>
    private Task DecideAsync<T>(Actor me, Guid ticketId, Seen<T>? seen, Func<Ticket, T> field, Action<Ticket, Desk, DateTimeOffset, Seen<T>> verb, CancellationToken ct, Func<DeskDb, Ticket, CancellationToken, Task>? load = null, Func<DeskDb, Ticket, DateTimeOffset, Task>? also = null) =>
        ChangeAsync(me, ticketId, (ticket, rules, now) => verb(ticket, rules, now, seen ??= new Seen<T>(field(ticket))), ct, lookAgain: ticket => seen = new Seen<T>(field(ticket)), load: load, also: also);

    /// <summary>After a decision at the same moment, or the same entry twice, it looks again.</summary>
    private Task<Guid> WriteAsync(Actor me, Guid ticketId, NewEntry what, Func<Ticket, Desk, DateTimeOffset, Entry> verb, CancellationToken ct, Func<DeskDb, Ticket, CancellationToken, Task>? load = null) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenFor(me);
        try { return await WriteInAsync(db, me, ticketId, what, verb, _ => Task.CompletedTask, ct, load); }
        catch (NotFoundException) when (what.SenderMadeId is not null)
        {
            if (await ArrivedBeforeAsync(me, ticketId, what.SenderMadeId, ct) is { } before) return before;
            throw;
        }
    });

    /// <summary>Adds an entry, and whatever <paramref name="also"/> does, in one commit. An entry that is there already is returned as it is.</summary>
    internal async Task<Guid> WriteInAsync(DeskDb db, Actor me, Guid ticketId, NewEntry what, Func<Ticket, Desk, DateTimeOffset, Entry> verb, Func<DateTimeOffset, Task> also, CancellationToken ct, Func<DeskDb, Ticket, CancellationToken, Task>? load = null)
    {
        var ticket = await FindAsync(db, ticketId, ct);
        if (load is not null) await load(db, ticket, ct);
        if (what.SenderMadeId is { Length: > 0 } made && await EntryMadeByAsync(db, ticketId, made, ct) is { } before) return before;
        var now = clock.GetUtcNow();
        var entry = verb(ticket, await catalogue.DeskAsync(ticket.DeskId, ct), now);
        await HangAsync(db, ticket, entry, what, me, ct);
        await also(now);
        await db.CommitAsync(ct);
        return entry.Id;
    }

    internal static async Task<Ticket> FindAsync(DeskDb db, Guid ticketId, CancellationToken ct) =>
        await db.Tickets.Include(t => t.ExtraDepartments).SingleOrDefaultAsync(t => t.Id == ticketId, ct) ?? throw new NotFoundException("ticket");

    /// <summary>Files that its writers uploaded before and that hang nowhere yet now hang on the entry.</summary>
    internal static async Task HangAsync(DeskDb db, Ticket ticket, Entry entry, NewEntry what, Actor me, CancellationToken ct)
    {
        if (what.Attachments is not { Count: > 0 } ids) return;
        List<Guid?> hands = [me.Id, .. (what.CoAuthors ?? []).Select(author => author.Id)];
        var files = await db.Attachments.Where(a => ids.Contains(a.Id) && hands.Contains(a.UploadedBy) && a.DeskId == ticket.DeskId).ToListAsync(ct);
        if (files.Count < ids.Distinct().Count() || files.Exists(f => f.IsAttached)) throw new RuleViolation("One of the files is no longer there. Remove it and attach it again.", "attachments");
        foreach (var file in files) file.HangOnEntry(ticket.Id, entry.Id);
    }

    internal static async Task<Guid?> EntryMadeByAsync(DeskDb db, Guid ticketId, string made, CancellationToken ct) =>
        await db.Tickets.Where(t => t.Id == ticketId).SelectMany(t => t.Entries).Where(e => e.SenderMadeId == made).Select(e => (Guid?)e.Id).SingleOrDefaultAsync(ct);

    /// <summary>Also when a colleague moved it out of its opener's sight meanwhile: it is there, and is not opened again.</summary>
    private async Task<(Guid, long)?> ExistingAsync(Guid deskId, string made, CancellationToken ct)
    {
        await using var all = desk.OpenForSystem();
        return await all.Tickets.Where(t => t.DeskId == deskId && t.SenderMadeId == made).Select(t => new { t.Id, t.Number }).SingleOrDefaultAsync(ct) is { } found ? (found.Id, found.Number) : null;
    }

    private static void DemandDesk(Actor me, Desk rules, Guid? departmentId)
    {
        var departments = departmentId is { } d ? [d] : rules.Departments.Select(x => x.Id).ToList();
        if (me.Kind is ActorKind.Agent && !me.Sight.Covers(rules.Id, departments)) throw new NotFoundException("desk");
    }
}
