using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Domain.People;
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
    private readonly SharedReads<IReadOnlyList<ChatRow>> _lists = new(feed, clock, s => s.Subject.Kind is SubjectKind.Ticket ? null : Guid.Empty);
    private readonly SharedReads<Conversation> _conversations = new(feed, clock, s => s.Subject.Kind is SubjectKind.Chat ? s.Subject.Id : Guid.Empty);

    /// <summary>Live chats, the longest waiting first, then those that ended lately. Read once for all who see the same.</summary>
    public Task<IReadOnlyList<ChatRow>> ListAsync(Actor me, CancellationToken ct = default) =>
        _lists.ReadAsync(Guid.Empty, Same(me.Sight), now => ReadListAsync(me, now), ct);

    /// <summary>The whole of one chat. Read once for all who see the same.</summary>
    /// <exception cref="NotFoundException">No such chat, or not for this person.</exception>
    public Task<Conversation> ReadAsync(Actor me, Guid chatId, CancellationToken ct = default) =>
        _conversations.ReadAsync(chatId, Same(me.Sight), _ => ReadConversationAsync(me, chatId), ct);

    public void Dispose()
    {
        _lists.Dispose();
        _conversations.Dispose();
    }

    private static string Same(Sight sight) => $"{sight.All} {sight.ContactId} {string.Join(' ', sight.Desks.Order())} / {string.Join(' ', sight.Departments.Order())}";

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

    private async Task<Conversation> ReadConversationAsync(Actor me, Guid chatId)
    {
        await using var db = desk.OpenFor(me);
        var session = await db.Chats.AsNoTracking().SingleOrDefaultAsync(c => c.Id == chatId) ?? throw new NotFoundException("chat");
        return await ConversationReading.ReadAsync(db, session, await catalogue.DeskAsync(session.DeskId), forVisitor: false, CancellationToken.None);
    }
}
