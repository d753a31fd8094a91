using LiveDesk.Domain;
using LiveDesk.Domain.Notifications;
using LiveDesk.Domain.Tickets;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Knowledge;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Notifications;

/// <summary>Events of one kind on one ticket or article that nobody has read between: one line.</summary>
/// <param name="Id">Of the last one.</param>
/// <param name="Number">The ticket's, as its desk shows it; null for an article.</param>
/// <param name="Title">As it is now: the ticket's subject, the article's title.</param>
/// <param name="Quote">The first words of what was written.</param>
public sealed record NotificationLine(Guid Id, NotificationKind Kind, SubjectKind SubjectKind, Guid SubjectId, (long Number, string Shown)? Number, string Title, string? By, string? TextKey, DateTimeOffset? DueAt, DateTimeOffset At, bool IsRead, int Count, Guid? EntryId, string? Quote)
{
    public string Address => Number is not { } ticket ? $"/knowledge/{SubjectId}" : EntryId is { } entry ? $"/tickets/{ticket.Number}#entry-{entry}" : $"/tickets/{ticket.Number}";
}

public sealed record NotificationPage(IReadOnlyList<NotificationLine> Lines, int Unread, int Total, int Page, int Pages);

/// <summary>What came while somebody was away.</summary>
/// <param name="Subjects">On how many tickets and articles.</param>
public sealed record Digest(int Count, int Subjects, IReadOnlyList<(NotificationKind Kind, int Count)> Kinds);

/// <summary>Each notification is read through its ticket or article, with the sight of this moment: what is hidden from a person has no line, no title and no count.</summary>
public sealed class NotificationQueries(DeskDatabase desk, DeskCatalogue catalogue)
{
    public const int PageSize = 25;
    private const int QuoteLength = 140;

    /// <summary>How many lines wait to be read.</summary>
    public async Task<int> UnreadAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await UnreadAsync(db, me, ct);
    }

    /// <summary>Those that wait to be read first, then the latest.</summary>
    public async Task<NotificationPage> PageAsync(Actor me, int page = 1, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var lines = Visible(db, me).GroupBy(n => new { n.Kind, n.SubjectId, n.ReadAt }).Select(g => new { g.Key.Kind, g.Key.SubjectId, g.Key.ReadAt, Count = g.Count(), Last = g.Max(n => n.At) });
        var total = await lines.CountAsync(ct);
        var pages = Math.Max(1, (total + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var shown = await lines.OrderBy(g => g.ReadAt != null).ThenByDescending(g => g.Last).ThenBy(g => g.SubjectId).ThenBy(g => g.Kind).Skip((page - 1) * PageSize).Take(PageSize).ToListAsync(ct);
        var (subjects, lasts) = (shown.Select(g => g.SubjectId).Distinct().ToList(), shown.Select(g => g.Last).Distinct().ToList());
        var rows = await Visible(db, me).Where(n => subjects.Contains(n.SubjectId) && lasts.Contains(n.At)).OrderBy(n => n.Id).ToListAsync(ct);
        var last = shown.ConvertAll(g => (Row: rows.Last(n => n.Kind == g.Kind && n.SubjectId == g.SubjectId && n.ReadAt == g.ReadAt && n.At == g.Last), g.Count));
        return new NotificationPage(await LinesAsync(db, last, ct), await UnreadAsync(db, me, ct), total, page, pages);
    }

    /// <summary>For toasts: those of these that are this person's, may be seen, and were not read meanwhile.</summary>
    public async Task<IReadOnlyList<NotificationLine>> NewAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var rows = await OfPerson(db, me).Where(n => ids.Contains(n.Id) && n.AsToast && (n.ReadAt == null || !n.InBell)).OrderBy(n => n.Id).ToListAsync(ct);
        return await LinesAsync(db, rows.ConvertAll(n => (n, 1)), ct);
    }

    /// <summary>What came after <paramref name="since"/> and still waits to be read.</summary>
    public async Task<Digest> DigestAsync(Actor me, DateTimeOffset since, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var kinds = await Visible(db, me).Where(n => n.ReadAt == null && n.At > since).GroupBy(n => new { n.Kind, n.SubjectId }).Select(g => new { g.Key.Kind, g.Key.SubjectId, Count = g.Count() }).ToListAsync(ct);
        return new Digest(kinds.Sum(k => k.Count), kinds.Select(k => k.SubjectId).Distinct().Count(), [.. kinds.GroupBy(k => k.Kind).OrderBy(g => g.Key).Select(g => (g.Key, g.Sum(k => k.Count)))]);
    }

    public async Task<NotificationSettings> SettingsAsync(Actor me, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.NotificationSettings.AsNoTracking().SingleOrDefaultAsync(s => s.PersonId == me.Id, ct) ?? new NotificationSettings(me.Id ?? Guid.Empty);
    }

    /// <summary>Listed at the bell.</summary>
    internal static IQueryable<Notification> Visible(DeskDb db, Actor me) => OfPerson(db, me).Where(n => n.InBell);

    private static IQueryable<Notification> OfPerson(DeskDb db, Actor me) => db.Notifications.AsNoTracking().Where(n => n.PersonId == me.Id
        && (n.SubjectKind == SubjectKind.Ticket ? db.Tickets.Any(t => t.Id == n.SubjectId && t.Aside == null) : db.Articles.Any(a => a.Id == n.SubjectId)));

    private static Task<int> UnreadAsync(DeskDb db, Actor me, CancellationToken ct) =>
        Visible(db, me).Where(n => n.ReadAt == null).Select(n => new { n.Kind, n.SubjectId }).Distinct().CountAsync(ct);

    private async Task<IReadOnlyList<NotificationLine>> LinesAsync(DeskDb db, List<(Notification Row, int Count)> shown, CancellationToken ct)
    {
        var ids = shown.Select(s => s.Row.SubjectId).Distinct().ToList();
        var entryIds = shown.Where(s => s.Row.EntryId is not null).Select(s => s.Row.EntryId!.Value).ToList();
        var tickets = await db.Tickets.Where(t => EF.Parameter(ids).Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Subject, t.DeskId }).ToDictionaryAsync(t => t.Id, ct);
        var articles = shown.Exists(s => s.Row.SubjectKind is SubjectKind.Article) ? await db.Articles.Where(a => EF.Parameter(ids).Contains(a.Id)).ToDictionaryAsync(a => a.Id, a => a.Title, ct) : [];
        var entries = entryIds.Count == 0 ? [] : await db.Tickets.Where(t => EF.Parameter(ids).Contains(t.Id)).SelectMany(t => t.Entries).Where(e => EF.Parameter(entryIds).Contains(e.Id)).Select(e => new { e.Id, e.Body }).ToDictionaryAsync(e => e.Id, e => e.Body, ct);
        var lines = new List<NotificationLine>();
        foreach (var (n, count) in shown)
        {
            var ticket = tickets.GetValueOrDefault(n.SubjectId);
            (long, string)? number = ticket is null ? null : (ticket.Number, TicketNumber.Show(ticket.Number, (await catalogue.DeskAsync(ticket.DeskId, ct)).Settings.NumberForm));
            var quote = n.EntryId is { } entry && entries.TryGetValue(entry, out var body) ? Text.Shortened(MarkdownText.ToPlain(body), QuoteLength) : null;
            lines.Add(new NotificationLine(n.Id, n.Kind, n.SubjectKind, n.SubjectId, number, ticket?.Subject ?? articles.GetValueOrDefault(n.SubjectId) ?? "", n.By, n.TextKey, n.DueAt, n.At, n.ReadAt is not null, count, n.EntryId, quote));
        }
        return lines;
    }
}
