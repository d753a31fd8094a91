using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Knowledge;
using LiveDesk.Infrastructure.Live;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>What agents see of the chats, through their sight.</summary>
public sealed class ChatQueries(DeskDatabase desk, DeskCatalogue catalogue, ILiveFeed feed, TimeProvider clock) : IDisposable
{
    /// <summary>Ended chats stay on the list for this long; after that their ticket is the place to look.</summary>
    public static readonly TimeSpan KeepsEnded = TimeSpan.FromHours(12);
    private const int Most = 200;
    private readonly SharedReads<IReadOnlyList<ChatRow>> _lists = new(feed, clock, s => s.Fact.Subject.Kind is SubjectKind.Ticket ? null : Guid.Empty);

    /// <summary>Live chats, the longest waiting first, then those that ended lately. Read once for all who see the same.</summary>
    public Task<IReadOnlyList<ChatRow>> ListAsync(Actor me, CancellationToken ct = default) =>
        _lists.ReadAsync(Guid.Empty, $"{me.Sight.All} {me.Sight.ContactId} {string.Join(' ', me.Sight.Desks.Order())} / {string.Join(' ', me.Sight.Departments.Order())}", now => ReadListAsync(me, now), ct);

    public void Dispose() => _lists.Dispose();

    private async Task<IReadOnlyList<ChatRow>> ReadListAsync(Actor me, DateTimeOffset now)
    {
        await using var db = desk.OpenFor(me);
        var since = now - KeepsEnded;
        var messages = db.Set<ChatMessage>();
        var rows = await db.Chats.AsNoTracking().Where(c => c.State != ChatState.Ended || c.LastMessageAt > since)
            .OrderBy(c => c.State == ChatState.Waiting ? 0 : c.State == ChatState.Active ? 1 : 2).ThenBy(c => c.State == ChatState.Waiting ? c.StartedAt : c.LastMessageAt).Take(Most)
            .Select(c => new ChatRow(c.Id, c.DeskId, c.State, c.AgentId, c.VisitorName, c.PageUrl,
                messages.Where(m => m.SessionId == c.Id && m.Side == ChatSide.Visitor).OrderBy(m => m.Id).Select(m => m.Body.Substring(0, 200)).FirstOrDefault() ?? "",
                c.StartedAt, c.LastMessageAt,
                messages.Where(m => m.SessionId == c.Id && m.Side != ChatSide.Note).OrderByDescending(m => m.Id).Select(m => m.Side == ChatSide.Visitor).FirstOrDefault(), c.TicketId))
            .ToListAsync();
        return rows.ConvertAll(r => r with { FirstLine = MarkdownText.ToPlain(r.FirstLine).ReplaceLineEndings(" ") });
    }

    /// <summary>Where a chat stands: who may hear of it.</summary>
    public async Task<FactSubject> PlaceAsync(Actor me, Guid chatId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var found = await db.Chats.Where(c => c.Id == chatId).Select(c => new { c.DeskId, c.DepartmentId }).SingleOrDefaultAsync(ct) ?? throw new NotFoundException("chat");
        return new FactSubject(SubjectKind.Chat, chatId, found.DeskId, [found.DepartmentId]);
    }

    /// <summary>Who writes in those of these chats that this person may see.</summary>
    public async Task<IReadOnlyDictionary<Guid, string>> VisitorsAsync(Actor me, IReadOnlyCollection<Guid> ids, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        return await db.Chats.Where(c => ids.Contains(c.Id)).Select(c => new { c.Id, c.VisitorName }).ToDictionaryAsync(c => c.Id, c => c.VisitorName, ct);
    }

    /// <exception cref="NotFoundException">No such chat, or not for this person.</exception>
    public async Task<Conversation> ReadAsync(Actor me, Guid chatId, CancellationToken ct = default)
    {
        await using var db = desk.OpenFor(me);
        var session = await db.Chats.AsNoTracking().SingleOrDefaultAsync(c => c.Id == chatId, ct) ?? throw new NotFoundException("chat");
        return await ConversationReading.ReadAsync(db, session, await catalogue.DeskAsync(session.DeskId, ct), forVisitor: false, ct);
    }
}
