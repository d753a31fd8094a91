using LiveDesk.Domain;
using LiveDesk.Domain.Desks;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Sla;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Live;
using LiveDesk.Infrastructure.Tickets;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>Finds out who has to know of what happened. On the ticket as it stands now: what was merged away, put aside or hidden meanwhile is told to nobody.</summary>
public sealed class Notifier(DeskDatabase desk, DeskCatalogue catalogue, Audiences audiences, Notifying notifying) : IWorkHandler
{
    /// <summary>Tells whoever the hold's day was for.</summary>
    public const string HoldEnded = "HoldEnded";
    /// <summary>A to-do of theirs is late.</summary>
    public const string TodoLate = "TodoLate";
    /// <summary>The day by which a supplier was to answer has passed.</summary>
    public const string SupplierLate = "SupplierLate";
    /// <summary>A colleague wrote a note, not a reply.</summary>
    public const string LeftNote = "Note";
    /// <summary>It is told to them as one of a department.</summary>
    public const string ToDepartment = "Department";

    public string Kind => NotifyWork.WorkKind;

    public Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct) => OnceMore.WhenTwiceAsync(async () =>
    {
        var happened = Json.Read<Happened>(payload);
        await using var db = desk.OpenForSystem();
        if (happened.Fact() is ReviewWasAsked asked) await TellReviewerAsync(db, happened, asked, ct);
        else if (await AboutAsync(db, happened.Fact(), ct) is { } ticket) await TellAsync(db, happened, ticket, ct);
        return null;
    });

    /// <summary>What somebody wanted done on a ticket is told of the one that it was merged into, as long as that is open.</summary>
    private static async Task<Ticket?> AboutAsync(DeskDb db, Fact fact, CancellationToken ct)
    {
        if (fact is not (TicketDateFellDue or TodoIsLate)) return await TicketAsync(db, fact.Subject.Id, ct);
        return await TicketAsync(db, await MergedTickets.EndOfAsync(db, fact.Subject.Id, ct), ct) is { IsOpen: true } open ? open : null;
    }

    /// <summary>With those who have it; null when it is nobody's matter any more.</summary>
    internal static Task<Ticket?> TicketAsync(DeskDb db, Guid id, CancellationToken ct) =>
        db.Tickets.AsNoTracking().Include(t => t.ExtraDepartments).Include(t => t.Assignees).Include(t => t.Followers).AsSplitQuery().SingleOrDefaultAsync(t => t.Id == id && t.Merged == null && t.Aside == null, ct);

    internal static FactSubject PlaceOf(Ticket ticket) => new(SubjectKind.Ticket, ticket.Id, ticket.DeskId, ticket.Place.Departments);

    private async Task TellReviewerAsync(DeskDb db, Happened happened, ReviewWasAsked asked, CancellationToken ct)
    {
        var news = new News(happened.EventId, NotificationKind.ReviewAsked, asked.SubjectKind, asked.SubjectId, happened.By.Name, happened.At);
        var place = asked.SubjectKind is not SubjectKind.Ticket ? asked.Subject : await TicketAsync(db, asked.SubjectId, ct) is { } ticket ? PlaceOf(ticket) : (FactSubject?)null;
        if (place is { } stands) await notifying.TellAsync(db, [new Telling(news, stands, [asked.ReviewerId])], ct);
    }

    private async Task TellAsync(DeskDb db, Happened happened, Ticket ticket, CancellationToken ct)
    {
        var by = happened.By.Kind is ActorKind.System ? null : happened.By.Name;
        News Of(NotificationKind kind, string? text = null) => new(happened.EventId, kind, SubjectKind.Ticket, ticket.Id, by, happened.At, TextKey: text);
        IReadOnlyList<(News News, IReadOnlyList<Guid> People)> told = happened.Fact() switch
        {
            TicketWasAssigned { To: { } to } => [(Of(NotificationKind.Assigned), [to])],
            AssigneeWasAdded added => [(Of(NotificationKind.Assigned), [added.PersonId])],
            CustomerWrote wrote => [(Of(NotificationKind.CustomerReplied) with { EntryId = wrote.EntryId }, await Audiences.WhoHasOrFollowsAsync(db, ticket, ct))],
            NoteWasLeft note => OfNote(Of(NotificationKind.Mentioned) with { EntryId = note.EntryId }, Of(NotificationKind.ColleagueWrote, LeftNote) with { EntryId = note.EntryId }, note.MayMention ? await MentionedAsync(db, ticket, note.EntryId, ct) : [], ticket),
            CustomerWasAnswered answer => [(Of(NotificationKind.ColleagueWrote) with { EntryId = answer.EntryId }, Audiences.WhoFollows(ticket))],
            PublicNoteWasLeft note => [(Of(NotificationKind.ColleagueWrote, LeftNote) with { EntryId = note.EntryId }, Audiences.WhoFollows(ticket))],
            TicketWasMoved moved => [(Of(NotificationKind.StatusChanged, EndOf((await catalogue.DeskAsync(ticket.DeskId, ct)).Status(moved.To))), Audiences.WhoFollows(ticket))],
            TicketWasEscalated { ToPerson: { } person } => [(Of(NotificationKind.Escalated), [person])],
            TicketWasEscalated { ToDepartment: { } department } => [(Of(NotificationKind.Escalated, ToDepartment), await audiences.OfDepartmentsAsync(ticket.DeskId, [department], ct))],
            TicketWasResumed => [(Of(NotificationKind.Reminder, HoldEnded), await Audiences.WhoHasOrFollowsAsync(db, ticket, ct))],
            TicketDateFellDue date => [(OfReminder(ticket, date, date.Which.ToString(), date.DueAt, happened), WhoHasOr(ticket, date.SetBy))],
            // Their colleagues have it now.
            ReplyWasHeldBack { Why: HeldBackWhy.AuthorGone } gone => [(Of(NotificationKind.ReplyHeldBack, gone.Why.ToString()), await Audiences.WhoHasOrFollowsAsync(db, ticket, ct))],
            ReplyWasHeldBack held => [(Of(NotificationKind.ReplyHeldBack, held.Why.ToString()), [held.AuthorId])],
            SupplierIsLate late => [(OfReminder(ticket, late, SupplierLate, late.DueAt, happened), WhoHasOr(ticket, late.SetBy))],
            TodoIsLate late => [(OfReminder(ticket, late, TodoLate, late.LateAt, happened, late.TodoId), [late.AssigneeId])],
            TargetIsAtRisk risk => [(OfTarget(NotificationKind.TargetAtRisk, risk, risk.Kind, risk.DueAt, happened), await WhoHasOrLeadsAsync(ticket, ct))],
            TargetWasBreached breach => [(OfTarget(NotificationKind.TargetBreached, breach, breach.Kind, breach.DueAt, happened), [.. Audiences.WhoHas(ticket), .. await audiences.LeadersAsync(ticket.DeskId, ct)])],
            _ => [],
        };
        if (happened.Fact() is CustomerWrote or TicketWasOpened or TicketWasAssigned { To: null } && Audiences.WhoHas(ticket).Count == 0) await WatchAsync(db, ticket, happened, ct);
        // Nobody is told of what they did themselves.
        await notifying.TellAsync(db, [.. told.Select(t => new Telling(t.News, PlaceOf(ticket), [.. t.People.Where(p => p != happened.By.Id)], ticket.ChatSessionId))], ct);
    }

    /// <summary>Whoever is named is told that, and nothing else of the same note.</summary>
    private static IReadOnlyList<(News, IReadOnlyList<Guid>)> OfNote(News named, News left, IReadOnlyList<Guid> mentioned, Ticket ticket) =>
        [(named, mentioned), (left, [.. Audiences.WhoFollows(ticket).Except(mentioned)])];

    /// <summary>Resolved or closed; null: it goes on.</summary>
    private static string? EndOf(Status status) => status.IsOpen ? null : status.Category.ToString();

    /// <summary>The same target, missed at the same time, is the same event: it is told once, however often it is recorded.</summary>
    private static News OfTarget(NotificationKind kind, TicketFact fact, SlaKind target, DateTimeOffset dueAt, Happened happened) =>
        new(EventIds.Of(fact.TicketId, kind, target, dueAt), kind, SubjectKind.Ticket, fact.TicketId, null, happened.At, TextKey: target.ToString(), DueAt: dueAt);

    /// <summary>A date is told once, however often the telling is tried; set anew, it is another one.</summary>
    private static News OfReminder(Ticket ticket, TicketFact fact, string text, DateTimeOffset dueAt, Happened happened, Guid? about = null) =>
        new(EventIds.Of(about ?? fact.TicketId, text, dueAt), NotificationKind.Reminder, SubjectKind.Ticket, ticket.Id, null, happened.At, TextKey: text, DueAt: dueAt);

    private static IReadOnlyList<Guid> WhoHasOr(Ticket ticket, Guid? person) => Audiences.WhoHas(ticket) is { Count: > 0 } own ? own : person is { } id ? [id] : [];

    private async Task<IReadOnlyList<Guid>> WhoHasOrLeadsAsync(Ticket ticket, CancellationToken ct) =>
        Audiences.WhoHas(ticket) is { Count: > 0 } own ? own : await audiences.LeadersAsync(ticket.DeskId, ct);

    private async Task<IReadOnlyList<Guid>> MentionedAsync(DeskDb db, Ticket ticket, Guid entryId, CancellationToken ct)
    {
        var note = await db.Tickets.AsNoTracking().Where(t => t.Id == ticket.Id).SelectMany(t => t.Entries).Where(e => e.Id == entryId).Select(e => new { e.Body, e.Authors }).SingleAsync(ct);
        var named = Mentions.In(note.Body, await audiences.NameableAsync(await catalogue.DeskAsync(ticket.DeskId, ct), ct));
        return [.. named.SelectMany(n => n.People).Where(id => note.Authors.All(a => a.Id != id))];
    }

    /// <summary>One for each ticket: a further message does not make the wait begin anew.</summary>
    private static async Task WatchAsync(DeskDb db, Ticket ticket, Happened happened, CancellationToken ct)
    {
        var watch = NobodyTook.Watch(ticket.Id, happened.At);
        if (!await db.Work.AnyAsync(w => w.Key == watch.Key, ct)) db.Work.Add(watch);
    }
}

/// <summary>An id made of what the event is: whoever tells it again makes the same one.</summary>
internal static class EventIds
{
    public static Guid Of(Guid subject, params object[] parts)
    {
        var said = string.Join('|', parts.Select(p => p is DateTimeOffset at ? at.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture) : p.ToString()));
        var hash = System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{subject:N}|{said}")).AsSpan(0, 16);
        return new Guid(hash, bigEndian: true);
    }
}

internal static class OnceMore
{
    private const int Attempts = 4;

    /// <summary>Another node told the same at the same moment: look again, and find that it is told.</summary>
    public static async Task<DateTimeOffset?> WhenTwiceAsync(Func<Task<DateTimeOffset?>> tell)
    {
        for (var attempt = 1; ; attempt++)
        {
            try { return await tell(); }
            catch (DbUpdateException e) when (attempt < Attempts && e.IsDuplicate()) { /* see above */ }
        }
    }
}
