using System.Globalization;
using LiveDesk.Domain;
using LiveDesk.Domain.Chat;
using LiveDesk.Infrastructure.Database;
using LiveDesk.Infrastructure.Desks;
using LiveDesk.Infrastructure.Work;
using Microsoft.EntityFrameworkCore;

namespace LiveDesk.Infrastructure.Chat;

/// <summary>
/// Every chat is watched from its first line by a piece of work saved with it: when nobody writes for the desk's time it ends, and
/// becomes its ticket. So does a chat whose server died between its last line and its end.
/// </summary>
public sealed class IdleChats(DeskDatabase desk, DeskCatalogue catalogue, TimeProvider clock) : IWorkHandler
{
    public const string WorkKind = "end-idle-chat";
    /// <summary>A desk whose idle time was changed meanwhile is obeyed within this.</summary>
    private static readonly TimeSpan LookAtLeastEvery = TimeSpan.FromMinutes(1);

    public string Kind => WorkKind;

    public Task<DateTimeOffset?> DoAsync(string payload, CancellationToken ct) => Attempt.SeveralTimesAsync(async () =>
    {
        await using var db = desk.OpenForSystem();
        var id = Guid.Parse(payload, CultureInfo.InvariantCulture);
        var session = await db.Chats.SingleOrDefaultAsync(c => c.Id == id, ct);
        if (session is null || session.IsOver) return (DateTimeOffset?)null;
        var now = clock.GetUtcNow();
        var due = session.LastMessageAt + (await catalogue.DeskAsync(session.DeskId, ct)).Settings.ChatIdleAfter;
        if (due > now) return due < now + LookAtLeastEvery ? due : now + LookAtLeastEvery;
        await ChatEndings.EndAsync(db, session, Actor.System, ChatEnd.Idle, catalogue, now, ct);
        await db.CommitAsync(ct);
        return null;
    });
}

/// <summary>The watch begins in the same save as the chat.</summary>
public sealed class WatchNewChats : IWorkFor
{
    public IEnumerable<WorkItem> For(RecordedFact fact) =>
        fact.Fact is ChatBegan began ? [new WorkItem(IdleChats.WorkKind, began.SessionId.ToString(), fact.At, $"idle:{began.SessionId:N}")] : [];
}
